"""A way in is not a way back: her link in another browser goes on, and shows nothing of what she said (R66)."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from starlette.applications import Starlette

from channels.web.app import ROUTES, PolicyRoute, public
from storage import conversations
from storage.tables import way
from tests.web.browser import Browser, went
from tests.web.looking import by_question, chosen, count, parts, rows
from tests.world import World
from voice import visiting

SECRETS = ["Biscuit", "Uncle Ray", 'value="draw" checked', 'value="2" checked']


@pytest.fixture
async def link(world: World) -> str:
    """The link that Sam gave Amara, and that somebody else may find."""
    return await world.link()


@pytest.fixture
async def amara_began(app: Starlette, link: str) -> Browser:
    """Amara has answered three questions, and marked a part that her mum should not know."""
    amara = await Browser(app).begin(link)
    await amara.answer(1, "draw")
    await amara.answer(2, "2", words="because of Uncle Ray")
    await amara.answer(6, words="my hamster Biscuit")
    await amara.fill("/parents", parents="please_dont", which="about Uncle Ray")
    return amara


@pytest.fixture(params=["her browser is still open", "she pressed Exit", "she has her code"])
async def other(request: pytest.FixtureRequest, amara_began: Browser, link: str) -> Browser:
    """Another browser, in which somebody opens the same link."""
    if request.param == "she has her code":
        await amara_began.code()
    if request.param != "her browser is still open":
        await amara_began.open("/exit")
    return await amara_began.another().begin(link)


NOT_HERS = ("/exit", "/design")  # the second shows every piece of the look with invented words, in the demonstration


async def every_page(child: Browser) -> dict[str, str]:
    """All that this browser can get to see, by address."""
    numbered = [f"/q/{number}" for number in range(1, 13)]
    plain = [r.path for r in ROUTES if isinstance(r, PolicyRoute) and "GET" in (r.methods or ()) and "{" not in r.path]
    return {path: (await child.open(path)).text for path in [*numbered, *plain] if path not in NOT_HERS}


async def test_it_goes_on_at_the_next_question(other: Browser) -> None:
    """It goes on where she stopped, and says how many are safe without saying what."""
    assert went(await other.fill("/around", around="just_me", helper="nobody")) == "/q/3"
    page = (await other.open("/q/3")).text

    assert "You answered 3 questions before. They are safe." in page
    assert "use your code" in page


async def test_it_shows_nothing_on_any_page(other: Browser) -> None:
    """Not on her questions, not on the pages around them, not behind Go back."""
    for path, page in (await every_page(other)).items():
        assert [secret for secret in SECRETS if secret in page] == [], path
    for answered in (1, 2, 6):
        assert went(await other.open(f"/q/{answered}")) == "/elsewhere"
    assert 'href="/around">Go back' in (await other.open("/q/3")).text


async def test_it_never_shows_a_code_that_would(other: Browser, world: World) -> None:
    """Her code opens everything: it is neither shown nor made where not everything may be seen."""
    pages = await every_page(other)
    saved = await other.answer(3, do="later")

    assert went(saved) == "/later"
    assert [path for path, page in pages.items() if 'class="code"' in page] == []
    assert await other.code() == ""


async def test_it_changes_nothing_that_she_said(other: Browser, world: World) -> None:
    """A form that was sent to her questions anyway leads away, and what she put is what is sent."""
    page = await other.open("/q/3")
    for number, said in ((1, {"choice": "phone"}), (2, {"choice": "5"}), (6, {"words": "all is well"})):
        other.page = page
        assert went(await other.press(f"/q/{number}", do="next", **said)) == "/elsewhere"
        other.page = page
        assert went(await other.press(f"/q/{number}", do="skip")) == "/elsewhere"
    other.page = page
    assert went(await other.press("/parents", parents="fine", which="")) == "/keep"
    await other.answer(7, words="added here")
    await other.send()

    body = (await parts(world, world.amara))["worker"][1]
    said_there = by_question(body)
    assert chosen(said_there["find_out"]) == ["draw"]
    assert chosen(said_there["feeling"]) == ["2"]
    assert said_there["going_well"]["words"] == "my hamster Biscuit"
    assert said_there["worries"]["words"] == "added here"
    assert (body["parents"], body["which"]) == ("please_dont", "about Uncle Ray")


async def test_its_receipt_shows_no_code(other: Browser) -> None:
    """Whoever sends from another browser gets a receipt, and no key to what she said."""
    assert went(await other.open("/parents")) == "/keep"
    await other.send()

    page = await other.open("/sent")
    assert page.status_code == 200
    assert 'class="code"' not in page.text


async def test_her_own_code_still_opens_everything(amara_began: Browser, link: str) -> None:
    """Somebody else pressed Send; she has her code, and it opens her page with all of it."""
    code = await amara_began.code()
    other = await amara_began.another().begin(link)
    await other.send()

    amara = amara_began.another()
    assert went(await amara.fill("/", code=code)) == "/mine"
    assert "Biscuit" in (await amara.open("/mine")).text


async def test_her_own_code_before_sending_shows_everything(amara_began: Browser, link: str) -> None:
    """With the code she sees and changes what she said, wherever she is."""
    code = await amara_began.code()
    await amara_began.open("/exit")

    amara = amara_began.another()
    await amara.fill("/", code=code)
    await amara.fill("/around", around="just_me", helper="nobody")

    assert "Biscuit" in (await amara.open("/check")).text
    assert "about Uncle Ray" in (await amara.open("/parents")).text
    assert await amara.code() == code
    assert went(await amara.answer(1, "phone")) == "/q/2"


async def test_her_own_browser_keeps_her_answers(amara_began: Browser, link: str) -> None:
    """While somebody goes on elsewhere, her own browser shows what she said there, and not what they say."""
    other = await amara_began.another().begin(link)
    await other.answer(7, words="said elsewhere")

    checked = (await amara_began.open("/check")).text
    assert "Biscuit" in checked
    assert "said elsewhere" not in checked


async def test_a_visit_that_ended_is_never_continued(app: Starlette, world: World) -> None:
    """Exit, then the link again in the same browser: a way in, and not a way back, however often."""
    link = await world.link()
    for number in (6, 7, 12):
        amara = await Browser(app).begin(link)
        assert "Biscuit" not in (await amara.open("/check")).text
        await amara.answer(number, words="Biscuit")
        await amara.open("/exit")

    assert "You have not put anything yet" in (await (await Browser(app).begin(link)).open("/check")).text


async def test_two_who_begin_at_once_are_two_visits(each_world: World) -> None:
    """Two people press Start at the same instant: neither sees what the other says."""
    app, link = public(each_world.public), await each_world.link()
    browsers = [Browser(app) for _ in range(3)]
    await asyncio.gather(*(browser.open(f"/c/{link}") for browser in browsers))

    await asyncio.gather(*(browser.press() for browser in browsers))

    assert sorted(row["visit"] for row in await rows(each_world, way, kind="cookie")) == [1, 2, 3]


async def test_nobody_slips_in_beside_send(
    visiting_elsewhere: tuple[Browser, str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link pressed at the very instant of Send opens nothing: not the answers, not the receipt with the code."""
    amara, link = visiting_elsewhere
    await amara.code()
    slipped: list[str] = []
    ways_into = conversations.ways_into

    async def meanwhile(db: Any, authority: UUID, conversation: UUID) -> Sequence[tuple[UUID, str]]:
        found = await ways_into(db, authority, conversation)
        if not slipped:
            slipped.append(await visiting.begin(world.public, link, "en"))
        return found

    monkeypatch.setattr("voice.sending.conversations.ways_into", meanwhile)
    await amara.send()

    other = amara.another()
    other.http.cookies.set("visit", slipped[0])
    assert went(await other.open("/sent")) == "/"
    assert await count(world, way) == 1


