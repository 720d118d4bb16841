"""Whoever reads her answer plays the copy, and may take the original away; she plays it too (R28, R33, R37)."""

import hashlib
from uuid import UUID

import pytest

from channels.portal.app import portal
from channels.web.app import public
from storage import tables
from tests.playback.conftest import Line, sends
from tests.playback.films import film, needs_ffmpeg
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.looking import actions_of, rows
from tests.web.browser import Browser as HerBrowser
from voice.draft import Receipt

pytestmark = needs_ffmpeg


@pytest.fixture
async def sam(line: Line) -> Browser:
    """Amara's social worker."""
    return await at_the_desk(line.world, portal(line.world.staff), "sam")


async def sent(line: Line, body: bytes, kind: str = "video/webm") -> tuple[Receipt, UUID, str]:
    receipt, id = await sends(line.world, body, kind)
    return receipt, id, f"/statements/{receipt.statement}/recordings/{id.hex}"


async def test_sam_watches_the_copy_and_saves_the_original(line: Line, sam: Browser) -> None:
    """The page has the copy with its poster; the original is saved, whole, under its hash, and never shown."""
    receipt, id, address = await sent(line, film("webm"))
    before = (await sam.get(f"/statements/{receipt.statement}")).text
    assert "is being made" in before
    assert (await sam.get(f"{address}/poster")).status_code == 404
    assert (await sam.get(address)).content == film("webm")

    await line.works()

    page = (await sam.get(f"/statements/{receipt.statement}")).text
    assert f'src="{address}" poster="{address}/poster"' in page
    assert "is being made" not in page
    assert hashlib.sha256(film("webm")).hexdigest() in page
    plays, poster, saved = [await sam.get(f"{address}{which}") for which in ("", "/poster", "/original")]
    assert (plays.headers["content-type"], plays.content) == ("video/mp4", (await line.copy(id))[0])
    assert (poster.headers["content-type"], poster.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert (saved.headers["content-type"], saved.content) == ("application/octet-stream", film("webm"))
    assert saved.headers["content-disposition"] == f'attachment; filename="recording-{id.hex[:8]}.webm"'
    part = await sam.client.get(address, headers={"range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, plays.content[5:10])


async def test_every_original_that_is_taken_is_kept(line: Line, sam: Browser) -> None:
    """The copy plays in a hundred pieces that are one opening; what leaves this house is a line each time."""
    _, id, address = await sent(line, film("webm of sound"))
    await line.works()

    for _ in range(3):
        await sam.get(address)
    assert len(await actions_of(line.world, "statement")) == 2  # it was sent, and opened
    for _ in range(2):
        await sam.get(f"{address}/original")

    lines = [each["detail"] for each in await rows(line.world, tables.audit_event) if each["action"] == "open"]
    assert [each.get("taken") for each in lines] == [None, "original", "original"]
    assert all(each["recording"] == str(id) for each in lines)


async def test_nobody_else_gets_any_of_it(line: Line) -> None:
    """Another team, and the manager who reads another part: it is as if there were nothing."""
    _, _, address = await sent(line, film("webm"))
    await line.works()

    for name in ("dev", "priya", "alex"):
        who = await at_the_desk(line.world, portal(line.world.staff), name)
        for which in ("", "/poster", "/original"):
            assert (await who.get(f"{address}{which}")).status_code == 404


async def test_what_does_not_play_is_said_and_can_be_saved(line: Line, sam: Browser) -> None:
    """No player that stays black: why, the original, and the task on her desk."""
    words = b"a text that is called a film " * 30
    receipt, _, address = await sent(line, words, "video/mp4")
    await line.works()

    page = (await sam.get(f"/statements/{receipt.statement}")).text

    assert "This does not play here." in page
    assert "neither a sound nor a video nor a picture" in page
    assert "<video" not in page
    assert (await sam.get(f"{address}/original")).content == words
    assert "it has to be looked at as it came" in (await sam.get("/")).text


async def test_half_a_film_is_not_shown_as_the_whole(line: Line, sam: Browser) -> None:
    receipt, _, _ = await sent(line, film("webm")[: len(film("webm")) * 2 // 3])
    await line.works()

    assert "A part of what came could not be read" in (await sam.get(f"/statements/{receipt.statement}")).text


async def test_she_plays_it_with_her_code_on_any_telephone(line: Line) -> None:
    """Recorded on one kind of phone, watched on another."""
    receipt, id, _ = await sent(line, film("webm"))
    await line.works()

    back = HerBrowser(public(line.world.public))
    await back.fill("/", code=receipt.code or "")
    played = await back.http.get("/mine/recordings/1")

    assert (played.headers["content-type"], played.content) == ("video/mp4", (await line.copy(id))[0])
