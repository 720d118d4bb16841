"""The next question comes with the press, for the script that asks for it: the same page, by the same rules."""

import httpx
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from channels.web.onward import Onward
from storage.tables import concern
from tests.web.browser import LIKE_OURS, Browser
from tests.web.looking import count
from tests.world import World

ASKING = {**LIKE_OURS, "x-onward": "1"}


async def pressed(child: Browser, address: str, **fields: str) -> httpx.Response:
    page = await child.open(address)
    assert page.status_code == 200
    return await child.http.post(address, data={"csrf": child.token, **fields}, headers=ASKING)


async def test_the_next_question_comes_with_the_press(amara: Browser, world: World) -> None:
    """One answer where there were two; it says where it is, and is what the browser would have fetched."""
    await amara.begin(await world.link())

    came = await pressed(amara, "/q/2", choice="4", do="next")

    assert (came.status_code, came.headers["x-address"]) == (200, "/q/3")
    assert came.headers["cache-control"] == "no-store"
    assert came.text == (await amara.open("/q/3")).text
    assert 'value="4" checked' in (await amara.open("/q/2")).text


async def test_what_leads_nowhere_is_as_ever(amara: Browser, world: World) -> None:
    """A slip, another site's form, a cookie that is set on the way: each has the answer it always has."""
    front = await pressed(amara, f"/c/{await world.link()}")
    await amara.begin(await world.link())
    slip = await pressed(amara, "/q/2", do="next")
    strange = await amara.http.post("/q/2", data={"csrf": "x", "choice": "4", "do": "next"}, headers=ASKING)
    forged = await amara.http.post("/q/2", data={"csrf": "x"}, headers={**ASKING, "sec-fetch-site": "cross-site"})

    assert (front.status_code, front.headers["location"]) == (303, "/start")
    assert "set-cookie" in front.headers
    assert [each.status_code for each in (slip, strange, forged)] == [422, 403, 403]
    assert not [each for each in (front, slip, strange, forged) if "x-address" in each.headers]
    assert (await amara.http.get("/q/2", headers=ASKING)).status_code == 200


async def test_not_safe_is_told_once(amara: Browser, world: World) -> None:
    """The concern is raised in the request that was pressed, once, however often it is pressed (R59)."""
    await amara.begin(await world.link())

    await amara.open("/q/8")
    fields = {"csrf": amara.token, "choice": "no", "do": "next"}
    came = [await amara.http.post("/q/8", data=fields, headers=ASKING) for _ in range(2)]

    assert [each.status_code for each in came] == [200, 200]
    assert "This part has gone already" in came[0].text
    assert await count(world, concern) == 1


async def test_nothing_is_followed_off_our_pages() -> None:
    """An address of another site, however it is written, is left to the browser."""
    elsewhere = ["https://example.test/", "//example.test/", "q/3", ""]
    came = []
    for address in elsewhere:
        asked: list[str] = []

        async def page(scope: Scope, receive: Receive, send: Send, to: str = address, seen: list[str] = asked) -> None:
            seen.append(Request(scope).url.path)
            answer = RedirectResponse(to, 303) if scope["method"] == "POST" else Response("followed")
            await answer(scope, receive, send)

        async with httpx.AsyncClient(transport=httpx.ASGITransport(Onward(page)), base_url="http://voice.test") as line:
            came.append((await line.post("/q/1", headers=ASKING)).status_code)
        assert asked == ["/q/1"], address

    assert came == [303] * len(elsewhere)
