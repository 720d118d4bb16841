"""What the adults of the demonstration do: open, answer, keep promises or say what stopped them, take up concerns."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from surveys.parts import Audience
from voice import being_understood, clock, promising, replying, taking_up, weighing
from voice.access import SignedIn
from voice.boxes import Boxes
from voice.case_record import concerns_to_see, look_at_child
from voice.case_statement import open_statement
from voice.demonstration.town import Child, Town
from voice.interpreting import asking_her, giving, handing_in, queue
from voice.interpreting.beside import beside
from voice.interpreting.giving import Giving
from voice.interpreting.handing_in import English
from voice.model import How, PromiseState, Stopped, Work, new_id
from voice.replying import Answer, Promise
from voice.taking_up import Done, Outcome
from voice.weighing import Weighing


async def answers(
    town: Town, who: SignedIn, statement: UUID, words: str, *promises: tuple[str, int], how: How = How.SEE_THEM
) -> None:
    """Open what a child said and answer it, with promises and their days from now."""
    await open_statement(town.staff, who, statement)
    made = tuple(Promise(promised, _in(days)) for promised, days in promises)
    on_day = _in(3) if how is How.SEE_THEM else None
    said_back, alone = ("That is good.", True) if how is How.TOLD_IN_PERSON else ("", None)
    answer = Answer(new_id(), how, words, said_back, alone, on_day, made)
    await replying.answer(town.staff, who, statement, answer)


async def weighs(town: Town, who: SignedIn, statement: UUID, boxes: Boxes, why_hidden: str | None = None) -> None:
    await weighing.weigh(town.staff, who, statement, Weighing(new_id(), boxes, why_hidden))


async def puts_off(town: Town, who: SignedIn, statement: UUID, days: int) -> None:
    """The first promise that is still open will take longer."""
    await promising.put_off(town.staff, who, await _first_open(town, who, statement), _in(days))


async def reads_everything(town: Town, child: Child) -> None:
    """Whoever works with the child now opens all that she has said."""
    for said in (await look_at_child(town.staff, child.worker, child.id)).line.said:
        await open_statement(town.staff, child.worker, said.statement.id)


async def settles(town: Town, who: SignedIn, statement: UUID, stopped_by: Stopped | None = None) -> None:
    """The first promise that is still open is kept, or something stopped it."""
    await promising.settle(town.staff, who, await _first_open(town, who, statement), stopped_by)


async def understands(town: Town, who: SignedIn, child: Child) -> None:
    for line in await being_understood.tasks_to_see(town.staff, who):
        if line.task.child == child.id:
            await being_understood.understood(town.staff, who, line.task.id)


async def gives(town: Town, who: SignedIn, statement: UUID, to: SignedIn, work: Work = Work.MAKES) -> UUID:
    """What she said to her worker goes to an interpreter; the piece of work."""
    given = Giving(new_id(), work, to.id)
    await giving.give(town.staff, who, statement, Audience.WORKER, given)
    return given.id


async def hands_in(town: Town, who: SignedIn, work: UUID, english: Mapping[str, str], note: str = "") -> None:
    """Her words, or of a recording the question it answers, and what that is in English."""
    item = await queue.open_item(town.staff, who, work)
    lines = [english[line.words or line.question] for line in item.lines]
    await handing_in.hand_in(town.staff, who, work, English(lines, note))


async def asks_if_meant(town: Town, who: SignedIn, statement: UUID) -> None:
    """The child is asked whether the English of what she said is what she meant."""
    english = await beside(town.staff, await open_statement(town.staff, who, statement))
    await asking_her.wish(town.staff, who, english.newest[0].id)
    await asking_her.show_wished(town.staff)


async def takes_up(town: Town, who: SignedIn, child: Child) -> UUID:
    """ "I have it." The concern."""
    found = next(line.id for line in await concerns_to_see(town.staff, who) if line.child == child.id)
    await taking_up.open_concern(town.staff, who, found)
    await taking_up.acknowledge(town.staff, who, found)
    return found


async def acts(town: Town, who: SignedIn, concern: UUID, note: str, told_child: str = "") -> None:
    await taking_up.act(town.staff, who, concern, Done(new_id(), note, told_child))


async def closes(town: Town, who: SignedIn, concern: UUID, outcome: Outcome, note: str, told_child: str) -> None:
    await taking_up.close(town.staff, who, concern, Done(new_id(), note, told_child), outcome)


async def _first_open(town: Town, who: SignedIn, statement: UUID) -> UUID:
    found = await open_statement(town.staff, who, statement)
    return next(each.id for each in found.promises if each.state is PromiseState.OPEN)


def _in(days: int) -> date:
    return clock.today() + timedelta(days=days)
