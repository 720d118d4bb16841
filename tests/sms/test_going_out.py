"""A text of ours arrives once, as it was written."""

import asyncio
from datetime import timedelta

import pytest

from channels.sms.twilio import Twilio
from storage import phones
from storage.tables import message, outbox, phone
from storage.writes import Writes
from tests.portal.saying import begin
from tests.sms.phone import AMARAS, OURS, SID, TOKEN, Phone
from tests.sms.rehearsal import (
    Fault,
    Rehearsal,
    is_silent,
    says,
    takes_and_breaks,
    takes_and_is_silent,
)
from tests.sms.sending import WORDS, Out, out, told, twilio
from tests.sms.talking import is_hers
from tests.web.looking import rows
from tests.world import World
from voice import clock, stop_asking
from voice.delivering import Deliveries
from voice.model import new_id
from voice.stop_asking import Wish
from voice.texting import phrases
from voice.texting.going_out import GoingOut
from voice.texting.numbers import contact_of

__all__ = ["out", "twilio"]


async def test_it_arrives_as_it_was_written(out: Out, twilio: Rehearsal) -> None:
    """The exact words, from our number, with an address for word of it that carries the delivery's id."""
    await out.put_out("£5, [a] ^ ’ 😀 \\ + & = % مرحبا")
    await out.go()

    (sent,) = twilio.sent
    assert (sent.to, sent.body) == (AMARAS, "£5, [a] ^ ’ 😀 \\ + & = % مرحبا")
    assert sent.callback == f"http://voice.test/sms/status?d={(await out.delivery())['id']}"
    assert await out.state() == ("sent", None)


AGAIN = {
    "too fast": (says(429, 20429), "too_fast", timedelta(seconds=10)),
    "too fast, with no number of theirs": (says(429, text="slow down"), "too_fast", timedelta(seconds=10)),
    "our account is closed": (says(401, 20003), "our_account", timedelta(minutes=11)),
}


@pytest.mark.parametrize(("fault", "code", "wait"), AGAIN.values(), ids=AGAIN.keys())
async def test_a_refusal_for_now_is_tried_again(
    out: Out, twilio: Rehearsal, fault: Fault, code: str, wait: timedelta
) -> None:
    """It is certain that nothing went: it goes later, once."""
    twilio.faults = [fault]
    await out.put_out()
    await out.go()
    assert await out.state() == ("waiting", code)

    await out.after(wait)

    assert await out.state() == ("sent", None)
    assert len(twilio.sent) == 1


NEVER = {
    21211: "no_such_number",
    21614: "not_a_mobile",
    21408: "country_not_allowed",
    21999: "refused_21999",
}


@pytest.mark.parametrize(("code", "said"), NEVER.items())
async def test_a_refusal_for_ever_is_shown(out: Out, twilio: Rehearsal, code: int, said: str) -> None:
    """It is not tried again, the portal's list has our word for it, and the text's words are gone."""
    twilio.faults = [says(400, code)]
    await out.put_out()
    await out.go()
    await out.after(timedelta(hours=2))

    assert await out.state() == ("failed", said)
    assert ((await out.delivery())["state"], (await out.delivery())["error_code"]) == ("dead", said)
    assert (await rows(out.world, message))[0]["words"] is None
    assert twilio.asked == 1


@pytest.mark.parametrize("seen_before", [False, True])
async def test_who_said_stop_to_twilio_said_it_to_us(out: Out, twilio: Rehearsal, seen_before: bool) -> None:
    """Twilio's list and ours are one: after its refusal nothing is even tried (21610)."""
    if seen_before:
        writes = Writes(out.world.staff.authority)
        phones.first_seen(writes, contact_of(out.world.staff.keys, AMARAS))
        await out.world.staff.store.write(writes)
    twilio.refused.add(AMARAS)
    await out.put_out()
    await out.go()
    await out.put_out()
    await out.go()

    assert [row["opted_out"] is not None for row in await rows(out.world, phone)] == [True]
    assert sorted((row["state"], row["error_code"]) for row in await rows(out.world, message)) == [
        ("cancelled", "opted_out"),
        ("failed", "opted_out"),
    ]
    assert twilio.asked == 1


HEARD = phrases.say(phrases.STOPPED, "en", line="Childline 0800 1111")


async def test_after_stop_goes_only_that_it_was_heard(out: Out, twilio: Rehearsal) -> None:
    """Nothing else gets through, whoever had put it out in the same moment, and nobody can write it by hand (R24)."""
    writes = Writes(out.world.staff.authority)
    phones.first_seen(writes, contact_of(out.world.staff.keys, AMARAS), opted_out=clock.now())
    await out.world.staff.store.write(writes)
    for words, kind in ((WORDS, "outside"), (HEARD, "person"), (HEARD, "outside")):
        await out.put_out(words, kind)
        await out.go()

    assert [sent.body for sent in twilio.sent] == [HEARD]


async def test_where_twilio_has_confirmed_it_nobody_hears_of_a_failure(out: Out, twilio: Rehearsal) -> None:
    """Its list may be longer than we were told: she has heard it from there, and nothing is given up (21610)."""
    twilio.refused.add(AMARAS)
    await out.put_out(HEARD, "outside")
    await out.go()

    assert await out.state() == ("cancelled", "opted_out")
    assert (await out.delivery())["state"] == "done"


UNKNOWN = {"silence": takes_and_is_silent, "a broken answer": takes_and_breaks}


