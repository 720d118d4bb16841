"""What published files say that they must not, found by whoever knows every answer. It imports nothing that hides.

Beside the judge, who asks what hidden numbers can be, this one asks of what is shown whether it may be: nothing from
one to five, nothing that two workers or two homes stand behind or one gives most of, no group of one mind (R109).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.figures.invented import Said

FEWEST, SMALL = 3, range(1, 6)
Shown = tuple[str, str, str]  # table, group, column


def betrayed(files: Sequence[Mapping[str, Any]], said: Sequence["Said"], question: str) -> dict[str, set[Shown]]:
    """By what is wrong with it: every number that is shown and should not be. Empty where nothing is."""
    found: dict[str, set[Shown]] = {"small": set(), "few behind": set(), "of one mind": set()}
    for file in files:
        if question in file["withdrawn"]:
            continue
        columns = file["questions"][question]["columns"]
        for group, row in file["groups"].items():
            values = dict(zip(columns, row["answers"][question], strict=True))
            there = [each for each in said if each.groups[file["table"]] == group]
            for column, value in values.items():
                if value == "c":
                    continue
                behind = [each for each in there if _counts(each.answers.get(question), column)]
                place = (file["table"], group, column)
                assert int(value) == len(behind), place
                if value in SMALL:
                    found["small"].add(place)
                if behind and (_few(each.worker for each in behind) or _few(each.household for each in behind)):
                    found["few behind"].add(place)
                if column in _of_one_mind(there, question, columns) and behind:
                    found["of one mind"].add(place)
    return {what: places for what, places in found.items() if places}


def _counts(choice: str | None, column: str) -> bool:
    """Whether an answer adds to this column; `*none` is asked and not answered, `not p` answered and not p."""
    if column == "*asked":
        return True
    if column == "*none" or choice is None:
        return column == "*none" and choice is None
    return column == choice or (column.startswith("not ") and column != f"not {choice}")


def _few(given: Iterator[object]) -> bool:
    each = Counter(given)
    return len(each) < FEWEST or 2 * max(each.values()) > each.total()


def _of_one_mind(there: Sequence["Said"], question: str, columns: Sequence[str]) -> set[str]:
    chosen = {each.answers.get(question) for each in there} - {None}
    return {str(each) for each in chosen} & set(columns) if len(chosen) == 1 else set()
