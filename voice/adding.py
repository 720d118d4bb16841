"""A child who has come back adds to what she said: "that's not right now", "I changed my mind", or more words.

The old answer stays and the new stands beside it, sealed to the same audience as what it is about (R58). Something
added to the safety question is told at once, as that answer itself was: no machine judges which way it points (R59).
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import concerns, conversations, mailboxes, public_keys, statements
from storage.conversations import Origin
from storage.envelopes import PublicKey
from storage.errors import StoreRefused
from storage.writes import Writes
from surveys.parts import Audience
from voice import adding_recorded, at_the_door, clock
from voice.adding_recorded import Came
from voice.coming_back import Held, Inside
from voice.draft import level
from voice.errors import NothingThere
from voice.heard_later import Later, hear
from voice.model import Level, Purpose, new_id
from voice.public_services import Asked, PublicServices
from voice.sending import KEY_OF
from voice.working_days import concern_read_by

LONGEST = 4000
NOTHING: Mapping[str, Any] = {}


class What(StrEnum):
    """How the new words stand to the old ones."""

    NOT_RIGHT_NOW = "not_right_now"
    CHANGED_MY_MIND = "changed_my_mind"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Addition:
    """What a child adds. `id` came with the form: the same form sent twice is one addition.

    `recorded`: what she recorded of it, its pieces in the store.
    """

    id: UUID
    what: What = field(repr=False)
    words: str = field(repr=False)
    recorded: Came | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The answer that something may be added to; without a record, everything she said."""

    origin: Origin
    asked: Asked
    record: Mapping[str, Any] | None = field(repr=False)

    @property
    def audience(self) -> Audience:
        return Audience(self.record["audience"]) if self.record else Audience.WORKER

    @property
    def is_safety(self) -> bool:
        by_id = self.asked.survey.by_id
        return self.record is not None and by_id[self.record["question"]].safety is not None


async def look_at(services: PublicServices, held: Held, inside: Inside, number: int) -> About:
    """The answer with this number, 0 for none in particular. Raises NothingThere.

    What only the numbers keep has no reader, so that words beside it would reach nobody.
    """
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
    answers = inside.said["answers"]
    if origin is None or not inside.said["sent"] or number > len(answers):
        raise NothingThere
    about = About(origin, await services.asked(origin.version), answers[number - 1] if number else None)
    if about.audience is Audience.NUMBERS:
        raise NothingThere
    return about


async def add(services: PublicServices, held: Held, inside: Inside, about: About, given: Addition) -> datetime | None:
    """Keep what she adds. By when a person reads it, where it is told at once."""
    child, arrangements = about.origin.child, (await services.arrangements()).arrangements
    if child is None:
        return await _add_at_door(services, held, about, given, arrangements)
    async with services.store.reading() as db:
        keys = await public_keys.recipients(db, services.keys, child)
    writes = Writes(services.authority)
    body = _body(about, given) | {"after": inside.said.get("statement")}
    key = keys[KEY_OF[about.audience]]
    opens = given.recorded.body(body["question"]) if given.recorded else None
    mine = {"recordings": [opens]} if opens else {}
    put_after(writes, held, about.origin, child, given.id, about.audience, body, [given.what.value], key, mine)
    if given.recorded and opens:
        goes = (about.origin, held.mailbox.conversation, given.id)
        adding_recorded.enclose(writes, given.recorded, *goes, opens, key)
    read_by = concern_read_by(clock.now(), Level.UNSAFE, arrangements) if about.is_safety else None
    if read_by:
        _tell_duty(writes, held, child, about, given, keys[Purpose.APART], read_by)
    whose = (given.id, held.mailbox.conversation, sent_as(inside), about.audience)
    kind = given.recorded.kind if given.recorded else ""
    said = Later(*whose, given.what.value, given.words, about.record, told=read_by is not None, recorded=kind)
    hear(writes, child, about.origin.language, said, keys[Purpose.APART], arrangements)
    try:
        await services.store.write(writes)
    except StoreRefused:  # pressed twice: the first one stands
        if given.recorded:
            await adding_recorded.drop(services, given.recorded)
    return read_by


async def _add_at_door(
    services: PublicServices, held: Held, about: About, given: Addition, arrangements: Mapping[str, Any]
) -> datetime | None:
    """The same for a child whom nobody knows: this is how she can still say how to find her."""
    read_by = concern_read_by(clock.now(), Level.UNSAFE if about.is_safety else Level.WORRY, arrangements)
    writes, body = Writes(services.authority), _body(about, given)
    said = json.dumps(body | {"safety": about.is_safety}).encode() + level([given.what])
    whose = (held.mailbox.conversation, about.origin.language)
    at_the_door.keep(writes, services.keys.delivery, whose, at_the_door.What.ADDED, said, read_by, given.id)
    for_herself = body | {"later": str(given.id), "when": clock.now().isoformat()}
    _keep_for_herself(writes, held, for_herself, [given.what.value])
    writes.event("add", "conversation", held.mailbox.conversation, actor_kind="child")
    with suppress(StoreRefused):  # pressed twice: the first one stands
        await services.store.write(writes)
    return read_by if about.is_safety else None


def sent_as(inside: Inside) -> UUID | None:
    """The statement that it stands beside, where it is the child's own and not the service's."""
    sent = inside.said.get("statement")
    return UUID(sent) if sent else None


def _body(about: About, given: Addition) -> dict[str, Any]:
    record = about.record or {}
    shown = {name: record.get(name) for name in ("question", "asked", "html_lang", "direction")}
    recorded = {"recording": given.recorded.id.hex} if given.recorded else {}
    return {"v": 1, **shown, "what": given.what.value, "words": given.words, **recorded}


def _keep_for_herself(writes: Writes, held: Held, body: Mapping[str, Any], chosen: Sequence[str]) -> None:
    public = PublicKey(held.mailbox.id, held.mailbox.public_key)
    mailboxes.put_in(writes, held.mailbox.id, public, "said", json.dumps(body).encode() + level(chosen))


def put_after(
    writes: Writes,
    held: Held,
    origin: Origin,
    child: UUID,
    id: UUID,
    audience: Audience,
    body: Mapping[str, Any],
    chosen: Sequence[str],
    key: PublicKey,
    hers: Mapping[str, Any] = NOTHING,
) -> None:
    """What she says after the statement: to its readers, and into her own mailbox. Its length tells no choice.

    `hers`: what stands in her mailbox alone.
    """
    statements.add_statement(
        writes,
        id=id,
        conversation=held.mailbox.conversation,
        child=child,
        version=origin.version,
        kind="later",
        language=origin.language,
        ways=["web"],
        sent=clock.now(),
    )
    statements.add_part(writes, id, child, audience, json.dumps(body).encode() + level(chosen), key)
    statements.put_out(writes, "later", id)
    _keep_for_herself(writes, held, {**body, **hers, "later": str(id), "when": clock.now().isoformat()}, chosen)
    writes.event("add", "statement", id, actor_kind="child")


def _tell_duty(
    writes: Writes, held: Held, child: UUID, about: About, given: Addition, key: PublicKey, read_by: datetime
) -> None:
    """One concern for each time: what came before may have been closed."""
    made = new_id()
    source = f"added {given.id}"
    concerns.raise_concern(writes, made, child, held.mailbox.conversation, source, Level.UNSAFE, read_by)
    said = {"v": 1, "answer": about.record, "added": {"what": given.what.value, "words": given.words}}
    concerns.add_words(writes, made, child, "raised", json.dumps(said).encode() + level([given.what]), [key])
    writes.event("raise", "concern", made, actor_kind="child", level=Level.UNSAFE.value)
