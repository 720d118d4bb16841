"""As many texts a second as our number may send, whoever sends them: answers first, and nobody's hold up another's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage import texts
from storage.texts import BEGUN
from storage.writes import Writes
from tests.sms.phone import OURS
from tests.sms.rehearsal import Rehearsal
from tests.sms.sending import Out, twilio
from tests.sms.talking import is_hers
from tests.world import World
from voice import clock
from voice.texting.numbers import contact_of
from voice.texting.pacing import PacedTexts

__all__ = ["twilio"]

A_SECOND = timedelta(seconds=1)
AFTER_SCHOOL = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


class Paced(Out):
    """The line that sends, of any number of workers."""

    def line_of(self, a_second: int = 3) -> PacedTexts:
        out = self.deliveries._ways["text"]
        return PacedTexts(self.world.staff, {"text": out, BEGUN: out}, OURS, a_second)

    async def to(self, number: int, words: str, kind: str = "answer") -> None:
        keys, writes = self.world.staff.keys, Writes(self.world.staff.authority)
        theirs = f"+44770090{number:04d}"
        texts.put_out(writes, keys.delivery, contact_of(keys, theirs), theirs, words, kind)
        await self.world.staff.store.write(writes)


@pytest.fixture
async def paced(each_world: World, twilio: Rehearsal) -> AsyncIterator[Paced]:
    """On either database."""
    made = Paced(each_world, twilio)
    yield made
    await made.line.aclose()


async def test_two_workers_keep_one_pace(paced: Paced, twilio: Rehearsal) -> None:
    """In any second no more than our number may, though both look at once; and all of it goes, in its order."""
    for place in range(8):
        await paced.to(201 + place, f"text {place}")
    one, other = paced.line_of(), paced.line_of()
    gone = []
    for _ in range(4):
        await asyncio.gather(one.round(), other.round(), one.round())
        gone.append(len(twilio.sent))
        clock.move(A_SECOND)

    assert gone == [3, 6, 8, 8]
    assert {sent.body for sent in twilio.sent} == {f"text {place}" for place in range(8)}


async def test_an_answer_does_not_wait_behind_invitations(paced: Paced, twilio: Rehearsal) -> None:
    """School is out and very many are asked: who is told that somebody comes hears it first."""
    clock.stand(AFTER_SCHOOL)
    await is_hers(paced.world, paced.world.amara, "+447700900201")
    for _ in range(5):
        await paced.to(201, "There are some questions here for you", "invitation")
    clock.move(A_SECOND)
    await paced.to(202, "Thank you for telling us", "answer")
    await paced.line_of(a_second=1).round()

    assert [sent.body for sent in twilio.sent] == ["Thank you for telling us"]


async def test_one_childs_many_texts_hold_up_nobody(paced: Paced, twilio: Rehearsal) -> None:
    """Thirty to one telephone, then one to another: it goes with the next few, and hers keep their order."""
    for place in range(30):
        await paced.to(201, f"hers {place}")
    clock.move(timedelta(milliseconds=10))
    await paced.to(202, "another's")
    line = paced.line_of()
    for _ in range(12):
        await line.round()
        clock.move(A_SECOND)

    sent = [each.body for each in twilio.sent]
    assert "another's" in sent
    assert [each for each in sent if each.startswith("hers")] == [f"hers {place}" for place in range(len(sent) - 1)]


async def test_a_quiet_number_answers_at_once(paced: Paced, twilio: Rehearsal) -> None:
    """One text costs a moment of the pace, and not a second."""
    line = paced.line_of()
    for place in range(3):
        await paced.to(201 + place, f"text {place}")
        await line.round()
        clock.move(timedelta(milliseconds=400))

    assert len(twilio.sent) == 3
