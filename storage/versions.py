"""Published surveys: the definition of a version and the frozen words of each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import survey, survey_version, wording
from storage.writes import Writes


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a survey, with its words by language."""

    id: UUID
    code: str
    number: int
    definition: Mapping[str, Any]
    words: Mapping[str, Mapping[str, Any]]


async def find(db: Reader, authority: UUID, version: UUID) -> Published | None:
    wanted = sa.select(survey_version.c.id, survey.c.code, survey_version.c.number, survey_version.c.definition).where(
        survey_version.c.authority == authority,
        survey_version.c.id == version,
        survey.c.authority == authority,
        survey.c.id == survey_version.c.survey,
    )
    row = (await db.execute(wanted)).mappings().first()
    if row is None:
        return None
    worded = (
        sa.select(wording.c.language, wording.c.words)
        .where(wording.c.authority == authority, wording.c.version == version)
        .order_by(wording.c.made)
    )
    return Published(**row, words={w.language: w.words for w in await db.execute(worded)})


@dataclass(frozen=True, slots=True)
class Words:
    """The frozen words of a survey as it was published last."""

    code: str
    title: str
    words: Mapping[str, Mapping[str, Any]]


async def newest_words(db: Reader, authority: UUID) -> list[Words]:
    """Of every survey that is not retired."""
    c = survey_version.c
    wanted = (
        sa.select(c.id, survey.c.code, survey.c.title)
        .join(survey, sa.and_(survey.c.authority == c.authority, survey.c.id == c.survey))
        .where(c.authority == authority, c.retired.is_(None))
        .order_by(c.number)
    )
    newest = {row.code: row for row in await db.execute(wanted)}
    worded = (
        sa.select(wording.c.version, wording.c.language, wording.c.words)
        .where(wording.c.authority == authority, wording.c.version.in_([row.id for row in newest.values()]))
        .order_by(wording.c.made)
    )
    words: dict[UUID, dict[str, Mapping[str, Any]]] = {row.id: {} for row in newest.values()}
    for row in await db.execute(worded):
        words[row.version][row.language] = row.words
    return [Words(row.code, row.title, words[row.id]) for row in newest.values()]


async def survey_id(db: Reader, authority: UUID, code: str) -> UUID | None:
    wanted = sa.select(survey.c.id).where(survey.c.authority == authority, survey.c.code == code)
    return (await db.execute(wanted)).scalar()


async def newest(db: Reader, authority: UUID, code: str) -> tuple[UUID, int, str] | None:
    """The id, number and SHA-256 of a survey's newest published version."""
    c = survey_version.c
    wanted = (
        sa.select(c.id, c.number, c.sha256)
        .join(survey, sa.and_(survey.c.authority == c.authority, survey.c.id == c.survey))
        .where(c.authority == authority, survey.c.code == code, c.retired.is_(None))
        .order_by(c.number.desc())
    )
    row = (await db.execute(wanted)).first()
    return (row.id, row.number, row.sha256) if row else None


def add_survey(writes: Writes, id: UUID, code: str, title: str, at: datetime) -> None:
    writes.insert(survey, id=id, code=code, title=title, made=at)


def publish(
    writes: Writes,
    id: UUID,
    survey: UUID,
    number: int,
    definition: Mapping[str, Any],
    sha256: str,
    at: datetime,
) -> None:
    """From now on this version never changes (R19)."""
    writes.insert(
        survey_version,
        id=id,
        survey=survey,
        number=number,
        definition=definition,
        sha256=sha256,
        published=at,
    )


def freeze(
    writes: Writes,
    id: UUID,
    version: UUID,
    language: str,
    words: Mapping[str, Any],
    sha256: str,
    at: datetime,
) -> None:
    writes.insert(
        wording,
        id=id,
        version=version,
        language=language,
        words=words,
        sha256=sha256,
        meaning_changed=False,
        made=at,
    )
