"""What became of a text of ours, and when one may go."""

from datetime import UTC, datetime
from typing import Any

import pytest

from storage.tables import inbound_message, message, outbox
from storage.texts import BEGUN
from tests.sms.phone import Phone, new_sid
from tests.sms.rehearsal import (
    Rehearsal,
)
from tests.sms.sending import WORDS, Out, out, told, twilio
from tests.sms.talking import is_hers
from tests.web.looking import count, rows
from voice import clock

__all__ = ["out", "twilio"]

ORDERS = {
    "in order": (["sent", "delivered"], ("delivered", None)),
    "late": (["delivered", "sent"], ("delivered", None)),
    "repeated": (["sent", "sent", "delivered", "delivered", "sent"], ("delivered", None)),
    "failed": (["sent", "undelivered"], ("failed", "switched_off")),
    "failed, then not": (["undelivered", "delivered"], ("delivered", None)),
}


@pytest.mark.parametrize(("statuses", "ends"), ORDERS.values(), ids=ORDERS.keys())
async def test_word_of_it_in_any_order(
    out: Out, twilio: Rehearsal, amara: Phone, statuses: list[str], ends: tuple[str, str | None]
) -> None:
    """Signed, repeated, late: it ends the same, and Twilio is asked to forget the words."""
    await out.put_out()
    await out.go()
    for status in statuses:
        await told(amara, twilio, status, "30003" if status == "undelivered" else "")
        await out.go()

    assert await out.state() == ends
    assert (await rows(out.world, message))[0]["words"] is None
    assert twilio.sent[0].body == ""


async def test_word_of_a_text_that_is_not_ours_changes_nothing(out: Out, twilio: Rehearsal, amara: Phone) -> None:
    """An id we never had, or another one at our address."""
    await out.put_out()
    await out.go()
    await told(amara, twilio, "failed", sid=new_sid())
    twilio.sent[-1].callback = "http://voice.test/sms/status?d=0190a5f0-0000-7000-8000-000000000001"
    await told(amara, twilio, "failed")
    await out.go()

    assert await out.state() == ("sent", None)
    assert await count(out.world, inbound_message, state="waiting") == 0


async def test_what_she_texted_is_forgotten_by_twilio(out: Out, twilio: Rehearsal, amara: Phone) -> None:
    """Once her words are where they belong, Twilio is asked to empty them; that it has none is as good."""
    await is_hers(out.world, out.world.amara)
    fields = amara.fields("hello")
    await amara.post("/sms/inbound", fields)
    await out.go()
    await out.go()

    assert fields["MessageSid"] in twilio.deleted
    assert await count(out.world, outbox, kind="redact", state="done") >= 1


NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
LESSONS = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
BANK_HOLIDAY = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [(NIGHT, "25 08:00"), (LESSONS, "25 15:30"), (BANK_HOLIDAY, "25 11:00")],
    ids=["night", "lessons", "bank holiday"],
)
async def test_what_we_start_waits_for_a_good_hour(out: Out, twilio: Rehearsal, at: datetime, goes: str) -> None:
    """Not at night and not in school, by the clock where she lives; an answer to her goes at any hour (R23)."""
    await is_hers(out.world, out.world.amara)
    clock.stand(at)
    await out.put_out(kind="invitation")
    await out.put_out("an answer")
    await out.go()
    assert "an answer" in [sent.body for sent in twilio.sent]

    for _ in range(3):
        due = max(row["not_before"] for row in await rows(out.world, outbox, kind=BEGUN))
        clock.stand(max(due, clock.now()))
        await out.go()

    (invited,) = [sent for sent in twilio.sent if sent.body == WORDS]
    assert invited.at.strftime("%d %H:%M") == goes


@pytest.mark.parametrize(
    "facts", [{"confirmed": False}, {"owner": "parent"}, None], ids=["not confirmed", "a parent's", "nobody's"]
)
async def test_nothing_of_ours_goes_to_a_number_nobody_confirmed(
    out: Out, twilio: Rehearsal, facts: dict[str, Any] | None
) -> None:
    """Nor to an adult's (R22)."""
    if facts is not None:
        await is_hers(out.world, out.world.amara, **facts)
    clock.stand(datetime(2026, 11, 24, 17, 0, tzinfo=UTC))
    await out.put_out(kind="invitation")
    await out.go()

    assert await out.state() == ("cancelled", "not_confirmed")
    assert twilio.sent == []
