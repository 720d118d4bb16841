"""Amara comes back with her code: what she said, and nothing of anybody else's."""

import asyncio
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.tables import mailbox, way
from tests.web.browser import GROUP, Browser, went
from tests.web.looking import count, rows
from tests.world import World
from voice import clock, coming_back
from voice import visiting as visits
from voice.errors import NoVisit


async def sent(child: Browser, words: str) -> str:
    """Say one thing and send it; the child's code."""
    await child.answer(6, words=words)
    code = await child.code()
    await child.send()
    return code


async def test_she_sees_what_she_said(visiting: Browser) -> None:
    """Her own words as she wrote them, and that nobody has opened them yet."""
    code = await sent(visiting, "my hamster <b>Biscuit</b> 🐹 مرحبا")

    mine = visiting.another()
    await mine.fill("/", code=code)
    page = (await mine.open("/mine")).text

    assert "my hamster &lt;b&gt;Biscuit&lt;/b&gt; 🐹 مرحبا" in page
    assert "Nobody has opened it yet" in page
    assert code not in page


async def test_she_sees_what_she_asked_of_us(visiting: Browser, world: World) -> None:
    """Whom not to tell which part, in her own words; never how to reach her safely: another may hold her code."""
    await visiting.answer(8, "not_always")
    await visiting.fill("/safe", reach="at school, Mrs Adeyemi", must_not_know="Uncle Ray 🐍", about_staff="no")
    await visiting.fill("/parents", parents="please_dont", which="the bit about shouting")
    code = await visiting.code()
    assert "Write it down, or take a photo of it. Anyone who looks in your phone" in (await visiting.open("/keep")).text
    visit = visiting.http.cookies["visit"]
    await visiting.send()
    receipt = (await visits.current_visit(world.public, visit)).draft.model_dump_json()
    assert [words for words in ("Adeyemi", "Ray", "shouting") if words in receipt] == []

    await visiting.fill("/", code=code)
    page = (await visiting.open("/mine")).text

    assert "Please don’t tell them" in page
    assert "the bit about shouting" in page
    assert [words for words in ("Adeyemi", "Uncle Ray") if words in page] == []


async def test_another_childs_code_shows_another_childs_page(visiting: Browser, world: World, app: Starlette) -> None:
    """Noor's code opens Noor's page and nothing of Amara's, also in Amara's own browser."""
    hers = await sent(visiting, "my hamster Biscuit")
    noors = await sent(await Browser(app).begin(await world.link(world.noor)), "football")

    for browser in (visiting, visiting.another()):
        await browser.fill("/", code=noors)
        page = (await browser.open("/mine")).text
        assert "football" in page
        assert "Biscuit" not in page
    await visiting.fill("/", code=hers)
    assert "football" not in (await visiting.open("/mine")).text


async def test_the_look_lasts_half_an_hour(visiting: Browser) -> None:
    """A forgotten tablet shows her page for thirty minutes and no longer; the code opens it again."""
    code = await sent(visiting, "my hamster Biscuit")
    await visiting.fill("/", code=code)

    clock.move(timedelta(minutes=29))
    assert (await visiting.open("/mine")).status_code == 200
    clock.move(timedelta(minutes=2))
    assert went(await visiting.open("/mine")) == "/"

    await visiting.fill("/", code=code)
    assert (await visiting.open("/mine")).status_code == 200


async def test_her_code_opens_more_than_once(visiting: Browser, world: World) -> None:
    """It is hers to keep: each time opens one more look, and none shuts another."""
    code = await sent(visiting, "my hamster Biscuit")
    browsers = [visiting.another() for _ in range(3)]

    await asyncio.gather(*(browser.fill("/", code=code) for browser in browsers))

    assert [(await browser.open("/mine")).status_code for browser in browsers] == [200] * 3
    assert await count(world, way, kind="return") == 3


async def test_a_visits_cookie_is_no_mailbox_cookie(visiting: Browser) -> None:
    """The two cookies open two different doors, whatever name they are given."""
    code = await sent(visiting, "my hamster Biscuit")
    visit = visiting.http.cookies["visit"]
    mine = visiting.another()
    await mine.fill("/", code=code)
    swapped = visiting.another()
    swapped.http.cookies.update({"mine": visit, "visit": mine.http.cookies["mine"]})

    assert went(await swapped.open("/mine")) == "/"
    assert went(await swapped.open("/sent")) == "/"


@pytest.fixture
async def helped(app: Starlette, world: World) -> tuple[Browser, str]:
    """Amara's mum was beside her when the code was made: Amara's browser on her page, and that code."""
    amara = await Browser(app).begin(await world.link(), around="helper", helper="parent")
    code = await sent(amara, "my hamster Biscuit")
    await amara.fill("/", code=code)
    await amara.open("/mine")
    return amara, code


async def test_a_code_an_adult_saw_is_replaced(helped: tuple[Browser, str], world: World, app: Starlette) -> None:
    """At her own first return she gets a new code; the one her mum saw opens nothing any more."""
    amara, old = helped
    page = await amara.press()

    new = "".join(GROUP.findall(page.text))
    assert len(new) == 15
    assert (await Browser(app).fill("/", code=old)).status_code == 404
    assert went(await Browser(app).fill("/", code=new)) == "/mine"
    assert [row["helped"] for row in await rows(world, mailbox)] == [False]


async def test_a_code_she_made_alone_is_not_replaced(visiting: Browser, world: World) -> None:
    """Nobody can talk the page into changing a code that is hers alone."""
    code = await sent(visiting, "my hamster Biscuit")
    await visiting.fill("/", code=code)
    token = world.public.keys.form_token(visiting.http.cookies["mine"], "form")

    await visiting.http.post("/mine", data={"csrf": token})

    assert went(await visiting.another().fill("/", code=code)) == "/mine"


async def test_replacing_a_code_twice_shows_the_same_one(helped: tuple[Browser, str], app: Starlette) -> None:
    """Two presses at once, and one more after the answer was lost: every page has the code that opens."""
    amara, _ = helped

    pages = await asyncio.gather(*(amara.press() for _ in range(3)))

    shown = {"".join(GROUP.findall(page.text)) for page in [*pages, await amara.press()]}
    assert len(shown) == 1
    assert went(await Browser(app).fill("/", code=shown.pop())) == "/mine"


async def test_who_came_in_by_the_old_code_is_shown_out(helped: tuple[Browser, str], app: Starlette) -> None:
    """Her mum still has the page open: with the new code it closes, and shows her no code."""
    amara, old = helped
    mum = Browser(app)
    await mum.fill("/", code=old)
    await mum.open("/mine")

    assert (await amara.press()).status_code == 200

    assert (await mum.press()).status_code == 403
    assert went(await mum.open("/mine")) == "/"


async def test_an_expired_look_is_closed_for_the_verb_too(world: World) -> None:
    """A made-up or empty token holds no mailbox."""
    for token in (None, "", "x" * 28):
        with pytest.raises(NoVisit):
            await coming_back.held_mailbox(world.public, token)


async def test_the_app_is_rebuilt_without_losing_anyone(visiting: Browser, world: World) -> None:
    """A restart of the service ends no visit and no look: cookies are rows."""
    code = await sent(visiting, "my hamster Biscuit")
    mine = visiting.another()
    await mine.fill("/", code=code)

    again = Browser(public(world.public))
    again.http.cookies = mine.http.cookies

    assert "Biscuit" in (await again.open("/mine")).text
