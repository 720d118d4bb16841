"""How long the bodies are that get sealed, and how many words bring one of them to the edge of the next size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

import storage.envelopes
import storage.locking
from storage.padding import Buckets, pad
from surveys.question import Question
from tests.safety.samples import Features, Side, play
from tests.world import World


class NoBackup:
    async def features(self) -> Features:
        return {}


@contextmanager
def overheard() -> Iterator[list[tuple[int, int]]]:
    """The length of every body that is padded while the block lasts, and the size it was given."""
    heard: list[tuple[int, int]] = []

    def listening(body: bytes, buckets: Buckets) -> bytes:
        padded = pad(body, buckets)
        heard.append((len(body), len(padded)))
        return padded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.envelopes, "pad", listening)
        patch.setattr(storage.locking, "pad", listening)
        yield heard


async def lengths(world: World, side: Side, words: str, asked_for: Sequence[Question]) -> list[int]:
    with overheard() as heard:
        await play(world, side, words, asked_for, NoBackup())
    return [length for length, _ in heard]


async def edges(world: World, asked_for: Sequence[Question]) -> list[int]:
    """How many letters of free words bring a body that grows with them just to the edge of a size."""
    none = await lengths(world, Side(), "x", asked_for)
    some = await lengths(world, Side(), "x" * 101, asked_for)
    growing = [length for length, longer in zip(none, some, strict=True) if longer == length + 100]
    assert growing, "no body grows with what the child writes"
    return sorted({size - length for length in growing for size in storage.locking.DRAFT.sizes[:2] if size > length})
