"""Nothing is cut and nothing lies over anything else, with large letters, wide spacing and longer words (R56, R57).

Every page of the walk at 320 pixels and at a desk: as it is, with letters of twice the size (WCAG 1.4.4), and with the
spacing of WCAG 1.4.12. In the languages that nobody speaks every text is longer than in any that somebody does.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.measuring import fits_on
from tests.browser.test_seeing import DESK, PHONE, on_a_phone, world
from tests.sheet.pages import walk
from tests.sheet.taking import Taker
from tests.world import World

__all__ = ["world"]

WAYS = {
    "as it is": "",
    "twice as large": "html[data-theme] {{ font-size: {twice}px !important; }}",
    "spaced": "* {{ line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }}"
    "p, li, dd, dt {{ margin-block-end: 2em !important; }}",
}
WEAR = "style => (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(style)"
SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
WIDE = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
WALKS = [
    ("younger", "en"),
    *(
        pytest.param(*each, marks=pytest.mark.thorough)
        for each in (("older", "ar"), ("older", "en-XA"), ("younger", "ar-XB"), ("leaving_care", "en-simple"))
    ),
]


@dataclass(slots=True)
class Fitter(Taker):
    """Looks whether every page of the walk has room for its words, in each way of showing them."""

    found: dict[str, list[str]] = field(default_factory=dict)

    async def look_at(self, name: str, width: int, mode: str) -> None:
        twice = 2 * await self.page.evaluate(SIZE)
        for way, style in WAYS.items():
            await self.page.evaluate(WEAR, style.format(twice=twice))
            found, wide = await fits_on(self.page), await self.page.evaluate(WIDE)
            if found or wide > width:
                self.found[f"{name}, {width} pixels, {way}"] = [*found, f"{wide} pixels wide"]
        await self.page.evaluate(WEAR, "")


@pytest.mark.parametrize(("theme", "language"), WALKS)
async def test_every_word_has_room(browser: Browser, world: World, tmp_path: Path, theme: str, language: str) -> None:
    """From the front page to what she adds when she has come back."""
    fitter = Fitter(tmp_path, theme, ["light"], [PHONE, DESK], [], language)
    fitter.page = await on_a_phone(browser)
    await walk(fitter, world)
    await fitter.page.context.close()

    assert fitter.taken > 130
    assert fitter.found == {}
