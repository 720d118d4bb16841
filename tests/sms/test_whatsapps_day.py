"""A day after her last message WhatsApp carries only what it has approved; the rest reaches her as a text, once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from i18n.catalogue import catalogue
from storage.tables import message, phone
from tests.sms.phone import AMARAS, Phone
from tests.sms.rehearsal import Rehearsal, says, takes_and_is_silent
from tests.sms.sending import Out, out, told, twilio
from tests.sms.talking import is_hers
from tests.web.looking import count, rows
from voice import clock
from voice.commands.texts import main as texts_command
from voice.errors import BadSetting
from voice.texting.by_whatsapp import OPEN_FOR, Template, Templates, as_submitted, fixed, wording
from voice.texting.going_out import GoingOut

__all__ = ["out", "twilio"]

BY_WHATSAPP = f"whatsapp:{AMARAS}"
LATER_ID, HELP_ID = "HX" + "1" * 32, "HX" + "a" * 32
APPROVED = {"later": {"en": LATER_ID}, "unknown": {"en-simple": HELP_ID}}
A_DAY_LATER = OPEN_FOR + timedelta(minutes=1)
LATER = "OK. Nothing is lost. Text START when you want to go on"


@pytest.fixture
async def hers(out: Out, amara: Phone) -> Out:
    """Amara has texted by WhatsApp, and what was said to her then has gone."""
    await is_hers(out.world, out.world.amara)
    await amara.text("hello", From=BY_WHATSAPP)
    await out.after(timedelta(seconds=5))
    return out


def approve(out: Out, twilio: Rehearsal) -> None:
    out.deliveries._ways = {**out.deliveries._ways, "text": GoingOut(out.provider, Templates(APPROVED))}
    for name, of_language in APPROVED.items():
        twilio.approved |= {id: as_submitted(wording(name, tag)) for tag, id in of_language.items()}


async def test_within_a_day_she_is_answered_where_she_wrote(hers: Out, twilio: Rehearsal) -> None:
    """In our own words."""
    clock.move(OPEN_FOR - timedelta(minutes=6))
    await hers.put_out("one more thing", "person")
    await hers.go()
    assert [(sent.to, sent.template) for sent in twilio.sent] == [(BY_WHATSAPP, "")] * 2


async def test_whoever_texts_by_sms_again_is_answered_by_sms(hers: Out, amara: Phone, twilio: Rehearsal) -> None:
    """The last way is the one she has in her hand."""
    await amara.text("no data left")
    await hers.after(timedelta(minutes=11))
    await hers.put_out("one more thing", "person")
    await hers.go()

    assert [sent.to for sent in twilio.sent] == [BY_WHATSAPP, AMARAS, AMARAS]
    assert [row["whatsapp_at"] for row in await rows(hers.world, phone)] == [None]


async def test_a_day_later_it_goes_as_a_text(hers: Out, twilio: Rehearsal) -> None:
    """Nobody has approved it: WhatsApp is not even asked."""
    clock.move(A_DAY_LATER)
    await hers.put_out("one more thing", "person")
    await hers.go()

    assert [(sent.to, sent.body) for sent in twilio.sent[1:]] == [(AMARAS, "one more thing")]
    assert twilio.asked == 2


async def test_a_day_later_an_approved_text_goes_by_whatsapp(hers: Out, twilio: Rehearsal) -> None:
    """Word for word what was put out, whatever stands in its gaps; anything else goes as a text."""
    approve(hers, twilio)
    clock.move(A_DAY_LATER)
    unknown = catalogue("en-simple").gettext(dict(fixed())["unknown"])
    filled = unknown.format(time="9:30am, Monday 23 November", line="Childline 0800 1111")
    for words in (LATER, filled, f"{LATER}!"):
        await hers.put_out(words)
        await hers.after(timedelta(seconds=3))

    assert [(sent.to, sent.body, sent.template) for sent in twilio.sent[1:]] == [
        (BY_WHATSAPP, LATER, LATER_ID),
        (BY_WHATSAPP, filled, HELP_ID),
        (AMARAS, f"{LATER}!", ""),
    ]


NOT_CARRIED = {
    63016: "too_late_for_whatsapp",
    63003: "not_on_whatsapp",
    63024: "not_on_whatsapp",
    63007: "whatsapp_not_set_up",
    63027: "whatsapp_not_set_up",
    63013: "refused_by_whatsapp",
}


@pytest.mark.parametrize(("code", "word"), NOT_CARRIED.items())
async def test_what_whatsapp_took_and_did_not_carry_goes_as_a_text(
    hers: Out, amara: Phone, twilio: Rehearsal, code: int, word: str
) -> None:
    """Twilio says so afterwards, twice and late; she gets it once, and what comes next goes as a text at once."""
    await hers.put_out("one more thing", "person")
    await hers.go()
    for status in ("sent", "undelivered", "failed", "undelivered", "sent"):
        await told(amara, twilio, status, "" if status == "sent" else str(code), of=1)
    await hers.after(timedelta(seconds=3))
    await hers.put_out("and another", "person")
    await hers.after(timedelta(seconds=3))

    assert [(sent.to, sent.body) for sent in twilio.sent[2:]] == [(AMARAS, "one more thing"), (AMARAS, "and another")]
    states = [(row["state"], row["error_code"]) for row in await rows(hers.world, message, kind="person")]
    assert sorted(states, key=str) == [("failed", word), ("sent", None), ("sent", None)]


async def test_what_is_refused_at_once_goes_as_a_text(hers: Out, twilio: Rehearsal) -> None:
    twilio.faults = [says(400, 63007)]
    await hers.put_out("one more thing", "person")
    await hers.go()
    await hers.after(timedelta(seconds=3))

    assert [(sent.to, sent.body) for sent in twilio.sent[1:]] == [(AMARAS, "one more thing")]


async def test_an_old_question_does_not_come_as_a_text_after_a_new_one(
    hers: Out, amara: Phone, twilio: Rehearsal
) -> None:
    """She was asked something else since: the older question is not asked any more."""
    await hers.put_out("the first?", "question")
    await hers.after(timedelta(seconds=3))
    await hers.put_out("the second?", "question")
    await hers.after(timedelta(seconds=3))
    for of in (1, 2):
        await told(amara, twilio, "failed", "63016", of=of)
        await hers.after(timedelta(seconds=3))

    assert [(sent.to, sent.body) for sent in twilio.sent[3:]] == [(AMARAS, "the second?")]


async def test_blocked_there_is_stopped_here(hers: Out, amara: Phone, twilio: Rehearsal) -> None:
    """Whoever blocks us on WhatsApp has asked us to stop: nothing follows by another way."""
    await hers.put_out("one more thing", "person")
    await hers.go()
    await told(amara, twilio, "failed", "63014")
    await hers.go()
    await hers.put_out("and another", "person")
    await hers.go()

    assert len(twilio.sent) == 2
    assert await count(hers.world, message, state="cancelled", error_code="opted_out") == 1


async def test_a_try_of_which_nothing_was_heard_is_looked_for_both_ways(
    hers: Out, amara: Phone, twilio: Rehearsal
) -> None:
    """It went by WhatsApp, no answer came, and she has texted by SMS since: it is not sent again as a text."""
    twilio.faults = [takes_and_is_silent]
    await hers.put_out("one more thing", "person")
    await hers.go()
    await amara.text("?")
    for _ in range(3):
        await hers.after(timedelta(minutes=3))

    assert [sent.body for sent in twilio.sent].count("one more thing") == 1


WRONG: dict[str, Any] = {
    "no list": [],
    "no languages": {"later": LATER_ID},
    "a text we do not have": {"hello": {"en": LATER_ID}},
    "a language we do not have": {"later": {"tlh": LATER_ID}},
    "no id": {"later": {"en": "later_v2"}},
}


@pytest.mark.parametrize("written", WRONG.values(), ids=WRONG.keys())
def test_a_list_with_a_slip_in_it_stops_the_start(tmp_path: Path, written: Any) -> None:
    """And names the setting: else a child's text would go another way than its operator thinks."""
    file = tmp_path / "templates.json"
    file.write_text(json.dumps(written))
    with pytest.raises(BadSetting, match="VOICE_TWILIO_TEMPLATES"):
        Templates.load(file)


def test_a_file_that_is_none_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("{")
    for file in (tmp_path / "x", tmp_path / "not there", tmp_path):
        with pytest.raises(BadSetting, match="VOICE_TWILIO_TEMPLATES"):
            Templates.load(file)


def test_whoever_has_them_approved_is_shown_each(capsys: pytest.CaptureFixture[str]) -> None:
    """By the name that the list takes, with its gaps as WhatsApp numbers them."""
    assert texts_command(["--templates"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert f"later           {LATER}" in lines
    assert next(line for line in lines if line.startswith("sent ")).count("{{") == 2
    assert Templates({"later": {"en": LATER_ID}}).fitting(LATER) == Template(LATER_ID, {})
