"""Nothing that is hidden can be worked out: attacks, with brute force as the judge, and faults planted to be caught."""

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.arrows import ROOMS
from tests.figures import attacker, judge
from tests.figures.invented import FREQUENCY, YES, Said, at_random, many, one, tables_of
from voice.figures import suppression
from voice.figures.audit import Audit
from voice.figures.columns import Counted
from voice.figures.protecting import protect
from voice.figures.suppression import Hiding
from voice.figures.tables import Table, published

OFTEN = Counted("often", ("a", "b", "c", "d", "e", "f", "g", "not_sure"), multiple=False, always=True, ordered=False)
LED_TO = Counted("led_to", ("yes", "no"), multiple=False, always=False, ordered=False)
SEVERAL = Counted("several", ("p", "q"), multiple=True, always=True, ordered=False)
ALL = ("total", "team", "age", "team_age")
TOP = Path(__file__).parent.parent.parent
MOST = 14  # statements: brute force tries every table there could be
File = dict[str, Any]


def files(tables: Sequence[Table], questions: Sequence[Counted] = (FREQUENCY,)) -> list[File]:
    return [published(table, questions) for table in tables]


def shown(said: Sequence[Said], names: Sequence[str] = ("total", "team"), **more: Any) -> list[File]:
    """What is published of these."""
    return files(protect(tables_of(said, names, **more), more.get("questions", (FREQUENCY,))))


def row(file: File, group: str) -> dict[str, int | str]:
    return dict(zip(FREQUENCY.columns, file["groups"][group]["answers"]["listens"], strict=True))


def small_tables(seeds: range, question: Counted) -> list[tuple[int, list[Table]]]:
    found = []
    for seed in seeds:
        chance = random.Random(seed)
        said = at_random(chance, (question,), chance.randrange(2, 4), 1, chance.choice((6, 7)))
        if 10 <= len(said) <= MOST:
            found.append((seed, tables_of(said, ("total", "team"), (question,))))
    return found


def judged(found: Sequence[File]) -> set[tuple[str, int]]:
    total, *teams = found
    if not teams or {"listens"} & ({*total["withdrawn"]} | {*teams[0]["withdrawn"]}):
        return set()
    return judge.found_out(total, teams[0], "listens")


def brute_force_finds_nothing(seeds: range, question: Counted) -> int:
    tried = 0
    for seed, tables in small_tables(seeds, question):
        made = protect(tables, (question,))
        if made:
            assert judged(files(made, (question,))) == set(), seed
            tried += 1
    return tried


def audit_and_brute_force_agree(seeds: range, question: Counted) -> int:
    """Whatever is hidden, and however badly: the audit names exactly the numbers that brute force can know."""
    columns = ("*asked", *question.columns[1:])
    caught = 0
    for seed, tables in small_tables(seeds, question):
        cells = sorted(c for table in tables for c in table.numbers if (c.table, c.column) != ("total", "*asked"))
        hidden = frozenset(random.Random(seed).sample(cells, min(len(cells), 2 + seed % 7)))
        found = files([replace(table, hidden=hidden & table.numbers.keys()) for table in tables], (question,))
        told = {(place.group, place.column) for place in Audit(found).told()}
        assert told == {(group, columns[at]) for group, at in judged(found)}, seed
        caught += bool(told)
    return caught


def test_brute_force_finds_nothing() -> None:
    assert brute_force_finds_nothing(range(40), YES) >= 5


def test_the_audit_finds_what_brute_force_finds() -> None:
    assert audit_and_brute_force_agree(range(40), YES) >= 5


@pytest.mark.thorough
def test_brute_force_finds_nothing_in_many() -> None:
    assert brute_force_finds_nothing(range(1000, 2500), YES) >= 200
    assert brute_force_finds_nothing(range(40), FREQUENCY) >= 5


@pytest.mark.thorough
def test_the_audit_agrees_with_brute_force_on_many() -> None:
    assert audit_and_brute_force_agree(range(1000, 2500), YES) >= 200
    assert audit_and_brute_force_agree(range(40), FREQUENCY) >= 5


def no_secondary(_: Hiding, *, bases: bool) -> None:
    """A planted fault: only small numbers are hidden."""


def one_is_enough(hiding: Hiding, equation: suppression.Equation) -> bool:
    """A planted fault: one more hidden number is thought to be enough, however small the two are together."""
    hidden = [cell for cell in equation.cells if cell in hiding.hidden]
    return len(hidden) != 1


FAULTS = {"_settle": no_secondary, "_keeps": one_is_enough}
LEAKS = [
    *many("east", always=9, sometimes=8, never=2),
    *many("west", always=9, sometimes=8, never=1),
    *many("north", always=9, sometimes=8, never=9),
]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_hiding_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the audit, which names the number; by brute force; and so it is never published."""
    monkeypatch.setattr(Hiding, name, FAULTS[name])
    tables = tables_of(LEAKS, ("total", "team"))
    hiding = Hiding(tables, (FREQUENCY,))
    hiding.hide()
    faulty = files(hiding.result())

    told = Audit(faulty).told()
    assert ("team", "east", "never") in {(place.table, place.group, place.column) for place in told}
    assert attacker.found_out(faulty)

    for _, each in small_tables(range(20), YES):
        made = protect(each, (YES,))
        assert not made or judged(files(made, (YES,))) == set()


def test_hiding_is_good_before_the_audit_looks() -> None:
    """The audit is the second net, not the first: what it would have to mend is hidden already."""
    hiding = Hiding(tables_of(LEAKS, ("total", "team")), (FREQUENCY,))
    hiding.hide()

    assert Audit(files(hiding.result())).told() == []


def test_a_complement_tells_nothing() -> None:
    """20 answered and 17 said always: what 3 others said is not there to be taken away."""
    [total] = shown([*many("east", always=17, sometimes=2, never=1)], ("total",))

    assert row(total, "all")["*asked"] == 20
    assert row(total, "all")["always"] == "c"


def test_the_total_less_the_others_tells_nothing() -> None:
    """Four teams show how many said never; the fifth's 3 are not the rest of the total."""
    said = [person for n in range(4) for person in many(f"t{n}", always=10, never=8)]
    found = shown([*said, *many("small", always=10, never=3)])

    hidden = [group for group in found[1]["groups"] if row(found[1], group)["never"] == "c"]
    assert "small" in hidden
    assert len(hidden) > 1 or row(found[0], "all")["never"] == "c"
    assert attacker.found_out(found) == {}


