"""What must be hidden by itself, before anybody thinks of what could be worked out from the rest."""

from collections import Counter
from collections.abc import Hashable, Mapping

from voice.figures.columns import ASKED, NONE, Counted

THRESHOLD = 5  # never lower: 1 to 5 are hidden, and 0 is said
FEWEST_BEHIND = 3  # workers, and households (R109)
FEWEST_FOR_A_SHARE = 10


def is_small(number: int) -> bool:
    return 1 <= number <= THRESHOLD


def few_behind(*contributors: Counter[Hashable]) -> bool:
    """Whether too few stand behind a number, or one of them gives more than half of it.

    Each is one way to look at who is behind: the workers, the households.
    """
    return any(len(each) < FEWEST_BEHIND or 2 * max(each.values()) > each.total() for each in contributors)


def unanimous(question: Counted, row: Mapping[str, int]) -> list[str]:
    """The columns that say that everybody who answered gave the same answer: that answer's, and every nought beside it.

    That nobody made one of several possible choices is no such answer.
    """
    answered = row[ASKED] - row[NONE]
    if answered == 0:
        return []
    told = []
    for block in question.blocks:
        if any(row[choice] == answered for choice in block if choice in question.choices):
            told += list(block)
    return told


def may_show_share(base: int, hides_something: bool) -> bool:
    """A share, and the interval around it, stand on a whole distribution of at least ten."""
    return base >= FEWEST_FOR_A_SHARE and not hides_something
