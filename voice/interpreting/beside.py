"""What a child said in English, for whoever has opened her own words: beside them, and never instead of them (R28)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage import interpretations, staff
from storage.interpretations import Version
from storage.reading import Reader
from surveys.parts import Audience
from voice.case_statement import OpenStatement
from voice.interpreting.giving import Standing, open_work, who_can_be_asked
from voice.interpreting.lines import Line, gather
from voice.interpreting.versions import checks_among, english_of, lines_in
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that a checker put otherwise. `before` is empty where nobody had written it."""

    line: Line = field(repr=False)
    before: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InEnglish:
    """One version, with who made and who checked it. `earlier`: she has said more since, which is not in it.

    `checks`: who had written it before, where whoever made this one was to check that, and put it otherwise.
    """

    id: UUID
    audience: Audience
    version: int
    by: str
    made: datetime
    checked_by: str | None
    lines: Sequence[Line] = field(repr=False)
    note: str = field(repr=False)
    earlier: bool
    checks: str | None
    changed: Sequence[Changed] = field(repr=False)
    wished: bool  # somebody wants her to be asked; whether she was, the page does not say (R68)

    def of_question(self, statement: UUID, question: str) -> list[Line]:
        """What she wrote to one question, as she sent it."""
        written = [line for line in self.lines if not line.recording]
        return [line for line in written if (line.said_in, line.question) == (str(statement), question)]

    def of_recording(self, recording: str) -> str:
        """What is said in it, with its times; empty where nobody has written it."""
        return next((line.english for line in self.lines if line.recording == recording), "")

    def since(self, statement: UUID) -> list[Line]:
        """What she has added, or said back."""
        return [line for line in self.lines if line.said_in != str(statement)]


@dataclass(frozen=True, slots=True)
class Beside:
    """The newest version of each part that this person has opened, and the ones before it, newest first."""

    newest: Sequence[InEnglish] = ()
    before: Sequence[InEnglish] = ()
    may_need: Sequence[Audience] = ()  # parts with words that somebody here may be unable to read
    standing: Sequence[Standing] = ()  # with whom some of it is, and until when
    can_be_asked: int = 0  # how many people


async def beside(services: StaffServices, opened: OpenStatement) -> Beside:
    """Whoever calls has opened the statement, which was kept and told as every opening is."""
    async with services.store.reading() as db:
        every = await interpretations.of_statement(db, services.authority, opened.statement.id)
        mine = [each for each in reversed(every) if each.audience in opened.audiences]
        people = [who for each in mine for who in (each.made_by, each.checked_by) if who]
        names = await staff.names(db, services.authority, people)
        checking = await checks_among(db, services, opened.statement.id)
        newest: dict[Audience, InEnglish] = {}
        before, may_need = [], []
        parts = {}
        for audience in sorted(opened.audiences & {Audience.WORKER, Audience.MANAGER}):
            gathered = await gather(db, services, opened.statement, audience)
            parts[audience] = set(gathered.parts)
            may_need += [audience] if gathered.lines else []
        for each in mine:
            audience = Audience(each.audience)
            checked = next((of for of in mine if of.id == each.of), None) if each.id in checking else None
            one = await _in_english(db, services, each, checked, names, parts[audience])
            if audience in newest:
                before.append(one)
            newest.setdefault(audience, one)
        given = [each for each in await open_work(db, services, opened.statement) if each.audience in opened.audiences]
        who = await staff.names(db, services.authority, [each.staff for each in given])
        standing = [Standing(each.id, each.work, who[each.staff], each.made, each.due, each.opened) for each in given]
        can_be_asked = await who_can_be_asked(db, services, opened.statement)
    return Beside(list(newest.values()), before, may_need, standing, can_be_asked)


async def _in_english(
    db: Reader,
    services: StaffServices,
    found: Version,
    checked: Version | None,
    names: dict[UUID, str],
    parts: set[str],
) -> InEnglish:
    body = await english_of(db, services, found)
    lines = lines_in(body)
    before = {line.place: line.english for line in lines_in(await english_of(db, services, checked))}
    return InEnglish(
        found.id,
        Audience(found.audience),
        found.version,
        names[found.made_by],
        found.made,
        names.get(found.checked_by) if found.checked_by else None,
        lines,
        str(body.get("note", "")),
        not parts <= set(body.get("depends", ())),
        names[checked.made_by] if checked else None,
        [Changed(line, before.get(line.place, "")) for line in lines if checked and _differs(line, before)],
        found.wished is not None,
    )


def _differs(line: Line, before: Mapping[tuple[str, str, str, str, str], str]) -> bool:
    return line.english.strip() != before.get(line.place, "").strip()
