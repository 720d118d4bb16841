"""An independent client (tus-js-client) sends through a service that is killed again and again, and nothing is lost."""

import asyncio
import hashlib
import json
import random
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from storage.media import open_media
from tests.peers import HERE as PEERS
from tests.peers import missing
from tests.safety.serving import PUBLIC_URL, Served, serving
from tests.video.stored import stored
from tests.video.test_chosen_file import BETWEEN, form
from tests.web.browser import LIKE_OURS, Browser
from tests.web.conftest import reopened
from tests.web.test_killed import BehindHttps
from tests.world import World

pytestmark = pytest.mark.skipif(
    bool(missing()) or not (PEERS / "node_modules" / "tus-js-client").is_dir(),
    reason=missing() or "tus-js-client is not installed (make setup): no independent client was asked",
)

FORM = {**LIKE_OURS, "content-type": f"multipart/form-data; boundary={BETWEEN}"}
MB = 1024 * 1024
SILENT = 120  # seconds without a word from the client, after which it has given up


def film(path: Path, size: int) -> str:
    """A file of that size; its SHA-256."""
    chance, whole = random.Random(size), hashlib.sha256()
    with path.open("wb") as out:
        for at in range(0, size, MB):
            piece = chance.randbytes(min(MB, size - at))
            whole.update(piece)
            out.write(piece)
    return whole.hexdigest()


class Sending:
    """The client in a process of its own, and how far it says it has come."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.at = 0
        self.address = ""

    async def until(self, at: int) -> bool:
        """Wait until it has sent so much; False when it came to its end first. Fails when it gave up."""
        assert self._process.stdout
        while line := await asyncio.wait_for(self._process.stdout.readline(), SILENT):
            said = json.loads(line)
            assert "failed" not in said, said
            self.at, self.address = said.get("at", self.at), said.get("url", self.address)
            if said.get("done"):
                return False
            if self.at >= at:
                return True
        raise AssertionError("the client ended without a word")


@asynccontextmanager
async def sending(service: Served, child: Browser, file: Path, *, defer: bool = False) -> AsyncIterator[Sending]:
    cookie = "; ".join(f"{name}={value}" for name, value in child.http.cookies.items())
    asked = {
        "endpoint": f"http://127.0.0.1:{service.port}/media/uploads",
        "file": str(file),
        "headers": {"cookie": cookie, "x-csrf": child.token, "host": PUBLIC_URL.rpartition("/")[2]},
        "metadata": {"question": "worries", "filetype": "video/webm", "filename": "me.webm"},
        "chunkSize": 2 * MB,
        "defer": defer,
        # As patient as a start may take where others want the processors: with half a minute it gave up before.
        "retryDelays": [100, 200, 400, 800, 1600, 3200, *[5000] * 24],
    }
    process = await asyncio.create_subprocess_exec(
        "node", "tus.mjs", cwd=PEERS, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin
    process.stdin.write(json.dumps(asked).encode())
    process.stdin.close()
    try:
        yield Sending(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def a_child(service: Served, link: str) -> Browser:
    child = await Browser(BehindHttps(service.port), PUBLIC_URL).begin(link)
    await child.open("/q/1")
    return child


async def what_arrived(world: World, home: Path, child: Browser, address: str) -> str:
    """The SHA-256 of what lies in the store, opened with the key in the child's draft; the manifest says the same."""
    async with reopened(world, home) as after:
        there = replace(after, public=replace(after.public, media=open_media(f"file:{home / 'media'}")))
        whole, manifest, _ = await stored(child.http.cookies["__Host-visit"], there, address)
    assert manifest
    assert manifest.sha256 == hashlib.sha256(whole).hexdigest()
    return manifest.sha256


@pytest.mark.parametrize("defer", [False, True], ids=["length known", "length later"])
async def test_an_independent_client_is_understood(first_recorded: World, tmp_path: Path, defer: bool) -> None:
    """Sends in pieces, to the end."""
    home = Path(shutil.copytree(first_recorded.home, tmp_path / "home"))
    sent = film(tmp_path / "film", 5 * MB + 17)
    async with reopened(first_recorded, home) as world:
        link = await world.link()

    with serving(home, "public") as service:
        child = await a_child(service, link)
        async with sending(service, child, tmp_path / "film", defer=defer) as client:
            assert not await client.until(10**9)
    assert await what_arrived(first_recorded, home, child, client.address) == sent


@pytest.mark.parametrize(
    ("size", "kills"), [(12 * MB, 2), pytest.param(500 * MB, 20, marks=pytest.mark.thorough)], ids=["small", "500 MB"]
)
async def test_a_killed_service_loses_nothing(first_recorded: World, tmp_path: Path, size: int, kills: int) -> None:
    """Killed at random moments and started again at the same address: what arrives in the end is what was sent."""
    home = Path(shutil.copytree(first_recorded.home, tmp_path / "home"))
    sent, chance = film(tmp_path / "film", size), random.Random(size + kills)
    async with reopened(first_recorded, home) as world:
        link = await world.link()
    stops = sorted(chance.randrange(size // 20, size * 9 // 10) for _ in range(kills))

    with serving(home, "public", CANARY="limit") as service:
        child = await a_child(service, link)
        async with sending(service, child, tmp_path / "film") as client:
            for stop in stops:
                assert await client.until(stop)
                service.kill()
                again = serving(home, "public", CANARY="limit", PORT=str(service.port))
                service.process = await asyncio.to_thread(lambda: again.__enter__().process)  # noqa: B023
            assert not await client.until(10**12)
    assert await what_arrived(first_recorded, home, child, client.address) == sent


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["tus", "form"])
async def test_memory_stays_flat(first_recorded: World, tmp_path: Path, way: str) -> None:
    """500 MB pass through in 16 MB, looked at every tenth of a second."""
    home = Path(shutil.copytree(first_recorded.home, tmp_path / "home"))
    film(tmp_path / "film", 500 * MB)
    async with reopened(first_recorded, home) as world:
        link = await world.link()

    with serving(home, "public", CANARY="limit") as service:
        child = await a_child(service, link)
        film(tmp_path / "small", MB)
        await _whole(service, child, tmp_path / "small", way)  # what is loaded once is loaded
        before, highest = await _settled(service), 0
        ended = asyncio.ensure_future(_whole(service, child, tmp_path / "film", way))
        while not ended.done():
            highest = max(highest, resident(service))
            await asyncio.sleep(0.1)
        ended.result()
    assert highest - before <= 16 * MB, (highest - before) / MB


async def _whole(service: Served, child: Browser, file: Path, way: str) -> None:
    """Send all of it: in pieces, or by the question's form."""
    if way == "tus":
        async with sending(service, child, file) as client:
            assert not await client.until(10**12)
        return
    answer = await child.http.post("/q/7", content=_as_form(child, file), headers=FORM, timeout=900)
    assert answer.status_code == 303


async def _as_form(child: Browser, file: Path) -> AsyncIterator[bytes]:
    start, end = form(child.token, b"|").split(b"|")
    yield start
    with file.open("rb") as opened:
        while piece := opened.read(MB):
            yield piece
    yield end


async def _settled(service: Served) -> int:
    """What it takes when no more of it grows: the lexicon is read beside the first pages."""
    before, now = 0, resident(service)
    while now > before:
        await asyncio.sleep(2)
        before, now = now, resident(service)
    return before


def resident(service: Served) -> int:
    lines = Path(f"/proc/{service.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024
