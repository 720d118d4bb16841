"""Looks that every page makes: SQLAlchemy compiles each once, and the driver runs it, as the writer runs its writes.

Finding a visit by way of SQLAlchemy's own execution took four times the processor time of the look itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

Found = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """A look as one database's driver takes it, and how its answers become values."""

    sql: str
    _fixed: Mapping[str, Any]
    _given: Mapping[str, Callable[[Any], Any]]
    _order: Sequence[str] | None  # None where the driver takes names
    _columns: Sequence[tuple[str, Callable[[Any], Any] | None]]

    def given(self, by: Mapping[str, Any]) -> Any:
        """What the driver is given."""
        values = {**self._fixed, **by}
        values.update({name: make(values[name]) for name, make in self._given.items()})
        return values if self._order is None else tuple(values[name] for name in self._order)

    def found(self, rows: Sequence[Sequence[Any]]) -> Found:
        """What the driver found, by the names of the columns."""
        columns = self._columns
        return [
            {name: value if make is None else make(value) for (name, make), value in zip(columns, row, strict=True)}
            for row in rows
        ]


@dataclass(slots=True)
class Look:
    """A statement that is asked again and again. It may not hold `IN`, whose text hangs on its values."""

    statement: sa.Select[Any]
    _forms: dict[str, Form] = field(default_factory=dict, repr=False)

    def form(self, dialect: sa.Dialect) -> Form:
        """The look for this database."""
        if dialect.name not in self._forms:
            self._forms[dialect.name] = _form(self.statement, dialect)
        return self._forms[dialect.name]


def _form(statement: sa.Select[Any], dialect: sa.Dialect) -> Form:
    compiled: Any = statement.compile(dialect=dialect)
    given = {name: make for name, make in compiled._bind_processors.items() if name in compiled.params}  # noqa: SLF001
    columns = [(column.name, _made(column.type, dialect)) for column in statement.selected_columns]
    return Form(str(compiled), dict(compiled.params), given, compiled.positiontup, columns)


def _made(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """How the driver's value becomes ours."""
    return kind.dialect_impl(dialect).result_processor(dialect, None)
