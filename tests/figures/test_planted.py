"""Each protection of the figures is broken on purpose, and somebody who knows nothing of how it works finds out."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.figures import attacker
from tests.figures.betrayed import betrayed
from tests.figures.invented import FREQUENCY, YES, Said, at_random, many, one, tables_of
from tests.figures.test_protecting import MOST, SEVERAL, File, audit_and_brute_force_agree, files, judged
from voice.figures import audit, suppression, tables
from voice.figures.audit import Audit
from voice.figures.columns import Counted
from voice.figures.protecting import protect
from voice.figures.suppression import Equation, Hiding

Plant = Callable[[pytest.MonkeyPatch], None]
NAMES = ("total", "team")


def hidden_alone(said: Sequence[Said], question: Counted) -> list[File]:
    """What hiding makes of it, before the audit has looked."""
    hiding = Hiding(tables_of(said, NAMES, (question,)), (question,))
    hiding.hide()
    return files(hiding.result(), (question,))


def worked_out(found: Sequence[File]) -> set[Any]:
    """What the attacker and the audit find, each by itself."""
    by_hand = set(attacker.found_out(found))
    by_audit = set(Audit(found).told())
    return {("attacker", each) for each in by_hand} | {("audit", each) for each in by_audit}


def a_five_is_shown(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(suppression, "is_small", lambda number: 1 <= number < 5)


def nobody_looks_who_is_behind(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(tables, "few_behind", lambda *_: False)


def one_mind_is_no_secret(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(suppression, "unanimous", lambda *_: [])


SHOWS = {
    "threshold": (a_five_is_shown, [*many("e", always=9, never=5), *many("w", always=9, never=8)], "small"),
    "dominance": (
        nobody_looks_who_is_behind,
        [*many("e", always=12, never=9), *(one("w", "always", worker="kit" if n < 7 else None) for n in range(12))],
        "few behind",
    ),
    "two homes": (
        nobody_looks_who_is_behind,
        [
            *many("e", always=12, never=9),
            *(one("w", ("always", "never")[n // 10], household=f"home {n % 2}") for n in range(20)),
        ],
        "few behind",
    ),
    "one mind": (one_mind_is_no_secret, [*many("e", always=15, never=9), *many("w", never=12)], "of one mind"),
}


@pytest.mark.parametrize("name", SHOWS)
def test_what_is_shown_and_should_not_be_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wrong as it is; with the fault planted the wrong number is named by what is wrong with it."""
    plant, said, what = SHOWS[name]
    assert betrayed(files(protect(tables_of(said, NAMES), (FREQUENCY,))), said, "listens") == {}

    plant(monkeypatch)

    assert what in betrayed(files(protect(tables_of(said, NAMES), (FREQUENCY,))), said, "listens")


def without(drop: Callable[[Equation], bool]) -> Plant:
    """Hiding that does not know these equations."""
    kept = Hiding._all_equations

    def some(hiding: Hiding) -> Iterable[Equation]:
        return [each for each in kept(hiding) if not drop(each)]

    return lambda plant: plant.setattr(Hiding, "_all_equations", some)


def is_row(each: Equation) -> bool:
    return len({cell.group for cell in each.cells}) == 1 and len({cell.table for cell in each.cells}) == 1


def nothing_more(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(Hiding, "_settle", lambda _, *, bases: None)


GIVES_AWAY = {
    "complement": (without(is_row), [*many("e", always=17, never=3), *many("w", always=16, never=9)]),
    "differencing": (
        without(lambda each: not is_row(each)),
        [*(person for n in range(4) for person in many(f"t{n}", always=10, never=8)), *many("s", always=10, never=3)],
    ),
    "secondary": (nothing_more, [*many("e", always=17, never=3), *many("w", always=16, never=9)]),
}


@pytest.mark.parametrize("name", GIVES_AWAY)
def test_what_can_be_worked_out_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the attacker and by the audit, each for itself; and because the audit finds it, it is not published so."""
    plant, said = GIVES_AWAY[name]
    assert worked_out(hidden_alone(said, FREQUENCY)) == set()

    plant(monkeypatch)

    assert {who for who, _ in worked_out(hidden_alone(said, FREQUENCY))} == {"attacker", "audit"}
    assert worked_out(files(protect(tables_of(said, NAMES), (FREQUENCY,)))) == set()


def test_the_other_choices_of_a_question_with_several_give_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """That 3 did not choose p stands in no number; where only choices are looked at, 17 of 20 says it."""
    said = [replace(each, answers={"several": "p" if n < 17 else "q"}) for n, each in enumerate(many("e", always=20))]
    assert (
        betrayed(files(protect(tables_of(said, ("total",), (SEVERAL,)), (SEVERAL,)), (SEVERAL,)), said, "several") == {}
    )

    monkeypatch.setattr(suppression, "is_small", lambda _: False)

    shown = files(protect(tables_of(said, ("total",), (SEVERAL,)), (SEVERAL,)), (SEVERAL,))
    assert ("total", "all", "not p") in betrayed(shown, said, "several")["small"]


AUDITS = {
    "thinks two apart is wide": lambda plant: plant.setattr(audit, "WIDE", 2),
    "knows no margins": lambda plant: plant.setattr(Audit, "_groups_add_up", lambda *_: ()),
    "knows no rows": lambda plant: plant.setattr(audit, "_answers_add_up", lambda _: ()),
}


@pytest.mark.parametrize("name", AUDITS)
def test_a_fault_in_the_audit_is_found_by_brute_force(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who tries out every table there could be does not agree with it any more."""
    AUDITS[name](monkeypatch)

    with pytest.raises(AssertionError):
        audit_and_brute_force_agree(range(40), YES)


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.thorough if n > 5 else ()) for n in range(120)])
def test_nothing_shown_betrays_anybody(seed: int) -> None:
    """Any invented answers: what is shown may be, and what is hidden brute force does not find where it can try."""
    chance = random.Random(seed)
    question = FREQUENCY if seed % 2 else YES
    said = at_random(chance, (question,), chance.randrange(2, 6), 1, chance.choice((6, 7, 30, 60)))

    found = files(protect(tables_of(said, NAMES, (question,)), (question,)), (question,))

    assert betrayed(found, said, "listens") == {}
    assert attacker.found_out(found) == {}
    if found and 10 <= len(said) <= MOST and question is YES:
        assert judged(found) == set()


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(12))
def test_nothing_shown_betrays_anybody_in_the_largest(seed: int) -> None:
    """8 answers × 6 teams × 12 months: each month by itself and its teams, nobody's number too small or too few."""
    chance = random.Random(seed)
    eight = replace(FREQUENCY, choices=tuple("abcdefgh"))
    for month in range(1, 13):
        said = at_random(chance, (eight,), 6, 1, 40)
        found = files(protect(tables_of(said, NAMES, (eight,), month), (eight,)), (eight,))
        assert betrayed(found, said, "listens") == {}
