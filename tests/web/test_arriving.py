"""Amara follows the link her social worker gave her."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.tables import conversation, invitation, way
from storage.writes import Writes
from tests.web.browser import Browser, went
from tests.web.looking import count, rows
from tests.world import World
from voice import clock

NOT_LINKS = ["x", "x" * 28, "x" * 3000, "%00", "%ED%A0%80", "%FF%FE", "é", "مرحبا", "..%5c..", "'; DROP TABLE way; --"]


async def revoke(world: World) -> None:
    writes = Writes(world.public.authority)
    for invited in await rows(world, invitation):
        writes.update(invitation, invited["id"], revoked=clock.now())
    await world.public.store.write(writes)


async def test_a_link_leads_to_the_promise(amara: Browser, world: World) -> None:
    """One press, and the first thing she reads is who will see what she says (R9)."""
    response = await amara.fill(f"/c/{await world.link()}")

    assert went(response) == "/start"
    assert "Sam" in (await amara.open("/start")).text


async def test_opening_a_link_changes_nothing(amara: Browser, world: World) -> None:
    """Programmes open links to show a preview: that begins no visit and uses nothing up (R66)."""
    link = await world.link()

    for _ in range(3):
        await amara.open(f"/c/{link}")

    assert await count(world, conversation) == 0
    assert went(await amara.fill(f"/c/{link}")) == "/start"


async def test_no_address_after_the_link_tells_who_she_is(amara: Browser, world: World) -> None:
    """What stays in the history after the link's own page is a number."""
    link = await world.link()

    await amara.begin(link)
    page = await amara.open("/q/1")

    assert link not in page.text
    assert str(world.amara) not in page.text


async def test_starting_twice_is_one_conversation(amara: Browser, world: World) -> None:
    """Pressing Start again goes on with the same conversation."""
    link = await world.link()

    await amara.fill(f"/c/{link}")
    await amara.fill(f"/c/{link}")

    assert await count(world, conversation) == 1
    assert await count(world, way, kind="link") == 1


async def test_a_guessed_link_is_a_closed_one(amara: Browser, world: World) -> None:
    """Whoever guesses learns nothing: the page is the one for a link that is no longer open, byte for byte."""
    dead = await world.link()
    clock.move(timedelta(days=29))
    expired = await amara.open(f"/c/{dead}")

    for guess in NOT_LINKS:
        guessed = await amara.open(f"/c/{guess}")
        assert (guessed.status_code, guessed.content) == (404, expired.content)
        assert guessed.headers == expired.headers


async def test_used_revoked_and_expired_links_look_alike(amara: Browser, world: World, app: Starlette) -> None:
    """One page for every link that opens nothing, and pressing its button is no way in either."""
    unknown = await amara.open("/c/unknown")
    used, revoked, expired = await world.link(), await world.link(), await world.link()
    await (await Browser(app).begin(used)).send()
    pages = {"used": await amara.open(f"/c/{used}")}
    clock.move(timedelta(days=28))
    pages["expired"] = await amara.open(f"/c/{expired}")
    clock.stand(clock.now() - timedelta(days=28))
    await revoke(world)
    pages["revoked"] = await amara.open(f"/c/{revoked}")
    pages["pressed"] = await amara.send_raw(f"/c/{used}", b"csrf=x")

    assert {why: (page.status_code, page.content) for why, page in pages.items()} == dict.fromkeys(
        pages, (404, unknown.content)
    )
    assert "You did nothing wrong" in unknown.text


async def test_a_link_that_dies_while_its_page_is_open_begins_nothing(amara: Browser, world: World) -> None:
    """The button of a page that was open too long leads to the same closed page."""
    await amara.open(f"/c/{await world.link()}")
    clock.move(timedelta(days=28))

    response = await amara.press()

    assert response.status_code == 404
    assert await count(world, conversation) == 0


async def test_a_revoked_link_ends_the_visit(visiting: Browser, world: World) -> None:
    """When the wrong person got the link, taking it back closes their visit too."""
    await revoke(world)

    assert went(await visiting.open("/q/1")) == "/"


async def test_a_visit_outlives_its_link_and_has_a_day_of_grace(visiting: Browser, world: World) -> None:
    """A child in the middle of a sentence is not cut off: the conversation lasts six weeks and a day."""
    clock.move(timedelta(days=42, hours=23))
    assert went(await visiting.answer(1, "draw")) == "/q/2"

    await visiting.open("/q/2")
    clock.move(timedelta(hours=2))

    assert (await visiting.press(choice="1", do="next")).status_code == 403
    assert went(await visiting.open("/q/2")) == "/"


async def test_who_is_around_must_be_chosen(amara: Browser, world: World) -> None:
    """Next without a choice, or with one we do not offer, asks again and keeps the other answer."""
    await amara.fill(f"/c/{await world.link()}")

    for around in ("", "my uncle", "just_me\0"):
        response = await amara.fill("/around", around=around, helper="parent")
        assert response.status_code == (422 if around != "just_me\0" else 303)
        if response.status_code == 422:
            assert 'value="parent" checked' in response.text
            assert "Choose one. You can choose “I’d rather not say”." in response.text
            assert "press Skip" not in response.text  # there is none


async def test_questions_wait_until_she_said_who_is_around(amara: Browser, world: World) -> None:
    """An address typed by hand does not go past the page on which she says who is near (R7)."""
    await amara.fill(f"/c/{await world.link()}")

    assert went(await amara.open("/q/1")) == "/around"


@pytest.mark.parametrize("tag", ["en", "en-simple", "ar"])
async def test_the_way_in_speaks_her_language(world: World, tag: str) -> None:
    """Arabic is written from the right, and the conversation stays in the language it began in."""
    amara = Browser(public(world.public), language=f"{tag},de;q=0.5")
    direction = "rtl" if tag == "ar" else "ltr"

    page = await amara.open(f"/c/{await world.link()}")
    await amara.press()

    wanted = f'dir="{direction}"'
    assert wanted in page.text
    assert wanted in (await amara.open("/start")).text


async def test_who_signs_comes_to_the_start_sooner(amara: Browser, world: World) -> None:
    """Who reads it, and when we must tell, stand before the button (R9); the rest behind a press or after."""
    await amara.fill(f"/c/{await world.link()}?lang=bfi")
    signed = (await amara.open("/start")).text
    start = signed.index(">OK, start<")

    assert 0 < signed.index("Who will see this?") < signed.index("When must we tell someone?") < start
    assert signed.index("Press “Exit this page” at the top") < start
    assert signed.index("<details>") < signed.index("“I was sad after I saw my dad.”") < start
    assert start < signed.index("You can skip any question")
