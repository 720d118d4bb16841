"""Help from every page, and the page as she likes it (R8)."""

import asyncio
import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.errors import StoreBusy
from storage.store import Store
from storage.tables import asked_for, outbox
from tests.web.browser import Browser, went
from tests.web.looking import count, rows
from tests.world import World

LOOK = {"lang": "en", "theme_mode": "dark", "size": "large", "spacing": "wide"}


@pytest.mark.parametrize("path", ["/", "/start", "/around", "/q/1", "/q/8", "/check", "/parents", "/keep", "/nothing"])
async def test_help_is_on_every_page(visiting: Browser, path: str) -> None:
    """One press away from wherever she is, and so is Exit."""
    page = (await visiting.open(path)).text

    assert 'href="/help"' in page or 'value="help"' in page
    assert page.count('href="/exit"') >= 2  # the button, and the keyboard's first link


async def test_help_names_numbers_to_ring_now(visiting: Browser) -> None:
    """999, Childline and the authority's own, with or without a visit."""
    for browser in (visiting, visiting.another()):
        page = (await browser.open("/help")).text
        assert all(number in page for number in ("999", "0800 1111", "01632 960100"))


@pytest.mark.parametrize("kind", ["advocate", "complaint"])
async def test_asking_is_kept_and_said_so(visiting: Browser, world: World, kind: str) -> None:
    """What she asks is with whoever must answer it, and she is told that it went."""
    response = await visiting.fill(f"/help/{kind}", words="please come")

    assert "Sent. Thank you." in response.text
    assert [row["kind"] for row in await rows(world, asked_for)] == [kind]
    assert [row["kind"] for row in await rows(world, outbox)] == [f"asked_for.{kind}"]


@pytest.mark.parametrize("kind", ["advocate", "complaint"])
async def test_asking_twice_is_asking_once(each_world: World, kind: str) -> None:
    """The same words pressed twice, at once or after a reload, are one request; other words are another."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    await amara.open(f"/help/{kind}")

    await asyncio.gather(*(amara.press(words="please come") for _ in range(2)))
    await amara.press(words="please come")
    assert await count(each_world, asked_for) == 1

    await amara.press(words="and soon")
    assert await count(each_world, asked_for) == 2


async def test_without_a_visit_nothing_is_taken(amara: Browser, world: World) -> None:
    """Nobody knows who asks: the form is refused, and nothing is kept that nobody could answer."""
    assert "<form" not in (await amara.open("/help/complaint")).text

    await amara.open("/")
    assert (await amara.press("/help/complaint", words="please come")).status_code == 403
    assert await count(world, asked_for) == 0


async def test_the_look_she_chose_is_on_every_page(visiting: Browser) -> None:
    """Dark, large and wide, on the next page and after sending."""
    await visiting.answer(1, "draw")

    assert went(await visiting.fill("/look", **LOOK)) == "/q/2"
    await visiting.send()

    for path in ("/sent", "/help"):
        page = (await visiting.open(path)).text
        assert 'data-mode="dark" data-size="large" data-spacing="wide"' in page


async def test_a_look_we_do_not_offer_changes_nothing(visiting: Browser) -> None:
    """Whatever the form says, only what is on the page can be chosen, and nowhere else does it lead."""
    response = await visiting.fill(
        "/look", lang="xx", theme_mode='"><script>', size="huge", spacing="", back="https://elsewhere.test"
    )

    assert went(response) == "/q/1"
    page = (await visiting.open("/q/1")).text
    assert 'data-mode="auto" data-size="normal" data-spacing="normal"' in page


async def test_the_language_without_a_visit(amara: Browser) -> None:
    """Before she has begun, the language is in the address, and only one we speak."""
    assert went(await amara.fill("/look", lang="ar")) == "/?lang=ar"
    assert went(await amara.fill("/look", lang="//elsewhere.test")) == "/"
    assert 'lang="ar" dir="rtl"' in (await amara.open("/?lang=ar")).text


ADDRESS = re.compile(r' (?:href|action)="(/(?!static/|exit)[^"]*|[?][^"]*)"')


async def test_before_her_link_is_begun_the_address_remembers(amara: Browser, world: World) -> None:
    """Help, who sees this and the look lie beside her link, in her language and the look of her age, and lead back."""
    link = f"/c/{await world.link()}"
    (await amara.open(f"{link}?lang=ar&mode=dark")).raise_for_status()
    led_to = {unescape(each) for each in ADDRESS.findall(amara.page.text if amara.page else "")}
    beside = {f"{link}{each}?lang=ar&mode=dark" for each in ("/help", "/who-sees", "/look")}
    assert beside <= led_to
    assert all("mode=dark" in each and "lang=" in each for each in led_to), led_to

    for each in beside:
        page = (await amara.open(each)).text
        assert '<html lang="ar" dir="rtl" data-theme="younger" data-mode="dark"' in page, each
        assert f'href="{link}?lang=ar&amp;mode=dark"' in page  # back to where she was, and not to the front page
    asked_for_more = await amara.fill(f"{link}/look?lang=ar&mode=dark", lang="ar", theme_mode="auto", size="largest")
    assert went(asked_for_more) == f"{link}?lang=ar&size=largest"

    await amara.fill(went(asked_for_more))
    assert (
        '<html lang="ar" dir="rtl" data-theme="younger" data-mode="auto" data-size="largest"'
        in (await amara.open("/start")).text
    )


async def test_beside_a_link_the_last_child_is_not_there(amara: Browser, world: World) -> None:
    """On a tablet that another child left: who opens a link sees nothing of hers, and changes nothing of hers."""
    await amara.begin(await world.link())
    await amara.fill("/look", **LOOK)
    link = f"/c/{await world.link(world.noor)}"

    for each in ("/help", "/who-sees", "/look"):
        page = (await amara.open(link + each)).text
        assert 'data-mode="auto"' in page, each
        assert "Sam " not in page, each  # whom the other child is promised
    changed = await amara.fill(f"{link}/look", lang="en", theme_mode="contrast")
    assert went(changed) == f"{link}?lang=en&mode=contrast"
    assert 'data-mode="dark"' in (await amara.open("/q/1")).text


async def test_beside_a_closed_link_there_is_help(amara: Browser) -> None:
    """Whatever became of it, and as beside one that never was; it leads nowhere else than help always does."""
    assert (await amara.open("/c/never-was/help")).text.replace("/c/never-was", "/") == (await amara.open("/help")).text


async def test_who_came_back_changes_how_her_page_looks(visiting: Browser) -> None:
    """In the language in which she sent, and back to her page."""
    await visiting.fill("/look", lang="ar")
    code = await visiting.code()
    await visiting.send()
    amara = visiting.another()
    await amara.fill("/", code=code)

    assert 'lang="ar" dir="rtl" data-theme="younger"' in (await amara.open("/look")).text
    changed = went(await amara.press(None, lang="en-simple", theme_mode="dark"))
    assert changed == "/mine?lang=en-simple&mode=dark"
    page = (await amara.open(changed)).text
    assert 'data-mode="dark"' in page
    assert 'href="/help?lang=en-simple&amp;mode=dark"' in page


async def test_alive_and_ready(amara: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready means that a row can be written: a database that takes none is not ready, and says no more than that."""
    assert (await amara.open("/healthz")).text == "alive"
    assert (await amara.open("/readyz")).text == "ready"

    async def full(*_: object) -> bool:
        raise StoreBusy("Biscuit")

    monkeypatch.setattr(Store, "write", full)
    response = await amara.open("/readyz")
    assert (response.status_code, response.text) == (503, "not ready: StoreBusy")


