"""Hides how much was said: bodies are filled up to one of a few sizes before they are encrypted.

The padding is ISO/IEC 7816-4, 7.3.8: one byte 0x80, then zeros. It is only ever read after the
cipher has proved that nothing changed, so it tells an attacker nothing.
"""

from dataclasses import dataclass

from voice.errors import Broken, SealBroken, TooLarge

MARK = b"\x80"


@dataclass(frozen=True, slots=True)
class Buckets:
    """The sizes a padded body may have, smallest first; after the last, multiples of `then_every`, if any."""

    sizes: tuple[int, ...]
    then_every: int | None = None

    def holding(self, length: int) -> int:
        """The smallest size with room for `length` bytes and the mark. Raises TooLarge when there is none."""
        for size in self.sizes:
            if length < size:
                return size
        if self.then_every is None:
            raise TooLarge(self.sizes[-1] - len(MARK))
        return (length // self.then_every + 1) * self.then_every

    def has(self, size: int) -> bool:
        """Whether a padded body can be exactly this long."""
        return size in self.sizes or (
            self.then_every is not None and size > self.sizes[-1] and size % self.then_every == 0
        )


def pad(body: bytes, buckets: Buckets) -> bytes:
    """The body, the mark and zeros up to the smallest bucket. Raises TooLarge."""
    return (body + MARK).ljust(buckets.holding(len(body)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The body again. Raises SealBroken where the mark is missing, which no body of ours is."""
    marked = padded.rstrip(b"\0")
    if not marked.endswith(MARK):
        raise SealBroken(Broken.MOVED_OR_CHANGED)
    return marked[: -len(MARK)]