def test_a_group_of_one_mind_is_hidden() -> None:
    """All twelve of West said never: neither the twelve nor the noughts beside it may say so."""
    _, teams = shown([*many("east", always=15, sometimes=12, never=9), *many("west", never=12)])

    assert row(teams, "west")["never"] == "c"
    assert "c" in (row(teams, "west")["always"], row(teams, "west")["sometimes"])


def test_one_worker_is_not_a_group() -> None:
    """Twelve answers of which seven are one worker's children, or that come from two workers, show nothing."""
    spread = many("east", always=12, never=9)
    one_gives_most = [one("west", "always", worker="kit" if n < 7 else None) for n in range(12)]
    two_alone = [one("west", "always", worker=("kit", "lee")[n % 2]) for n in range(12)]
    one_home = [one("west", "always", household="7 Mill Lane" if n < 7 else None) for n in range(12)]
    for few in (one_gives_most, two_alone, one_home):
        found = shown([*spread, *many("north", always=12, never=9), *few])
        assert found[1]["groups"]["west"]["statements"] == "c"
        assert set(row(found[1], "west").values()) <= {"c", 0}


def test_a_nought_is_said() -> None:
    """Nobody said never: that is worth knowing, and tells of nobody."""
    total, teams = shown([*many("east", always=12, sometimes=9), *many("west", always=8, sometimes=11)])

    assert row(total, "all")["never"] == row(teams, "east")["never"] == 0
    assert row(teams, "west")["always"] == 8


def test_several_choices_have_a_complement_each() -> None:
    """Of 20 who may choose several, 17 chose p: that 3 did not is no secret kept by showing 17."""
    said = [replace(each, answers={"several": "p" if n < 17 else "q"}) for n, each in enumerate(many("e", always=20))]

    [total] = files(protect(tables_of(said, ("total",), (SEVERAL,)), (SEVERAL,)), (SEVERAL,))

    answers = dict(zip(SEVERAL.columns, total["groups"]["all"]["answers"]["several"], strict=True))
    assert answers["p"] == answers["not p"] == "c"


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.thorough if n > 1 else ()) for n in range(40)])
def test_all_margins_together_tell_nothing(seed: int) -> None:
    """Teams, ages and teams by age, of four kinds of question, some asked only of a few."""
    chance, questions = random.Random(seed), (FREQUENCY, OFTEN, LED_TO, SEVERAL)
    said = at_random(chance, questions, chance.randrange(3, 7), 3, 40)

    made = protect(tables_of(said, ALL, questions), questions)

    assert Audit(files(made, questions)).told() == []
    assert attacker.found_out(files(made, questions)) == {}


def a_year(seed: int, months: int, teams: int) -> list[File]:
    """The total each month, the teams each quarter, with eight options: twelve months after one another."""
    chance, at = random.Random(seed), 0
    kept: list[Table] = []
    said: dict[int, list[Said]] = {}
    for month in range(1, months + 1):
        said[month] = at_random(chance, (OFTEN,), teams, 1, 24)
        new = tables_of(said[month], ("total",), (OFTEN,), month)
        if month % 3 == 0:
            quarter = [each for m in range(at + 1, month + 1) for each in said[m]]
            new += tables_of(quarter, ("team",), (OFTEN,), month, at + 1)
            at = month
        fixed = [replace(table, fixed=True) for table in kept]
        kept += protect([*fixed, *new], (OFTEN,))
    return files(kept, (OFTEN,))


def test_months_and_quarters_together_tell_nothing() -> None:
    found = a_year(7, 6, 4)

    assert {file["table"] for file in found} == {"total", "team"}
    assert Audit(found).told() == []
    assert attacker.found_out(found) == {}


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(20))
def test_a_year_of_six_teams_and_eight_answers_tells_nothing(seed: int) -> None:
    """8 × 6 × 12, every month and quarter read together."""
    found = a_year(seed, 12, 6)

    assert Audit(found).told() == []
    assert attacker.found_out(found) == {}


def test_what_is_not_finished_in_time_is_not_published() -> None:
    tables = tables_of(LEAKS, ("total", "team"))

    assert protect(tables, (FREQUENCY,), seconds=-1.0) == []


def test_whoever_judges_knows_nothing_of_how_it_was_hidden() -> None:
    """A mistake in hiding must not be the audit's too, nor the attacker's: of ours the family is all that they load."""
    judges = "tests.figures.attacker, tests.figures.betrayed, tests.figures.judge"
    script = f"import sys, {judges}, voice.figures.audit; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=True)

    ours = {name for name in done.stdout.split() if name.partition(".")[0] in ROOMS and name.count(".")}
    assert ours == {"voice.figures", "voice.figures.audit", "voice.figures.family"}


def test_files_that_contradict_themselves_protect_nobody() -> None:
    """Whoever made them made a mistake, and the audit does not pass what it cannot explain."""
    found = shown(LEAKS)
    found[0]["groups"]["all"]["answers"]["listens"][FREQUENCY.columns.index("always")] = 500

    assert Audit(found).told() != []
