"""Telephone numbers: how one is written, and the blind index by which it is found again.

`is_possible` and not `is_valid`: Ofcom's numbers for drama are possible, and every invented child has one.
"""

import phonenumbers

from storage.intake_keys import IntakeKeys

HOME = "GB"
WHATSAPP = "whatsapp:"


def read_number(typed: str) -> str | None:
    """The number somebody meant, as +447700900123; None where it cannot be one."""
    plain = typed.strip().removeprefix(WHATSAPP)
    if len(plain) > 40:
        return None
    try:
        number = phonenumbers.parse(plain, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def contact_of(keys: IntakeKeys, number: str) -> bytes:
    """By what a number is found again. One that is none (a firm's name in place of a number) has its own too."""
    return keys.blind_index("phone", read_number(number) or number)


def as_shown(number: str) -> str:
    """The number as people write it: 07700 900123."""
    parsed = phonenumbers.parse(number, HOME)
    same = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if same else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)
