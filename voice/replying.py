"""A worker answers a child: how, in which words, and what will happen by when (R97).

The answer is sealed twice: to the child's record and into the child's own mailbox. Nothing in it can be changed
afterwards; more can be added.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from i18n.catalogue import catalogue
from i18n.marks import N_
from storage import case_records, case_writes, public_keys, statements
from storage.envelopes import PublicKey
from storage.errors import StoreRefused
from storage.writes import Writes
from voice import clock, half_written, telling
from voice.access import SignedIn
from voice.case_statement import Reached, ToAnswer, to_answer
from voice.errors import Incomplete, NothingThere
from voice.model import SIGNED_WAYS, How, PromiseState, Purpose, new_id
from voice.staff_services import StaffServices

LONGEST = 4000
VISIT = N_("We come to see you. Someone who speaks or signs your language comes too.")
SEEN_ON = (How.SEE_THEM, How.WITH_INTERPRETER)  # they are told the day


class AnswerIncomplete(Incomplete):
    """Something is missing in an answer (which field, by name)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What will happen, and by when."""

    words: str = field(repr=False)
    due: date


@dataclass(frozen=True, slots=True)
class Signed:
    """The film of an answer, who made and who checked it, and how she is told of both. `opens`: the film's key;
    `captions`: the words on its picture (WebVTT).
    """

    film: UUID
    made_by: UUID
    checked_by: UUID | None
    opens: Mapping[str, Any] = field(repr=False)
    signer: Mapping[str, str]
    checker: str
    captions: str = field(default="", repr=False)

    def as_kept(self) -> dict[str, Any]:
        checked_by = str(self.checked_by) if self.checked_by else None
        return {
            "film": self.film.hex,
            "signed_by": str(self.made_by),
            "checked_by": checked_by,
            "captions": self.captions,
        }

    def as_shown(self) -> dict[str, Any]:
        return {"film": self.opens, "signer": self.signer, "checker": self.checker, "captions": self.captions}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was written. `id` came with the form: the same form sent twice is one answer."""

    id: UUID
    how: How
    words: str = field(repr=False)
    said_back: str = field(default="", repr=False)
    alone: bool | None = None  # whether they were on their own when they were told
    on_day: date | None = None
    promises: Sequence[Promise] = ()

    def check(self) -> None:
        """Raises AnswerIncomplete."""
        if not self.words.strip():
            raise AnswerIncomplete("words")
        if max(len(self.words), len(self.said_back), *(len(p.words) for p in self.promises), 0) > LONGEST:
            raise AnswerIncomplete("too_long")
        if self.how in SEEN_ON and self.on_day is None:
            raise AnswerIncomplete("on_day")
        if self.how is How.WITH_INTERPRETER and self.on_day and self.on_day < clock.today():
            raise AnswerIncomplete("on_day")
        if self.how is How.TOLD_IN_PERSON and self.alone is None:
            raise AnswerIncomplete("alone")
        if self.how is How.TOLD_IN_PERSON and not self.said_back.strip():
            raise AnswerIncomplete("said_back")
        if any(promise.due < clock.today() for promise in self.promises):
            raise AnswerIncomplete("by_past")


async def answer(services: StaffServices, me: SignedIn, statement: UUID, given: Answer) -> Reached:
    """Answer a child. Where the answer has got to: a child without a code reads none, and is not written to.

    Raises NothingThere, NotAllowed, AnswerIncomplete. The same answer a second time is quietly the first.
    """
    given.check()
    if given.how in SIGNED_WAYS:
        raise AnswerIncomplete("how")  # there is a film first: voice/in_sign
    to = await to_answer(services, me, statement, "answer")
    if given.how is How.WRITE and not to.comes_back:
        raise AnswerIncomplete("no_code")
    child, writes = to.statement.child, Writes(services.authority)
    async with services.store.reading() as db:
        keys = await public_keys.recipients(db, services.keys, child)
        await half_written.finish(db, services, writes, me, child, statement, keys[Purpose.CASE])
    write_answer(services, writes, me.id, telling.who(me, to.tie), to, given, keys[Purpose.CASE])
    try:
        await services.store.write(writes)
    except StoreRefused:
        await _is_the_first(services, me, statement, given.id)
    return to.reached


def _visit(to: ToAnswer, given: Answer) -> list[Promise]:
    """To come with an interpreter is easily put off: it is a promise, with its day, in her language (R91)."""
    if given.how is not How.WITH_INTERPRETER or given.on_day is None:
        return []
    return [Promise(catalogue(to.statement.language).gettext(VISIT), given.on_day)]


def write_answer(
    services: StaffServices,
    writes: Writes,
    by: UUID,
    who: Mapping[str, Any],
    to: ToAnswer,
    given: Answer,
    key: PublicKey,
    signed: Signed | None = None,
) -> None:
    """The answer and what is promised in it. `who`: by whom, as the child is told."""
    _write_reply(services, writes, by, who, to, given, key, signed)
    for promise in [*given.promises, *_visit(to, given)]:
        _write_promise(services, writes, by, to, promise, key)


def _write_reply(
    services: StaffServices,
    writes: Writes,
    by: UUID,
    who: Mapping[str, Any],
    to: ToAnswer,
    given: Answer,
    key: PublicKey,
    signed: Signed | None,
) -> None:
    said = to.statement
    written = {"v": 1, "words": given.words, "said_back": given.said_back, "alone": given.alone}
    body = json.dumps(written | (signed.as_kept() if signed else {})).encode()
    facts = {"statement": said.id, "staff": by}
    case_writes.add_reply(writes, given.id, said.child, body, key, given.how, given.on_day, **facts)
    if to.mailbox:
        on_day = given.on_day.isoformat() if given.on_day else None
        shown = {"how": given.how.value, "words": given.words, "on_day": on_day, "when": clock.now().isoformat()}
        telling.put(services, writes, to.mailbox, "reply", {**who, **shown, **(signed.as_shown() if signed else {})})
    else:
        writes.event("mailbox_is_not_hers", "statement", said.id, actor_kind="staff", actor=by)
    statements.put_out(writes, "reply", given.id)
    writes.event("answer", "statement", said.id, actor_kind="staff", actor=by, how=given.how.value)


def _write_promise(
    services: StaffServices, writes: Writes, by: UUID, to: ToAnswer, promise: Promise, key: PublicKey
) -> None:
    made, said = new_id(), to.statement
    body = json.dumps({"v": 1, "words": promise.words}).encode()
    facts = {"statement": said.id, "owner": by, "due": promise.due}
    case_writes.add_promise(writes, made, said.child, body, key, **facts)
    if to.mailbox:
        line = promise_line(made, promise.words, promise.due, PromiseState.OPEN)
        telling.put(services, writes, to.mailbox, "promise", line)
    writes.event("promise", "action", made, actor_kind="staff", actor=by)


def promise_line(id: UUID, words: str, due: date, state: PromiseState, why: str | None = None) -> dict[str, Any]:
    """A promise as it stands in the child's mailbox."""
    return {"promise": str(id), "words": words, "by": due.isoformat(), "state": state.value, "why": why}


async def _is_the_first(services: StaffServices, me: SignedIn, statement: UUID, id: UUID) -> None:
    """A second press of the same form; anything else that the store refuses is a fault of ours."""
    async with services.store.reading() as db:
        kept = await case_records.replies_to(db, services.authority, [statement])
    if not any(each.id == id and each.staff == me.id for each in kept):
        raise NothingThere
