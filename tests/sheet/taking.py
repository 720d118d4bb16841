"""The taking of a picture of the page a child stands on, in every mode and width."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

FORCED = {"forced": "light", "forced_dark": "dark"}  # the device's own colours, by day and by night
PAPER = "paper"


@dataclass(slots=True)
class Taker:
    """Takes pictures of the page a child stands on, in every mode and width."""

    folder: Path
    theme: str
    modes: list[str]
    widths: list[int]
    only: list[str]
    language: str
    heights: dict[int, int] = field(default_factory=dict)  # of these widths, in place of a phone's or a desk's
    taken: int = 0
    page: Page = field(init=False)

    async def take(self, name: str) -> None:
        if self.only and not any(each in name for each in self.only):
            return
        await self.page.wait_for_load_state()
        was = await self.page.evaluate("document.documentElement.dataset.mode")
        for width in self.widths:
            height = self.heights.get(width, 640 if width < 500 else 800)
            await self.page.set_viewport_size({"width": width, "height": height})
            for mode in self.modes:
                await self._in(mode)
                await self.page.evaluate("scrollTo(0, 0)")
                await self.look_at(name, width, mode)
                self.taken += 1
        await self.page.emulate_media(
            media="screen", forced_colors="none", color_scheme="light", reduced_motion="reduce"
        )
        await self.page.evaluate("mode => { document.documentElement.dataset.mode = mode }", was)
        await self.page.set_viewport_size({"width": 320, "height": 640})

    async def look_at(self, name: str, width: int, mode: str) -> None:
        """What is done with each page in each mode and width: here a picture."""
        file = self.folder / f"{self.theme}-{mode}-{width}-{name}.png"
        await self.page.screenshot(path=file, full_page=True)

    async def _in(self, mode: str) -> None:
        await self.page.emulate_media(
            media="print" if mode == PAPER else "screen",
            forced_colors="active" if mode in FORCED else "none",
            color_scheme=FORCED.get(mode, "light"),  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        shown = "auto" if mode in (*FORCED, PAPER) else mode
        await self.page.evaluate("mode => { document.documentElement.dataset.mode = mode }", shown)

    async def press(self, name: str, role: str = "button") -> None:
        await self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    async def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            at = self.page.locator(f"[name={name.replace('_', '-')}]").first
            if await at.get_attribute("type") == "hidden":
                await at.evaluate("(field, value) => { field.value = value }", value)
            else:
                await at.fill(value)

    async def choose(self, name: str, *values: str) -> None:
        for value in values:
            at = self.page.locator(f'[name="{name}"][value="{value}"]')
            if not await at.is_checked():
                await at.evaluate("field => field.click()")

    async def next(self) -> None:
        await self.page.locator("button.go[value=next]").first.click()
        await come(self.page)

    async def skip(self) -> None:
        await self.page.locator("button[value=skip]").click()
        await come(self.page)


async def come(page: Page) -> None:
    """The next question has come, into the page or instead of it, and its scripts with it."""
    await page.locator("[aria-busy], [data-coming]").first.wait_for(state="detached")
