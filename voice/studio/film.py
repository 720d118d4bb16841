"""A film that somebody brings for a clip: drawn anew, without its sound and without anything its maker's camera wrote.

It is read as a child's recording is, within the same fence (voice/playback): whoever brings it may not have made it.
"""

import asyncio
import os
from dataclasses import dataclass, field

from voice.playback import ffmpeg
from voice.playback.sniffing import STARTS, Unplayable, sort_of

LARGEST = 60 * 1024 * 1024  # bytes, as it comes
LONGEST = 3 * 60 * 1000  # milliseconds
PATIENCE = 240.0  # seconds: whoever brings it waits before the page


@dataclass(frozen=True, slots=True)
class Film:
    content: bytes = field(repr=False)
    poster: bytes = field(repr=False)
    milliseconds: int


async def make_film(program: str, brought: bytes) -> Film:
    """What every browser plays, and its picture. Raises Unplayable."""
    sort = sort_of(brought[:STARTS])
    if sort.picture:
        raise Unplayable("not_media")
    with ffmpeg.in_memory() as source, ffmpeg.in_memory() as to, ffmpeg.in_memory() as poster:
        await asyncio.to_thread(_write, source, brought)
        try:
            async with asyncio.timeout(PATIENCE):
                made = await ffmpeg.copy_film(program, source, sort, to, silent=True)
                if not made.is_film or not made.whole or not made.milliseconds:
                    raise Unplayable("broken")
                if made.milliseconds > LONGEST:
                    raise Unplayable("too_much")
                await ffmpeg.draw_poster(program, to, poster)
        except TimeoutError:
            raise Unplayable("too_much") from None
        return Film(_all_of(to), _all_of(poster), made.milliseconds)


def _write(file: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


def _all_of(file: int) -> bytes:
    return os.pread(file, os.fstat(file).st_size, 0)
