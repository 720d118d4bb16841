"""Sam passes the screen to Amara: Sam is signed out, Amara says what she likes, and nothing of it can be read back."""

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.tables import conversation, mailbox, statement, way
from tests.portal.browsing import Browser, hidden
from tests.web.browser import Browser as Child
from tests.web.browser import went
from tests.web.looking import parts, rows
from tests.world import World
from voice import clock

WORDS = "sam never asks me when mum is not there"
TOLD = "We have already told people"


@pytest.fixture
def children(world: World) -> Starlette:
    return public(world.public)


async def passed(world: World, sam: Browser) -> str:
    """Sam hands the screen over; the address that her window then shows."""
    page = f"/children/{world.amara}"
    shown = (await sam.get(page)).text
    fields = hidden(shown, f"{page}/link") | {"version": str(world.version), "handed_over": "on_this_screen"}
    answer = await sam.client.post(f"{page}/link", data=fields)
    assert answer.status_code == 200
    assert "Amara" in answer.text
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    found = re.search(r'href="http://voice\.test(/c/[^"]+)" target="_blank" rel="noopener noreferrer"', answer.text)
    assert found
    return found[1].removeprefix("/c/")


async def test_sam_is_signed_out_and_has_to_sign_in(world: World, sam: Browser) -> None:
    """Before the child has the screen: whatever Sam presses then is the sign-in page, and Back brings nothing."""
    kept = dict(sam.client.cookies)
    await passed(world, sam)

    assert (await sam.get(f"/children/{world.amara}")).headers["location"].startswith("/sign-in")
    sam.client.cookies.update(kept)
    assert (await sam.get("/")).headers["location"].startswith("/sign-in")


async def test_her_code_is_hers_alone_and_the_visit_ends_with_send(
    world: World, sam: Browser, children: Starlette
) -> None:
    """A page comes before the code; after Send the same screen, its cookie and its link open nothing at all."""
    link = await passed(world, sam)
    amara = await Child(children).begin(link, around="helper", helper="worker")
    await amara.answer(7, words=WORDS)
    before = await amara.open("/keep")
    assert "Only you should see the next page" in before.text
    assert not re.findall(r"<span>[0-9A-Z]{5}</span>", before.text)
    shown = await amara.press(None, do="mine")
    code = "".join(re.findall(r"<span>([0-9A-Z]{5})</span>", shown.text))
    assert len(code) > 9
    cookie = dict(amara.http.cookies)
    amara.page = shown

    assert went(await amara.press("/send", do="send")) == "/sent"
    receipt = await amara.open("/sent")

    assert "You can give the screen back." in receipt.text
    assert code[:5] not in receipt.text
    assert receipt.headers["clear-site-data"] == '"cache", "storage"'
    assert dict(amara.http.cookies) == {}
    amara.http.cookies.update(cookie)
    for page in ("/sent", "/check", "/keep", "/q/1", "/later", "/mine"):
        assert went(await amara.open(page)) == "/"
    assert (await amara.open(f"/c/{link}")).status_code == 404
    alone = Child(children)
    assert went(await alone.fill("/", code=code)) == "/mine"
    assert WORDS in (await alone.open("/mine")).text
    assert "Make this page yours alone" in (await alone.open("/mine")).text


async def test_who_reads_it_sees_how_it_was_said(world: World, sam: Browser, children: Starlette) -> None:
    """That an adult helped, and on whose screen, stands beside what she said (R7, R74)."""
    amara = await Child(children).begin(await passed(world, sam), around="helper", helper="worker")
    await amara.answer(7, words=WORDS)
    await amara.open("/keep")
    amara.page = await amara.press(None, do="in_person")
    await amara.press("/send", do="send_no_code")

    (said,) = await rows(world, statement)
    assert (said["presence"], said["helper"]) == ("helper", "worker")
    assert {row["wrapped_private"] for row in await rows(world, mailbox)} == {None}
    assert not (await parts(world, world.amara))["worker"][1]["comes_back"]
    clock.move(timedelta(minutes=1))  # the code from her app is good once
    await sam.sign_in()
    page = (await sam.get(f"/statements/{said['id']}")).text
    assert "On this screen" in page
    assert "a worker" in page


async def test_the_screen_that_goes_back_says_nothing_of_a_concern(
    world: World, sam: Browser, children: Starlette
) -> None:
    """It may be about who stands beside her: neither the receipt nor *saved* tells that somebody was told (R67)."""
    amara = await Child(children).begin(await passed(world, sam), helper="worker")
    await amara.answer(8, "no")
    await amara.fill("/safe", reach="at school", do="next")
    await amara.open("/keep")
    amara.page = await amara.press(None, do="in_person")
    await amara.press("/send", do="send_no_code")
    receipt = (await amara.open("/sent")).text
    assert TOLD not in receipt
    assert "seen" not in re.findall(r'name="([^"]+)"', receipt)


async def test_saved_for_later_it_ends_too(world: World, sam: Browser, children: Starlette) -> None:
    """The code is hers alone there as well, and with it she goes on at home, on a screen that is her own."""
    amara = await Child(children).begin(await passed(world, sam), helper="worker")
    await amara.answer(8, "no")
    await amara.fill("/safe", reach="", do="next")
    assert "Only you should see the next page" in (await amara.open("/later")).text
    saved = await amara.press(None, do="mine")
    code = "".join(re.findall(r"<span>([0-9A-Z]{5})</span>", saved.text))
    assert "being safe has gone" not in saved.text
    assert dict(amara.http.cookies) == {}
    assert [row["kind"] for row in await rows(world, way) if row["kind"] == "cookie"] == []

    home = Child(children)
    assert went(await home.fill("/", code=code)) == "/around"
    await home.fill("/around", around="just_me", helper="nobody")
    assert "Ready to send?" in (await home.open("/keep")).text
    assert went(await home.send()) == "/sent"
    assert TOLD in (await home.open("/sent")).text
    (kept,) = await rows(world, conversation)
    assert kept["sent"]


async def test_another_who_opens_it_on_the_way_reads_nothing(world: World, sam: Browser, children: Starlette) -> None:
    """The adult presses the button again while she is at it: on from the next question, nothing of before (R66)."""
    link = await passed(world, sam)
    amara = await Child(children).begin(link, helper="worker")
    await amara.answer(7, words=WORDS)

    adult = await Child(children).begin(link, helper="worker")

    for page in ("/check", "/q/7", "/keep", "/later"):
        assert WORDS not in (await adult.open(page)).text
    adult.page = await adult.open("/keep")
    assert not re.findall(r"<span>[0-9A-Z]{5}</span>", (await adult.press(None, do="mine")).text)
