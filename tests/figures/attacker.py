"""An attacker with all published files and patience: narrows what each hidden number can be until nothing moves.

It knows nothing of our programmes. What it finds is really known; it may miss what only all equations together tell.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

File = Mapping[str, Any]
Name = tuple[str, str, str, str, str]  # table, month, group, question, column
Sum = tuple[list[Name], list[Name]]  # what the ones add up to, the others do
WIDE, ABOVE, ENDLESS = 6, 5, 10**6


def narrowed(files: Sequence[File]) -> dict[Name, tuple[int, int]]:
    """What each hidden number can be at least and at most."""
    low: dict[Name, int] = {}
    high: dict[Name, int] = {}
    hidden = []
    for name, value in _values(files):
        low[name], high[name] = (0, ENDLESS) if value == "c" else (int(value), int(value))
        hidden += [name] if value == "c" else []
    sums = [each for each in _sums(files) if all(name in low for side in each for name in side)]
    of: dict[Name, list[Sum]] = defaultdict(list)
    for each in sums:
        for name in (*each[0], *each[1]):
            of[name].append(each)
    waiting = list(sums)
    while waiting:
        one, other = waiting.pop()
        for mine, theirs in ((one, other), (other, one)):
            for name in mine:
                rest = [each for each in mine if each != name]
                least = max(low[name], sum(low[n] for n in theirs) - sum(high[n] for n in rest))
                most = min(high[name], sum(high[n] for n in theirs) - sum(low[n] for n in rest))
                if (least, most) != (low[name], high[name]):
                    low[name], high[name] = least, most
                    waiting += of[name]
    return {name: (low[name], high[name]) for name in hidden}


def found_out(files: Sequence[File]) -> dict[Name, tuple[int, int]]:
    """The hidden numbers that are known too closely."""
    return {
        name: (least, most) for name, (least, most) in narrowed(files).items() if most - least < WIDE or most <= ABOVE
    }


def _values(files: Sequence[File]) -> Iterator[tuple[Name, int | str]]:
    for file in files:
        for group, row in file["groups"].items():
            for question, values in row["answers"].items():
                for column, value in zip(file["questions"][question]["columns"], values, strict=True):
                    yield (file["table"], file["month"], group, question, column), value


def _sums(files: Sequence[File]) -> Iterator[Sum]:
    for file in files:
        for group, row in file["groups"].items():
            for question in row["answers"]:
                about = file["questions"][question]
                asked, none = (_name(file, group, question, column) for column in about["columns"][:2])
                for block in about["blocks"]:
                    yield [asked], [none, *(_name(file, group, question, column) for column in block)]
        for wider in ("total", "team", "age"):
            if file["table"] != wider and file["table"] != "total":
                yield from _over(files, file, wider)


def _over(files: Sequence[File], file: File, wider: str) -> Iterator[Sum]:
    """Groups of a finer table add up to those of a wider one over the same months, where there are exactly those."""
    if wider != "total" and "|" not in next(iter(file["groups"]), ""):
        return
    same = [f for f in files if f["table"] == wider and file["since"] <= f["month"] <= file["month"]]
    place = {"total": None, "team": 0, "age": 1}[wider]
    for group in {group for each in same for group in each["groups"]}:
        inside = [g for g in file["groups"] if place is None or g.split("|")[place] == group]
        for question in file["questions"]:
            for column in file["questions"][question]["columns"]:
                whole = [_name(each, group, question, column) for each in same if group in each["groups"]]
                yield whole, [_name(file, each, question, column) for each in inside]


def _name(file: File, group: str, question: str, column: str) -> Name:
    return file["table"], file["month"], group, question, column
