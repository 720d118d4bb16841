"""A number has said something: whose is it, is it a command, and what does it belong to?"""

from uuid import UUID

from storage import staff_phones
from storage.outbox import Delivery
from surveys.understanding.commands import Command
from voice import clock
from voice.staff_services import StaffServices
from voice.texting import commands, outside, strangers
from voice.texting.asides import At
from voice.texting.every_language import command_in
from voice.texting.numbers import read_number
from voice.texting.places import place_of, question_at, shown_at
from voice.texting.services import TextServices
from voice.texting.talking import talk
from voice.texting.turns import MOST_A_DAY, Turn, take_turns, visit_of, wait_for_parts
from voice.visiting import Visit


class Hearing:
    """A delivery's way: everything its number has said. What is looked up once is kept for the next turn."""

    def __init__(self) -> None:
        self._known: TextServices | None = None

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        if self._known is None or self._known.staff is not services:
            self._known = TextServices.of(services)
        await take_turns(self._known, hear, delivery)


async def hear(turn: Turn) -> None:
    """Take one turn of this number."""
    child = turn.child
    visit = visit_of(turn.services, turn.hers)
    if read_number(turn.number) is None:
        # A firm's name, a short code: no child, and nobody to answer.
        await turn.only(1).outside(lambda _: [], silent=True)
    elif child is None and await _is_of_staff(turn):
        await strangers.from_staff(turn.only(1))
    elif child is None:
        await strangers.from_stranger(turn.only(1), silent=turn.today > MOST_A_DAY)
    elif turn.said[0].stopped and command_in(turn.said[0].words, turn.language) is not Command.STOP:
        await outside.stopped_by_the_carrier(turn.only(1), child)
    elif turn.today > MOST_A_DAY or _person_is_in(turn):
        await _silent(turn.only(1), child)
    elif visit is None or not _goes_on(visit) or _said_stop(turn):
        await outside.from_child(turn.only(1), child)
    else:
        await _in_conversation(turn, visit)


async def _is_of_staff(turn: Turn) -> bool:
    async with turn.services.store.reading() as db:
        return not turn.numbers and await staff_phones.is_of_staff(db, turn.services.authority, turn.contact)


def _person_is_in(turn: Turn) -> bool:
    """A person is in the thread: the machine holds its tongue (R70)."""
    return turn.phone.person_until is not None and turn.phone.person_until > clock.now()


def _said_stop(turn: Turn) -> bool:
    """Nothing can be said to her until she texts START, which goes on where she was."""
    return turn.phone.opted_out is not None and command_in(turn.said[0].words, turn.language) is not Command.START


async def _silent(turn: Turn, child: UUID) -> None:
    if command_in(turn.words, turn.language) is Command.STOP:
        await outside.from_child(turn, child)
    else:
        await outside.keep_in_silence(turn, child)


def _goes_on(visit: Visit) -> bool:
    """Whether a text still belongs to this conversation: until it is sent, and for the one question after that."""
    if not visit.sent:
        return True
    receipt = visit.draft.receipt
    return receipt is not None and clock.now() <= receipt.until and visit.draft.texting is not None


async def _in_conversation(turn: Turn, visit: Visit) -> None:
    asked = await turn.services.public.asked(visit.kept.version)
    place, first = place_of(visit), turn.only(1)
    if place == At.LANGUAGE:
        await first.in_conversation(visit, lambda mine, _: commands.change_language(mine, asked, first.words))
        return
    question = question_at(asked, place)
    shown = shown_at(asked, visit, place) if question else None
    command = command_in(first.words, visit.kept.language, shown, starting=place == At.READY)
    if command and command is not Command.YES:
        decide = await commands.obey(command, first, visit, asked, question)
        await first.in_conversation(visit, decide)
        return
    whole = turn.only(_parts(turn, visit)) if question and not question.kind.closed else first
    if len(whole.said) == len(turn.said) and whole is not first:
        wait_for_parts(whole)
    await whole.in_conversation(visit, await talk(whole, visit, asked))


def _parts(turn: Turn, visit: Visit) -> int:
    """How many of these texts are one answer: all of them, or as many as come before a command."""
    commanded = [place for place, each in enumerate(turn.said) if command_in(each.words, visit.kept.language)]
    return commanded[0] if commanded else len(turn.said)
