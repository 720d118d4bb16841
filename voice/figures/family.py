"""The published family: every table there is, and nothing else. No other two things are ever crossed (feedback.md).

Finer tables lie inside coarser ones: the teams of a month add up to its total, the ages of a team to the team. `by
month` is the total of one month beside those of the others, so it has no table of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

TOTAL, TEAM, AGE, TEAM_AGE, ALL = "total", "team", "age", "team_age", "all"
FAMILY = (TOTAL, TEAM, AGE, "way", "language", "helped", "alone", TEAM_AGE)
LIES_IN: Mapping[str, Sequence[str]] = {
    TEAM: (TOTAL,),
    AGE: (TOTAL,),
    "way": (TOTAL,),
    "language": (TOTAL,),
    "helped": (TOTAL,),
    "alone": (TOTAL,),
    TEAM_AGE: (TEAM, AGE, TOTAL),
}
NOT_KNOWN = "not_known"
_LANGUAGES = ("en", "en-simple", "bfi")  # small languages are counted together: one alone would be a few children


def groups_of(said: Mapping[str, Any]) -> dict[str, str]:
    """The group of each table that a statement belongs to, by what is sealed in it and by nothing else."""
    under = said["counted"]
    team, age = under["team"] or NOT_KNOWN, under["age"] or NOT_KNOWN
    return {
        TOTAL: ALL,
        TEAM: team,
        AGE: age,
        "way": _way(under["ways"]),
        "language": said["language"] if said["language"] in _LANGUAGES else "other",
        "helped": _one_of(said["helper"], "nobody", "on_my_own", "helped"),
        "alone": _one_of(said["around"], "just_me", "said_alone", "someone_near"),
        TEAM_AGE: f"{team}|{age}",
    }


def margin_of(table: str, group: str, within: str) -> str:
    """The group of the coarser table `within` that this group lies in."""
    if within == TOTAL:
        return ALL
    team, _, age = group.partition("|")
    return team if within == TEAM else age


def _way(ways: Sequence[str]) -> str:
    return ways[0] if len(ways) == 1 else "several" if ways else NOT_KNOWN


def _one_of(said: str | None, wanted: str, then: str, otherwise: str) -> str:
    """What a child would rather not say is never guessed."""
    if said in (None, "rather_not_say"):
        return "not_said"
    return then if said == wanted else otherwise
