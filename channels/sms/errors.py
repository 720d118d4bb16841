"""What Twilio's numbers for what went wrong mean to us: mapped once, here (Twilio's "Error and Warning Dictionary").

Its own words are never kept: they quote numbers.
"""

from datetime import timedelta

from voice.texting.by_whatsapp import AS_A_TEXT_INSTEAD, NOT_SET_UP, NOT_THERE, REFUSED, TOO_LATE
from voice.texting.going_out import OPTED_OUT, NotTaken

TOO_FAST = 429
OUR_FAULT = (401, 403)
A_WHILE, SOON, AT_ONCE = timedelta(minutes=10), timedelta(seconds=5), timedelta(milliseconds=1)

NEVER = {
    21211: "no_such_number",
    21214: "no_such_number",
    21217: "no_such_number",
    21219: "number_not_verified",
    21265: "no_such_number",
    21408: "country_not_allowed",
    21610: OPTED_OUT,
    21612: "cannot_be_reached",
    21614: "not_a_mobile",
    21617: "too_long",
    21635: "not_a_mobile",
    30003: "switched_off",
    30004: "blocked",
    30005: "no_such_number",
    30006: "not_a_mobile",
    30007: "held_back_by_network",
    30008: "unknown_to_network",
}
# WhatsApp's own: the same words may still go as a text.
NOT_BY_WHATSAPP = {
    63003: NOT_THERE,
    63005: REFUSED,
    63007: NOT_SET_UP,
    63008: NOT_SET_UP,
    63010: REFUSED,
    63012: REFUSED,
    63013: REFUSED,
    63014: OPTED_OUT,  # blocked by whoever has the telephone: they have asked us to stop, by whatever way
    63015: NOT_SET_UP,
    63016: TOO_LATE,
    63021: REFUSED,
    63023: REFUSED,
    63024: NOT_THERE,
    63027: NOT_SET_UP,
    63028: NOT_SET_UP,
    63032: REFUSED,
}
LATER = {
    20003: "our_account",
    20429: "too_fast",
    21611: "queue_full",
    20009: "not_ended_yet",
    14107: "too_fast",
    63018: "too_fast",
}


def not_taken(status: int, code: int | None, wait: timedelta | None = None) -> NotTaken:
    """What a refusal means: for ever, or for now."""
    if code in LATER or status in OUR_FAULT or status == TOO_FAST:
        said = LATER.get(code or 0, "too_fast" if status == TOO_FAST else "our_account")
        return NotTaken(said, again=True, wait=wait or (A_WHILE if said == "our_account" else SOON))
    said = NOT_BY_WHATSAPP.get(code or 0, "")
    if said in AS_A_TEXT_INSTEAD:
        return NotTaken(said, again=True, wait=AT_ONCE)
    return NotTaken(said or NEVER.get(code or 0, f"refused_{code or status}"), again=False)


def named(code: str) -> str:
    """The word for a number that came with word of a text; the number where we have none."""
    return (NEVER | NOT_BY_WHATSAPP).get(int(code), code) if code.isdecimal() else code
