"""A child sends what she said: sealed to each audience in parts, and once to herself.

After this nobody in the public process can read the words again, and the links into the conversation are closed.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import token_bytes
from typing import Any
from uuid import UUID

import orjson

from storage import conversations, invitations, mailboxes, statements
from storage.codes import new_token
from storage.envelopes import PublicKey, new_pair
from storage.errors import TooManyChanges
from storage.writes import Writes
from surveys.model import Audience
from surveys.progress import path
from surveys.record import as_shown
from surveys.replies import NotAnAnswer
from surveys.wording import words_of
from voice import clock, enclosing, safeguarding, screening, unreadable, visiting
from voice.draft import Draft, Receipt, level, numbered
from voice.enclosing import Enclosed
from voice.model import ParentsMark, Purpose, new_id
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit
from voice.working_days import statement_read_by

RECEIPT_LASTS = timedelta(minutes=30)
TRIES = 5

KEY_OF = {
    Audience.WORKER: Purpose.CASE,
    Audience.MANAGER: Purpose.APART,
    Audience.NUMBERS: Purpose.NUMBERS,
    Audience.ADVOCATE: Purpose.ADVOCACY,
}
Answers = Sequence[Mapping[str, Any]]


async def mark_for_parents(services: PublicServices, visit: Visit, mark: ParentsMark, which: str) -> None:
    """What the child does not want the adults at home to know (R61). Raises NotAnAnswer when it does not fit."""

    await visiting.change(services, visit, lambda mine, _: put_mark(mine, mark, which))


def put_mark(visit: Visit, mark: ParentsMark, which: str) -> None:
    """The same on a visit that somebody is changing already."""
    if not visit.marks_parents:
        return
    visit.draft.parents, visit.draft.which = mark, which
    visit.draft.parents_visit = numbered(visit.number)
    if which and visit.draft.full:
        raise NotAnAnswer("too_long")


async def send(services: PublicServices, visit: Visit, *, with_code: bool) -> Receipt:
    """Send everything said so far. A second press, in whatever tab, gets the same receipt. Raises TooManyChanges."""
    for _ in range(TRIES):
        try:
            return await visiting.change(services, visit, await sending(services, visit, with_code=with_code), tries=1)
        except TooManyChanges:
            # Whoever was first may have opened another way in, which has to be closed too.
            visit = await visiting.current_visit(services, visit.token)
    raise TooManyChanges


async def sending(services: PublicServices, visit: Visit, *, with_code: bool) -> Callable[[Visit, Writes], Receipt]:
    """The same, for a caller who has more to write in the same transaction. Good for one try: ways in may be added."""
    asked = await services.asked(visit.kept.version)
    keys = await safeguarding.readers(services, visit)
    arrangements = (await services.arrangements()).arrangements
    ways = await conversations.ways_into(services.store.glancing(), services.authority, visit.kept.id)
    recorded = await enclosing.enclosed(services, visit, asked)
    return partial(_send, services, _Going(asked, keys, ways, with_code, arrangements, recorded))


@dataclass(frozen=True, slots=True)
class _Going:
    """What was looked up before something is sent."""

    asked: Asked
    keys: Mapping[Purpose, PublicKey]
    ways: Sequence[tuple[UUID, str]]
    with_code: bool
    arrangements: Mapping[str, Any]
    recorded: Sequence[Enclosed]


def _send(services: PublicServices, going: _Going, visit: Visit, writes: Writes) -> Receipt:
    if visit.draft.receipt:
        return visit.draft.receipt
    now, made, asked, keys = clock.now(), new_id(), going.asked, going.keys
    parts, left_out = parts_by_audience(asked, visit), unasked(asked, visit)
    code = code_to_return(visit, with_code=going.with_code)
    mailbox = make_mailbox(services, writes, visit, code)
    _write_statement(writes, visit, made, mailbox.id, now)
    for audience, answers in parts.items():
        body = _body(visit, asked, audience, answers, mailbox, comes_back=code is not None) + left_out[audience]
        statements.add_part(writes, made, visit.child, audience, body, keys[KEY_OF[audience]])
    enclosing.enclose(writes, visit.child, going.recorded, {each: keys[KEY_OF[each]] for each in parts})
    said = {
        "answers": [a for answers in parts.values() for a in answers],
        "statement": str(made),
        "sent": now.isoformat(),
        "theme": asked.survey.theme.value,
        "recordings": [each.body for each in going.recorded],
        "parents": visit.draft.parents,
        "which": visit.draft.which,
    }
    shown_again = orjson.dumps(in_order(asked, said)) + b"".join(left_out.values()) + level([visit.draft.parents])
    mailboxes.put_in(writes, mailbox.id, mailbox, "said", shown_again)
    close_ways(writes, visit, going.ways, now)
    for kind in ("count", "statement"):
        statements.put_out(writes, kind, made)
    unreadable.open_tasks(visit, writes, asked, made, going.arrangements)
    screening.tell_what_cannot_wait(visit, writes, asked, made, keys[Purpose.APART], going.arrangements)
    writes.event("send", "statement", made, actor_kind="child")
    day = statement_read_by(now, going.arrangements.get("calendar", "ENG"))
    read_by = datetime.combine(day, datetime.min.time(), clock.LONDON)
    return leave_receipt(
        visit,
        Receipt(statement=made, code=code if visit.knows_code else None, read_by=read_by, until=now + RECEIPT_LASTS),
        now,
    )


def code_to_return(visit: Visit, *, with_code: bool) -> str | None:
    """The code that will open the mailbox.

    Where more than one person may have spoken no code opens the whole, and the answer is given in person (R66). Whoever
    sends without knowing the code cannot choose that it opens nothing.
    """
    if visit.under_eight or not visit.draft.all_said_with_code or (visit.knows_code and not with_code):
        return None
    return visit.draft.code


def parts_by_audience(asked: Asked, visit: Visit) -> dict[Audience, list[Mapping[str, Any]]]:
    """What goes to whom. Every question of the child's way is there, answered, skipped or left."""
    wording, replies = asked.wording(visit.kept.language), visit.draft.as_replies()
    parts: dict[Audience, list[Mapping[str, Any]]] = {}
    for question in path(asked.survey, replies):
        record = as_shown(question, words_of(wording, question.id), replies.get(question.id))
        parts.setdefault(question.audience, []).append(record)
    return parts


