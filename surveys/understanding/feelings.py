"""Faces in words and pictures: `happy`, `v sad`, 😢."""

from collections.abc import Sequence

from surveys.understanding.items import Item, Sense

_STRONGER = {"2": "1", "4": "5"}


def felt(items: Sequence[Item]) -> list[Item]:
    """The same line with faces made into answers, made stronger by what stands before them."""
    made: list[Item] = []
    stronger = False
    for item in items:
        if item.sense is Sense.FACE:
            level = _STRONGER.get(item.value, item.value) if stronger and not item.soft else item.value
            made.append(Item(Sense.PICK, level, item.word, soft=item.soft))
        else:
            made.append(Item(Sense.FILLER, word=item.word) if item.sense is Sense.STRONGER else item)
        stronger = item.sense is Sense.STRONGER
    return made
