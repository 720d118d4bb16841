"""A link given on paper can be typed: a code at the front page leads to the same place, as long as the link would."""

import re

from channels.web.app import public
from storage.tables import invitation
from tests.portal.browsing import Browser, hidden
from tests.web.browser import Browser as Child
from tests.web.browser import went
from tests.web.looking import rows
from tests.world import World

CODE = re.compile(r"<code>([0-9A-Z]{5}(?: [0-9A-Z]{5}){2})</code>")


async def made(world: World, sam: Browser, handed_over: str) -> str:
    """The page that shows Sam a new link."""
    page = f"/children/{world.amara}"
    fields = hidden((await sam.get(page)).text, f"{page}/link")
    chosen = {"version": str(world.version), "handed_over": handed_over, "she_asked": "1"}
    return (await sam.client.post(f"{page}/link", data=fields | chosen)).text


async def test_typed_from_the_letter_it_begins(world: World, sam: Browser) -> None:
    """Small letters, no gaps: the page of the link, and the same conversation whichever way she comes."""
    shown = await made(world, sam, "by_hand")
    assert "voice.test" in shown
    (code,) = CODE.findall(shown)
    (address,) = re.findall(r"http://voice\.test(/c/[\w-]+)", shown)

    amara = Child(public(world.public))
    assert went(await amara.fill("/", code=code.lower().replace(" ", "-"))) == address
    await amara.begin(address.removeprefix("/c/"))
    assert went(await amara.answer(2, "5")) == "/q/3"
    again = amara.another()
    assert went(await again.fill("/?lang=ar", code=code)) == address + "?lang=ar"
    await again.begin(address.removeprefix("/c/"))
    assert went(await again.open("/q/2")) == "/elsewhere"  # a code from a letter is a way in and not a way back (R66)


async def test_it_ends_with_the_link(world: World, sam: Browser) -> None:
    """Used up by sending, it is a wrong code like any other, with the same page."""
    (code,) = CODE.findall(await made(world, sam, "by_hand"))
    amara = Child(public(world.public))
    link = went(await amara.fill("/", code=code)).removeprefix("/c/")
    await amara.begin(link)
    await amara.send()

    used = await amara.another().fill("/", code=code)
    unknown = await amara.another().fill("/", code="7N3XK 9QRVT B2C5D")

    assert (used.status_code, unknown.status_code) == (404, 404)
    assert re.sub(r'value="[^"]*"', "", used.text) == re.sub(r'value="[^"]*"', "", unknown.text)


async def test_no_other_link_has_one(world: World, sam: Browser) -> None:
    """A link that is shown or sent is 160 random bits, and the code is kept nowhere."""
    for how in ("shown_to_child", "through_advocate", "through_carer"):
        assert not CODE.findall(await made(world, sam, how))
    (code,) = CODE.findall(await made(world, sam, "by_hand"))
    kept = str(await rows(world, invitation))
    assert code not in kept
    assert code.replace(" ", "") not in kept
