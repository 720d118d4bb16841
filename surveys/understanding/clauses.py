"""Where one thought ends and the next begins, and how they hang together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.understanding.items import Item, Sense

JOINTS = {Sense.BREAK, Sense.QUERY, Sense.BECAUSE, Sense.BUT, Sense.MENDING, Sense.OR, Sense.AND}
STARTERS = {Sense.STARTING, Sense.OTHERS, Sense.AGREEING}


class Joint(StrEnum):
    """How a clause is joined to the one before."""

    NONE = ""
    BREAK = "break"
    BECAUSE = "because"
    BUT = "but"
    MENDING = "mending"
    POLITELY = "politely"  # mending, or only good manners if nothing follows
    OR = "or"
    AND = "and"


@dataclass(frozen=True, slots=True)
class Clause:
    joint: Joint
    items: tuple[Item, ...]

    def has(self, *senses: Sense) -> bool:
        return any(item.sense in senses for item in self.items)

    def count(self, sense: Sense) -> int:
        return sum(item.sense is sense for item in self.items)


def clauses_in(items: Sequence[Item]) -> list[Clause]:
    """Cut at joints, and before “i”, “she” or “the” once an answer stands before it."""
    return list(_cut(items))


def _cut(items: Sequence[Item]) -> Iterator[Clause]:
    joint, held = Joint.NONE, list[Item]()
    for item in items:
        if item.sense in JOINTS:
            yield Clause(joint, tuple(held))
            joint, held = _joint(item, joint, told=bool(held)), []
        elif item.sense in STARTERS and item.value != "any" and _is_answered(held):
            yield Clause(joint, tuple(held))
            joint, held = joint if joint is Joint.BECAUSE else Joint.BREAK, [item]
        else:
            held.append(item)
    yield Clause(joint, tuple(held))


def _is_answered(held: list[Item]) -> bool:
    answers = (Sense.PICK, Sense.YES, Sense.NO, Sense.LETTER, Sense.NOT_SURE)
    return any(item.sense in answers for item in held) and all(item.sense is not Sense.TALK for item in held)


def _joint(item: Item, before: Joint, *, told: bool) -> Joint:
    """A weaker joint right after a stronger one (`because, …`) changes nothing; a reason goes on after “and”."""
    if item.sense in (Sense.AND, Sense.OR) and before is Joint.BECAUSE:
        return before
    if item.sense in (Sense.BREAK, Sense.QUERY, Sense.AND):
        waiting = Joint.NONE if told else before
        return waiting or (Joint.AND if item.sense is Sense.AND else Joint.BREAK)
    if item.sense is Sense.MENDING:
        after_mending = before is Joint.MENDING and not told
        return Joint.POLITELY if item.value == "polite" and not after_mending else Joint.MENDING
    return Joint(item.sense.value)
