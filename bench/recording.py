"""`sealed upload` and `range read`: a recording arrives, and is played from anywhere in it."""

import asyncio
import base64
import http.client
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.responses import FileResponse

from bench.figures import Figure, Results, Spread
from bench.prepared import Prepared, Ready
from bench.servers import Server, prototype, service
from bench.sizes import Sizes
from storage.locking import new_key
from storage.media import MediaStore, open_media
from storage.segments import LARGEST, Piece, place_of, seal_segment
from voice import playing
from voice.playing import Playable

SAMPLED_EVERY = 0.1  # seconds
REQUEST = 4 * 1024 * 1024  # what our page sends at once, where the signal is good
READS = {"1 MiB": (1024 * 1024, 0.25), "64 KiB": (64 * 1024, 0.15)}
MIB = 1024 * 1024


def upload(prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    """Over HTTP, sealed and acknowledged piece by piece, against the same pieces in clear; and what memory it takes."""
    ours = prepared.copy(place / "recording")
    with ExitStack() as stack:
        sealing = stack.enter_context(service(ours.home, ours.database))
        plain = stack.enter_context(prototype("upload", place / "plain"))
        fast: tuple[list[float], list[float]] = ([], [])
        grown: list[float] = []
        for ready in prepared.ready[: sizes.rounds + 1]:
            with _watched(sealing) as more:
                fast[0].append(_rate(sizes, partial(_as_tus_has_it, sealing.port, ready)))
            fast[1].append(_rate(sizes, partial(_patched, plain.port, "/", {}, 200)))
            grown.append(more[0] / MIB)
    rates = Spread(fast[0][1:]), Spread(fast[1][1:])  # the first loads what is loaded once
    of = f"{sizes.recording // MIB} MiB"
    ratio = rates[0].over(rates[1])
    results.figures.append(
        Figure(f"sealed upload, {of}", "unsealed", ratio, 0.75, ours=rates[0], theirs=rates[1], unit="MiB/s")
    )
    memory = Spread([max(grown)])
    results.figures.append(Figure("sealed upload: memory", "before it", memory, 16, more_is_better=False, unit="MiB"))


def _rate(sizes: Sizes, send: Callable[[int], None]) -> float:
    began = time.perf_counter()
    send(sizes.recording)
    return sizes.recording / MIB / (time.perf_counter() - began)


@contextmanager
def _watched(server: Server) -> Iterator[list[int]]:
    """The most memory it took beyond what it had, looked at ten times a second."""
    before, most, over = server.memory(), [0], threading.Event()

    def look() -> None:
        while not over.wait(SAMPLED_EVERY):
            most[0] = max(most[0], server.memory() - before)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        over.set()
        looking.join()


def _as_tus_has_it(port: int, ready: Ready, length: int) -> None:
    """A child's page keeps a recording (tus 1.0.0)."""
    names = {"question": "worries", "filetype": "video/webm"}
    said = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in names.items())
    headers = {"host": "voice.test", "origin": "https://voice.test", "cookie": f"__Host-visit={ready.token}"}
    headers |= {"x-csrf": ready.csrf, "tus-resumable": "1.0.0"}
    asked = http.client.HTTPConnection("127.0.0.1", port)
    asked.request("POST", "/media/uploads", b"", {**headers, "upload-length": str(length), "upload-metadata": said})
    made = asked.getresponse()
    made.read()
    asked.close()
    assert made.status == 201, made.status
    _patched(port, str(made.headers["location"]), headers, 204, length)


def _patched(port: int, address: str, headers: dict[str, str], status: int, length: int) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", port)
    for at in range(0, length, REQUEST):
        body = os.urandom(min(REQUEST, length - at))
        kind = {"content-type": "application/offset+octet-stream", "upload-offset": str(at)}
        asked.request("PATCH", address, body, {**headers, **kind})
        answer = asked.getresponse()
        answer.read()
        assert answer.status == status, answer.status
    asked.close()


async def ranges(sizes: Sizes, place: Path, results: Results) -> None:
    """Anywhere in a sealed recording, against Starlette's own answer from a plain file; the disk is not asked."""
    media, recording, plain = await _kept(place / "ranges", sizes.recording)
    for name, (length, goal) in READS.items():
        fast: tuple[list[float], list[float]] = ([], [])
        for _ in range(sizes.rounds):
            wanted = [_range(random.randrange(recording.length - length), length) for _ in range(sizes.reads)]
            for rates, read in zip(fast, (partial(_sealed, recording, media), partial(_plain, plain)), strict=True):
                began = time.perf_counter()
                for each in wanted:
                    assert await read(each) == length
                rates.append(len(wanted) * length / MIB / (time.perf_counter() - began))
        ours, theirs = Spread(fast[0]), Spread(fast[1])
        ratio = ours.over(theirs)
        results.figures.append(
            Figure(f"range read, {name}", "a plain file", ratio, goal, ours=ours, theirs=theirs, unit="MiB/s")
        )


def _range(at: int, length: int) -> str:
    return f"bytes={at}-{at + length - 1}"


async def _sealed(recording: Playable, media: MediaStore, wanted: str) -> int:
    return sum([len(each) async for each in playing.play(recording, media, wanted).body])


async def _plain(path: Path, wanted: str) -> int:
    got = 0

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal got
        got += len(message.get("body", b""))

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()  # nobody goes away
        return {}

    scope = {"type": "http", "method": "GET", "headers": [(b"range", wanted.encode())]}
    await FileResponse(path)(scope, receive, send)
    return got


async def _kept(folder: Path, length: int) -> tuple[MediaStore, Playable, Path]:
    media, key, where = open_media(f"file:{folder / 'media'}"), new_key(), place_of(uuid4(), uuid4())
    pieces, plain = [], folder / "plain"
    with plain.open("wb") as file:
        for at in range(0, length, LARGEST):
            body = os.urandom(min(LARGEST, length - at))
            piece = Piece(at, len(body), f"recording/{at}")
            await media.put(piece.name, seal_segment(body, key, where, at))
            pieces.append(piece)
            file.write(body)
    return media, Playable(length, "video/mp4", pieces, key, where), plain
