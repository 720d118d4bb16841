"""A child's drawing as text: short enough for a draft, strict enough to be shown to anybody.

Strokes are parted by dots. A stroke is a letter for its colour, a digit for its pen, then pairs: the first is where
it starts, in two characters for each of x and y, the others are the way to the next point, one character for each. A
character stands for 0 to 63; a step is that less 32. The paper is 400 by 300. So `r200120zz` would be a red line.

Nothing else is a drawing: whatever has another character, goes off the paper or names no colour is refused whole.
What is shown is built from these numbers by `drawn`; no text of a child's ever gets into a picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from i18n.marks import N_
from surveys.given import NotAnAnswer

WIDTH, HEIGHT = 400, 300
LONGEST = 9_000  # characters: some 4,000 points, an hour of a patient child
SIXTY_FOUR = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
HALF = 32

COLOURS: dict[str, tuple[str, str]] = {
    "k": (N_("Black"), "#1d1d1f"),
    "a": (N_("Grey"), "#7b7f87"),
    "w": (N_("White"), "#ffffff"),
    "r": (N_("Red"), "#d62828"),
    "o": (N_("Orange"), "#f3722c"),
    "y": (N_("Yellow"), "#f9c80e"),
    "g": (N_("Green"), "#2a9d4a"),
    "b": (N_("Blue"), "#2667c9"),
    "v": (N_("Purple"), "#7b2cbf"),
    "p": (N_("Pink"), "#f28cb1"),
    "n": (N_("Dark brown"), "#6b4226"),
    "t": (N_("Light brown"), "#d9a066"),
}
PENS: dict[str, tuple[str, int]] = {"1": (N_("Thin"), 3), "2": (N_("Middle"), 7), "3": (N_("Thick"), 16)}

_VALUE = {character: value for value, character in enumerate(SIXTY_FOUR)}


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line: a colour's letter, a pen's digit, and the points it goes through."""

    colour: str
    pen: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing on a page: the picture, made of numbers alone, and what can be said of it in words."""

    svg: Markup
    lines: int
    colours: list[str]  # their names, in the order they were first used


def read_drawing(written: str) -> str:
    """The drawing as it came, if it is one; raises NotAnAnswer. Blank text is no drawing and comes back empty."""
    if len(written) > LONGEST:
        raise NotAnAnswer("too_big")
    return written if strokes_of(written) else ""


def strokes_of(written: str) -> tuple[Stroke, ...]:
    """The strokes of a drawing; raises NotAnAnswer('unreadable') for anything else."""
    return tuple(_stroke(each) for each in written.split(".")) if written.strip() else ()


def _stroke(written: str) -> Stroke:
    colour, pen, steps = written[:1], written[1:2], written[2:]
    if colour not in COLOURS or pen not in PENS or len(steps) < 4 or len(steps) % 2:
        raise NotAnAnswer("unreadable")
    return Stroke(colour, pen, tuple(_points(steps)))


def _points(steps: str) -> Iterator[tuple[int, int]]:
    try:
        values = [_VALUE[character] for character in steps]
    except KeyError:
        raise NotAnAnswer("unreadable") from None
    x, y = values[0] * 64 + values[1], values[2] * 64 + values[3]
    for dx, dy in [(HALF, HALF), *zip(values[4::2], values[5::2], strict=True)]:
        x, y = x + dx - HALF, y + dy - HALF
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            raise NotAnAnswer("unreadable")
        yield x, y


def drawn(written: str) -> Drawn | None:
    """The drawing for a page; None for what is none, so that one answer never hides the others beside it."""
    try:
        strokes = strokes_of(written)
    except NotAnAnswer:
        return None
    colours = dict.fromkeys(stroke.colour for stroke in strokes)
    return Drawn(_svg(strokes), len(strokes), [COLOURS[each][0] for each in colours])


def _svg(strokes: tuple[Stroke, ...]) -> Markup:
    return Markup(
        '<svg class="drawing" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="100%" fill="#ffffff"/>{}</svg>'
    ).format(WIDTH, HEIGHT, Markup().join(_path(stroke) for stroke in strokes))


def _path(stroke: Stroke) -> Markup:
    (x, y), rest = stroke.points[0], stroke.points[1:]
    way = f"M{x} {y}" + ("".join(f"L{x} {y}" for x, y in rest) or "h0")
    shape = '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"/>'
    return Markup(shape).format(way, COLOURS[stroke.colour][1], PENS[stroke.pen][1])  # noqa: S704 - numbers of ours
