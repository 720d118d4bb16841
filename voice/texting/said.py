"""Words that answer no question become part of the child's record like the rest, and a person reads them.

They are what comes by text outside of a conversation, after STOP, beside a question, or more than fits into an answer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from storage import concerns, not_understood, statements
from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.model import Audience
from surveys.record import Record, as_shown
from surveys.replies import Part, Reply, ReplyState
from voice import clock, unreadable
from voice.model import Level, Purpose, new_id
from voice.sending import KEY_OF
from voice.texting.asides import ASIDES, SAID, words_at
from voice.working_days import understood_by

Keys = dict[Purpose, PublicKey]
NOTHING: Mapping[str, str] = {}
BY_TEXT = "text"  # the source of a concern whose words stand nowhere else


Keep = Callable[[Writes], object]


def _record(words: str, language: str) -> Record:
    return as_shown(ASIDES.question(SAID), words_at(SAID, language), Reply(SAID, ReplyState.ANSWERED, (), words))


def step_of(words: str, language: str, reach: Mapping[str, str] = NOTHING) -> bytes:
    """What a child says about a concern, while a person texts with her."""
    return json.dumps({"v": 1, "answer": _record(words, language), "around": None, "helper": None, **reach}).encode()


def _body(record: Record, language: str, thread: Sequence[Mapping[str, str]]) -> bytes:
    """A statement's part as its readers get it, with this alone in it."""
    facts: dict[str, object] = {"around": None, "helper": None, "near": [], "parents": None, "which": ""}
    said = {"v": 1, "survey": ASIDES.code, "title": ASIDES.title, "answers": [record], **facts}
    beside = {"thread": thread} if thread else {}
    return json.dumps({**said, "language": language, "comes_back": False, "mailbox": "", **beside}).encode()


def add(
    writes: Writes,
    child: UUID,
    keys: Keys,
    words: str,
    arrangements: Mapping[str, Any],
    *,
    version: UUID,
    language: str,
    audience: Audience = Audience.WORKER,
    by: UUID | None = None,
    way: str = "sms",
    recorded: Mapping[str, str] = NOTHING,
    thread: Sequence[Mapping[str, str]] = (),
) -> UUID:
    """Keep these words as a statement of hers; its id. `version` is what she was last asked: a statement has one.

    `by` is who said on duty that they are hers, `recorded` what came beside them: of each recording what it is.
    `thread`: all of it in order, where one of us wrote in between (voice/texting/thread.py).
    """
    made, reply = new_id(), Reply(SAID, ReplyState.ANSWERED, (), words, tuple(Part(recording=id) for id in recorded))
    facts = {"conversation": None, "version": version, "mailbox": None, "presence": None, "helper": None}
    statements.add_statement(
        writes, id=made, child=child, kind="statement", language=language, ways=[way], sent=clock.now(), **facts
    )
    body = _body(as_shown(ASIDES.question(SAID), words_at(SAID, language), reply), language, thread)
    statements.add_part(writes, made, child, audience, body, keys[KEY_OF[audience]])
    because = unreadable.because_of([reply], language, recorded)
    if because and audience in unreadable.READ_HERE:
        due = understood_by(clock.now(), Level.WORRY, arrangements)
        not_understood.open_task(writes, made, audience, language, because, Level.WORRY, due)
    statements.put_out(writes, "statement", made)
    writes.event("send", "statement", made, actor_kind="staff" if by else "child", actor=by)
    return made


def tell_apart(
    writes: Writes,
    child: UUID,
    keys: Keys,
    words: str,
    level: Level,
    read_by: datetime,
    *,
    by: UUID | None = None,
    reach: Mapping[str, str] = NOTHING,
    source: str = BY_TEXT,
    statement: UUID | None = None,
) -> UUID:
    """Raise a concern with these words, apart from those who work with her (R68).

    `reach`: how she said that she is reached safely, and who must not know (R67). `source`: whether the words stand in
    her record as well; `statement`: what lies there.
    """
    body, where = step_of(words, "en", reach), {"source": source, "statement": statement}
    return answer_apart(writes, child, keys, body, level, read_by, by=by, **where)  # type: ignore[arg-type]


def answer_apart(
    writes: Writes,
    child: UUID,
    keys: Keys,
    body: bytes,
    level: Level,
    read_by: datetime,
    *,
    by: UUID | None = None,
    source: str = BY_TEXT,
    statement: UUID | None = None,
) -> UUID:
    """The same, with an answer of hers as it was asked and given."""
    made = new_id()
    concerns.raise_concern(writes, made, child, None, source, level, read_by, statement)
    concerns.add_words(writes, made, child, "raised", body, [keys[Purpose.APART]])
    writes.event("raise", "concern", made, actor_kind="staff" if by else "child", actor=by, level=level.value)
    return made


def raise_apart(
    writes: Writes, child: UUID, keys: Keys, source: str, said: dict[str, object], level: Level, read_by: datetime
) -> UUID:
    """A task for a person, apart from those who work with her (R73)."""
    made = new_id()
    concerns.raise_concern(writes, made, child, None, source, level, read_by)
    body = json.dumps({"v": 1, **said}).encode()
    concerns.add_words(writes, made, child, "raised", body, [keys[Purpose.APART]])
    writes.event("raise", "concern", made, actor_kind="child", level=level.value)
    return made
