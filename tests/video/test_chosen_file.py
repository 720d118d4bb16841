"""Amara's telephone runs no script: she chooses a file, presses Next, and nothing of what she wrote is lost."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from storage.tables import attachment
from tests.safety.searching import everything_under
from tests.video.conftest import BOTH
from tests.video.phone import Phone
from tests.video.test_uploads import SECRET, film
from tests.web.browser import LIKE_OURS, Browser, went
from tests.web.looking import by_question, count, parts, rows
from tests.world import World
from voice import receiving

WORRIES = "/q/7"
BETWEEN = "a-line-between"


def form(
    csrf: str, file: bytes, kind: str = "video/mp4", words: str = "", name: str = "me.mp4", do: str = "next"
) -> bytes:
    """As a browser writes it: the fields in the order of the page."""
    said = "".join(
        f'--{BETWEEN}\r\ncontent-disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in (("csrf", csrf), ("words", words))
    )
    place = f'content-disposition: form-data; name="recording"; filename="{name}"'
    head = f"--{BETWEEN}\r\n{place}\r\ncontent-type: {kind}\r\n\r\n"
    last = f'\r\n--{BETWEEN}\r\ncontent-disposition: form-data; name="do"\r\n\r\n{do}\r\n--{BETWEEN}--\r\n'
    return said.encode() + head.encode() + file + last.encode()


async def hands_over(browser: Browser, body: bytes, where: str = WORRIES) -> httpx.Response:
    headers = {**LIKE_OURS, "content-type": f"multipart/form-data; boundary={BETWEEN}"}
    browser.page = await browser.http.post(where, content=body, headers=headers)
    return browser.page


async def chosen(phone: Phone, file: bytes, **more: str) -> httpx.Response:
    await phone.browser.open(WORRIES)
    return await hands_over(phone.browser, form(phone.browser.token, file, **more))


@BOTH
async def test_a_file_is_kept_and_sent(phone: Phone, world: World) -> None:
    """With the words beside it; the page of everything plays it before it is sent."""
    sent = film(700_000)
    assert went(await chosen(phone, sent, words="this is my room")) == "/q/8"

    checked = (await phone.browser.open("/check")).text
    assert "this is my room" in checked
    (address,) = re.findall(r'<video[^>]* src="([^"]+)"', checked)
    assert (await phone.browser.http.get(address)).content == sent
    await phone.browser.send()
    answer = by_question((await parts(world, world.amara))["worker"][1])["worries"]
    assert answer["words"] == "this is my room"
    assert len(answer["parts"]) == 1


async def test_a_picture_that_browsers_do_not_show_is_said(phone: Phone) -> None:
    """As some telephones keep them (HEIC): no broken picture, and that it is safe."""
    await chosen(phone, b"\x00\x00\x00\x18ftypheic" + bytes(200), kind="image/heic", name="me.heic")

    for where in (WORRIES, "/check"):
        page = (await phone.browser.open(where)).text
        assert "It is safe, and a person will look at it" in page
        assert "<img class=" not in page


async def test_nothing_of_it_touches_a_disk(phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for a moment: no temporary file is made, and none of what is kept can be read."""
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.__init__", None)
    monkeypatch.setattr("tempfile._TemporaryFileWrapper.__init__", None)
    await chosen(phone, SECRET * 60_000, words="a word")

    assert [path for path in everything_under(tmp_path) if SECRET in path.read_bytes()] == []


async def test_her_page_shows_it_and_takes_it_back(phone: Phone, world: World, tmp_path: Path) -> None:
    """She sees that it is there; Delete is delete."""
    await chosen(phone, b"a film")
    page = (await phone.browser.open(WORRIES)).text
    assert f'src="{WORRIES}/recording"' in page

    assert went(await phone.browser.press(WORRIES, do="remove")) == WORRIES

    assert "<video" not in (await phone.browser.open(WORRIES)).text
    assert (await phone.browser.http.get(f"{WORRIES}/recording")).status_code == 404
    assert await count(world, attachment) == 0
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_another_takes_its_place(phone: Phone, world: World) -> None:
    await chosen(phone, b"the first")
    await chosen(phone, b"the second")

    assert (await phone.browser.http.get(f"{WORRIES}/recording")).content == b"the second"
    assert await count(world, attachment) == 1


async def test_without_a_file_the_words_are_the_answer(phone: Phone) -> None:
    """The browser sends an empty place where no file was chosen."""
    assert went(await chosen(phone, b"", name="", kind="application/octet-stream", words="only words")) == "/q/8"

    again = await chosen(phone, b"", name="", kind="application/octet-stream")
    assert again.status_code == 422
    assert "There is no answer yet. Give one, or press Skip" in again.text


WRONG = {
    "empty": ({"file": b""}, 422, "There is nothing in that file"),
    "a program": ({"kind": "text/html"}, 415, "not a sound, a video or a picture"),
    "no kind": ({"kind": ""}, 415, "not a sound, a video or a picture"),
}


