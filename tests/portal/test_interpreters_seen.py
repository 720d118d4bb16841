"""Who would watch is seen before anybody watches: a picture where there is one, an outline where not (R92)."""

from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from channels.portal.app import portal
from channels.web.app import public
from tests.playback.films import NAME, PLACE, ffmpeg, film, needs_ffmpeg
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import actions_of
from tests.web.browser import Browser as Child
from tests.world import World

pytestmark = needs_ffmpeg


@pytest.fixture
def app(world: World) -> Starlette:
    return portal(replace(world.staff, ffmpeg=ffmpeg()))


async def puts_up(who: Browser, page: str, picture: bytes, kind: str = "image/jpeg") -> httpx.Response:
    token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
    return await who.client.post(f"{page}/picture", data={"csrf": token}, files={"picture": ("me", picture, kind)})


async def amara_in_sign(world: World) -> Child:
    child = await Child(public(world.public)).begin(await world.link())
    await child.fill("/look", lang="ar")
    return child


async def test_she_sees_who_would_watch(world: World, robin: Browser, kit: Browser, alex: Browser) -> None:
    """Robin by a picture that says nothing of where it was taken, with words for who cannot see it; Kit in outline."""
    page, hers = f"/interpreters/{world.people['robin']}", f"/not-this-person/{world.people['robin']}"
    assert (await puts_up(alex, page, film("jpg"))).headers["location"] == f"{page}?done=picture_up"
    assert ("put_up_picture", world.people["alex"]) in await actions_of(world, "interpreter")
    child = await amara_in_sign(world)

    shown = (await child.open("/not-this-person")).text

    assert f'<img src="{hers}" alt="صورة Robin">' in shown
    assert shown.count('class="choice person"') == 2
    assert str(world.people["kit"]) in shown
    assert f"/not-this-person/{world.people['kit']}" not in shown
    seen = await child.open(hers)
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.content.startswith(b"\xff\xd8")
    assert len(seen.content) < 60_000
    assert not any(each.encode() in seen.content for each in (NAME, PLACE))
    assert (await child.open(f"/not-this-person/{world.people['kit']}")).status_code == 404
    assert (await Child(public(world.public)).open(hers)).status_code == 404


async def test_taken_down_or_ended_nobody_sees_it(world: World, robin: Browser, alex: Browser) -> None:
    page, hers = f"/interpreters/{world.people['robin']}", f"/not-this-person/{world.people['robin']}"
    child = await amara_in_sign(world)
    for ends in ("no-picture", "end"):
        await puts_up(alex, page, film("png"), "image/png")
        assert (await child.open(hers)).status_code == 200
        await alex.send(page, f"{page}/{ends}")
        assert (await child.open(hers)).status_code == 404
    assert (await puts_up(alex, page, film("png"))).status_code == 404


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (b"", "Choose a picture first"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(200), "cannot be read"),
        (b"<svg onload=alert(1)>", "no picture that we know"),
        (b"\xff\xd8\xff" + bytes(300), "cannot be read"),
    ],
)
async def test_what_is_no_picture_is_said(
    world: World, robin: Browser, alex: Browser, picture: bytes, said: str
) -> None:
    page = f"/interpreters/{world.people['robin']}"

    refused = await puts_up(alex, page, picture)

    assert (refused.status_code, said in refused.text) == (400, True)
    assert (await alex.get(f"{page}/picture")).status_code == 404


async def test_nobody_else_puts_one_up(world: World, robin: Browser, sam: Browser, morgan: Browser) -> None:
    for who in (robin, sam, morgan):
        assert (await puts_up(who, f"/interpreters/{world.people['robin']}", film("jpg"))).status_code == 404
