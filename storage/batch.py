"""Turns the writes of a batch into as few statements as they need, in one fixed order of tables.

The order (parents before children, rows sorted by key) is the same in every process, so two writers can
wait for each other but never deadlock. SQLAlchemy compiles each shape once; the driver gets text and lists.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
KEY, VALUE = "k_", "v_"  # before the names of values, since a column can be in the key and changed too


@dataclass(frozen=True, slots=True)
class Step:
    """One statement and the lists to run it with."""

    sql: str
    rows: list[Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """One value of a statement: its name, where in a row it stands, and how it becomes what the driver takes."""

    name: str
    column: str
    in_key: bool
    make: Callable[[Any], Any] | None

    def of(self, value: Any) -> Any:
        """Both databases refuse alike: PostgreSQL has no NUL in a text, and neither has more than 64 bits.

        Raises StoreRefused, with the column's name and never the value.
        """
        if isinstance(value, str):
            if "\0" in value:
                raise StoreRefused(self.column)
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise StoreRefused(self.column)
        if self.make is None:
            return value
        try:
            return self.make(value)
        except (LookupError, ValueError, TypeError, AttributeError):
            raise StoreRefused(self.column) from None


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled statement: its text, and the values it takes in their order."""

    sql: str
    takes: tuple[Taken, ...]
    positional: bool

    def values(self, key: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        """Raises StoreRefused."""
        made = [each.of((key if each.in_key else values)[each.column]) for each in self.takes]
        return made if self.positional else dict(zip([each.name for each in self.takes], made, strict=True))


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
        made.append(Step(shape.sql, [shape.values(row.key, row.values) for row in members]))
    return made


def _whole(statement: sa.Update | sa.Delete, dialect: str) -> Step:
    """A statement as it is, with its own values."""
    compiled = statement.compile(dialect=_dialect(dialect), compile_kwargs={"render_postcompile": True})
    shape = _as_shape(compiled, dialect)
    return Step(shape.sql, [shape.values({}, compiled.params)])


def _place(row: Row) -> str:
    return str(row.key.get("id") or row.values.get("id") or sorted(map(str, row.key.values())))


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
    return Shape(str(compiled), tuple(_taken(name, processors.get(name)) for name in order), dialect == "sqlite")


def _taken(name: str, make: Callable[[Any], Any] | None) -> Taken:
    return Taken(name, name.removeprefix(KEY).removeprefix(VALUE), name.startswith(KEY), make)


def _statement(verb: str, table: sa.Table, keys: tuple[str, ...], names: tuple[str, ...], dialect: str) -> Any:
    key = {n: sa.bindparam(f"{KEY}{n}", type_=table.c[n].type) for n in keys}
    values = {n: sa.bindparam(f"{VALUE}{n}", type_=table.c[n].type) for n in names}
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
