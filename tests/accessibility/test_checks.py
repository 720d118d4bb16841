"""What is judged too pale, too faint, too small or too wide, and what is let be."""

from typing import Any

import pytest

from accessibility.checks import contrast, faults, grounds

BLACK, WHITE, CLEAR = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"
GREY = "rgb(118, 118, 118)"  # 4.54 to 1 on white
PAPER = [{"plain": WHITE, "runs": []}]


def page(**parts: Any) -> dict[str, Any]:
    return {"window": 320, "wide": 320, "words": [], "targets": [], "edges": [], "moves": [], **parts}


def word(colour: str, under: list[dict[str, Any]] = PAPER, faded: float = 1.0) -> dict[str, Any]:
    return {"where": "main > p", "colour": colour, "under": under, "faded": faded}


def target(width: float, height: float, *, in_a_sentence: bool = False) -> dict[str, Any]:
    return {"where": "p > a", "width": width, "height": height, "in_a_sentence": in_a_sentence}


def edge(*lines: str) -> dict[str, Any]:
    return {"where": "div > label.choice", "lines": list(lines), "under": PAPER}


def test_contrast_as_the_standard_counts_it() -> None:
    """Black on white is 21, a colour on itself is 1, and the order does not matter."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_nothing_to_find() -> None:
    """Black words, large buttons, dark edges, no wider than the window."""
    fine = page(words=[word(BLACK)], targets=[target(44, 44)], edges=[edge("rgb(80, 80, 80)")])

    assert faults(fine) == []


@pytest.mark.parametrize(
    "found",
    [
        word(GREY),
        word(BLACK, [{"plain": "rgb(90, 90, 90)", "runs": []}]),
        word(BLACK, faded=0.5),
        word("rgba(0, 0, 0, 0.5)"),
        word(BLACK, [{"plain": CLEAR, "runs": [BLACK, CLEAR]}, *PAPER]),
    ],
    ids=["pale", "on dark", "faded", "thin", "where a gradient is dark"],
)
def test_words_that_cannot_be_read(found: dict[str, Any]) -> None:
    assert "words of" in "".join(faults(page(words=[found])))


@pytest.mark.parametrize("box", [(30, 60), (60, 30), (43, 43)])
def test_a_button_that_a_thumb_would_miss(box: tuple[int, int]) -> None:
    assert "to press" in "".join(faults(page(targets=[target(*box)])))


def test_a_link_in_a_sentence_is_as_high_as_its_line() -> None:
    assert faults(page(targets=[target(60, 20, in_a_sentence=True)])) == []


def test_an_edge_nobody_sees() -> None:
    """A pale line is a fault, unless what it surrounds is dark."""
    pale = "rgb(220, 220, 220)"

    assert "an edge of" in "".join(faults(page(edges=[edge(pale)])))
    assert faults(page(edges=[edge(pale, BLACK)])) == []


def test_a_page_that_must_be_pushed_sideways() -> None:
    assert faults(page(wide=321)) == ["the page is 321 pixels wide, the window 320"]


def test_what_lies_beneath_shows_through() -> None:
    """Half of black over white is grey; where nothing is painted the browser's own paper is white."""
    assert grounds([{"plain": "rgba(0, 0, 0, 0.5)", "runs": []}, *PAPER]) == [(127.5, 127.5, 127.5)]
    assert grounds([]) == [(255, 255, 255)]


def test_a_colour_nobody_taught_us_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="color"):
        faults(page(words=[word("color(srgb 1 1 1)")]))


def test_what_moves_where_stillness_is_asked_for() -> None:
    assert faults(page(moves=["form > button.go"])) == ["form > button.go: moves, where the device asks for stillness"]
