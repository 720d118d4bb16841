"""Amara records an answer; Robin watches it as slowly as it takes, writes it down with its times, and Sam has both."""

from html import unescape

import pytest

from storage import tables
from tests.portal.browsing import Browser
from tests.portal.interpreters import given_to, gives, hands_in
from tests.portal.looking import actions_of, rows
from tests.portal.test_recordings import FILM, recorded
from tests.world import World
from voice.interpreting.captions import as_vtt

SIGNED = "00:02 I miss my nan\n00:05 <b>and</b> nobody tells me why"


async def test_robin_writes_it_down_beside_the_picture(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """Every byte plays for Robin alone, until it is handed in; the recording comes first on Sam's page."""
    receipt, hers = await recorded(world)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    film = f"{page}/recordings/{hers.rpartition('/')[2]}"

    shown = (await robin.get(page)).text
    assert f'<video controls playsinline preload="metadata" src="{film}">' in shown
    assert all(f'data-speed="{each}"' in shown for each in ("0.25", "0.5", "0.75", "1", "1.5", "2"))
    assert (await robin.get(film)).content == FILM
    assert (await robin.client.get(film, headers={"range": "bytes=10-19"})).content == FILM[10:20]
    for who, address in ((kit, film), (sam, film), (robin, hers), (robin, f"{page}/recordings/{'0' * 32}")):
        assert (await who.get(address)).status_code == 404
    assert (await actions_of(world, "interpreting")).count(("open", world.people["robin"])) == 2
    assert (await hands_in(robin, page, SIGNED)).status_code == 303
    assert (await robin.get(film)).status_code == 404

    theirs = unescape((await sam.get(f"/statements/{receipt.statement}")).text)
    assert theirs.index("<video") < theirs.index("00:02 I miss my nan")
    assert "By Robin Hale" in theirs
    assert f'src="{hers}/english.vtt"' in theirs
    captions = await sam.get(f"{hers}/english.vtt")
    assert captions.headers["content-type"].startswith("text/vtt")
    assert "00:00:02.000 --> 00:00:05.000\nI miss my nan" in captions.text
    assert "&lt;b&gt;and&lt;/b&gt;" in captions.text
    for who in (robin, kit):
        assert (await who.get(f"{hers}/english.vtt")).status_code == 404


async def test_the_moment_goes_with_tell_duty(world: World, sam: Browser, robin: Browser, morgan: Browser) -> None:
    """Where Robin was when it was pressed; what is no number of seconds is left out, and duty hears all the same."""
    receipt, _ = await recorded(world)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    for at in ("<i>", "75"):
        assert (await robin.send(page, f"{page}/tell-duty", at=at)).status_code == 303

    pages = [f"/concerns/{row['id']}" for row in await rows(world, tables.concern)]
    without, moment = sorted(
        [unescape((await morgan.get(page)).text) for page in pages], key=lambda page: "1:15" in page
    )
    assert "In the recording, at 1:15: Whoever was asked" in moment
    assert "Tell duty now" in without
    assert "<i>" not in without


async def test_a_picture_has_nothing_to_put_into_english(world: World, sam: Browser, robin: Browser) -> None:
    receipt, _ = await recorded(world, kind="image/png")

    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 404


WRITTEN = {
    "no time at all": ("I miss her", [("00:00:00.000 --> 00:00:20.000", "I miss her")]),
    "words before the first": (
        "hello\n00:03 nan",
        [("00:00:00.000 --> 00:00:03.000", "hello"), ("00:00:03.000 --> 00:00:23.000", "nan")],
    ),
    "out of order": (
        "[01:05] later\n00:03 first",
        [("00:00:03.000 --> 00:01:05.000", "first"), ("00:01:05.000 --> 00:01:25.000", "later")],
    ),
    "an hour": ("75:00 still", [("01:15:00.000 --> 01:15:20.000", "still")]),
    "two at once": (
        "00:03 a\n00:03 b",
        [("00:00:03.000 --> 00:00:04.000", "a"), ("00:00:03.000 --> 00:00:23.000", "b")],
    ),
    "what would end it": ("00:01 a\n\n\n00:09:99 b --> c\n", [("00:00:01.000 --> 00:00:09.000", "a")]),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_captions_come_at_their_times(name: str) -> None:
    """Whatever is written is a file of captions: no line of hers is lost, none becomes a mark."""
    english, expected = WRITTEN[name]

    made = as_vtt(english)

    assert made.startswith("WEBVTT\n")
    found = [tuple(block.strip().split("\n", 1)) for block in made.split("\n\n")[1:] if block.strip()]
    assert found[: len(expected)] == expected
    assert made.count("-->") == len(found)
