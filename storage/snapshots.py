"""Snapshots: what is published of the counts, and all that anybody reads. One is made and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import snapshot, survey, survey_version
from storage.writes import Writes
from voice.model import new_id


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One table of one survey version, for the months from `since` to `month`."""

    version: UUID
    table: str
    since: date
    month: date
    figures: Mapping[str, Any] = field(repr=False)
    made: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """A survey version of which something is published."""

    version: UUID
    title: str
    number: int
    published: datetime


async def of_version(db: Reader, authority: UUID, version: UUID, table: str | None = None) -> list[Snapshot]:
    """Everything ever published of this version (or one of its tables), the oldest first."""
    c = snapshot.c
    name = c.name == f"{version}:{table}" if table else c.name.startswith(f"{version}:", autoescape=True)
    wanted = sa.select(c.name, c.month, c.figures, c.made).where(c.authority == authority, name)
    found = (await db.execute(wanted.order_by(c.month, c.name))).mappings()
    return [
        Snapshot(version, row["name"].partition(":")[2], _month(row["figures"]["since"]), **_rest(row)) for row in found
    ]


async def surveys(db: Reader, authority: UUID) -> list[Published]:
    """The survey versions of which something is published, the newest of each survey first."""
    c, v = snapshot.c, survey_version.c
    named = (await db.execute(sa.select(c.name).where(c.authority == authority).distinct())).scalars()
    versions = {UUID(name.partition(":")[0]) for name in named}
    wanted = (
        sa.select(v.id.label("version"), survey.c.title, v.number, v.published)
        .join(survey, sa.and_(survey.c.authority == v.authority, survey.c.id == v.survey))
        .where(v.authority == authority, v.id.in_(versions))
        .order_by(survey.c.title, v.number.desc())
    )
    return [Published(**row) for row in (await db.execute(wanted)).mappings()]


def add(writes: Writes, version: UUID, figures: Mapping[str, Any], at: datetime) -> None:
    name = f"{version}:{figures['table']}"
    writes.insert(snapshot, id=new_id(), name=name, month=_month(figures["month"]), figures=dict(figures), made=at)


def _month(written: str) -> date:
    return date.fromisoformat(f"{written}-01")


def _rest(row: sa.RowMapping) -> dict[str, Any]:
    return {"month": row["month"], "figures": row["figures"], "made": row["made"]}
