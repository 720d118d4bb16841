"""Clips in a signed language: which of them stand for the words on a page, and how one is played.

A clip stands for the words it was signed from and for no others: it is found by their hash, so that a sentence that
was changed since has none. It says the same to everybody, so its file is not sealed, and it is nobody's.
"""

import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from i18n.languages import BSL
from i18n.marks import tidy
from storage import clips
from storage.clips import Clip
from storage.errors import StoreBusy
from storage.media import MediaStore
from storage.store import Store
from voice import clock
from voice.errors import NothingThere
from voice.ranges import span

KEPT_FOR = timedelta(seconds=30)  # how long a page may miss what has just been published
PIECE = 256 * 1024
LONGEST, TOGETHER = 1000, 6  # characters of a text of ours, and sentences of one: what is longer a child wrote
ONE_VALUE = "[^.?!]{1,80}?"

_VALUE = re.compile(r"%\(\w+\)s|\{\w+\}")
_OF_A_SCALE = re.compile(r"^\d+ = ")
_SENTENCE = re.compile(r"(?<=[.?!”])\s+")


@dataclass(frozen=True, slots=True)
class Signs:
    """Every clip that is shown today."""

    by_words: Mapping[bytes, Clip] = field(default_factory=dict, repr=False)
    by_name: Mapping[str, Clip] = field(default_factory=dict, repr=False)
    with_values: Sequence[tuple[re.Pattern[str], Clip]] = field(default=(), repr=False)
    read: datetime | None = None
    left_out: frozenset[str] = frozenset()  # texts of this page that go without, since others beside them have none

    def all_or_none(self, together: Iterable[str]) -> "Signs":
        """The same, with none of these texts signed unless all are: who signs must not choose by what she can watch."""
        texts = frozenset(map(tidy, together))
        return self if all(map(self._wholly, texts)) else replace(self, left_out=self.left_out | texts)

    def _wholly(self, text: str) -> bool:
        return bool(self._whole(text)) or all(self._whole(each) for each in _SENTENCE.split(text))

    def of(self, text: str) -> list[Clip]:
        """The clip for this text; for several sentences that stand together, those that there are, in their order."""
        if not text or len(text) > LONGEST or text in self.left_out:
            return []
        if found := self._whole(text):
            return [found]
        sentences, clips = _SENTENCE.split(text), []
        while sentences:
            longest = range(min(len(sentences), TOGETHER), 0, -1)
            length, clip = next(((n, c) for n in longest if (c := self._whole(" ".join(sentences[:n])))), (1, None))
            clips += [clip] if clip else []
            sentences = sentences[length:]
        return clips

    def _whole(self, text: str) -> Clip | None:
        by_hash = self.by_words.get(hash_of(_OF_A_SCALE.sub("", text)))
        return by_hash or next((clip for pattern, clip in self.with_values if pattern.fullmatch(text)), None)


@dataclass(slots=True)
class Shown:
    """What a process knows of them, looked up again after a while."""

    signs: Signs = field(default_factory=Signs)

    async def now(self, store: Store, authority: UUID, *, demo: bool) -> Signs:
        """Those that may be shown. One in which nobody signs is for the demonstration alone (R65)."""
        read = self.signs.read
        if read is None or not timedelta(0) <= clock.now() - read < KEPT_FOR:
            with suppress(StoreBusy):  # a page without clips is better than none: its words are there
                async with store.reading() as db:
                    found = await clips.published(db, authority, BSL.tag)
                self.signs = _signs([each for each in found if demo or not each.placeholder])
        return self.signs


def hash_of(words: str) -> bytes:
    """What binds a clip to its words. How they are folded in a file makes no difference."""
    return hashlib.sha256(tidy(words).replace("%%", "%").encode()).digest()


def _signs(found: Sequence[Clip]) -> Signs:
    return Signs(
        {each.words_hash: each for each in found},
        {each.name: each for each in found},
        [(_pattern(each.words), each) for each in _most_said_first(found) if _VALUE.search(each.words)],
        clock.now(),
    )


def _most_said_first(found: Sequence[Clip]) -> list[Clip]:
    """Of two sentences that fit, the one that says more itself is meant."""
    return sorted(found, key=lambda each: len(_VALUE.sub("", each.words)), reverse=True)


def _pattern(words: str) -> re.Pattern[str]:
    """A sentence in which a name or a day stands: any of them, since nobody can sign them beforehand."""
    return re.compile(ONE_VALUE.join(map(re.escape, _VALUE.split(tidy(words).replace("%%", "%")))))


@dataclass(frozen=True, slots=True)
class Part:
    """As much of a file as a player asked for."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes] = field(repr=False)


async def play(clip: Clip, media: MediaStore | None, wanted: str | None) -> Part:
    """Raises NothingThere, StoreAway."""
    if media is None:
        raise NothingThere
    headers, asked = {"content-type": clip.kind, "accept-ranges": "bytes"}, span(wanted or "", clip.size)
    first, until = asked or (0, clip.size)
    if first >= until:
        return Part(416, headers | {"content-range": f"bytes */{clip.size}"}, _bytes(clip, media, 0, 0, b""))
    begins = await media.part(clips.place(clip.file), first, min(first + PIECE, until))
    headers["content-length"] = str(until - first)
    if asked:
        headers["content-range"] = f"bytes {first}-{until - 1}/{clip.size}"
    return Part(206 if asked else 200, headers, _bytes(clip, media, first + PIECE, until, begins))


async def _bytes(clip: Clip, media: MediaStore, first: int, until: int, begins: bytes) -> AsyncIterator[bytes]:
    yield begins
    for at in range(first, until, PIECE):
        yield await media.part(clips.place(clip.file), at, min(at + PIECE, until))
