"""A clip is made from a brief, and somebody who has not read its words says back what they saw (R93)."""

from html import unescape

from storage.tables import clip
from tests.playback.films import needs_ffmpeg
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import actions_of, rows
from tests.signing.studio import (
    BRIEF,
    SAW,
    briefed,
    brought,
    hana,
    mended,
    noel,
    question,
    said_back,
    seen_by_a_child,
    somebody,
    world,
)
from tests.world import World

__all__ = ["hana", "noel", "world"]

pytestmark = needs_ffmpeg


async def test_nothing_is_shown_that_nobody_said_back(world: World, hana: Browser, noel: Browser) -> None:
    """Neither without a brief nor before somebody who had not read the words said what they saw (R93)."""
    _, page = await question(world)
    version = await brought(hana, page)
    await mended(hana, page, version)
    token = hidden((await noel.get("/signing")).text, "/sign-out")["csrf"]

    without = await noel.client.post(f"{version}/show", data={"csrf": token})
    half = await hana.send(page, f"{page}/brief", **{**BRIEF, "avoid": " "})
    await briefed(hana, page)
    silent = await noel.client.post(f"{version}/show", data={"csrf": token})

    assert [each.status_code for each in (without, half, silent)] == [400, 400, 400]
    assert "Write the brief first" in without.text
    assert ("all three parts" in half.text, BRIEF["meaning"] in half.text) == (True, True)
    assert "has to say back what the clip says" in silent.text
    assert f"{version}/show" not in (await noel.get(page)).text
    assert "<video" not in (await seen_by_a_child(world))[0]


async def test_whoever_says_it_back_sees_the_film_alone(world: World, hana: Browser, noel: Browser) -> None:
    """No words, no captions, no brief: then they stand beside what was said, and the audit has who said it."""
    words, page = await question(world)
    await briefed(hana, page)
    version = await brought(hana, page)
    await mended(hana, page, version)

    alone = unescape((await noel.get(f"{version}/back")).text)
    unread = await noel.send(f"{version}/back", f"{version}/said-back", understood=SAW)
    nothing = await said_back(noel, version, understood=" ")
    long = await said_back(noel, version, understood="a" * 2001)
    assert [each.status_code for each in (unread, nothing, long)] == [400, 400, 400]
    assert SAW in unread.text
    assert not any(each in alone for each in (words, BRIEF["meaning"], "<track", page))
    assert (await said_back(noel, version)).status_code == 303
    beside = unescape((await noel.get(page)).text)

    assert all(each in beside for each in (words, SAW, *BRIEF.values()))
    (row,) = await rows(world, clip)
    assert (row["said_back"], row["said_back_by"]) == (SAW, world.people["noel"])
    assert ("say_back", world.people["noel"]) in await actions_of(world, "clip")
    assert (await noel.get(f"{version}/back")).status_code == 400


async def test_who_knows_the_words_says_nothing_back(world: World, hana: Browser, noel: Browser) -> None:
    """Whoever brought it, mended its captions or wrote its brief; a press from an old page is refused as well."""
    _, page = await question(world)
    version = await brought(hana, page)
    await briefed(noel, page)
    token = hidden((await noel.get("/signing")).text, "/sign-out")["csrf"]
    said = {"csrf": token, "understood": SAW, "had-not-read": "1"}

    assert "You know the words" in (await hana.get(f"{version}/back")).text
    assert "You know the words" in (await noel.client.post(f"{version}/said-back", data=said)).text
    iris = await somebody(world, "iris")
    await mended(iris, page, version)
    assert "You know the words" in (await iris.get(f"{version}/back")).text
    assert [row["said_back"] for row in await rows(world, clip)] == [None]
