"""A text from a number that is no one child's own: unknown, shared, not confirmed, or known as an adult's (R22, R87).

Nothing is believed of it and nothing is lost: the words wait under a key of their own for a person on duty, who says
whose they are. The sender gets one kind answer with help numbers, and, if they write again, how to be found.
"""

from datetime import timedelta

from i18n.languages import ENGLISH
from i18n.marks import N_
from storage import strangers, texts
from storage.private_keys import make_pair
from storage.writes import Writes
from surveys.understanding.commands import Command
from voice import clock, screening
from voice.model import Level, Purpose, new_id
from voice.texting import going_up, phrases, stopping
from voice.texting.every_language import command_in
from voice.texting.outside import ONE_IN, read_by
from voice.texting.turns import Says, Turn

NOT_READ = N_("Nobody reads texts to this number. Sign in to Heard.")
QUIET = timedelta(days=1)  # after so long a sender is greeted anew


def why(turn: Turn) -> str:
    """What is known of a number that is no one child's own."""
    if not turn.numbers:
        return "unknown"
    if any(each.owner != "child" for each in turn.numbers):
        return "adult"
    shared = len({each.child for each in turn.numbers}) > 1 or any(each.shared for each in turn.numbers)
    return "shared" if shared else "unconfirmed"


async def from_stranger(turn: Turn, *, silent: bool = False) -> None:
    """One text of somebody's."""
    command = command_in(turn.words, turn.language, starting=True)
    if command is Command.STOP and not turn.pictures:
        await turn.outside(lambda writes: stopping.stop(turn, writes))
        return
    silent = silent or command is Command.STOP or turn.said[0].stopped
    silent = silent or bool(turn.phone.opted_out and command is not Command.START)
    silent = silent or bool(turn.phone.person_until and turn.phone.person_until > clock.now())
    if command in (Command.START, Command.HELP, Command.LATER, Command.PAUSE) and not turn.pictures:
        says = [] if silent else await _greeting(turn)
        await turn.outside(lambda writes: _started(turn, writes, says))
        return
    await _keep(turn, silent)


async def from_staff(turn: Turn) -> None:
    """One text from the number of somebody who works here: nobody reads it, unless it says what cannot wait."""
    command = command_in(turn.words, turn.language, starting=True)
    if command is Command.STOP:
        await turn.outside(lambda writes: stopping.stop(turn, writes))
    elif turn.pictures or screening.cannot_wait(turn.words, turn.language):
        await _keep(turn, silent=False)
    else:
        async with turn.services.store.reading() as db:
            since = clock.now() - ONE_IN
            sent = await texts.count_to(db, turn.services.authority, turn.contact, ["outside"], since)
        says = [] if sent else [("outside", phrases.say(NOT_READ, ENGLISH.tag))]
        starts = command is Command.START
        await turn.outside(lambda writes: _started(turn, writes, says) if starts else says)


async def _keep(turn: Turn, silent: bool) -> None:
    """Keep the words for duty, under the sender's own key."""
    services, says = turn.services, [] if silent else await _greeting(turn)
    level = Level.URGENT if screening.cannot_wait(turn.words, turn.language) else Level.WORRY
    due = await read_by(turn, level)
    async with services.store.reading() as db:
        known = await strangers.open_at(db, services.authority, turn.contact)
        made = Writes(services.authority)
        if known and known.key:
            key = await strangers.public_of(db, services.authority, known.key)
        else:
            key = make_pair(made, services.staff.provider, Purpose.POOL, None, clock.now())
    id = known.id if known else new_id()

    def decide(writes: Writes) -> Says:
        stops = turn.said[0].stopped or command_in(turn.words, turn.language) is Command.STOP
        heard = stopping.stop(turn, writes) if stops else says
        writes.inserts += made.inserts
        if known is None:
            strangers.add(writes, turn.contact, turn.number, key, why(turn), level, due, id)
            texts.deliver(writes, "stranger", id)
            writes.event("meet", "stranger", id, actor_kind="worker")
        else:
            going_up.raise_level(writes, known, level, due)
        came = [(each, kind) for each, (_, kind) in turn.pictures.items()]
        strangers.add_text(writes, id, key, turn.words, pictures=came)
        return heard

    await turn.outside(decide, silent=silent, sender=id)


async def _greeting(turn: Turn) -> Says:
    """The first time a kind answer, the second how to be found, then nothing for a while (R25, and R21's one case)."""
    async with turn.services.store.reading() as db:
        since = clock.now() - ONE_IN
        sent = await texts.count_to(db, turn.services.authority, turn.contact, ["outside"], since)
    if sent == 0:
        time, line = phrases.when(await read_by(turn), turn.language), phrases.talk_to(None)
        return [("outside", phrases.vital(phrases.UNKNOWN, turn.language, time=time, line=line))]
    return [("outside", phrases.vital(phrases.UNKNOWN_AGAIN, turn.language))] if sent == 1 else []


def _started(turn: Turn, writes: Writes, says: Says) -> Says:
    stopping.start(turn, writes)
    return says
