"""The walk through every page of a child's; each is taken where she stands on it."""

import re

from surveys.loading import every_kind, library
from surveys.model import Survey, Theme
from tests.sheet.coming_back import come_back
from tests.sheet.taking import Taker
from tests.surveys.drawings import HOME
from tests.world import SURVEY, World
from voice import setting_up
from voice.model import HandedOver

THEMES = {"younger": "8-11", "older": "11-17", "leaving_care": "16-25"}


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
    await come_back(taker, world, at)
    await _on_anothers_screen(taker, world, band, in_language)
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


async def _on_anothers_screen(taker: Taker, world: World, band: str, in_language: str) -> None:
    """A tablet that an adult has handed over: she has the page with her code to herself, and nothing stays on it."""
    page, at = taker.page, world.public.public_url
    screen = HandedOver.ON_THIS_SCREEN.value
    version = await setting_up.publish(world.staff, themed(every_kind(), taker.theme))
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", band, handed_over=screen)
    await page.goto(f"{at}/c/{link}{in_language}")
    await page.locator("button.go").first.click()
    await page.goto(f"{at}/around")
    await taker.choose("around", "helper")
    await taker.next()
    if band != "4-7":
        await page.goto(f"{at}/keep")
        await taker.take("39-their-turn")
        await page.locator("button[value=mine]").click()
        await taker.take("39-their-turn-code")
    await page.goto(f"{at}/keep")
    await page.locator("button[value=in_person]").click()
    await page.locator("button[value=send_no_code]").click()
    await taker.take("39-their-turn-sent")


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
    await page.locator("button[value=record]").click()
    await taker.take("24-sound-record")
    await page.go_back()
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
        "help/person",
        "not-me",
        "not-my-file",
        "elsewhere",
        "not-this-person",
    ):
        await page.goto(f"{at}/{name}")
        await taker.take(f"34-{name.replace('/', '-')}")
    await page.goto(f"{at}/keep")
    await page.locator("button[value=send]").click()
    await taker.take("35-sent")
    await page.goto(at)
    await page.locator("#code").fill(code)
    await page.locator("button.go").click()


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
