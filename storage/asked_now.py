"""The surveys a worker can make a link for today."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import survey, survey_version
from surveys.parts import Readers, band_of


@dataclass(frozen=True, slots=True)
class Offered:
    """The newest version of one survey."""

    version: UUID
    title: str
    ages: tuple[int, int]
    number: int
    by_text: bool  # whether anything of it is asked by text

    @property
    def band(self) -> str:
        return band_of(*self.ages)


async def offered(db: Reader, authority: UUID) -> list[Offered]:
    """Each survey's newest version that is not retired."""
    c = survey_version.c
    wanted = (
        sa.select(c.id, c.survey, c.number, c.definition, survey.c.title)
        .join(survey, sa.and_(survey.c.authority == c.authority, survey.c.id == c.survey))
        .where(c.authority == authority, c.retired.is_(None))
        .order_by(c.number)
    )
    newest: dict[UUID, Offered] = {}
    for row in await db.execute(wanted):
        if row.definition.get("readers") == Readers.DUTY:
            continue  # for the open door alone: no link to it is made for a child who is known
        youngest, oldest = row.definition["ages"]
        by_text = any(question.get("sms") for question in row.definition["questions"])
        newest[row.survey] = Offered(row.id, row.title, (youngest, oldest), row.number, by_text)
    return sorted(newest.values(), key=lambda each: (each.ages, each.title))
