"""The arithmetic around a figure, against values worked out by hand or printed in books."""

from collections import Counter

import pytest

from voice.figures.columns import Counted
from voice.figures.hiding import few_behind, is_small, may_show_share, unanimous
from voice.figures.rounding import above_authority, half_up, interval, per_cent, unreliable

LISTENS = Counted("listens", ("always", "never"), multiple=False, always=True, ordered=False)
LIKES = Counted("likes", ("p", "q"), multiple=True, always=True, ordered=False)


@pytest.mark.parametrize(("number", "small"), [(0, False), (1, True), (5, True), (6, False)])
def test_one_to_five_are_small(number: int, small: bool) -> None:
    assert is_small(number) is small


@pytest.mark.parametrize(("number", "whole"), [(0.5, 1), (1.5, 2), (2.5, 3), (2.4, 2)])
def test_half_is_rounded_up(number: float, whole: int) -> None:
    """Python would take 2.5 to 2."""
    assert half_up(number) == whole


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (4, "k"), (5, 10), (14, 10), (15, 20), (1004, 1000)])
def test_above_an_authority_tens_are_shown(number: int, shown: int | str) -> None:
    assert above_authority(number) == shown


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0, 28), (10, 10, 72, 100), (5, 10, 24, 76), (1, 10, 2, 40), (50, 100, 40, 60)],
)
def test_wilsons_interval(part: int, whole: int, low: int, high: int) -> None:
    """As in the tables of Newcombe (1998), method 3."""
    assert interval(part, whole) == (low, high)


def test_shares() -> None:
    assert per_cent(1, 8) == 13  # 12.5
    assert unreliable(5, 10)
    assert not unreliable(50, 100)
    assert may_show_share(10, hides_something=False)
    assert not may_show_share(9, hides_something=False)
    assert not may_show_share(500, hides_something=True)


@pytest.mark.parametrize(
    ("given", "few"), [([1, 1, 1], False), ([2, 2], True), ([3, 2, 1], False), ([4, 2, 1], True), ([9], True)]
)
def test_three_behind_and_none_giving_over_half(given: list[int], few: bool) -> None:
    assert few_behind(Counter(dict(enumerate(given)))) is few


def test_a_group_of_one_mind() -> None:
    """Everybody said never: the twelve and the nought both say so. Some left it out: that changes nothing."""
    row = {"*asked": 14, "*none": 2, "always": 0, "never": 12}
    assert unanimous(LISTENS, row) == ["always", "never"]
    assert unanimous(LISTENS, {**row, "always": 1, "never": 11}) == []
    assert unanimous(LISTENS, {"*asked": 4, "*none": 4, "always": 0, "never": 0}) == []


def test_nobody_choosing_is_not_of_one_mind() -> None:
    row = {"*asked": 9, "*none": 0, "p": 9, "not p": 0, "q": 0, "not q": 9}

    assert unanimous(LIKES, row) == ["p", "not p"]
