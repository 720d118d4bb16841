"""The clips themselves: the same for everybody, kept by their hash, and fetched in the pieces a player asks for."""

import re
from dataclasses import replace

import pytest

from channels.web.app import public
from channels.web.signing import signed
from storage.media import MediaStore
from tests.signing.conftest import has_clips
from tests.web.browser import Browser
from tests.world import World
from voice.clips import Signs, hash_of


async def test_a_player_gets_what_it_asks_for(signing: Browser, world: World, media: MediaStore) -> None:
    """The whole, a part, the end; and kept in her browser until she leaves, since it costs her data."""
    name = (await has_clips(world, media, ["Hello"]))["Hello"]

    whole = await signing.open(f"/clips/{name}")
    ranged = {
        wanted: await signing.http.get(f"/clips/{name}", headers={"range": f"bytes={wanted}"})
        for wanted in ("0-3", "5-", "-5", "0-99999")
    }

    assert (whole.status_code, whole.content) == (200, b"film of Hello")
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["cache-control"] == "public, max-age=86400"
    assert {wanted: page.content for wanted, page in ranged.items()} == {
        "0-3": b"film",
        "5-": b"of Hello",
        "-5": b"Hello",
        "0-99999": b"film of Hello",
    }
    assert {page.status_code for page in ranged.values()} == {206}
    assert ranged["5-"].headers["content-range"] == "bytes 5-12/13"


@pytest.mark.parametrize("wanted", ["bytes=99-", "bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "", "bytes=-"])
async def test_odd_wishes_get_all_or_nothing(signing: Browser, world: World, media: MediaStore, wanted: str) -> None:
    name = (await has_clips(world, media, ["Hello"]))["Hello"]

    page = await signing.http.get(f"/clips/{name}", headers={"range": wanted})

    assert (page.status_code, page.content) in ((416, b""), (200, b"film of Hello"))


async def test_captions_are_no_page(signing: Browser, world: World, media: MediaStore) -> None:
    """They are given as what they are, and nothing in them can run."""
    name = (await has_clips(world, media, ["Hello"]))["Hello"]

    page = await signing.open(f"/clips/{name}.vtt")

    assert page.headers["content-type"].startswith("text/vtt")
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["nothing", "..%2f..%2fvoice.db", "%00", "é", "a" * 5000, "{}.jpg", "{}.exe", "{}.vtt.vtt"]
)
async def test_what_is_no_clip_is_not_here(signing: Browser, world: World, media: MediaStore, name: str) -> None:
    """An address leads to a row of the register, and never to a file of its own choosing."""
    known = (await has_clips(world, media, ["Hello"]))["Hello"]

    page = await signing.open(f"/clips/{name.replace('{}', known)}")

    assert page.status_code == 404
    assert "film of" not in page.text


async def test_a_film_that_is_lost_is_a_kind_page(signing: Browser, world: World) -> None:
    """The disk may be away: the words are still on her page."""
    name = (await has_clips(world, None, ["Hello"]))["Hello"]

    page = await signing.open(f"/clips/{name}")

    assert page.status_code == 503
    assert "film" not in page.headers["content-type"]


async def test_without_a_place_for_films_there_is_none(world: World) -> None:
    name = (await has_clips(world, None, ["Hello"]))["Hello"]

    assert (await Browser(public(replace(world.public, media=None))).open(f"/clips/{name}")).status_code == 404


def test_pages_without_clips_stay_as_they_are() -> None:
    """Not a letter of hers is moved: what she typed, however it looks, is no text of ours."""
    html = '<p>a &amp; b</p><textarea>\n<p>Next</textarea><input value="Next"><svg><title>Next</title></svg>'
    html += '<p class="vh">Next</p><p>Next</'

    assert signed(html, Signs(), str) == html
    assert signed(html, Signs({hash_of("Next"): None}), lambda *_: "CLIP") == html  # type: ignore[dict-item]


def test_every_place_holds_valid_html() -> None:
    """Beside a button, before a field set and not within its heading, inside an item of a list."""
    signs, alone = Signs({hash_of("Hi"): object()}), '<div class="signed">C</div>'  # type: ignore[dict-item]
    pages = {
        "<button>Hi</button>": '<div class="signed">C<button>Hi</button></div>',
        "<p><a>Hi</a></p>": '<div class="signed">C<p><a>Hi</a></p></div>',
        "<ul><li>Hi</li></ul>": "<ul><li>CHi</li></ul>",
        "<fieldset><legend><h2>Hi</h2></legend></fieldset>": alone
        + "<fieldset><legend><h2>Hi</h2></legend></fieldset>",
        "<details><summary>Hi</summary></details>": f"{alone}<details><summary>Hi</summary></details>",
        "<label><input><span>Hi</span></label>": '<div class="signed">C<label><input><span>Hi</span></label></div>',
        "<h1><svg></svg><span>Hi</span></h1>": '<div class="signed asks">O<h1><svg></svg><span>Hi</span></h1></div>',
        "<div>\n Hi\n <br></div>": "<div>C\n Hi\n <br></div>",
    }

    found = {html: signed(html, signs, lambda _, __, opens: "O" if opens else "C") for html in pages}

    assert found == pages


def test_a_long_page_is_read_fast() -> None:
    """What a child typed may be twenty thousand characters of anything."""
    typed = "<bdi>" + "Hello. " * 3000 + "</bdi>"
    signs = Signs({hash_of("Hello."): object()})  # type: ignore[dict-item]

    assert len(re.findall("CLIP", signed(f"<p>{typed}</p>", signs, lambda *_: "CLIP"))) == 0