async def test_a_broken_visit_does_not_break_the_way_to_help(world: World, app: Starlette) -> None:
    """Her cookie is from before the keys were changed: the help page still opens."""
    amara = await Browser(app).begin(await world.link())
    elsewhere = replace(world.public, keys=replace(world.public.keys, intake_secret=b"x" * 32))
    after = Browser(public(elsewhere))
    after.http.cookies = amara.http.cookies

    assert (await after.open("/help")).status_code == 200
    assert went(await after.open("/q/1")) == "/"


WHERE_SHE_GOES = (
    "/help/complaint",
    "/help/advocate",
    "/help",
    "/stop-asking",
    "/not-this-person",
    "/who-sees",
    "/privacy",
)


async def test_what_her_page_leads_to_speaks_and_looks_like_it(amara: Browser, world: World) -> None:
    """She sent in Arabic, in the look of her age; the browser she came back with is somebody's, in English (R16)."""
    await amara.fill(f"/c/{await world.link()}?lang=ar")
    await amara.fill("/start")
    await amara.fill("/around", around="just_me", helper="nobody")
    code = await amara.code()
    await amara.send()
    back = amara.another()
    await back.fill("/", code=code)

    for address in ("/mine", *WHERE_SHE_GOES):
        assert '<html lang="ar" dir="rtl" data-theme="younger"' in (await back.open(address)).text, address


async def test_a_child_who_came_back_can_complain(visiting: Browser, world: World) -> None:
    """Her page links there, and her code says who she is: she needs no new link. Pressed twice it is one complaint."""
    code = await visiting.code()
    await visiting.send()
    amara = visiting.another()
    await amara.fill("/", code=code)

    for _ in range(2):
        sent = await amara.fill("/help/complaint", words="nobody rang me")

    assert "person in charge of complaints" in sent.text
    assert await count(world, asked_for, kind="complaint") == 1
