"""How the demonstration's social workers answer the children, and what duty does."""

from datetime import timedelta
from uuid import UUID

from voice import clock, replying, taking_up
from voice.access import SignedIn
from voice.case_record import concerns_to_see, look_at_child
from voice.case_statement import open_statement
from voice.demonstration_stories import Said
from voice.model import How, new_id
from voice.replying import Answer, Promise
from voice.staff_services import StaffServices


async def answer_back(staff: StaffServices, worker: SignedIn, child: UUID, said: Said) -> None:
    """The next day the worker opens what the child said and answers it, where the story has an answer."""
    if said.answered_with is None:
        return
    words, promise, days = said.answered_with
    clock.move(timedelta(days=1))
    newest = (await look_at_child(staff, worker, child)).line.said[0].statement.id
    clock.move(timedelta(minutes=7))
    await open_statement(staff, worker, newest)
    promised = (Promise(promise, clock.today() + timedelta(days=days)),)
    soon = clock.today() + timedelta(days=3)
    await replying.answer(staff, worker, newest, Answer(new_id(), How.SEE_THEM, words, on_day=soon, promises=promised))


async def take_up(staff: StaffServices, duty: SignedIn, child: UUID) -> None:
    """Duty has the child's concern a few minutes later."""
    clock.move(timedelta(minutes=6))
    for line in await concerns_to_see(staff, duty):
        if line.child == child:
            await taking_up.acknowledge(staff, duty, line.id)