@pytest.mark.parametrize("fault", UNKNOWN.values(), ids=UNKNOWN.keys())
async def test_sent_and_not_heard_of_is_not_sent_twice(out: Out, twilio: Rehearsal, fault: Fault) -> None:
    """Two minutes for Twilio's word, then we look for our own words there; she gets them once."""
    twilio.faults = [fault]
    await out.put_out()
    await out.go()
    assert (await out.state())[0] == "unknown"
    await out.after(timedelta(seconds=90))
    assert (await out.state())[0] == "unknown"

    await out.after(timedelta(seconds=60))

    assert (await out.state())[0] == "sent"
    assert len(twilio.sent) == 1
    assert (await rows(out.world, message))[0]["provider_id"] == twilio.sent[0].sid


async def test_twilios_word_settles_what_was_unknown(out: Out, twilio: Rehearsal, amara: Phone) -> None:
    """The answer never came, the word of it does: nothing is asked and nothing is sent again."""
    twilio.faults = [takes_and_is_silent]
    await out.put_out()
    await out.go()
    await told(amara, twilio, "delivered")
    await out.after(timedelta(minutes=3))

    assert await out.state() == ("delivered", None)
    assert twilio.asked == 1


NOT_SENT = {"silence": is_silent, "a server error": says(500, text="oops"), "no answer at all": says(503, text="x")}


@pytest.mark.parametrize("fault", NOT_SENT.values(), ids=NOT_SENT.keys())
async def test_not_sent_and_not_heard_of_is_sent(out: Out, twilio: Rehearsal, fault: Fault) -> None:
    """Once it is known that Twilio has no such text, it goes."""
    twilio.faults = [fault]
    await out.put_out()
    await out.go()
    await out.after(timedelta(minutes=3))

    assert (await out.state())[0] == "sent"
    assert len(twilio.sent) == 1


async def test_the_same_question_asked_before_is_not_taken_for_this_one(out: Out, twilio: Rehearsal) -> None:
    """The same words went to her a minute ago: that one was another text."""
    await out.put_out()
    await out.go()
    twilio.faults = [is_silent]
    await out.put_out()
    await out.go()
    await out.after(timedelta(minutes=3))

    assert len(twilio.sent) == 2
    assert {row["state"] for row in await rows(out.world, message)} == {"sent"}


async def test_a_worker_that_dies_after_sending_does_not_send_again(out: Out, twilio: Rehearsal) -> None:
    """kill -9 between Twilio's answer and our note of it."""
    await out.put_out()
    store, died = out.world.staff.store, RuntimeError("killed here")
    write, written = store.write, 0

    async def write_until(writes: Writes) -> bool:
        nonlocal written
        written += 1
        if written >= 3:  # the lease, the mark that it is tried; then nothing any more
            raise died
        return await write(writes)

    store.write = write_until  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        await out.go()
    store.write = write  # type: ignore[method-assign]
    clock.move(timedelta(minutes=2))
    await out.deliveries.return_expired()
    await out.go()

    assert len(twilio.sent) == 1
    assert (await out.state())[0] == "sent"


async def test_twilio_is_away(out: Out, twilio: Rehearsal) -> None:
    """Nobody answers: certain that nothing went, and it goes when somebody does."""
    nobody = Twilio(SID, TOKEN, OURS, "http://127.0.0.1:9", out.line)
    away = Deliveries(out.world.staff, {"text": GoingOut(nobody)})
    await out.put_out()
    await away.round()
    assert await out.state() == ("waiting", "away")

    await out.after(timedelta(minutes=1))
    assert (await out.state())[0] == "sent"


async def test_twilio_is_away_for_an_hour(out: Out, twilio: Rehearsal) -> None:
    """A few minutes cost nothing, and hours do not either: it still goes, once."""
    nobody = Twilio(SID, TOKEN, OURS, "http://127.0.0.1:9", out.line)
    away = Deliveries(out.world.staff, {"text": GoingOut(nobody)})
    await out.put_out("first")
    await out.put_out("second")
    for _ in range(60):
        clock.move(timedelta(minutes=1))
        await away.round()
    assert {row["state"] for row in await rows(out.world, outbox, kind="text")} == {"waiting"}

    for _ in range(6):
        await out.after(timedelta(minutes=30))

    assert sorted(sent.body for sent in twilio.sent) == ["first", "second"]


async def test_an_answer_comes_before_the_question_that_follows(out: Out, twilio: Rehearsal) -> None:
    """Both are due at once, since the worker was away: she reads them in the order in which they were said."""
    for words in ("one", "two", "three"):
        await out.put_out(words)
    for _ in range(6):
        await out.after(timedelta(seconds=3))

    assert [sent.body for sent in twilio.sent] == ["one", "two", "three"]


async def test_two_workers_send_it_once(out: Out, twilio: Rehearsal) -> None:
    """Any number of workers look at the same outbox."""
    for place in range(4):
        await out.put_out(f"{WORDS} {place}")
    other = Deliveries(out.world.staff, {"text": GoingOut(out.provider)})

    for _ in range(6):
        await asyncio.gather(out.go(), other.round(), other.round())
        clock.move(timedelta(seconds=30))

    assert [sent.body for sent in twilio.sent] == [f"{WORDS} {place}" for place in range(4)]


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
async def test_who_asked_us_to_stop_asking_is_not_asked(out: Out, twilio: Rehearsal, world: World, kind: str) -> None:
    """What waited for a good hour when Amara pressed it does not go; what answers her own text does (R107)."""
    await is_hers(world, world.amara)
    await out.put_out(kind=kind)
    visit = await begin(world)
    await stop_asking.in_visit(world.public, visit, Wish.STOP_ASKING, new_id())
    await out.go()
    assert await out.state() == ("cancelled", "stop_asking")

    await out.put_out("Thank you", kind="answer")
    await out.go()
    assert [sent.body for sent in twilio.sent] == ["Thank you"]
