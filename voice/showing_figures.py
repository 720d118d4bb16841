"""What a manager reads of the figures: one table at a time, of snapshots and nothing else (R44 to R46, R108 to R111).

Whoever looks after a team sees that team and the authority; others who may see figures see every team. What is
hidden in a snapshot is nowhere in what this gives to a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

from storage import snapshots, staff, versions
from storage.reading import Reader
from storage.snapshots import Published, Snapshot
from surveys.model import Survey
from surveys.question import Question
from surveys.wording import Wording, words_of
from voice.access import SignedIn, may_see_figures_of, need, sees_every_team, sees_figures
from voice.errors import NothingThere
from voice.figures import hiding, rounding
from voice.figures.columns import ASKED, NONE, is_counted
from voice.figures.family import AGE, FAMILY, TEAM, TEAM_AGE, TOTAL
from voice.staff_services import StaffServices

MONTH = "month"  # the totals of one month after another
__all__ = ["MONTH", "SPLITS", "Figures", "Row", "Snapshot", "Wanted", "look"]

SPLITS = (*(table for table in FAMILY if table not in (TOTAL, TEAM_AGE)), MONTH)
Number = int | str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to look at; what they leave out, the page chooses."""

    survey: UUID | None = None
    team: str = ""
    split: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How often one answer was given, with its share and how sure that is, where those may be shown."""

    choice: str
    words: str
    number: Number
    share: int | None = None
    low: int | None = None
    high: int | None = None
    unreliable: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One group's answers to one question, or the same group's in one month."""

    group: str
    asked: Number
    answered: Number
    missing: Number
    counts: Sequence[Count]
    since: date
    month: date
    left_out: bool = False

    @property
    def hides(self) -> bool:
        return rounding.CONFIDENTIAL in (self.asked, self.missing, *(count.number for count in self.counts))

    @property
    def small(self) -> bool:
        return isinstance(self.answered, int) and self.answered < hiding.FEWEST_FOR_A_SHARE


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, in the words the children saw, and the rows of the table."""

    id: str
    words: str
    serves: str
    several: bool
    always: bool
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Figures:
    """One page of figures."""

    surveys: Sequence[Published]
    survey: Published
    tried: str
    languages: Sequence[str]
    teams: Mapping[str, str]
    every_team: bool
    wanted: Wanted
    table: str
    months: Sequence[Snapshot] = field(repr=False)
    shown: Sequence[Snapshot] = field(repr=False)
    questions: Sequence[Asked] = field(repr=False)
    statements: Mapping[tuple[str, date], Number] = field(repr=False)

    @property
    def made(self) -> datetime:
        return self.shown[-1].made


async def look(services: StaffServices, me: SignedIn, wanted: Wanted) -> Figures | None:
    """The figures somebody wants to see; None where nothing is published yet. Raises NotAllowed, NothingThere."""
    need(sees_figures(me))
    need(not wanted.team or may_see_figures_of(me, wanted.team))
    async with services.store.reading() as db:
        surveys = await snapshots.surveys(db, services.authority)
        if not surveys:
            return None
        chosen = next((each for each in surveys if wanted.survey in (None, each.version)), None)
        if chosen is None:
            raise NothingThere
        teams = await staff.team_names(db, services.authority)
        survey, wording = await _survey(db, services, chosen.version)
        table = _table(wanted)
        before = await snapshots.of_version(db, services.authority, chosen.version, table)
    mine = {str(id): name for id, name in sorted(teams.items(), key=itemgetter(1)) if may_see_figures_of(me, str(id))}
    shown = before if wanted.split == MONTH else [each for each in before if _is(each, wanted.month)] or before[-1:]
    return Figures(
        surveys,
        chosen,
        survey.tried,
        sorted(wording),
        mine,
        sees_every_team(me),
        wanted,
        table,
        before,
        shown,
        [_asked(q, wording["en"], shown, _groups(wanted, mine, me)) for q in survey.questions if is_counted(q)],
        {(group, each.month): row["statements"] for each in shown for group, row in each.figures["groups"].items()},
    )


async def _survey(db: Reader, services: StaffServices, version: UUID) -> tuple[Survey, dict[str, Wording]]:
    found = await versions.find(db, services.authority, version)
    if found is None:
        raise NothingThere
    return Survey.model_validate(found.definition), cast("dict[str, Wording]", dict(found.words))


def _table(wanted: Wanted) -> str:
    if wanted.team:
        return TEAM_AGE if wanted.split == AGE else TEAM
    return wanted.split if wanted.split in SPLITS and wanted.split != MONTH else TOTAL


def _is(snapshot: Snapshot, month: str) -> bool:
    return f"{snapshot.month:%Y-%m}" == month


def _groups(wanted: Wanted, teams: Mapping[str, str], me: SignedIn) -> "Groups":
    return Groups(wanted, frozenset(teams), sees_every_team(me))


@dataclass(frozen=True, slots=True)
class Groups:
    """Which rows of a table are this page's, and this person's to see."""

    wanted: Wanted
    teams: frozenset[str]
    every_team: bool

    def of(self, table: str, groups: Sequence[str]) -> list[str]:
        if self.wanted.team:
            return [group for group in groups if group.partition("|")[0] == self.wanted.team]
        if table == TEAM and not self.every_team:
            return [group for group in groups if group in self.teams]
        return list(groups)


def _asked(question: Question, wording: Wording, shown: Sequence[Snapshot], groups: Groups) -> Asked:
    words = words_of(wording, question.id)
    labels = {choice["id"]: choice["words"] for choice in words["choices"]}
    rows = [
        _row(each, group, question, labels)
        for each in shown
        for group in groups.of(each.table, list(each.figures["groups"]))
    ]
    serves = question.tally.serves if question.tally else ""
    return Asked(question.id, words["words"], serves, question.multiple, question.when is None, rows)


def _row(snapshot: Snapshot, group: str, question: Question, labels: Mapping[str, str]) -> Row:
    row = snapshot.figures["groups"][group]
    if question.id not in row["answers"]:
        unavailable = rounding.UNAVAILABLE
        counts = [Count(id, words, unavailable) for id, words in labels.items()]
        return Row(group, row["statements"], unavailable, unavailable, counts, snapshot.since, snapshot.month, True)
    numbers = _numbers(snapshot.figures, question.id, row)
    asked, missing = numbers[ASKED], numbers[NONE]
    hides = rounding.CONFIDENTIAL in numbers.values()
    known = isinstance(asked, int) and isinstance(missing, int)
    answered: Number = int(asked) - int(missing) if known else rounding.CONFIDENTIAL
    counts = [_count(id, words, numbers[id], answered, hides) for id, words in labels.items()]
    return Row(group, asked, answered, missing, counts, snapshot.since, snapshot.month)


def _numbers(figures: Mapping[str, Any], question: str, row: Mapping[str, Any]) -> dict[str, Number]:
    return dict(zip(figures["questions"][question]["columns"], row["answers"][question], strict=True))


def _count(choice: str, words: str, number: Number, answered: Number, hides: bool) -> Count:
    if isinstance(number, str) or isinstance(answered, str) or not hiding.may_show_share(answered, hides):
        return Count(choice, words, number)
    low, high = rounding.interval(number, answered)
    unsure = rounding.unreliable(number, answered)
    return Count(choice, words, number, rounding.per_cent(number, answered), low, high, unsure)
