"""The figures: one page of distributions, and the same numbers as a file."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from channels.portal import figure_words
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, page
from channels.portal.showing import STAFF_LANGUAGE
from i18n.catalogue import catalogue
from i18n.dates import month_and_year
from voice import showing_figures
from voice.access import SignedIn
from voice.figures.family import AGE, ALL
from voice.showing_figures import MONTH, SPLITS, Figures, Row, Snapshot, Wanted

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADS = (
    "survey",
    "version",
    "from",
    "to",
    "table",
    "group",
    "question",
    "words",
    "answer",
    "answer_words",
    "count",
    "asked",
    "answered",
    "no_answer",
    "share_per_cent",
    "low_per_cent",
    "high_per_cent",
    "mark",
)


async def figures(request: Request, me: SignedIn) -> Response:
    wanted = _wanted(request)
    found = await showing_figures.look(services_of(request), me, wanted)
    words: dict[str, Any] = {
        "fw": figure_words,
        "label": partial(label, teams=found.teams if found else {}),
        "span": span,
    }
    offered = _offered(found) if found else {}
    return page(request, me, "figures.html", found=found, offered=offered, file=_file(found), **words)


async def as_file(request: Request, me: SignedIn) -> Response:
    """The page's own numbers, for a spreadsheet: the same symbols, and no cell that starts a formula."""
    found = await showing_figures.look(services_of(request), me, _wanted(request))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADS)
    rows.writerows([harmless(cell) for cell in row] for row in _rows(found) if found)
    headers = {"content-disposition": 'attachment; filename="figures.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def harmless(cell: object) -> object:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell


def label(group: str, teams: Mapping[str, str]) -> str:
    """A group as staff call it. Of a team's ages, the age."""
    say = catalogue(STAFF_LANGUAGE).gettext
    group = group.rpartition("|")[2]
    if group in teams:
        return teams[group]
    youngest, dash, oldest = group.partition("-")
    if dash and youngest.isdecimal():
        return say(figure_words.AGES) % {"youngest": youngest, "oldest": oldest}
    return say(figure_words.GROUPS[group]) if group in figure_words.GROUPS else group


def span(row: Row | Snapshot) -> str:
    """The months something is from, as short as they can be said."""
    last = month_and_year(row.month, STAFF_LANGUAGE)
    return last if row.since == row.month else f"{month_and_year(row.since, STAFF_LANGUAGE)} – {last}"


def _offered(found: Figures) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: of the published family, and of what this person sees."""
    say = catalogue(STAFF_LANGUAGE).gettext
    splits = ("", AGE, MONTH) if found.wanted.team else ("", *SPLITS)
    version = say(figure_words.VERSION)
    return {
        "survey": [(str(s.version), version % {"title": s.title, "number": s.number}) for s in found.surveys],
        "team": [("", say(figure_words.AUTHORITY)), *found.teams.items()],
        "split": [(split, say(figure_words.SPLITS[split])) for split in splits],
        "month": [(f"{each.month:%Y-%m}", span(each)) for each in reversed(found.months)],
    }


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    survey = asked.get("survey")
    names = {name: asked.get(name, "")[:100] for name in ("team", "split", "month")}
    return Wanted(survey=as_id(survey) if survey else None, **names)


def _file(found: Figures | None) -> str:
    if found is None:
        return ""
    wanted = {"team": found.wanted.team, "split": found.wanted.split, "month": found.wanted.month}
    return "/figures.csv?" + urlencode({"survey": str(found.survey.version), **wanted})


def _rows(found: Figures | None) -> Iterator[tuple[object, ...]]:
    for asked in found.questions if found else ():
        for row in asked.rows:
            months = (f"{row.since:%Y-%m}", f"{row.month:%Y-%m}")
            group = label(row.group, found.teams) if found and row.group != ALL else ALL
            head = (found.survey.title, found.survey.number, *months, found.table, group) if found else ()
            for count in row.counts:
                mark = "u" if count.unreliable else ""
                share = (count.share, count.low, count.high)
                about = (asked.id, asked.words, count.choice, count.words, count.number)
                yield (*head, *about, row.asked, row.answered, row.missing, *share, mark)
