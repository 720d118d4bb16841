"""What cannot be read, found or pressed on the page that a person stands on: measured by us, then by axe."""

from dataclasses import dataclass, field

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page

from accessibility.checks import FITS, INTO_STATE, MEASURE, faults
from tests.sheet.taking import Taker

THEMES = ("younger", "older", "leaving_care")
MODES = ("light", "dark", "contrast")


async def measured_on(page: Page) -> list[str]:
    """Each fault with where it is, told by tag and class."""
    await page.wait_for_load_state()
    return faults(await page.evaluate(MEASURE)) + await fits_on(page)


async def fits_on(page: Page) -> list[str]:
    """What is cut, runs out of its box or lies over something else."""
    found: list[str] = await page.evaluate(FITS)
    return found


async def in_state(page: Page, state: str) -> list[str]:
    """The same with everything that can be pressed hovered over, focused or pressed at once."""
    assert await page.evaluate(INTO_STATE, state), f"nothing on this page looks another when it is {state}"
    return await measured_on(page)


async def faults_on(page: Page) -> list[str]:
    """What we measure and what axe finds, which takes it three times as long."""
    found = await measured_on(page)
    looked = await Axe().run(page)
    return found + [f"axe: {each['id']} at {each['nodes'][0]['target']}" for each in looked.response["violations"]]


@dataclass(slots=True)
class Measurer(Taker):
    """Measures every page of the walk where the sheet takes its picture.

    axe looks once at each width: by day on a phone, by night at a desk. What it says of colours is measured anyway.
    """

    found: dict[str, list[str]] = field(default_factory=dict)

    async def look_at(self, name: str, width: int, mode: str) -> None:
        looked_at = mode == ("light" if width < 500 else "dark")
        if found := await (faults_on if looked_at else measured_on)(self.page):
            self.found[f"{self.theme}-{self.language}-{mode}-{width}-{name}"] = found
