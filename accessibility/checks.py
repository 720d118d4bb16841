"""Whether what a browser measured on a page can be read, found and pressed.

`measure.js` measures in the page; here it is judged, by figures from WCAG 2.2 (contrast 1.4.3, 1.4.6 and 1.4.11,
target size 2.5.5, reflow 1.4.10); `fits.js` says by itself what is cut or lies over something else (1.4.4, 1.4.12).
They say that something cannot be seen; that it can be understood they never say.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

WORDS = 7.0  # every word on a child's page: what stands small beside a question is what she decides by
EDGES = 3.0
PRESSED = 44.0  # pixels of CSS
MEASURE, INTO_STATE, FITS = (
    (Path(__file__).parent / name).read_text() for name in ("measure.js", "state.js", "fits.js")
)

_NUMBER = re.compile(r"[\d.]+")
_WHITE = (255.0, 255.0, 255.0)

Colour = tuple[float, float, float]


def faults(measured: Mapping[str, Any]) -> list[str]:
    """Each thing on the page that somebody could not read, see or hit; empty when all is well."""
    found = {*_too_wide(measured), *_pale(measured), *_faint(measured), *_small(measured)}
    return sorted(found | {f"{where}: moves, where the device asks for stillness" for where in measured["moves"]})


def _too_wide(measured: Mapping[str, Any]) -> Iterator[str]:
    if measured["wide"] > measured["window"]:
        yield f"the page is {measured['wide']} pixels wide, the window {measured['window']}"


def _pale(measured: Mapping[str, Any]) -> Iterator[str]:
    for word in measured["words"]:
        least = min(
            contrast(_mixed(word["colour"], ground, word["faded"]), ground) for ground in grounds(word["under"])
        )
        if least < WORDS:
            yield f"{word['where']}: words of {least:.2f} to 1, not {WORDS:g}"


def _faint(measured: Mapping[str, Any]) -> Iterator[str]:
    """An edge is enough where any of what bounds the thing, its line or its filling, stands out."""
    for edge in measured["edges"]:
        least = min(
            max(contrast(_mixed(line, ground), ground) for line in edge["lines"]) for ground in grounds(edge["under"])
        )
        if least < EDGES:
            yield f"{edge['where']}: an edge of {least:.2f} to 1, not {EDGES:g}"


def _small(measured: Mapping[str, Any]) -> Iterator[str]:
    """A link within a sentence is as high as its line, and may be."""
    for target in measured["targets"]:
        across, down = target["width"], target["height"]
        if min(across, down) < PRESSED - 0.1 and not target["in_a_sentence"]:
            yield f"{target['where']}: {across:.0f} by {down:.0f} to press, not {PRESSED:g}"


def grounds(under: Iterable[Mapping[str, Any]]) -> list[Colour]:
    """Every colour that may lie there: one, or where a gradient runs, each that it runs through."""
    found = [_WHITE]
    for layer in reversed(list(under)):
        found = [_mixed(layer["plain"], ground) for ground in found]
        found += [_mixed(colour, ground) for colour in layer["runs"] for ground in found]
        found = list(dict.fromkeys(found))
    return found


def contrast(one: Colour, other: Colour) -> float:
    """From 1, the same, to 21, black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(written: str, ground: Colour, faded: float = 1.0) -> Colour:
    """A colour as the browser writes it, laid over another."""
    *parts, alpha = _parts(written)
    cover = alpha * faded
    red, green, blue = (part * cover + below * (1 - cover) for part, below in zip(parts, ground, strict=True))
    return red, green, blue


@cache
def _parts(written: str) -> tuple[float, float, float, float]:
    """Red, green, blue and how much it covers. Raises ValueError for a way of writing nobody has taught us."""
    numbers = [float(each) for each in _NUMBER.findall(written)]
    if not written.startswith("rgb") or len(numbers) not in (3, 4):
        raise ValueError(f"not a colour that can be measured: {written}")
    red, green, blue, *alpha = numbers
    return red, green, blue, alpha[0] if alpha else 1.0
