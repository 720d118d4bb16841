"""Turns the writes of a batch into as few statements as they need, in one fixed order of tables.

The order (parents before children, rows sorted by key) is the same in every process, so two writers can
wait for each other but never deadlock. SQLAlchemy compiles each shape once; the driver gets text and lists.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from storage.errors import StoreRefused
from storage.tables import metadata
from storage.writes import Row, Writes

ORDER = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql.psycopg"}


@dataclass(frozen=True, slots=True)
class Step:
    """One statement and the lists to run it with."""

    sql: str
    rows: list[Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled statement: its text, and how each value becomes what the driver takes."""

    sql: str
    names: tuple[str, ...]
    processors: dict[str, Any]
    positional: bool

    def values(self, row: dict[str, Any]) -> Any:
        """Raises StoreRefused, with the column's name and never the value."""
        made = {n: self._value(n, row[n]) for n in self.names}
        return tuple(made[n] for n in self.names) if self.positional else made

    def _value(self, name: str, value: Any) -> Any:
        """Both databases refuse alike: PostgreSQL has no NUL in a text, and neither has more than 64 bits."""
        too_much = isinstance(value, int) and not -(2**63) <= value < 2**63
        if too_much or (isinstance(value, str) and "\0" in value):
            raise StoreRefused(name[2:])
        if name not in self.processors:
            return value
        try:
            return self.processors[name](value)
        except (LookupError, ValueError, TypeError, AttributeError):
            raise StoreRefused(name[2:]) from None


def steps(batch: Sequence[Writes], dialect: str) -> list[Step]:
    """The statements that write a batch: puts and inserts, then updates, whole changes, and deletions."""
    found: list[Step] = []
    found += _grouped("insert", (r for w in batch for r in w.inserts), dialect)
    found += _grouped("put", (r for w in batch for r in w.puts), dialect)
    found += _grouped("update", (r for w in batch for r in w.updates), dialect)
    found += [_whole(statement, dialect) for w in batch for statement in w.changes]
    found += reversed(_grouped("delete", (r for w in batch for r in w.deletes), dialect))
    return found


def _grouped(verb: str, rows: Iterable[Row], dialect: str) -> list[Step]:
    groups: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Row]] = defaultdict(list)
    for row in rows:
        groups[(row.table.name, tuple(row.key), tuple(row.values))].append(row)
    made = []
    for (table, keys, names), members in sorted(groups.items(), key=lambda g: ORDER[g[0][0]]):
        shape = _shape(verb, table, keys, names, dialect)
        members.sort(key=_place)
        made.append(Step(shape.sql, [shape.values(_parameters(row)) for row in members]))
    return made


def _whole(statement: sa.Update | sa.Delete, dialect: str) -> Step:
    """A statement as it is, with its own values."""
    compiled = statement.compile(dialect=_dialect(dialect), compile_kwargs={"render_postcompile": True})
    shape = _as_shape(compiled, dialect)
    return Step(shape.sql, [shape.values(dict(compiled.params))])


def _place(row: Row) -> str:
    return str(row.key.get("id") or row.values.get("id") or sorted(map(str, row.key.values())))


def _parameters(row: Row) -> dict[str, Any]:
    return {f"k_{n}": v for n, v in row.key.items()} | {f"v_{n}": v for n, v in row.values.items()}


@cache
def _dialect(name: str) -> sa.Dialect:
    """Loaded when it is first needed: an authority has one of the two."""
    paramstyle = {"paramstyle": "qmark"} if name == "sqlite" else {}
    return sa.dialects.registry.load(DRIVERS[name])(**paramstyle)  # type: ignore[no-any-return]


@cache
def _shape(verb: str, table: str, keys: tuple[str, ...], names: tuple[str, ...], dialect: str) -> Shape:
    return _as_shape(
        _statement(verb, metadata.tables[table], keys, names, dialect).compile(dialect=_dialect(dialect)), dialect
    )


def _as_shape(compiled: Any, dialect: str) -> Shape:
    order = compiled.positiontup if dialect == "sqlite" else list(compiled.params)
    processors = compiled._bind_processors  # noqa: SLF001 - how our types become the driver's values
    return Shape(str(compiled), tuple(order), dict(processors), dialect == "sqlite")


def _statement(verb: str, table: sa.Table, keys: tuple[str, ...], names: tuple[str, ...], dialect: str) -> Any:
    key = {n: sa.bindparam(f"k_{n}", type_=table.c[n].type) for n in keys}
    values = {n: sa.bindparam(f"v_{n}", type_=table.c[n].type) for n in names}
    where = [table.c[n] == bound for n, bound in key.items()]
    if verb == "insert":
        return sa.insert(table).values(values)
    if verb == "update":
        return sa.update(table).where(*where).values(values)
    if verb == "delete":
        return sa.delete(table).where(*where)
    put = import_module(f"sqlalchemy.dialects.{dialect}").insert(table).values(key | values)
    changed = {n: put.excluded[n] for n in names if n != "id"}
    return put.on_conflict_do_update(index_elements=list(keys), set_=changed)