def unasked(asked: Asked, visit: Visit) -> dict[Audience, bytes]:
    """Blanks as long as the questions that this child's way left out: how long a part is must not tell her way."""
    wording = asked.wording(visit.kept.language)
    walked = {question.id for question in path(asked.survey, visit.draft.as_replies())}
    blanks = dict.fromkeys(Audience, b"")
    for question in asked.survey.questions:
        if question.id not in walked:
            record = as_shown(question, words_of(wording, question.id), None)
            blanks[question.audience] += b" " * (len(orjson.dumps(record)) + len(","))
    return blanks


def in_order(asked: Asked, said: dict[str, Any]) -> dict[str, Any]:
    place = {question.id: number for number, question in enumerate(asked.survey.questions)}
    return {**said, "answers": sorted(said["answers"], key=lambda answer: place[answer["question"]])}


def _body(
    visit: Visit, asked: Asked, audience: Audience, answers: Answers, mailbox: PublicKey, *, comes_back: bool
) -> bytes:
    """One part as its readers get it. The mailbox's hash is in it: a reply is sealed only to a key that matches."""
    draft = visit.draft
    return orjson.dumps(
        {
            "v": 1,
            "survey": asked.survey.code,
            "title": asked.wording(visit.kept.language)["title"],
            "answers": answers,
            "around": draft.around,
            "helper": draft.helper,
            "near": [[near.around, near.helper] for near in draft.near.values()],
            "comes_back": comes_back,
            "parents": draft.parents,
            "not_these": draft.not_these,
            "which": "" if audience is Audience.NUMBERS else draft.which,  # nobody reads words there
            "language": visit.kept.language,
            "counted": _counted_under(visit) if audience is not Audience.ADVOCATE else None,
            "mailbox": hashlib.sha256(mailbox.raw).hexdigest(),
        }
    ) + level(_choices(draft, comes_back))


