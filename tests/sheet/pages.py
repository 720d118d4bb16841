"""The walk through every page of a child's, and the taking of pictures on the way."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

from surveys.loading import every_kind, library
from surveys.model import Survey, Theme
from tests.surveys.drawings import HOME
from tests.world import SURVEY, World
from voice import setting_up

THEMES = {"younger": "8-11", "older": "11-17", "leaving_care": "16-25"}


@dataclass(slots=True)
class Taker:
    """Takes pictures of the page a child stands on, in every mode and width."""

    folder: Path
    theme: str
    modes: list[str]
    widths: list[int]
    only: list[str]
    language: str
    taken: int = 0
    page: Page = field(init=False)

    async def take(self, name: str) -> None:
        if self.only and not any(each in name for each in self.only):
            return
        await self.page.wait_for_load_state()
        was = await self.page.evaluate("document.documentElement.dataset.mode")
        for width in self.widths:
            await self.page.set_viewport_size({"width": width, "height": 640 if width < 500 else 800})
            for mode in self.modes:
                await self._in(mode)
                await self.page.evaluate("scrollTo(0, 0)")
                await self.look_at(name, width, mode)
                self.taken += 1
        await self.page.emulate_media(forced_colors="none", reduced_motion="reduce")
        await self.page.evaluate("mode => { document.documentElement.dataset.mode = mode }", was)
        await self.page.set_viewport_size({"width": 320, "height": 640})

    async def look_at(self, name: str, width: int, mode: str) -> None:
        """What is done with each page in each mode and width: here a picture."""
        file = self.folder / f"{self.theme}-{mode}-{width}-{name}.png"
        await self.page.screenshot(path=file, full_page=True)

    async def _in(self, mode: str) -> None:
        await self.page.emulate_media(
            forced_colors="active" if mode == "forced" else "none",
            color_scheme="light",
            reduced_motion="reduce",
        )
        shown = "auto" if mode == "forced" else mode
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


def themed(survey: Survey, theme: str) -> Survey:
    return survey.model_copy(update={"theme": Theme(theme), "code": f"{survey.code}_{theme}"})


async def walk(taker: Taker, world: World) -> None:
    """From the front page to coming back, in this theme."""
    at, page = world.public.public_url, taker.page
    band, in_language = THEMES[taker.theme], f"?lang={taker.language}"
    page.set_default_timeout(15_000)
    await page.goto(at + "/" + in_language)
    await taker.take("01-front")
    await page.locator("#code").fill("WRONG")
    await page.locator("button.go").click()
    await taker.take("02-front-wrong")
    await page.goto(f"{at}/try{in_language}")
    await taker.take("02-try")
    await page.goto(f"{at}/try/chips{in_language}")
    await taker.choose("choice", "7")
    await taker.next()
    await taker.take("02-try-tried")
    await page.goto(f"{at}/try/voice/record{in_language}")
    await taker.take("02-try-record")
    await page.goto(at + "/nowhere")
    await taker.take("03-not-here")
    await page.goto(at + "/c/nothing")
    await taker.take("04-closed")
    await (_as_the_youngest if taker.theme == "younger" else _at_the_open_door)(taker, world, in_language)
    await _begin(taker, world, every_kind(), band, in_language)
    await _answer_every_kind(taker, at)
    await _send(taker, at)
    await _begin(taker, world, library()[SURVEY], band, in_language)
    await _about_me(taker, at)


async def _as_the_youngest(taker: Taker, world: World, in_language: str) -> None:
    """The promise in four sentences, and whom she would like to talk to."""
    page, at = taker.page, world.public.public_url
    version = await setting_up.publish(world.staff, library()["about_me_4_5"])
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", "4-7")
    await page.goto(f"{at}/c/{link}{in_language}")
    await page.locator("button.go").first.click()
    await taker.take("09-little-start")
    await page.goto(f"{at}/around")
    await taker.choose("around", "helper")
    await taker.next()
    await page.goto(f"{at}/q/6")
    await taker.choose("choice", "no")
    await taker.next()
    await taker.take("09-little-safe")


async def _at_the_open_door(taker: Taker, world: World, in_language: str) -> None:
    page, at = taker.page, world.public.public_url
    await page.goto(f"{at}/open{in_language}")
    await taker.take("09-door")
    await page.locator("main form button.go").click()
    await taker.take("09-door-start")


async def _begin(taker: Taker, world: World, survey: Survey, band: str, in_language: str) -> None:
    page, at = taker.page, world.public.public_url
    version = await setting_up.publish(world.staff, themed(survey, taker.theme))
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", band)
    await page.goto(f"{at}/c/{link}{in_language}")
    await taker.take("05-link")
    await page.locator("button.go").first.click()
    await taker.take("06-start")
    await page.locator("main form button.go").click()
    await taker.take("07-around")
    await page.locator("button.go[value=next]").click()
    await taker.take("08-around-wrong")
    await taker.choose("around", "just_me")
    await taker.next()


async def _answer_every_kind(taker: Taker, at: str) -> None:
    page = taker.page
    await taker.take("10-feelings")
    await taker.choose("choice", "sad", "mixed_up")
    await taker.take("11-feelings-chosen")
    await taker.next()
    await taker.take("12-day")
    await taker.fill(day="31", month="2", year="2027")
    await taker.next()
    await taker.take("13-day-wrong")
    await taker.fill(day="3", month="5", year="2027")
    await taker.next()
    await taker.take("14-houses")
    await taker.fill(words_worries="Bed time. It is loud.", words_good="Rex, and my nan", drawing_wishes=HOME)
    await taker.next()
    await page.goto(f"{at}/q/3")
    await taker.take("15-houses-filled")
    await taker.next()
    await taker.take("16-drawing")
    await taker.fill(drawing=HOME, words="Our house and my brother")
    await taker.next()
    await page.goto(f"{at}/q/4")
    await taker.take("17-drawing-drawn")
    await taker.next()
    await _answer_about_people(taker, at)


async def _answer_about_people(taker: Taker, at: str) -> None:
    page = taker.page
    await taker.take("18-people")
    await _people(taker)
    await taker.next()
    await page.goto(f"{at}/q/5")
    await taker.take("19-people-placed")
    await taker.next()
    await taker.take("20-helpers")
    await taker.choose("row-teacher", "more")
    await taker.choose("row-reviewer", "who")
    await taker.take("21-helpers-chosen")
    await taker.next()
    await taker.choose("choice", "not_always")
    await taker.take("22-safety")
    await taker.next()
    await taker.take("23-safe")
    await taker.next()
    await taker.take("24-sound")
    await taker.skip()
    await taker.skip()
    await taker.take("25-photo")
    await taker.skip()


async def _people(taker: Taker) -> None:
    for n, (who, near) in enumerate([("Tunde", "close"), ("Nan", "close"), ("Sam", "middle"), ("Dad", "further")], 1):
        await taker.fill(**{f"who_{n}": who})
        await taker.choose(f"near-{n}", near)


async def _send(taker: Taker, at: str) -> None:
    page = taker.page
    await taker.take("30-check")
    await page.goto(f"{at}/parents")
    await taker.take("31-parents")
    await taker.choose("parents", "ask_first")
    await taker.next()
    await taker.take("32-keep")
    code = re.sub(r"\s", "", await page.locator(".code").inner_text())
    await page.goto(f"{at}/later")
    await taker.take("33-later")
    for name in (
        "help",
        "help/advocate",
        "help/complaint",
        "who-sees",
        "stop-asking",
        "look",
        "privacy",
        "accessibility",
        "heard",
    ):
        await page.goto(f"{at}/{name}")
        await taker.take(f"34-{name.replace('/', '-')}")
    await page.goto(f"{at}/keep")
    await page.locator("button[value=send]").click()
    await taker.take("35-sent")
    await page.goto(at)
    await page.locator("#code").fill(code)
    await page.locator("button.go").click()
    await taker.take("36-mine")


async def _about_me(taker: Taker, at: str) -> None:
    for n, name in ((1, "some"), (2, "faces"), (3, "scale"), (4, "one"), (6, "words"), (11, "yes-no")):
        await taker.page.goto(f"{at}/q/{n}")
        await taker.take(f"40-{name}")
    await taker.page.goto(f"{at}/q/2")
    await taker.next()
    await taker.take("41-faces-wrong")
    await taker.page.goto(f"{at}/q/3")
    await taker.choose("choice", "7")
    await taker.take("42-scale-chosen")
