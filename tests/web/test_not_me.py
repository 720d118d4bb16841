"""*This isn't me*: a link in the wrong hands is closed, the sender is told, and nothing a child said is lost."""

import asyncio

from starlette.applications import Starlette

from storage.tables import asked_for, outbox
from tests.web.browser import Browser, went
from tests.web.looking import count, rows
from tests.world import World


async def closes(browser: Browser, link: str) -> int:
    await browser.open(f"/c/{link}")
    browser.page = await browser.press(do="not_me")
    return (await browser.press(f"/c/{link}", do="not_me_sure")).status_code


async def test_a_link_in_the_wrong_hands_is_closed_and_told(amara: Browser, world: World, app: Starlette) -> None:
    """Whoever presses it is asked once more; then the link opens nothing, for anybody."""
    link = await world.link()
    await amara.open(f"/c/{link}")

    asked = await amara.press(do="not_me")
    assert "Did this link come to you by mistake?" in asked.text
    assert await count(world, asked_for) == 0

    assert await closes(amara, link) == 200
    assert (await Browser(app).open(f"/c/{link}")).status_code == 404
    (told,) = await rows(world, asked_for)
    assert (told["kind"], told["child"], told["envelope"]) == ("not_me", world.amara, None)
    assert [row["kind"] for row in await rows(world, outbox)] == ["asked_for.not_me"]


async def test_pressed_by_many_at_once_it_is_told_once(amara: Browser, world: World) -> None:
    """One line for the worker, whatever the phone does."""
    link = await world.link()
    await amara.open(f"/c/{link}")
    amara.page = await amara.press(do="not_me")

    await asyncio.gather(*(amara.press(f"/c/{link}", do="not_me_sure") for _ in range(4)))

    assert await count(world, asked_for) == 1
    assert (await amara.press(f"/c/{link}", do="not_me_sure")).status_code == 404


async def test_in_a_visit_the_link_is_closed_too(amara: Browser, world: World, app: Starlette) -> None:
    """A second time there is no visit any more, and nothing more is told."""
    link = await world.link()
    await amara.begin(link)
    await amara.open("/not-me")

    first, second = await amara.press(), await amara.press()

    assert (first.status_code, second.status_code) == (200, 403)
    assert (await Browser(app).open(f"/c/{link}")).status_code == 404
    assert await count(world, asked_for) == 1


async def test_what_was_begun_by_the_same_link_goes_on_with_its_code(amara: Browser, world: World) -> None:
    """Somebody opens her link after her and presses: the words she said before wait for her code."""
    link = await world.link()
    await amara.begin(link)
    await amara.answer(7, words="I miss my nan")
    code = await amara.code()
    uncle = await amara.another().begin(link)

    await uncle.fill("/not-me")

    assert "I miss my nan" in (await amara.open("/check")).text
    assert went(await amara.another().fill("/", code=code)) == "/around"


async def test_after_sending_there_is_nothing_to_close(visiting: Browser, world: World) -> None:
    """The receipt is all that is left."""
    await visiting.send()

    assert went(await visiting.open("/not-me")) == "/sent"
    assert await count(world, asked_for) == 0