def _counted_under(visit: Visit) -> dict[str, Any]:
    """What the answers are counted under, beside who was near and the language: sealed, so that a move changes nothing.

    Nothing of it depends on what was answered, and another organisation does not learn it.
    """
    kept = visit.kept
    return {"team": str(kept.team) if kept.team else None, "age": kept.band, "ways": [*kept.ways], "point": kept.point}


def _choices(draft: Draft, comes_back: bool) -> list[str | bool | None]:
    """What stands beside the answers and must not show by its length."""
    near = [said for each in draft.near.values() for said in (each.around, each.helper)]
    return [draft.around, draft.helper, draft.parents, comes_back, *near]


def make_mailbox(services: PublicServices, writes: Writes, visit: Visit, code: str | None) -> PublicKey:
    """The child's own mailbox. Her code opens it and nothing else does: what she said to the advocate is in it too."""
    (private, public), salt = new_pair(), token_bytes(16)
    wrapped = (
        mailboxes.wrap_private(visit.authority, private, services.keys.opening_key(code, salt, "mailbox"))
        if code
        else None
    )
    locator = services.keys.locator(code or new_token())
    mailboxes.add(
        writes,
        id=private.id,
        conversation=visit.kept.id,
        public=public,
        locator=locator,
        salt=salt,
        wrapped=wrapped,
        helped=visit.draft.code_helped,
    )
    return public


def _write_statement(writes: Writes, visit: Visit, made: UUID, mailbox: UUID, now: datetime) -> None:
    statements.add_statement(
        writes,
        id=made,
        conversation=visit.kept.id,
        child=visit.child,
        version=visit.kept.version,
        mailbox=mailbox,
        kind="statement",
        presence=visit.draft.around.value if visit.draft.around else None,
        helper=visit.draft.helper.value if visit.draft.helper else None,
        language=visit.kept.language,
        ways=list(visit.kept.ways),
        sent=now,
    )


def close_ways(writes: Writes, visit: Visit, ways: Sequence[tuple[UUID, str]], now: datetime) -> None:
    """Every way into the conversation closes but the cookie that sent it, which may see the receipt."""
    for way, _ in ways:
        if way != visit.kept.way.id:
            conversations.close_way(writes, way)
    if visit.kept.invitation:
        invitations.use_up(writes, visit.kept.invitation, now)


def leave_receipt(visit: Visit, receipt: Receipt, now: datetime) -> Receipt:
    """All that stays of the draft. What was told about safety stays with it, for the receipt's first lines."""
    visit.draft = Draft(
        receipt=receipt,
        look=visit.draft.look,
        told=visit.told,
        around=visit.draft.around,
        asked_for=visit.draft.asked_for,
    )
    visit.kept = replace(visit.kept, sent=now)
    return receipt


async def say_if_seen(services: PublicServices, visit: Visit, seen: str) -> None:
    """ "Did anyone see, or tell you what to put?" goes after the statement, to the same readers (R69)."""
    await visiting.change(services, visit, await saying_if_seen(services, visit, seen))


async def saying_if_seen(services: PublicServices, visit: Visit, seen: str) -> Callable[[Visit, Writes], None]:
    """The same, for a caller who has more to write in the same transaction."""
    keys = await safeguarding.readers(services, visit)

    def verb(mine: Visit, writes: Writes) -> None:
        receipt = mine.draft.receipt
        if receipt is None or receipt.seen_told or receipt.unnamed:
            return
        made = new_id()
        facts = {
            "conversation": mine.kept.id,
            "child": mine.child,
            "version": mine.kept.version,
            "kind": "later",
            "ways": [statements.ON_RECEIPT],
        }
        statements.add_statement(writes, id=made, sent=clock.now(), language=mine.kept.language, **facts)
        body = orjson.dumps({"v": 1, "after": str(receipt.statement), "seen": seen}) + level([seen])
        statements.add_part(writes, made, mine.child, Audience.WORKER, body, keys[Purpose.CASE])
        receipt.seen_told = True

    return verb