@pytest.fixture
async def visiting_elsewhere(app: Starlette, link: str) -> tuple[Browser, str]:
    """Amara with her visit, and the link by which she came."""
    return await Browser(app).begin(link), link


async def test_a_code_taken_before_the_child_came_opens_nothing_of_hers(amara: Browser, link: str) -> None:
    """Somebody opened her letter, saved without a word and kept the code: what she says then is not theirs to read."""
    other = await amara.another().begin(link)
    taken = await other.code()

    await amara.begin(link)
    await amara.answer(6, words="my hamster Biscuit")
    hers = await amara.code()
    await amara.send()

    assert hers != taken
    assert (await other.another().fill("/", code=taken)).status_code == 404
    assert went(await amara.another().fill("/", code=hers)) == "/mine"


async def test_a_code_shows_only_what_was_said_with_it(amara_began: Browser, link: str) -> None:
    """Whoever began through the link first, and kept a code, does not read who goes on through the link."""
    taken = await amara_began.code()
    child = await amara_began.another().begin(link)
    await child.answer(12, words="Only for Sam to read")

    first = amara_began.another()
    await first.fill("/", code=taken)

    assert "Only for Sam" not in (await first.open("/check")).text
    await child.send()
    assert (await first.another().fill("/", code=taken)).status_code == 404


async def test_a_concern_does_not_show_in_another_visit(app: Starlette, world: World) -> None:
    """To whoever holds the link every page is the same, whether she said that she is not safe or not."""
    seen = []
    for safe in ("always", "no"):
        link = await world.link()
        amara = await Browser(app).begin(link)
        await amara.answer(8, safe)
        await amara.open("/exit")
        other = await amara.another().begin(link)
        seen.append(
            [re.sub(r'(value|data-csrf)="[\w-]{36,43}"', "", text) for text in (await every_page(other)).values()]
        )

    assert seen[0] == seen[1]


async def test_where_an_answer_leads_does_not_show_in_another_visit(app: Starlette, world: World) -> None:
    """The question that only "more" leads to is not there for whoever comes by the link, nor counted (R66)."""
    seen = []
    for brothers in ("enough", "more"):
        link = await world.link()
        amara = await Browser(app).begin(link)
        await amara.answer(4, brothers)
        other = await amara.another().begin(link)
        seen.append(
            [re.sub(r'(value|data-csrf)="[\w-]{36,43}"', "", text) for text in (await every_page(other)).values()]
        )

    assert seen[0] == seen[1]


async def test_whoever_comes_after_cannot_say_she_was_alone(amara: Browser, link: str, world: World) -> None:
    """A grown-up was there; who comes by the link later and says "just me" does not undo that (R69)."""
    await amara.begin(link, around="adult_at_home", helper="parent")
    await amara.answer(6, words="my hamster Biscuit")
    other = await amara.another().begin(link, around="just_me")
    await other.send()

    said = (await parts(world, world.amara))["worker"][1]
    assert (said["around"], said["helper"]) == ("adult_at_home", "parent")
    assert said["near"] == [["adult_at_home", "parent"], ["just_me", "nobody"]]
