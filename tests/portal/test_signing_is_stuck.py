"""Where signing is stuck, whoever could mend it reads so: nobody, one alone, too late, no ffmpeg (R60)."""

from datetime import timedelta
from html import unescape

from tests.playback.films import needs_ffmpeg
from tests.portal.browsing import Browser
from tests.portal.in_sign import begun, films_it, sends, signs
from tests.portal.interpreters import given_to, gives
from tests.portal.test_recordings import recorded
from tests.world import World
from voice import clock, signs_of_life
from voice.delivering import Deliveries

NOBODY, ALONE, PAST = "nobody can be asked", "one person alone can be asked", "past its time"
LATE = "That time is past. Ask them, or take it back and give it to somebody else."
NO_COPY = "No copy that every browser plays can be made"


async def reads(who: Browser, page: str) -> str:
    return unescape((await who.get(page)).text)


async def without_ffmpeg(world: World) -> None:
    """The worker's minute, where it has no program for films."""
    await Deliveries(world.staff, {}).name_undeliverable()


async def test_nobody_can_be_asked(world: World, sam: Browser, alex: Browser) -> None:
    receipt, _ = await recorded(world)

    said = await reads(sam, f"/statements/{receipt.statement}")

    assert "Nobody here can be asked to put it into English." in said
    assert (await reads(alex, "/interpreters")).count(NOBODY) == 2


async def test_one_alone_cannot_finish(world: World, sam: Browser, alex: Browser, robin: Browser) -> None:
    receipt, _ = await recorded(world)

    said = await reads(sam, f"/statements/{receipt.statement}")

    assert "One person alone can be asked here" in said
    assert (await reads(alex, "/interpreters")).count(ALONE) == 2


async def test_with_two_nothing_is_missing(
    world: World, sam: Browser, alex: Browser, robin: Browser, kit: Browser
) -> None:
    receipt, _ = await recorded(world)

    said = await reads(sam, f"/statements/{receipt.statement}")

    assert not any(each in said for each in ("Nobody here can be asked", "One person alone", LATE, NO_COPY))
    assert "What is missing" not in await reads(alex, "/interpreters")


async def test_what_waits_too_long_is_said(
    world: World, sam: Browser, alex: Browser, robin: Browser, kit: Browser
) -> None:
    """To whoever gave it, with whose it is, and to whoever keeps interpreters, without a name."""
    receipt, _ = await recorded(world)
    page = f"/statements/{receipt.statement}"
    await gives(world, sam, receipt.statement, "robin")
    assert LATE not in await reads(sam, page)
    clock.move(timedelta(days=4))

    await sam.sign_in()
    await alex.sign_in()
    said = await reads(sam, page)
    assert LATE in said
    assert "Robin Hale" in said
    assert LATE in await reads(sam, f"{page}/english/worker")
    listed = await reads(alex, "/interpreters")
    assert "1 piece of work is past its time." in listed
    assert "Amara" not in listed
    assert await given_to(world, "robin")


@needs_ffmpeg
async def test_an_answer_in_sign_says_where_it_is_stuck(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """On the statement, without opening it: nobody signs, past its time, and no ffmpeg to make the film ready."""
    receipt = await signs(world)
    page = f"/statements/{receipt.statement}"
    answer = await begun(sam, receipt)
    assert "waits for somebody to sign it" in await reads(sam, page)
    await sends(world, sam, answer, "robin", "kit")
    assert "An answer in sign is on its way" in await reads(sam, page)
    clock.move(timedelta(days=6))
    await sam.sign_in()
    assert "An answer in sign is past its time" in await reads(sam, page)
    assert LATE in await reads(sam, answer)

    own = await begun(sam, receipt, how="sign_myself")
    await films_it(sam, own, f"{own}/record")
    assert "in a few minutes" in await reads(sam, own)
    await without_ffmpeg(world)
    assert "It cannot go: ffmpeg is not where this service works" in await reads(sam, own)


async def test_without_ffmpeg_everybody_is_told(world: World, sam: Browser, alex: Browser) -> None:
    """The worker beside the recording, the administrator on their list, and whatever watches over the service."""
    receipt, _ = await recorded(world)
    page = f"/statements/{receipt.statement}"
    assert "A copy that every browser plays is being made" in await reads(sam, page)

    await without_ffmpeg(world)

    said = await reads(sam, page)
    assert NO_COPY in said
    assert "is being made" not in said
    listed = await reads(alex, "/deliveries")
    assert "ffmpeg is not on the machine where the worker runs" in listed
    await signs_of_life.beat(world.staff)
    assert "no recording is made to play" in await reads(alex, "/readyz")
