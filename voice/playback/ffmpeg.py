"""What is asked of ffmpeg: from memory to memory, one reader that is named, nothing that the file says of itself.

What comes out has been drawn and heard anew, frame by frame: no byte of the original is copied into it. So no title, no
place, no chapter, no subtitle and no second file inside the first gets into the copy.
"""

import asyncio
import importlib.util
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from voice.playback.heif import TOO_LARGE
from voice.playback.sniffing import HEIC, JPEG, Sort, Unplayable
from voice.receiving import LARGEST_RECORDING

FENCE, HEIF = (Path(__file__).with_name(name) for name in ("fence.py", "heif.py"))

PROCESSOR = 30 * 60  # seconds of it, for one recording
PATIENCE = 60 * 60.0  # seconds by the clock
MEMORY = 2 * 1024**3  # address space, a good part of which are libraries
LARGEST_COPY = LARGEST_RECORDING
MOST_ERRORS = 4096  # bytes of what ffmpeg complains of; it is never logged, since it can quote the file
INTERRUPTED = 255  # how ffmpeg ends when its time is up
NO_MEMORY = (b"Cannot allocate memory", b"MemoryError")  # how ffmpeg says it, and how Python does

LONGEST_SIDE, LONGEST_OF_A_PICTURE, LONGEST_OF_A_POSTER = 1280, 2560, 640
LARGEST_FRAME, LARGEST_PICTURE = 40_000_000, 120_000_000  # pixels

