"""Whom a child can reach now: one data file, each line with its source and the date a person checked it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from i18n.marks import N_

# Said here as well as in the data file, so that the catalogues have them.
WORDS = (
    N_("Police, fire or ambulance"),
    N_("999 in British Sign Language"),
    N_("In danger now. Free, day and night."),
    N_("Video call in sign. Free, day and night."),
    N_("Talk about anything. Free, day and night. You need not say your name."),
    N_("Talk about anything. Free, day and night."),
    N_("Chat by text. Free, day and night."),
)
AGES = {"4-7": (4, 7), "8-11": (8, 11), "11-17": (11, 17), "16-25": (16, 25)}


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to ring, text or sign to."""

    name: str
    number: str
    href: str | None
    note: str


@cache
def _lines() -> tuple[Mapping[str, Any], ...]:
    with Path(__file__).with_suffix(".yaml").open(encoding="utf-8") as file:
        return tuple(yaml.safe_load(file))


def help_lines(band: str | None, own: Sequence[Mapping[str, Any]] = (), language: str = "") -> list[HelpLine]:
    """The national lines for an age band, those of her language first (R96), then the authority's own."""
    youngest, _ = AGES.get(band or "", (4, 25))
    fitting = [line for line in _lines() if line["ages"][0] <= youngest <= line["ages"][1] or band is None]
    fitting.sort(key=lambda line: line.get("lang") != language)
    return [
        HelpLine(each["name"], each["number"], each.get("href"), each.get("note") or "") for each in [*fitting, *own]
    ]
