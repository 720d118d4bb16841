"""A child texts outside of any conversation: what she says is kept and read by a person, and she may begin one."""

from datetime import datetime, timedelta
from uuid import UUID

from storage import asked_now, concern_records, concerns, texts
from storage.concern_records import Concern
from storage.writes import Writes
from surveys.model import Audience
from surveys.understanding.commands import Command
from voice import clock, safeguarding, screening
from voice.model import Level, Purpose
from voice.texting import beginning, phrases, said, stopping
from voice.texting.every_language import command_in
from voice.texting.turns import Says, Turn
from voice.working_days import concern_read_by

ONE_IN = timedelta(minutes=10)  # one automatic answer in so long (R25)
BEGINS = (Command.START, Command.YES, Command.NEXT, Command.LINK, Command.LANGUAGE)


async def from_child(turn: Turn, child: UUID) -> None:
    """One text of hers."""
    command = command_in(turn.words, turn.language, starting=True)
    if command is Command.STOP:
        await turn.outside(lambda writes: stopping.stop(turn, writes))
    elif turn.phone.opted_out and command is not Command.START:
        await keep_in_silence(turn, child)
    elif command is Command.HELP:
        says = [("outside", each) for each in await _help(turn)]
        await turn.outside(lambda _: says)
    elif command in (Command.LATER, Command.PAUSE):
        await turn.outside(lambda _: [("outside", phrases.say(phrases.LATER, turn.language))])
    else:
        await _begin_or_keep(turn, child, command)


async def stopped_by_the_carrier(turn: Turn, child: UUID) -> None:
    """The carrier's list is longer than ours, and she may have meant something else: kept, and a person looks in."""
    keep = await keeping(turn, child)
    keys = await safeguarding.readers_of(turn.services.public, child)
    look_in = await stopping.look_in(turn.services.public, child, keys, stopping.TAKEN_FOR_STOP)

    def decide(writes: Writes) -> Says:
        stopping.stop(turn, writes)
        look_in(writes)
        keep(writes)
        return []

    await turn.outside(decide, silent=True)


async def keep_in_silence(turn: Turn, child: UUID) -> None:
    """After STOP, in a flood, while a person is in the thread: kept and read, and nothing automatic is said."""
    keep = await keeping(turn, child)

    def decide(writes: Writes) -> Says:
        if turn.words.strip():
            keep(writes)
        return []

    await turn.outside(decide, silent=True)


async def _begin_or_keep(turn: Turn, child: UUID, command: Command | None) -> None:
    keep = await keeping(turn, child)
    opening = await beginning.opening_for(turn, child)
    answered = await _answered_lately(turn)
    begins = opening is not None and (command in BEGINS or opening.known is not None)
    time = phrases.when(await read_by(turn), turn.language)

    def decide(writes: Writes) -> Says:
        stopping.start(turn, writes)
        if command is None and turn.words.strip():
            keep(writes)
        if opening and begins:
            return beginning.begin(turn, writes, child, opening)
        line = phrases.talk_to(None)
        return [] if answered else [("outside", phrases.vital(phrases.OUTSIDE, turn.language, time=time, line=line))]

    await turn.outside(decide)


async def keeping(turn: Turn, child: UUID) -> said.Keep:
    """How these words are kept: with the open concern while a person is in the thread, else as a statement of hers."""
    services = turn.services
    keys = await safeguarding.readers_of(services.public, child)
    async with services.store.reading() as db:
        open_ones = await concern_records.open_concerns(db, services.authority, [child])
        offered = await asked_now.offered(db, services.authority)
    if turn.phone.person_until and turn.phone.person_until > clock.now() and open_ones:
        body, concern = said.step_of(turn.words, turn.language), max(open_ones, key=_taken_up)
        readers = [keys[Purpose.APART], keys[Purpose.CASE]] if concern.shared else [keys[Purpose.APART]]
        return lambda writes: concerns.add_words(writes, concern.id, child, "child_said", body, readers)
    version = turn.hers.version if turn.hers else offered[0].version
    language, urgent = turn.language, screening.cannot_wait(turn.words, turn.language)
    due = await read_by(turn, Level.URGENT)
    arrangements = (await services.public.arrangements()).arrangements

    def keep(writes: Writes) -> object:
        if urgent:
            said.tell_apart(writes, child, keys, turn.words, Level.URGENT, due)
        audience = Audience.MANAGER if urgent else Audience.WORKER  # as the concern: it may be about her worker (R68)
        facts = {"version": version, "language": language}
        return said.add(writes, child, keys, turn.words, arrangements, audience=audience, **facts)  # type: ignore[arg-type]

    return keep


def _taken_up(concern: Concern) -> float:
    """Whoever texts has taken theirs up: of several it is the last one."""
    return concern.acknowledged.timestamp() if concern.acknowledged else 0.0


async def read_by(turn: Turn, level: Level = Level.WORRY) -> datetime:
    arranged = (await turn.services.public.arrangements()).arrangements
    return concern_read_by(clock.now(), level, arranged)


async def _answered_lately(turn: Turn) -> bool:
    async with turn.services.store.reading() as db:
        last = await texts.last_to(db, turn.services.authority, turn.contact, ["outside"])
    return last is not None and clock.now() - last < ONE_IN


async def _help(turn: Turn) -> list[str]:
    return phrases.helping(turn.hers.band if turn.hers else None, await read_by(turn), turn.language)