_QUIET = ("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file", "-threads", "2")
_NOTHING_ELSE = ("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")
_NO_MAKERS_MARK = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
_FILM = (
    *("-map", "0:V:0?", "-map", "0:a:0?", *_NOTHING_ELSE, "-threads", "2"),
    *("-fpsmax", "30", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23"),
    *("-c:a", "aac", "-b:a", "96k", "-ac", "2", *_NO_MAKERS_MARK, "-movflags", "+faststart", "-f", "mp4"),
)
_STILL = ("-map", "0:v:0", *_NOTHING_ELSE, "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", *_NO_MAKERS_MARK)
_AS_ONE_FILE = ("-f", "image2", "-update", "1")


@dataclass(frozen=True, slots=True)
class Copied:
    """What came out. `whole`: nothing in the original was beyond reading."""

    kind: str
    milliseconds: int | None
    whole: bool

    @property
    def is_film(self) -> bool:
        return self.kind == "video/mp4"


def find_ffmpeg(named: str) -> str | None:
    """Where the program lies; None where there is none."""
    return shutil.which(named)


@contextmanager
def in_memory() -> Iterator[int]:
    """An open file that lies on no disk and has no name, gone when it is closed."""
    opened = os.memfd_create("recording")
    try:
        yield opened
    finally:
        os.close(opened)


async def copy_picture(ffmpeg: str, source: int, sort: Sort, to: int, longest: int = LONGEST_OF_A_PICTURE) -> Copied:
    """A JPEG, turned as it was held. Raises Unplayable."""
    if sort is HEIC:
        with in_memory() as drawn:
            await _draw_heic(source, drawn)
            return await copy_picture(ffmpeg, drawn, JPEG, to, longest)
    limits, fits = ("-max_pixels", str(LARGEST_PICTURE)), _fits(longest, "yuvj420p")
    whole = await _run(ffmpeg, [*limits, "-f", sort.reader], source, [*_STILL, "-vf", fits, *_AS_ONE_FILE], to)
    return Copied("image/jpeg", None, whole)


async def copy_film(ffmpeg: str, source: int, sort: Sort, to: int, *, silent: bool = False) -> Copied:
    """H.264 and AAC in an MP4 that begins with its table of contents; of a sound alone AAC. Raises Unplayable."""
    limits, fits = ("-max_pixels", str(LARGEST_FRAME)), _fits(LONGEST_SIDE, "yuv420p")
    drawn = ["-vf", fits, *(["-an"] if silent else []), *_FILM]
    whole = await _run(ffmpeg, [*limits, "-f", sort.reader], source, drawn, to)
    start = os.pread(to, 256 * 1024, 0)
    return Copied("video/mp4" if b"vmhd" in start else "audio/mp4", _milliseconds(start), whole)


async def draw_poster(ffmpeg: str, film: int, to: int) -> None:
    """One picture of a film that we made. Raises Unplayable."""
    fits = f"thumbnail=30,{_fits(LONGEST_OF_A_POSTER, 'yuvj420p')}"
    await _run(ffmpeg, ["-f", "mov"], film, [*_STILL, "-vf", fits, *_AS_ONE_FILE], to)


def _fits(longest: int, colours: str) -> str:
    """No larger than this, in either direction, and never made larger than it came."""
    sides = f"w='min({longest},iw)':h='min({longest},ih)'"
    return f"scale={sides}:force_original_aspect_ratio=decrease:force_divisible_by=2,format={colours}"


def _milliseconds(start: bytes) -> int:
    """How long it plays, from the header that ffmpeg has just written (ISO 14496-12, 8.2.2). Raises Unplayable."""
    at = start.find(b"mvhd")
    if at < 0 or start[at + 4] != 0:  # a longer form is for what plays for weeks
        raise Unplayable("broken")
    a_second, long = (int.from_bytes(start[at + skip : at + skip + 4], "big") for skip in (16, 20))
    if not a_second or not long:
        raise Unplayable("broken")
    return long * 1000 // a_second


def heif_reader() -> tuple[str, tuple[str, str, str]]:
    """The program that reads what ffmpeg cannot, and what it may read besides: Python, our few lines, its packages."""
    found = importlib.util.find_spec("pi_heif")
    packages = Path(str(found and found.origin)).parent.parent
    return str(Path(sys.executable).resolve()), (sys.base_prefix, str(HEIF), str(packages))


async def _draw_heic(source: int, to: int) -> None:
    """A JPEG of it. Raises Unplayable."""
    program, reads = heif_reader()
    arguments = ["-I", "-S", str(HEIF), reads[-1], _opened(source), _opened(to), str(LARGEST_PICTURE)]
    await _within(program, arguments, (source, to), reads)


async def _run(ffmpeg: str, before: Sequence[str], source: int, after: Sequence[str], to: int) -> bool:
    """Whether it had nothing to complain of. Raises Unplayable."""
    arguments = [*_QUIET, *before, "-i", _opened(source), *after, "-y", _opened(to)]
    return await _within(ffmpeg, arguments, (source, to))


async def _within(program: str, arguments: Sequence[str], handed: tuple[int, int], reads: Sequence[str] = ()) -> bool:
    """Let a program make the second of what it was handed out of the first. Raises Unplayable."""
    async with _within_the_fence(program, arguments, handed, reads) as running:
        try:
            async with asyncio.timeout(PATIENCE):
                complaints = await _heard(running)
                ended = await running.wait()
        except TimeoutError:
            raise Unplayable("too_much") from None
    if ended < 0 or ended in (INTERRUPTED, TOO_LARGE) or any(each in complaints for each in NO_MEMORY):
        raise Unplayable("too_much")
    if ended or not os.fstat(handed[1]).st_size:
        raise Unplayable("broken")
    return not complaints


async def gaps() -> str:
    """What a program within the fence can still do on this machine, in words; nothing where all is shut."""
    probe = [sys.executable, "-I", "-S", str(FENCE), "probe"]
    running = await asyncio.create_subprocess_exec(*probe, stdout=asyncio.subprocess.PIPE, env={})
    said, _ = await running.communicate()
    return said.decode() if not running.returncode else "everything"


@asynccontextmanager
async def _within_the_fence(
    program: str, arguments: Sequence[str], handed: tuple[int, ...], reads: Sequence[str] = ()
) -> AsyncIterator[asyncio.subprocess.Process]:
    limits = [str(each) for each in (PROCESSOR, MEMORY, LARGEST_COPY)]
    fence = [sys.executable, "-I", "-S", str(FENCE), *limits, os.pathsep.join(reads), program]
    nowhere, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(
        *fence, *arguments, stdin=nowhere, stdout=nowhere, stderr=pipe, pass_fds=handed, env={}
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def _heard(running: asyncio.subprocess.Process) -> bytes:
    """The first of what it complains of. All is taken, so that it never waits for us."""
    heard = b""
    while running.stderr and (more := await running.stderr.read(65536)):
        heard = heard or more[:MOST_ERRORS]
    return heard


def _opened(number: int) -> str:
    """How a program calls a file that it was handed open. It can be gone back in, as a pipe cannot."""
    return f"/proc/self/fd/{number}"
