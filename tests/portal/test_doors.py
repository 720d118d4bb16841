"""What holds for every address of the portal: its policy, its form token, its headers, its answers to what is wrong."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette

from channels.portal.app import ROUTES
from channels.portal.routing import PolicyRoute
from tests.portal.browsing import Browser, browser, hidden
from tests.portal.saying import says
from tests.world import STAFF_URL, World

OPEN = {("/healthz", "GET"), ("/readyz", "GET"), ("/static/{name}", "GET"), ("/sign-in", "GET"), ("/sign-in", "POST")}
POSTS = [route.path for route in ROUTES if "POST" in (route.methods or ())]
PAGES = [route.path for route in ROUTES if "GET" in (route.methods or ()) and route.policy == "signed in"]


def filled(path: str) -> str:
    return re.sub(r"\{[a-z]+\}", str(uuid4()), path)


def test_every_route_says_who_may_come_in() -> None:
    """There are two ways to make an address, and the open ones are these five."""
    assert all(isinstance(route, PolicyRoute) for route in ROUTES)
    assert {route.policy for route in ROUTES} == {"open to all", "signed in"}
    opened = {
        (route.path, method) for route in ROUTES if route.policy == "open to all" for method in route.methods or ()
    }
    assert {each for each in opened if each[1] != "HEAD"} == OPEN


async def test_a_page_needs_signing_in(app: Starlette) -> None:
    found = {path: await browser(app).get(filled(path)) for path in PAGES}

    assert {path for path, answer in found.items() if answer.status_code != 303} == set()
    assert {answer.headers["location"].partition("?")[0] for answer in found.values()} == {"/sign-in"}


async def test_a_deed_needs_signing_in(app: Starlette) -> None:
    deeds = [path for path in POSTS if path != "/sign-in"]
    found = {path: await browser(app).client.post(filled(path), data={"csrf": "guess"}) for path in deeds}

    assert {(answer.status_code, answer.headers["location"]) for answer in found.values()} == {(303, "/sign-in")}


async def test_a_form_without_the_right_token_is_refused(sam: Browser, dev: Browser) -> None:
    """Missing, empty, invented, or Dev's: nothing is done."""
    devs = hidden((await dev.get("/")).text, "/sign-out")["csrf"]
    done = []
    for path in POSTS:
        for token in (None, "", "guess", devs):
            answer = await sam.client.post(filled(path), data={} if token is None else {"csrf": token})
            done += [] if answer.status_code == 403 else [(path, token)]

    assert done == []


REFUSED = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.test"},
    {"sec-fetch-site": "cross-site", "origin": STAFF_URL},
]
TAKEN = [{"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": STAFF_URL}, {}]


async def test_a_form_from_elsewhere_is_refused(world: World, sam: Browser) -> None:
    """Also with the right token: a page of ours that is framed or copied sends nothing."""
    address = f"/children/{world.amara}/link"
    fields = hidden((await sam.get(f"/children/{world.amara}")).text, address)

    for headers in REFUSED:
        assert (await sam.client.post(address, data=fields, headers=headers)).status_code == 403
    for headers in TAKEN:
        assert (await sam.client.post(address, data=fields, headers=headers)).status_code == 400


async def test_signing_in_from_elsewhere_is_refused(app: Starlette) -> None:
    """Nobody is signed in as somebody else without noticing."""
    found = browser(app)
    page = await found.get("/sign-in")

    answer = await found.client.post(
        "/sign-in", data=hidden(page.text, "/sign-in"), headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403


async def test_a_wrong_method_is_refused(sam: Browser) -> None:
    found = {path: await sam.client.request("DELETE", filled(path)) for path in {*PAGES, *POSTS}}

    assert {
        path for path, answer in found.items() if answer.status_code != 405 or "allow" not in answer.headers
    } == set()


async def test_an_unknown_id_is_nothing(sam: Browser) -> None:
    ids = [str(uuid4()), "nothing", "0" * 32 + "'", "%00"]
    asked = [path.replace("{id}", id) for path in PAGES if "{" in path for id in ids]

    assert [path for path in asked if (await sam.get(path)).status_code != 404] == []


async def test_another_teams_record_is_the_same_nothing(world: World, sam: Browser, dev: Browser) -> None:
    """What Dev may not see and what is not there cannot be told apart."""
    receipt = await says(world)
    for place, id in (("statements", receipt.statement), ("children", world.amara)):
        theirs, unknown = await dev.get(f"/{place}/{id}"), await dev.get(f"/{place}/{uuid4()}")

        assert (await sam.get(f"/{place}/{id}")).status_code == 200
        assert (theirs.status_code, theirs.text) == (unknown.status_code, unknown.text)
        assert theirs.status_code == 404


async def test_a_deed_on_an_unknown_id_is_nothing(sam: Browser) -> None:
    fields = {"csrf": hidden((await sam.get("/")).text, "/sign-out")["csrf"], "id": str(uuid4()), "do": "kept"}
    fields |= {"how": "write", "words": "x", "note": "x"}
    found = {path: await sam.client.post(filled(path), data=fields) for path in POSTS if "{" in path}

    assert {path for path, answer in found.items() if answer.status_code != 404} == set()


async def test_every_answer_has_the_headers(app: Starlette) -> None:
    for path in ("/", "/sign-in", "/static/portal.css", "/nothing", "/healthz", "/readyz"):
        headers = (await browser(app).get(path)).headers

        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert headers["cache-control"] == ("max-age=3600" if "static" in path else "no-store")


async def test_a_fault_of_ours_has_the_headers_and_no_words(
    app: Starlette, sam: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("I miss my nan")

    monkeypatch.setattr("voice.case_record.my_children", broken)
    answer = await sam.get("/")

    assert answer.status_code == 500
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"
    assert "nan" not in answer.text


async def test_too_much_is_too_much(sam: Browser) -> None:
    """On a page of ours, whether it says its length or not."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 1000

    form = {"content-type": "application/x-www-form-urlencoded"}
    said = await sam.client.post("/sign-out", data={"csrf": "x" * 200_000})
    unsaid = await sam.client.post("/sign-out", content=pieces(), headers=form)

    for answer in (said, unsaid):
        assert answer.status_code == 413
        assert "That is more than we can keep in one go" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


UNREADABLE = [
    (b"csrf=%ff%fe&x=%ud800", "application/x-www-form-urlencoded"),
    (b"&".join(b"f%d=1" % n for n in range(100)), "application/x-www-form-urlencoded"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b'{"csrf": 1}', "application/json"),
    (b"csrf=%00%00", "application/x-www-form-urlencoded"),
]


async def test_a_form_that_cannot_be_read_is_refused(sam: Browser) -> None:
    for content, kind in UNREADABLE:
        answer = await sam.client.post("/sign-out", content=content, headers={"content-type": kind})

        assert answer.status_code in (400, 403)


async def test_health(app: Starlette) -> None:
    found = browser(app)

    assert (await found.get("/healthz")).text == "alive\n"
    assert (await found.get("/readyz")).text == "ready\n"


async def test_pages_load_nothing_from_elsewhere(sam: Browser) -> None:
    """No script, no style in the page, no address of another host."""
    page: httpx.Response = await sam.get("/")

    assert not re.search(r"<script|<style|style=|https?://|\son[a-z]+=", page.text)
