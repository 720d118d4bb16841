"""What a child may ask for by a whole message in the middle of a conversation."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from secrets import token_bytes

from storage import conversations, invitations, texts
from storage.codes import new_token, token_hash
from storage.writes import Writes
from surveys.model import Audience, Question
from surveys.understanding.commands import Command
from voice import clock, safeguarding
from voice.draft import Texting
from voice.model import Level, new_id
from voice.public_services import Asked
from voice.texting import phrases, stopping
from voice.texting.asides import At
from voice.texting.heard import Decide, talk_of
from voice.texting.places import ask, ask_next, by_text, place_after, place_before, place_of
from voice.texting.talking import skipped
from voice.texting.turns import Says, Turn
from voice.visiting import Visit
from voice.working_days import concern_read_by

READ_AS_THEY_COME = (At.READY, At.REACH, At.ABOUT, At.SEND, At.SEEN)  # words there reach a person as they are
REMIND_AFTER_LATER = timedelta(days=1, minutes=30)  # once, and only where she was not reminded before

Obey = Callable[[Turn, Visit, Asked, Question | None], Awaitable[Decide]]


async def obey(command: Command, turn: Turn, visit: Visit, asked: Asked, question: Question | None) -> Decide:
    """What this command changes, and what is said to it. What she said before it and nobody understood is not lost."""
    decide = await OBEYED[command](turn, visit, asked, question)
    if question is None or question.safety or question.id == At.ABOUT or question.audience is Audience.NUMBERS:
        return decide  # told already, told with what follows, or to be read by nobody
    heard = await talk_of(turn, visit, asked, question)

    def kept(mine: Visit, writes: Writes) -> Says:
        says = decide(mine, writes)
        if not (mine.draft.texting and mine.draft.texting.missed):
            heard.aside(writes, question.audience, words=heard.missed)
        return says

    return kept if heard.missed else decide


async def _back(_: Turn, visit: Visit, asked: Asked, __: Question | None) -> Decide:
    if visit.sent:
        return lambda mine, _: ask(asked, mine, At.SEEN)
    return lambda mine, _: ask(asked, mine, place_before(asked, mine, place_of(mine)))


async def _skip(turn: Turn, visit: Visit, asked: Asked, _: Question | None) -> Decide:
    return await skipped(turn, visit, asked)


async def _next(turn: Turn, visit: Visit, asked: Asked, _: Question | None) -> Decide:
    """On to the next, with the answer that is there; where there is none, a skip."""
    place = place_of(visit)
    if place in visit.seen and place in [each.id for each in by_text(asked, visit)]:
        return lambda mine, _: ask(asked, mine, place_after(asked, mine, place))
    return await skipped(turn, visit, asked)


async def _stop(turn: Turn, visit: Visit, _: Asked, question: Question | None) -> Decide:
    public = turn.services.public
    keys = await safeguarding.readers(public, visit)
    look_in = await stopping.look_in(public, visit.child, keys) if stopping.was_hard(question) else None

    def decide(mine: Visit, writes: Writes) -> Says:
        says = stopping.stop(turn, writes)
        if look_in:
            look_in(writes)
        return says

    return decide


async def _start(turn: Turn, _: Visit, asked: Asked, __: Question | None) -> Decide:
    def decide(mine: Visit, writes: Writes) -> Says:
        stopping.start(turn, writes)
        at = place_of(mine)
        return ask_next(asked, mine) if at == At.HELP else ask(asked, mine, at)

    return decide


async def _help(turn: Turn, visit: Visit, _: Asked, question: Question | None) -> Decide:
    """Whom to ring; and her next words, where they would answer a question, are about what is wrong instead."""
    arranged = (await turn.services.public.arrangements()).arrangements
    read_by = concern_read_by(clock.now(), Level.WORRY, arranged)

    def decide(mine: Visit, _: Writes) -> Says:
        if question is None or question.id not in READ_AS_THEY_COME:
            texting = mine.draft.texting = mine.draft.texting or Texting()
            texting.go_to(At.HELP)
        return [("answer", each) for each in phrases.helping(visit.kept.band, read_by, mine.kept.language)]

    return decide


async def _later(_: Turn, __: Visit, ___: Asked, ____: Question | None) -> Decide:
    def decide(mine: Visit, writes: Writes) -> Says:
        if mine.kept.invitation and not mine.sent:
            texts.deliver(writes, "reminder", mine.kept.invitation, REMIND_AFTER_LATER)
        return [("answer", phrases.say(phrases.LATER, mine.kept.language))]

    return decide


async def _language(_: Turn, __: Visit, ___: Asked, ____: Question | None) -> Decide:
    def decide(mine: Visit, _: Writes) -> Says:
        texting = mine.draft.texting = mine.draft.texting or Texting()
        texting.go_to(At.LANGUAGE)
        return [("question", phrases.languages())]

    return decide


def change_language(mine: Visit, asked: Asked, typed: str) -> Says:
    """The language that was texted; any other text leaves it as it is, and the conversation goes on."""
    mine.kept = replace(mine.kept, language=phrases.language_named(typed) or mine.kept.language)
    return ask_next(asked, mine)


async def _link(turn: Turn, visit: Visit, asked: Asked, _: Question | None) -> Decide:
    """A way into this same conversation on the web. It shows nothing that was said by text (R66)."""
    services, token, salt = turn.services, new_token(), token_bytes(16)
    async with services.store.reading() as db:
        ways = await conversations.ways_into(db, services.authority, visit.kept.id)
    before = [way for way, kind in ways if kind == "link"]

    def decide(mine: Visit, writes: Writes) -> Says:
        if mine.sent or mine.kept.invitation is None:
            return ask(asked, mine, At.SEEN)
        for way in before:
            conversations.close_way(writes, way)
        invitations.renew_token(writes, mine.kept.invitation, token_hash(token))
        under = services.keys.opening_key(token, salt, "link")
        facts = {"locator": token_hash(token), "salt": salt, "looks_back": False, "visit": 0, "made": clock.now()}
        expires = mine.kept.expires
        conversations.open_way(writes, mine.kept.id, new_id(), "link", mine.key, under, expires=expires, **facts)
        writes.event("link", "conversation", mine.kept.id, actor_kind="child")
        address = f"{services.staff.public_url.rstrip('/')}/c/{token}"
        return [("answer", phrases.say(phrases.LINK, mine.kept.language, address=address))]

    return decide


OBEYED: dict[Command, Obey] = {
    Command.BACK: _back,
    Command.SKIP: _skip,
    Command.NEXT: _next,
    Command.STOP: _stop,
    Command.START: _start,
    Command.HELP: _help,
    Command.PAUSE: _later,
    Command.LATER: _later,
    Command.LANGUAGE: _language,
    Command.LINK: _link,
}
