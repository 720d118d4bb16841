"""A child answers what adults wrote: is that right, did this happen, is this what you meant, do you feel listened to?

Each answer is kept beside the ones before, in her statement's record, as what she adds is (voice/adding.py): from
outside the two cannot be told apart. Whether she feels listened to is about those who work with her, so that their
manager reads it and they do not (R58).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import conversations, public_keys
from storage.errors import StoreRefused
from storage.writes import Writes
from surveys.parts import Audience
from voice import adding, clock
from voice.coming_back import Held, Inside
from voice.errors import NothingThere
from voice.heard_later import Later, hear
from voice.model import PromiseState, Purpose
from voice.public_services import PublicServices
from voice.sending import KEY_OF


class About(StrEnum):
    """What she answers."""

    WEIGHING = "weighing"
    PROMISE = "promise"
    HEARD = "heard"
    TRANSLATION = "translation"


CHOICES: Mapping[About, tuple[str, ...]] = {
    About.WEIGHING: ("right", "not_quite", "not_at_all"),
    About.PROMISE: ("yes", "a_bit", "no", "not_sure"),
    About.HEARD: ("yes", "a_bit", "no", "not_sure"),
    About.TRANSLATION: ("meant", "not_quite"),
}
READ_BY = dict.fromkeys(About, Audience.WORKER) | {About.HEARD: Audience.MANAGER}


@dataclass(frozen=True, slots=True)
class SaidBack:
    """What she says back. `id` came with the form: the same form sent twice is one answer."""

    id: UUID
    chosen: str = field(repr=False)
    words: str = field(repr=False)


def look_at(inside: Inside, about: About, number: int) -> Mapping[str, Any]:
    """What this number asks her about, the oldest being 1. Raises NothingThere."""
    asked = {
        About.WEIGHING: inside.weighings,
        About.PROMISE: inside.promises,
        About.HEARD: _last_word(inside),
        About.TRANSLATION: inside.translations,
    }[about]
    if not inside.said["sent"] or not 0 < number <= len(asked) or not is_asked(about, asked[number - 1]):
        raise NothingThere
    return asked[number - 1]


def is_asked(about: About, line: Mapping[str, Any]) -> bool:
    """Whether there is something to answer: a first box that says something, a promise whose day has come."""
    if about is About.WEIGHING:
        return bool(line["means"].strip())
    if about is About.PROMISE:
        return bool(line["state"] != PromiseState.OPEN.value or line["by"] <= clock.today().isoformat())
    return True


def _last_word(inside: Inside) -> list[Mapping[str, Any]]:
    """Whether she feels listened to is asked once somebody has answered her."""
    return [*inside.replies, *inside.weighings][-1:]


def id_of(about: About, line: Mapping[str, Any]) -> str | None:
    return None if about is About.HEARD else line[about.value]


async def say_back(
    services: PublicServices, held: Held, inside: Inside, about: About, line: Mapping[str, Any], given: SaidBack
) -> None:
    """Keep it, for who reads it and for herself. Raises NothingThere."""
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
        if origin is None or origin.child is None:  # nobody answers whom nobody knows
            raise NothingThere
        keys = await public_keys.recipients(db, services.keys, origin.child)
    back = {"about": about.value, "id": id_of(about, line), "chosen": given.chosen, "words": given.words}
    mailbox = hashlib.sha256(held.mailbox.public_key).hexdigest()
    body = {"v": 1, "after": inside.said.get("statement"), "back": back, "mailbox": mailbox}
    audience, writes = READ_BY[about], Writes(services.authority)
    chosen, key = [about.value, given.chosen], keys[KEY_OF[audience]]
    adding.put_after(writes, held, origin, origin.child, given.id, audience, body, chosen, key)
    whose = (given.id, held.mailbox.conversation, adding.sent_as(inside), audience)
    said = Later(*whose, adding.What.MORE.value, given.words)
    hear(writes, origin.child, origin.language, said, keys[Purpose.APART], (await services.arrangements()).arrangements)
    try:
        await services.store.write(writes)
    except StoreRefused:
        return  # pressed twice: the first one stands
