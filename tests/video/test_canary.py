"""Nothing of a recording is readable at rest (security.md, 2): not of one that was sent, half sent or cut off."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from tests.safety.searching import Sought, everything_under, found_in
from tests.safety.serving import PUBLIC_URL, STAFF_URL, Served, serving
from tests.video.phone import Phone
from tests.video.test_chosen_file import BETWEEN, form
from tests.web.browser import LIKE_OURS, Browser
from tests.web.test_killed import BehindHttps
from tests.world import make_world
from voice import clock

HEADERS = {**LIKE_OURS, "content-type": f"multipart/form-data; boundary={BETWEEN}"}


async def played(home: Path, sound: bytes, **more: str) -> None:
    """A recording that was sent, one half sent, and one cut off by the kill."""
    clock.stand(None)
    async with make_world(home, public_url=PUBLIC_URL, staff_url=STAFF_URL) as world:
        links = [await world.link() for _ in range(3)]
    with serving(home, "public", **more) as service:
        sends, half, cut = [await _child(service, link) for link in links]
        await sends.http.post("/q/7", content=form(sends.token, sound, words=""), headers=HEADERS)
        await sends.send()
        phone = Phone(half, half.token)
        await phone.add(await phone.begin(2 * len(sound)), 0, sound)
        with suppress(httpx.HTTPError):
            await cut.http.post("/q/7", content=_cut_off(service, form(cut.token, sound)), headers=HEADERS)


async def _child(service: Served, link: str) -> Browser:
    child = await Browser(BehindHttps(service.port), PUBLIC_URL).begin(link)
    await child.open("/q/7")
    return child


async def _cut_off(service: Served, whole: bytes) -> AsyncIterator[bytes]:
    yield whole[: len(whole) * 2 // 3]
    await asyncio.sleep(0.5)
    service.kill()


def marked() -> tuple[bytes, Sought]:
    """A sound that is one mark again and again, and what to look for."""
    mark = f"sound{secrets.token_hex(12)}"
    return mark.encode() * 12_000, Sought.words(mark)


async def test_no_sound_is_found_after_a_kill(tmp_path: Path) -> None:
    """A thief with the whole disk, temporary files and logs too, finds not a frame."""
    sound, sought = marked()
    (tmp_path / "home").mkdir(mode=0o700)
    await played(tmp_path / "home", sound)

    stolen = copytree(tmp_path / "home", tmp_path / "stolen")
    kept = [path for path in everything_under(stolen) if "media" in path.parts]
    assert sum(path.stat().st_size for path in kept) > 2 * len(sound)
    assert found_in(sought, stolen) == []


@pytest.mark.thorough
async def test_the_canary_sings_when_pieces_are_not_sealed(tmp_path: Path) -> None:
    """The same on a build that keeps pieces as they came: the search finds them."""
    sound, sought = marked()
    (tmp_path / "home").mkdir(mode=0o700)
    await played(tmp_path / "home", sound, CANARY="segment")

    assert any("media" in found for found in found_in(sought, tmp_path / "home"))
