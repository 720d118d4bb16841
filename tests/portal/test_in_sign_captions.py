"""An answer in sign has its words on the picture: drafted, and put right by whoever checks it (R26, R89)."""

import re
from html import unescape

import pytest

from channels.web.app import public
from tests.playback.films import needs_ffmpeg
from tests.portal.browsing import Browser
from tests.portal.in_sign import WORDS, begun, checks, films_it, in_queue, sends, signed_by, signs, the_worker_works
from tests.web.browser import Browser as Child
from tests.world import World
from voice.draft import Receipt

pytestmark = needs_ffmpeg
TIMED = "WEBVTT\n\n00:00.100 --> 00:00.400\nI have asked your nan.\n\n00:00.400 --> 00:00.900\nSaturday it is.\n"
AS_GIVEN = TIMED.replace("00:00.", "00:00:00.")


async def her_captions(world: World, receipt: Receipt, language: str = "bfi") -> str:
    """What her player is given, by the address that stands in her page."""
    child = Child(public(world.public))
    await child.fill("/", code=receipt.code or "")
    shown = (await child.open(f"/mine?lang={language}")).text
    (address,) = re.findall(r'<track kind="captions" src="(/mine/answers/\d+\.vtt)"', shown)
    given = await child.open(address)
    assert given.headers["content-type"].startswith("text/vtt")
    assert (await Child(public(world.public)).open(address)).status_code == 303
    return given.text


async def to_check(world: World, sam: Browser, robin: Browser) -> tuple[Receipt, str]:
    receipt = await signs(world)
    await sends(world, sam, await begun(sam, receipt), "robin", "kit")
    await signed_by(robin, await in_queue(world, "robin"))
    return receipt, await in_queue(world, "kit")


async def test_who_checks_puts_the_times_right(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    """They find a draft of every sentence, and she has what they made of it."""
    receipt, theirs = await to_check(world, sam, robin)
    shown = unescape((await kit.get(theirs)).text)
    assert "I have asked your nan.\n\n00:" in shown

    assert (await checks(kit, theirs, captions=TIMED)).status_code == 303
    assert await the_worker_works(world) == 1

    assert await her_captions(world, receipt) == AS_GIVEN


@pytest.mark.parametrize("language", ["bfi", "en"])
async def test_nobody_need_write_them(world: World, sam: Browser, language: str) -> None:
    """An answer that somebody signs themselves has every word on it, over the length of its film."""
    receipt = await signs(world)
    own = await begun(sam, receipt, how="sign_myself")
    await films_it(sam, own, f"{own}/record")
    assert await the_worker_works(world) == 1

    given = await her_captions(world, receipt, language)

    said = [line for line in given.splitlines() if line and "-->" not in line]
    assert (said[0], " ".join(said[1:])) == ("WEBVTT", WORDS)
    last = re.findall(r"--> 00:00:0(\d)\.(\d{3})", given)[-1]
    assert 0 < int("".join(last)) <= 1100


async def test_a_draft_that_is_longer_than_the_film_is_drafted_anew(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """Kit opened it before the film was ready, and left the draft as it was."""
    receipt, theirs = await to_check(world, sam, robin)
    late = TIMED.replace("00:00.900", "00:09.000")

    await checks(kit, theirs, captions=late)
    assert await the_worker_works(world) == 1

    assert "She wants to see you on Saturday." in await her_captions(world, receipt)


@pytest.mark.parametrize(
    ("captions", "said"),
    [
        ("I have asked", "WEBVTT"),
        (TIMED.replace("I have", "<b>I have"), "plain words"),
        (TIMED.replace("00:00.400\n", "soon\n"), "begins with its times"),
    ],
)
async def test_captions_that_are_none_are_said(
    world: World, sam: Browser, robin: Browser, kit: Browser, captions: str, said: str
) -> None:
    """Nothing of what was typed is lost, and nothing is decided yet."""
    _, theirs = await to_check(world, sam, robin)

    refused = await checks(kit, theirs, captions=captions)

    assert (refused.status_code, said in refused.text) == (400, True)
    assert captions.rstrip() in unescape(refused.text)
    assert (await checks(kit, theirs, captions=TIMED)).status_code == 303