@pytest.mark.parametrize(("wrong", "status", "said"), WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_said_kindly(
    phone: Phone, world: World, wrong: dict[str, object], status: int, said: str
) -> None:
    """With the right status, and her words still there."""
    page = await chosen(phone, **{"file": b"film", "words": "my words", **wrong})  # type: ignore[arg-type]

    assert page.status_code == status
    assert said in page.text
    assert "my words</textarea>" in page.text
    assert await count(world, attachment) == 0


async def test_too_large_is_said_kindly(
    phone: Phone, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing of it stays; what was there before stays as it was."""
    await chosen(phone, b"the first")
    monkeypatch.setattr(receiving, "LARGEST_RECORDING", 500_000)
    monkeypatch.setattr("channels.web.filed.LARGEST_RECORDING", 500_000)

    for size in (500_001, 3_000_000):
        page = await chosen(phone, film(size), words="my words")
        assert page.status_code == 413
        assert "too big" in page.text
        assert "my words</textarea>" in page.text
    assert (await phone.browser.http.get(f"{WORRIES}/recording")).content == b"the first"
    assert len([path for path in (tmp_path / "media").rglob("*") if path.is_file()]) == 1


async def test_no_room_beside_the_others_is_said_kindly(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_TOGETHER", 1000)
    await chosen(phone, film(900))

    page = await chosen(phone, film(200))

    assert page.status_code == 413
    assert "There is no room for one more" in page.text


async def test_a_text_file_that_says_it_is_a_film_is_kept(phone: Phone, world: World) -> None:
    """What it really is the worker finds out; a child's bytes are not thrown away for their name."""
    assert went(await chosen(phone, b"not a film at all", name="me.mp4")) == "/q/8"


async def test_a_broken_form_keeps_nothing(phone: Phone, world: World) -> None:
    """Cut off in the middle, with no line between, with no token before the file, from another page."""
    await phone.browser.open(WORRIES)
    whole = form(phone.browser.token, film(2000))
    for body, status in (
        (whole[:1500], 400),
        (b"", 400),
        (b"no form", 400),
        (form("x" * 43, film(2000)), 403),
        (whole[whole.index(b"--a-line", 5) :], 403),
    ):
        assert (await hands_over(phone.browser, body)).status_code == status
    headers = {**LIKE_OURS, "content-type": f"multipart/form-data; boundary={BETWEEN}", "sec-fetch-site": "cross-site"}
    assert (await phone.browser.http.post(WORRIES, content=whole, headers=headers)).status_code == 403
    assert await count(world, attachment) == 0


async def test_a_closed_browser_leaves_nothing_half(phone: Phone, world: World, tmp_path: Path) -> None:
    """A form cannot go on where it stopped: half a file is none."""
    await phone.browser.open(WORRIES)
    whole = form(phone.browser.token, film(900_000))

    class Closed(Exception):
        """The browser is gone."""

    async def until_closed() -> AsyncIterator[bytes]:
        yield whole[:600_000]
        raise Closed

    headers = {**LIKE_OURS, "content-type": f"multipart/form-data; boundary={BETWEEN}"}
    with pytest.raises(Closed):
        await phone.browser.http.post(WORRIES, content=until_closed(), headers={**headers, "content-length": "999999"})

    assert await count(world, attachment) == 0
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_only_questions_of_her_own_words_take_one(phone: Phone, world: World) -> None:
    """Not a choice, and not the safety question."""
    await phone.browser.open("/q/2")
    assert (await hands_over(phone.browser, form(phone.browser.token, b"film"), "/q/2")).status_code == 415
    assert await count(world, attachment) == 0


async def test_somebody_else_with_the_link_does_not_see_it(world: World, app: Starlette) -> None:
    """A way in is not a way back (R66)."""
    link = await world.link()
    first = await Browser(app).begin(link)
    await chosen(Phone(first, ""), b"a film")
    second = await Browser(app).begin(link)

    assert (await second.http.get(f"{WORRIES}/recording")).status_code == 404
    assert await rows(world, attachment)


RANGES = {
    "bytes=0-9": (206, slice(0, 10)),
    "bytes=262140-262150": (206, slice(262140, 262151)),
    "bytes=299990-": (206, slice(299990, None)),
    "bytes=-5": (206, slice(-5, None)),
    "bytes=-900000": (206, slice(0, None)),
    "bytes=299999-400000": (206, slice(299999, None)),
    "bytes=300000-": (416, slice(0, 0)),
    "bytes=9-3": (200, slice(0, None)),  # what is no range is as if nothing had been said
    "bytes=-0": (416, slice(0, 0)),
    "bytes=-": (200, slice(0, None)),
    "bytes=0-1,5-6": (200, slice(0, None)),
    "bytes=" + "9" * 500 + "-": (200, slice(0, None)),
    "lines=1-2": (200, slice(0, None)),
}


async def test_a_player_gets_the_bytes_it_asks_for(phone: Phone) -> None:
    """Across the seams of the pieces, from the end, and no more than there is."""
    sent = film(300_000)
    await chosen(phone, sent)

    for asked, (status, wanted) in RANGES.items():
        got = await phone.browser.http.get(f"{WORRIES}/recording", headers={"range": asked})
        assert (asked, got.status_code, got.content) == (asked, status, sent[wanted])
        assert got.headers["cache-control"] == "no-store"


async def test_what_could_run_is_never_shown_as_what_it_is(phone: Phone) -> None:
    """A drawing in SVG holds scripts: it comes as plain bytes, in a sandbox."""
    await chosen(phone, b"<svg onload='alert(1)'/>", kind="image/svg+xml")

    got = await phone.browser.http.get(f"{WORRIES}/recording")
    assert got.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in got.headers["content-security-policy"]
    assert "<img" not in (await phone.browser.open(WORRIES)).text
