"""The studio: Hana brings a clip, Noel checks it, Amara sees it. What is stale, nobody's or hostile is not."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from channels.portal.app import portal
from storage import clips
from storage.tables import clip
from storage.writes import Writes
from tests.playback.films import NAME, PLACE, film, needs_ffmpeg
from tests.portal.browsing import Browser, at_the_desk, hidden
from tests.portal.looking import rows
from tests.signing.studio import (
    BRIEF,
    PEOPLE,
    briefed,
    bring,
    brought,
    hana,
    mended,
    noel,
    question,
    seen_by_a_child,
    shown,
    world,
)
from tests.world import World
from voice import clock
from voice.access import SignedIn
from voice.clips import hash_of
from voice.model import Role
from voice.studio import film as films
from voice.studio import showing

__all__ = ["hana", "noel", "world"]

pytestmark = needs_ffmpeg


async def test_the_whole_way(world: World, hana: Browser, noel: Browser) -> None:
    """Two people, two registers, captions from the script; then a child sees it, without its sound."""
    words, page = await question(world)
    await briefed(hana, page)
    version = await brought(hana, page)
    assert (await mended(hana, page, version)).status_code == 303
    before, _ = await seen_by_a_child(world)
    token = hidden((await hana.get("/signing")).text, "/sign-out")["csrf"]
    own = await hana.client.post(f"{version}/show", data={"csrf": token})
    assert (own.status_code, "Somebody else has to check it" in own.text) == (400, True)
    assert words not in unescape((await noel.get("/signing")).text)
    assert (await shown(noel, page, version)).headers["location"].endswith("done=clip_shown")

    seen, child = await seen_by_a_child(world)
    (name,) = set(re.findall(r'src="/clips/(\w+)"', seen))
    content = (await child.open(f"/clips/{name}")).content
    assert "<video" not in before
    assert content[4:8] == b"ftyp"
    assert not any(each in content for each in (b"mp4a", NAME.encode(), PLACE.encode()))
    assert words in (await child.open(f"/clips/{name}.vtt")).text
    assert (await child.open(f"/clips/{name}.jpg")).content.startswith(b"\xff\xd8")
    (row,) = [row for row in await rows(world, clip) if row["state"] == "published"]
    assert (row["made_by"], row["checked_by"]) == (world.people["hana"], world.people["noel"])


async def test_the_recorders_page_alone_asks_for_the_camera(world: World, hana: Browser) -> None:
    """It runs our script and no other; nobody else of the studio's pages does. Words nobody asks have none."""
    words, page = await question(world)

    here, beside = await hana.get(f"{page}/record"), await hana.get(page)

    assert words in unescape(here.text)
    assert "camera=(self)" in here.headers["permissions-policy"]
    assert "script-src 'self'" in here.headers["content-security-policy"]
    assert "camera=()" in beside.headers["permissions-policy"]
    assert "script-src" not in beside.headers["content-security-policy"]
    assert (await hana.get(f"/signing/words/{'0' * 64}/record")).status_code == 404


async def test_versions_are_kept_and_one_is_shown(world: World, hana: Browser, noel: Browser) -> None:
    """A new one takes the old one's place; taken back, the words stand alone again. What was shown is never changed."""
    _, page = await question(world)
    await briefed(hana, page)
    for way in ("mp4", "webm"):
        version = await brought(hana, page, way)
        await mended(hana, page, version)
        await shown(noel, page, version)
    states = [(row["version"], row["state"]) for row in await rows(world, clip)]
    token = hidden((await hana.get("/signing")).text, "/sign-out")["csrf"]
    late = await hana.client.post(f"{version}/mend", data={"csrf": token, "captions": "WEBVTT", **PEOPLE})

    assert sorted(states) == [(1, "withdrawn"), (2, "published")]
    assert (late.status_code, "Somebody was quicker" in late.text) == (400, True)
    assert "<video" in (await seen_by_a_child(world))[0]
    await noel.send(page, f"{version}/take-back")
    assert "<video" not in (await seen_by_a_child(world))[0]


async def test_stale_clips_say_so(world: World, hana: Browser, noel: Browser) -> None:
    """Signed from words that are others now: listed with the new ones, and never shown, whoever presses."""
    words, page = await question(world)
    version = await brought(hana, page)
    await mended(hana, page, version)
    writes, (row,) = Writes(world.staff.authority), await rows(world, clip)
    old = "How shall we find out what you think?"
    writes.update(clip, row["id"], words=old, words_hash=hash_of(old))
    await world.staff.store.write(writes)

    studio = unescape((await noel.get("/signing")).text)
    token = hidden((await noel.get("/signing")).text, "/sign-out")["csrf"]
    answer = await noel.client.post(f"{version}/show", data={"csrf": token})

    assert "Stale" in studio
    assert studio.index(old) < studio.index(words)
    assert (answer.status_code, "The words are others now" in answer.text) == (400, True)
    assert "<video" not in (await seen_by_a_child(world))[0]


async def test_no_film_without_who_stands_for_it(world: World, hana: Browser, noel: Browser) -> None:
    """Neither names left out nor captions with a mark are kept; what was typed is still there; nothing is shown."""
    _, page = await question(world)
    version = await brought(hana, page)

    token = hidden((await noel.get("/signing")).text, "/sign-out")["csrf"]
    bare = await noel.client.post(f"{version}/show", data={"csrf": token})
    same = await mended(hana, page, version, checker_name="Hana Lund")
    marks = await mended(hana, page, version, captions="WEBVTT\n\n00:00.000 --> 00:00.900\n<script>come</script>")

    assert [each.status_code for each in (bare, same, marks)] == [400, 400, 400]
    assert "with their registers" in bare.text
    assert "Whoever checked it has to be somebody else" in same.text
    assert "(line 4)" in marks.text
    assert "&lt;script&gt;come" in marks.text
    assert {row["state"] for row in await rows(world, clip)} == {"ready"}


