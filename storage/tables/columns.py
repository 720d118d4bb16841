"""Column types and the two shapes every table shares: (authority, id) keys and foreign keys that carry both.

The authority leads every key so that a sharded PostgreSQL can distribute on it without a change.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Column = sa.Column[Any]


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC moment to the microsecond. SQLite would hand back naive ones; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        """On SQLite straight to the text that it keeps: by SQLAlchemy's way a submission's moments took 40 µs."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """In the form in which SQLAlchemy keeps a moment there, so that texts compare as moments do."""
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def ident(name: str, *, optional: bool = False) -> Column:
    return sa.Column(name, sa.Uuid(), nullable=optional)


def text(name: str, *, optional: bool = False) -> Column:
    return sa.Column(name, sa.Text(), nullable=optional)


def number(name: str, *, optional: bool = False) -> Column:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def flag(name: str) -> Column:
    return sa.Column(name, sa.Boolean(create_constraint=True, name=name), nullable=False)


def moment(name: str, *, optional: bool = False) -> Column:
    return sa.Column(name, Instant(), nullable=optional)


def day(name: str, *, optional: bool = False) -> Column:
    return sa.Column(name, sa.Date(), nullable=optional)


def facts(name: str, *, optional: bool = False) -> Column:
    return sa.Column(name, sa.JSON(), nullable=optional)


def sealed(name: str, *, optional: bool = False) -> Column:
    """Bytes that nobody can read without a key, or a hash."""
    return sa.Column(name, sa.LargeBinary(), nullable=optional)


def one_of(name: str, choices: type[StrEnum] | Sequence[str], *, optional: bool = False) -> Column:
    """A word out of a short list, held to it by a CHECK."""
    words = [str(c) for c in choices]
    kind = sa.Enum(*words, native_enum=False, create_constraint=True, name=name, length=40)
    return sa.Column(name, kind, nullable=optional)


def refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    """A foreign key that carries the authority with it."""
    return sa.ForeignKeyConstraint(["authority", column], [f"{table}.authority", f"{table}.id"])


def unique(*columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("authority", *columns)


def table(name: str, *rest: Column | sa.Constraint | sa.Index) -> sa.Table:
    """A table of one authority's rows, keyed (authority, id)."""
    return sa.Table(
        name,
        metadata,
        sa.Column("authority", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *rest,
        sa.PrimaryKeyConstraint("authority", "id"),
    )
