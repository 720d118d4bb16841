"""What stays on the device: two cookies, until the browser is closed, and nothing after Exit."""

import asyncio
from dataclasses import replace
from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.applications import Starlette

from channels.web import leaving
from channels.web.app import public
from storage.errors import StoreBusy
from storage.store import Store
from storage.tables import way
from tests.web.browser import Browser, went
from tests.web.looking import count
from tests.world import World
from voice import visiting as visiting_verbs

HTTPS = "https://voice.test"


def cookies_of(response: httpx.Response) -> dict[str, dict[str, str]]:
    """The cookies that a response leaves in the browser, with their flags; of two of one name the last counts."""
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        jar.load(header)
    return {name: {k: v for k, v in morsel.items() if v} for name, morsel in jar.items() if morsel.value}


@pytest.fixture
def on_https(world: World) -> Browser:
    """Amara's phone, on the service as an authority runs it."""
    return Browser(public(replace(world.public, public_url=HTTPS)), HTTPS)


async def test_the_cookies_on_https(on_https: Browser, world: World) -> None:
    """Bound to our host, for no script's eyes, never in the clear, and gone with the browser."""
    link = await world.link()
    visit = cookies_of(await on_https.fill(f"/c/{link}"))
    await on_https.fill("/start")
    await on_https.fill("/around", around="just_me", helper="nobody")
    code = await on_https.code()
    await on_https.send()
    mailbox = cookies_of(await on_https.another().fill("/", code=code))

    flags = {"path": "/", "samesite": "lax", "secure": True, "httponly": True}
    assert visit == {"__Host-visit": flags}
    assert mailbox == {"__Host-mine": flags}


async def test_the_cookies_of_the_demonstration(amara: Browser, world: World) -> None:
    """On http a browser would drop a __Host- cookie: the demonstration has another name, with what it can have."""
    response = await amara.fill(f"/c/{await world.link()}")

    assert cookies_of(response) == {"visit": {"path": "/", "samesite": "lax", "httponly": True}}


async def test_a_cookie_of_the_demonstration_opens_nothing_on_https(on_https: Browser, visiting: Browser) -> None:
    """Whoever can write a plain cookie into the browser cannot choose whose visit it is."""
    on_https.http.cookies.set("visit", visiting.http.cookies["visit"])

    assert went(await on_https.open("/q/1")) == "/"


async def test_https_says_so_for_two_years(on_https: Browser, amara: Browser) -> None:
    """A browser that came once never tries the open road again; the demonstration does not promise what it has not."""
    assert "max-age=63072000" in (await on_https.open("/")).headers["strict-transport-security"]
    assert "strict-transport-security" not in (await amara.open("/")).headers


async def test_exit_ends_the_visit(visiting: Browser, world: World) -> None:
    """She is somewhere harmless at once, and whoever has her cookie has nothing."""
    kept = dict(visiting.http.cookies)

    response = await visiting.open("/exit")

    assert went(response).startswith("https://")
    assert response.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert dict(visiting.http.cookies) == {}
    assert await count(world, way, kind="cookie") == 0
    visiting.http.cookies.update(kept)
    assert went(await visiting.open("/q/1")) == "/"


async def test_exit_ends_the_look_into_the_mailbox(visiting: Browser, world: World) -> None:
    """The page with everything she said closes as fast as a question does."""
    code = await visiting.code()
    await visiting.send()
    await visiting.fill("/", code=code)
    kept = dict(visiting.http.cookies)
    assert (await visiting.open("/mine")).status_code == 200

    await visiting.open("/exit")

    visiting.http.cookies.update(kept)
    assert went(await visiting.open("/mine")) == "/"
    assert await count(world, way, kind="return") == 0


async def test_exit_works_without_a_visit_and_twice(amara: Browser) -> None:
    """Whoever presses it leaves."""
    for _ in range(2):
        assert went(await amara.open("/exit")).startswith("https://")


async def test_exit_works_when_nothing_else_does(visiting: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer keeps no child on the page."""

    def away(_: Store) -> None:
        raise StoreBusy("away")

    monkeypatch.setattr(Store, "reading", away)
    response = await visiting.open("/exit")

    assert went(response).startswith("https://")
    assert dict(visiting.http.cookies) == {}


async def test_another_childs_code_closes_her_visit_in_this_browser(
    visiting: Browser, world: World, app: Starlette
) -> None:
    """On a tablet that two children share, the second one's page knows nothing of the first one's visit."""
    noor = await Browser(app).begin(await world.link(world.noor))
    code = await noor.code()
    await noor.send()
    await visiting.answer(6, words="my hamster Biscuit")

    await visiting.fill("/", code=code)

    assert "Biscuit" not in (await visiting.open("/mine")).text
    assert set(visiting.http.cookies) == {"mine"}
    assert went(await visiting.open("/q/6")) == "/"


async def test_another_childs_link_begins_anew_in_this_browser(visiting: Browser, world: World) -> None:
    """Noor's link in Amara's browser is Noor's visit alone."""
    await visiting.answer(6, words="my hamster Biscuit")

    await visiting.begin(await world.link(world.noor))

    for path in ("/q/6", "/check", "/later", "/parents", "/keep"):
        assert "Biscuit" not in (await visiting.open(path)).text


async def test_exit_does_not_wait_for_the_database(visiting: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that hangs does not hold a child on the page: she is gone, and what is to be written comes after."""
    hangs = asyncio.Event()
    monkeypatch.setattr(leaving, "AT_ONCE", 0.05)
    monkeypatch.setattr(visiting_verbs, "leave", lambda *_: hangs.wait())

    response = await asyncio.wait_for(visiting.open("/exit"), 5)

    assert went(response).startswith("https://")
    hangs.set()
