"""Every address of the children's door: who may come, how, and what every answer carries."""

import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from channels.web.app import ROUTES, PolicyRoute
from channels.web.headers import ALWAYS
from tests.web.browser import LIKE_OURS, Browser, went
from tests.world import World

POLICIES = {"anyone", "visit", "mailbox"}
PAGES = [route for route in ROUTES if isinstance(route, PolicyRoute)]
POSTS = [route for route in PAGES if "POST" in (route.methods or ())]


def address(route: PolicyRoute) -> str:
    return route.path.replace("{number}", "1").replace("{token}", "nobody-gave-this-link").replace("{name}", "pick")


def named(route: PolicyRoute) -> str:
    return route.path


def test_every_route_says_who_may_come() -> None:
    """No page is open because somebody forgot to close it."""
    assert [route.path for route in ROUTES if not isinstance(route, Mount | PolicyRoute)] == []
    assert [route.path for route in PAGES if route.policy not in POLICIES] == []


@pytest.mark.parametrize("route", [route for route in PAGES if route.policy != "anyone"], ids=named)
async def test_a_page_of_a_visit_needs_the_visit(amara: Browser, route: PolicyRoute) -> None:
    """Without the child's cookie a page leads to the front, and a form is refused."""
    if "GET" in (route.methods or ()):
        assert went(await amara.open(address(route))) == "/"
    if "POST" in (route.methods or ()):
        assert (await amara.send_raw(address(route), b"csrf=x&do=next")).status_code == 403


@pytest.mark.parametrize("route", [route for route in PAGES if route.policy != "anyone"], ids=named)
async def test_a_made_up_cookie_opens_nothing(amara: Browser, route: PolicyRoute) -> None:
    """A cookie nobody was given is no cookie."""
    method = "GET" if "GET" in (route.methods or ()) else "POST"

    for cookie in ("", "x" * 28, "é" * 28, '"; visit=', "x" * 5000):
        made_up = {b"cookie": f"visit={cookie}; mine={cookie}".encode("latin-1")}
        response = await amara.http.request(method, address(route), headers=made_up)
        assert response.status_code == (303 if method == "GET" else 403)


async def where_it_counts(child: Browser, world: World, route: PolicyRoute) -> str:
    """Go on until this page's button would do something; the page's address."""
    if route.path == "/c/{token}":
        return f"/c/{await world.link()}"
    if route.path == "/safe":
        await child.answer(8, "no")
    if route.path == "/sent" or route.policy == "mailbox":
        code = await child.code()
        await child.send()
        if route.policy == "mailbox":
            await child.fill("/", code=code)
    return address(route)


@pytest.mark.parametrize("route", POSTS, ids=named)
async def test_every_form_needs_its_token(visiting: Browser, world: World, app: Starlette, route: PolicyRoute) -> None:
    """Another site cannot press a button for the child, nor can a token from another child's browser."""
    where = await where_it_counts(visiting, world, route)
    noor = await Browser(app).begin(await world.link(world.noor))
    await noor.open("/q/1")

    for token in ("", "wrong", "\0", "é", "x" * 5000, noor.token):
        response = await visiting.http.post(where, data={"csrf": token, "do": "next"}, headers=LIKE_OURS)
        assert response.status_code == 403
        assert "location" not in response.headers
    assert (await visiting.send_raw(where, b"")).status_code == 403


async def test_a_form_from_another_site_is_refused(visiting: Browser) -> None:
    """Even with the right token: a page that got hold of one is still another site."""
    await visiting.open("/q/1")

    for headers in (
        {"origin": "https://elsewhere.test"},
        {"origin": "http://voice.test.elsewhere.test"},
        {"origin": "http://voice.test@elsewhere.test"},
        {"origin": "http://["},
        {"origin": ""},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"sec-fetch-site": "same-site", "origin": "http://voice.test"},
    ):
        said = {"csrf": visiting.token, "choice": "draw", "do": "next"}
        assert (await visiting.http.post("/q/1", data=said, headers=headers)).status_code == 403


async def test_our_own_page_is_never_taken_for_another(visiting: Browser) -> None:
    """Old browsers send no such headers, new ones do: a child's press counts in both."""
    await visiting.open("/q/1")

    for headers in ({"origin": "http://voice.test"}, {"sec-fetch-site": "none"}, {}):
        said = {"csrf": visiting.token, "choice": "draw", "do": "next"}
        assert went(await visiting.http.post("/q/1", data=said, headers=headers)) == "/q/2"


async def test_a_wrong_method_gets_a_kind_page(visiting: Browser) -> None:
    """Whatever is not offered is refused with our own page."""
    known = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST", "GET"}
    answers = {
        (route.path, method): await visiting.http.request(method, address(route))
        for route in PAGES
        for method in known - (route.methods or set())
    }

    assert {which: page.status_code for which, page in answers.items()} == dict.fromkeys(answers, 405)
    assert [which for which, page in answers.items() if "You did nothing wrong" not in page.text] == []


async def test_head_is_get_without_the_page(visiting: Browser) -> None:
    """A programme that only looks whether a page is there gets the same answer."""
    for route in PAGES:
        if "GET" in (route.methods or ()) and route.path != "/exit":
            head, get = await visiting.http.head(address(route)), await visiting.open(address(route))
            assert (route.path, head.status_code) == (route.path, get.status_code)
            assert head.headers.get("location") == get.headers.get("location")


async def test_an_address_that_is_not_ours_gets_a_kind_page(visiting: Browser) -> None:
    """Unknown pages, and known ones with a slash too many: no redirect quotes what was asked for."""
    for path in ("/start/", "/q/1/", "/nothing", "//elsewhere.test/", "/static/nothing.css", "/static/"):
        response = await visiting.http.get(f"http://voice.test{path}")
        assert response.status_code == 404
        assert "That page is not here" in response.text
        assert "location" not in response.headers
        assert response.headers["cache-control"] == "no-store"


async def test_a_question_that_is_not_asked_gets_a_kind_page(visiting: Browser) -> None:
    """Only this survey's own numbers are questions."""
    for number in ("0", "13", "99999", "9" * 5000, "-1", "1.0", "x", "%00", "٣", "1%2F..%2Fcheck"):
        response = await visiting.open(f"/q/{number}")
        assert response.status_code == 404
        assert "That page is not here" in response.text


async def test_every_answer_carries_the_safe_headers(visiting: Browser) -> None:
    """Nothing is kept, nothing from elsewhere runs, nobody frames us, and no address travels on."""
    for path in ("/", "/q/1", "/nothing", "/static/child.css", "/healthz", "/exit"):
        response = await visiting.open(path)
        assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
        assert response.headers["cache-control"] == ("public, max-age=86400" if "css" in path else "no-store")


async def test_no_page_reaches_for_another_site(visiting: Browser) -> None:
    """No page loads anything from elsewhere or runs a script of its own (R6)."""
    for path in ("/", "/start", "/q/1", "/check", "/help", "/look", "/privacy"):
        page = (await visiting.open(path)).text
        assert re.findall(r'<(?:script|link|img|source)[^>]*(?:src|href)="(?!/[^/])', page) == []
        assert re.findall(r"<script(?! src=)|<style|\sstyle=|\son\w+=", page) == []
