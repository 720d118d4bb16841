"""Two children who differ in what they chose and in nothing else, and everything a thief could measure of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from storage.tables import metadata
from surveys.question import Question
from surveys.replies import Part, Reply, ReplyState
from tests.world import World
from voice import answering, safeguarding, sending, visiting
from voice.model import Around, Helper, ParentsMark

Features = dict[str, float]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """What one child chooses: at each closed question these choices, or None for a skip. A row's is "teacher=more"."""

    choose: Mapping[str, Sequence[str] | None] = field(default_factory=dict)
    around: Around = Around.ADULT_AT_HOME
    helper: Helper = Helper.NOBODY
    parents: ParentsMark = ParentsMark.ASK_FIRST
    about_staff: str = "not_sure"
    seen: str = "no"

    def reply_to(self, question: Question) -> Reply:
        chosen = self.choose.get(question.id, ("not_sure",))
        if chosen is None:
            return Reply(question.id, ReplyState.SKIPPED)
        of_rows = [each.split("=") for each in chosen if "=" in each]
        whole = tuple(each for each in chosen if "=" not in each)
        return Reply(question.id, ReplyState.ANSWERED, whole, parts=tuple(Part(row, one) for row, one in of_rows))


class Backup(Protocol):
    """A thief's copy of everything, taken when asked."""

    async def features(self) -> Features: ...


async def play(world: World, side: Side, words: str, asked_for: Sequence[Question], backup: Backup) -> Features:
    """One child: the answers, a backup, the long answer and the marks, a backup, and Send; a third."""
    services, link = world.public, await world.link()
    token = await visiting.begin(services, link, "en")
    visit = await visiting.current_visit(services, token)
    await visiting.say_who_is_around(services, visit, side.around, side.helper)
    found: Features = {}
    for question in asked_for:
        visit = await visiting.current_visit(services, token)
        reply = side.reply_to(question) if question.kind.closed else Reply(question.id, ReplyState.ANSWERED, (), words)
        await answering.record_answer(services, visit, question, reply)
    found |= _named("answered", await backup.features())
    visit = await visiting.current_visit(services, token)
    if visit.draft.told:
        await safeguarding.follow_up(services, visit, "ring", "", side.about_staff)  # type: ignore[arg-type]
        visit = await visiting.current_visit(services, token)
    await sending.mark_for_parents(services, visit, side.parents, "")
    await visiting.own_code(services, await visiting.current_visit(services, token))
    await sending.send(services, await visiting.current_visit(services, token), with_code=True)
    await sending.say_if_seen(services, await visiting.current_visit(services, token), side.seen)
    return found | _named("sent", await backup.features())


def of_rows(tables: Mapping[str, Sequence[Row]]) -> Features:
    """What rows tell without being read: how many, how long, in which order, what their bytes add up to."""
    found: Features = {}
    for table, rows in tables.items():
        found[f"{table}.rows"] = len(rows)
        for at, row in enumerate(rows):
            for column, value in row.items():
                if table == "statement" and column in ("presence", "helper"):
                    continue  # kept in the open on purpose: who was near is what adults must see first (R69)
                found |= _of_value(f"{table}.{at}.{column}", value)
    return found | _orders(tables)


def _of_value(name: str, value: Any) -> Features:
    match value:
        case None | bool():
            return {name: -1.0 if value is None else float(value)}
        case bytes():
            return {f"{name} long": len(value), f"{name} sum": sum(value), f"{name} first": sum(value[:8])}
        case int():
            return {name: float(value)}
        case datetime() | date() | UUID():
            return {}
        case _:
            return {f"{name} long": len(str(value)), f"{name} sum": sum(map(ord, str(value)[:400]))}


def _orders(tables: Mapping[str, Sequence[Row]]) -> Features:
    """The order of a sample's moments and of its ids, over all tables."""
    moments = [(v, f"{t}.{n}.{c}") for t, rows in tables.items() for n, r in enumerate(rows) for c, v in _times(r)]
    ids = [(r["id"].hex, f"{t}.{n}.id") for t, rows in tables.items() for n, r in enumerate(rows) if "id" in r]
    ordered = [*sorted(moments), *sorted((i, n) for i, n in ids)]
    return {f"place of {name}": float(at) for at, (_, name) in enumerate(ordered)}


def _times(row: Row) -> list[tuple[str, Any]]:
    return [(column, value) for column, value in row.items() if isinstance(value, datetime)]


def _named(when: str, features: Features) -> Features:
    return {f"{when}: {name}": value for name, value in features.items()}


def table_names() -> list[str]:
    return [table.name for table in metadata.sorted_tables]


def words_near(length: int, spread: int, chance: random.Random) -> str:
    """A long answer of about this many bytes, never twice the same length by design."""
    return "".join(chance.choices("abcdefghij klmnop", k=max(1, length + chance.randint(-spread, spread))))