HOSTILE = {
    "empty": (b"", "Choose a film first"),
    "text": (b"Hello, I am a film", "no film that we know"),
    "page": (b"<html><script>come</script></html>", "no film that we know"),
    "playlist": (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/come\n", "no film that we know"),
    "list of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", "no film that we know"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "no film that we know"),
    "begins like one": (b"\x1a\x45\xdf\xa3" + b"\0" * 4000, "cannot be read"),
}


async def test_what_is_no_film_is_refused(world: World, hana: Browser) -> None:
    """By its bytes, whatever it is called; kindly, and nothing of it is kept."""
    _, page = await question(world)
    sent = HOSTILE | {
        "cut off": (film("mp4")[:3000], "cannot be read"),
        "a sound": (film("m4a"), "cannot be read"),
        "a picture": (film("png"), "no film that we know"),
    }

    for name, (content, said) in sent.items():
        answer = await bring(hana, page, content)
        assert (answer.status_code, said in answer.text) == (400, True), name
    assert await rows(world, clip) == []
    assert not (world.home / "media" / "clips").exists()


async def test_too_much_is_too_much(
    world: World, hana: Browser, noel: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many bytes, however they come, and too long a film; somebody who is no translator is not even listened to."""
    _, page = await question(world)
    fields, kind = hidden((await hana.get(page)).text, f"{page}/bring"), "multipart/form-data; boundary=x"
    large = await hana.client.post(
        f"{page}/bring", content=b"x" * (films.LARGEST + 200_000), headers={"content-type": kind}
    )
    broken = await hana.client.post(f"{page}/bring", content=b"--x\r\nbroken", headers={"content-type": kind})
    two = [("film", ("a.mp4", b"a")), ("film", ("b.mp4", b"b"))]
    several = await hana.client.post(f"{page}/bring", data=fields, files=two)
    sam = await at_the_desk(world, portal(world.staff), "sam")
    files = {"film": ("a.mp4", b"x" * 200_000)}
    unheard = await sam.client.post(f"{page}/bring", data={"csrf": "x"}, files=files)
    monkeypatch.setattr(films, "LONGEST", 500)

    assert [each.status_code for each in (large, broken, several, unheard)] == [413, 403, 400, 413]
    assert "too long or too large" in (await bring(hana, page, film("mp4"))).text


async def test_it_is_for_those_who_make_clips(world: World, hana: Browser) -> None:
    """Nobody else has the pages, nor finds out what is there: here an administrator. docs/access.csv has everybody."""
    _, page = await question(world)
    version = await brought(hana, page)
    other = await at_the_desk(world, portal(world.staff), "alex")
    token = hidden((await other.get("/")).text, "/sign-out")["csrf"]

    pages = (
        "/signing",
        "/signing/in/pages",
        page,
        f"{page}/record",
        f"{version}/film",
        f"{version}/poster",
        f"{version}/captions",
        f"{version}/back",
    )
    assert {address: (await other.get(address)).status_code for address in pages} == dict.fromkeys(pages, 404)
    for deed in ("mend", "show", "take-back", "said-back"):
        assert (await other.client.post(f"{version}/{deed}", data={"csrf": token})).status_code in (400, 404), deed
    for deed, given in (("brief", BRIEF), ("bring", {"id": str(uuid4())})):
        assert (await other.client.post(f"{page}/{deed}", data={"csrf": token, **given})).status_code in (400, 404), (
            deed
        )
    assert [row["state"] for row in await rows(world, clip)] == ["ready"]


async def test_a_placeholder_is_for_the_demonstration(world: World) -> None:
    """Outside of it nobody can show one (R65)."""
    words, _ = await question(world)
    writes, made = Writes(world.staff.authority), uuid4()
    facts: dict[str, Any] = {"language": "bfi", "words_hash": hash_of(words), "message": words, "words": words}
    facts |= {"version": 1, "placeholder": True, "kind": "video/mp4", "file": "0" * 64, "size": 1, "milliseconds": 1}
    clips.add(writes, made, facts | {"poster": None, "captions": None, "credits": {}}, clock.now())
    await world.staff.store.write(writes)
    me = SignedIn(world.people["noel"], "Noel", "Lund", None, frozenset({Role.PARTICIPATION_OFFICER}))
    with pytest.raises(showing.NotShown) as refused:
        await showing.show(replace(world.staff, demo=False), me, made)

    assert refused.value.code == "placeholder"


async def test_it_says_how_much_is_signed(world: World, hana: Browser, noel: Browser) -> None:
    """By survey, with what has no clip marked, and each text with its script."""
    words, page = await question(world)
    await briefed(hana, page)
    version = await brought(hana, page)
    await mended(hana, page, version)
    await shown(noel, page, version)

    studio, place = (await hana.get("/signing")).text, unescape((await hana.get("/signing/in/about_me_8_11")).text)

    assert re.search(r"/signing/in/about_me_8_11\".*?1 of \d\d texts", studio, re.DOTALL)
    assert re.search(r"/signing/in/pages\".*?0 of \d\d\d texts", studio, re.DOTALL)
    assert place.count("No clip") > 40
    assert place.index(words) < place.index(">Shown<") < place.index("No clip")
    assert (await hana.get("/signing/in/nothing")).status_code == 404
    for odd in ("00", "zz", "00" * 32, "é"):
        assert (await hana.get(f"/signing/words/{odd}")).status_code == 404
