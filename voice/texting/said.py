"""Words that answer no question become part of the child's record like the rest, and a person reads them.

They are what comes by text outside of a conversation, after STOP, beside a question, or more than fits into an answer.
"""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from storage import concerns, statements
from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.model import Audience
from surveys.record import Record, as_shown
from surveys.replies import Reply, ReplyState
from voice import clock
from voice.model import Level, Purpose, new_id
from voice.sending import KEY_OF
from voice.texting.asides import ASIDES, SAID, words_at

Keys = dict[Purpose, PublicKey]


Keep = Callable[[Writes], object]


def _record(words: str, language: str) -> Record:
    return as_shown(ASIDES.question(SAID), words_at(SAID, language), Reply(SAID, ReplyState.ANSWERED, (), words))


def step_of(words: str, language: str) -> bytes:
    """What a child says about a concern, while a person texts with her."""
    return json.dumps({"v": 1, "answer": _record(words, language), "around": None, "helper": None}).encode()


def body_of(words: str, language: str) -> bytes:
    """A statement's part as its readers get it, with these words alone in it."""
    facts: dict[str, object] = {"around": None, "helper": None, "near": [], "parents": None, "which": ""}
    said = {"v": 1, "survey": ASIDES.code, "title": ASIDES.title, "answers": [_record(words, language)], **facts}
    return json.dumps({**said, "language": language, "comes_back": False, "mailbox": ""}).encode()


def add(
    writes: Writes,
    child: UUID,
    keys: Keys,
    words: str,
    *,
    version: UUID,
    language: str,
    audience: Audience = Audience.WORKER,
    by: UUID | None = None,
    way: str = "sms",
) -> UUID:
    """Keep these words as a statement of hers; its id. `version` is what she was last asked: a statement has one.

    `by` is who said on duty that they are hers.
    """
    made = new_id()
    facts = {"conversation": None, "version": version, "mailbox": None, "presence": None, "helper": None}
    statements.add_statement(
        writes, id=made, child=child, kind="statement", language=language, ways=[way], sent=clock.now(), **facts
    )
    statements.add_part(writes, made, child, audience, body_of(words, language), keys[KEY_OF[audience]])
    statements.put_out(writes, "statement", made)
    writes.event("send", "statement", made, actor_kind="staff" if by else "child", actor=by)
    return made


def tell_apart(
    writes: Writes, child: UUID, keys: Keys, words: str, level: Level, read_by: datetime, *, by: UUID | None = None
) -> UUID:
    """Raise a concern with these words, apart from those who work with her (R68)."""
    made = new_id()
    concerns.raise_concern(writes, made, child, None, "text", level, read_by)
    concerns.add_words(writes, made, child, "raised", step_of(words, "en"), [keys[Purpose.APART]])
    writes.event("raise", "concern", made, actor_kind="staff" if by else "child", actor=by, level=level.value)
    return made


def worry(writes: Writes, child: UUID, keys: Keys, source: str, said: dict[str, object], read_by: datetime) -> UUID:
    """A task for a person at the level of a worry, apart from those who work with her (R73)."""
    made = new_id()
    concerns.raise_concern(writes, made, child, None, source, Level.WORRY, read_by)
    body = json.dumps({"v": 1, **said}).encode()
    concerns.add_words(writes, made, child, "raised", body, [keys[Purpose.APART]])
    writes.event("raise", "concern", made, actor_kind="child", level=Level.WORRY.value)
    return made
