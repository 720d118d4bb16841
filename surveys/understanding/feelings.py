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
    return _by_number(made)


def _by_number(items: Sequence[Item]) -> list[Item]:
    """“5 happy” is 5: a number beside a face on its own side of the middle says how much."""
    numbers = {int(item.value) for item in items if item.sense is Sense.PICK and item.placed}
    told = {int(item.value) for item in items if _is_told(item)}
    number = next(iter(numbers)) if len(numbers) == 1 else 3
    if not told or any((number - 3) * (face - 3) <= 0 for face in told):
        return list(items)
    return [Item(Sense.FILLER, word=item.word) if _is_told(item) else item for item in items]


def _is_told(item: Item) -> bool:
    return item.sense is Sense.PICK and not item.placed and not item.soft
