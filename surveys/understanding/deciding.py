"""An answer is taken where the rules read one and nothing learnt speaks against it, or where what was learnt is sure of
one and no rule forbids it (decision 0040).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.offered import ALWAYS_OFFERED
from surveys.understanding.forbidding import forbidden, hindered, jests
from surveys.understanding.items import Item, Sense
from surveys.understanding.lines import by_rules, line_of
from surveys.understanding.listening import Listening
from surveys.understanding.points import Points, shipped
from surveys.understanding.signs import Take, takes
from surveys.understanding.unsaying import unsaid

# Chosen on texts that were left out of the learning: a wrong taking costs far more than asking once more.
SURE, SURER, DOUBTFUL, MUCH = 0.8, 2.0, -0.5, 1.0

Chosen = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer that the text may give, and what the signs for and against it come to."""

    take: Take
    sum: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was taken for, what the rules alone read, and what else it might have been."""

    chosen: Chosen
    ruled: Chosen
    weighed: tuple[Weighed, ...]  # the likeliest first


def decided(text: str, listening: Listening) -> Chosen:
    """The ids that a text chooses, none of several as no ids; None to ask again."""
    return read(text, listening, shipped()).chosen


def read(text: str, listening: Listening, points: Points) -> Reading:
    """The same, with the reasons."""
    line = line_of(text, listening)
    ruled = by_rules(text, line, listening)
    weighed = sorted((Weighed(each, points.sum(each.signs)) for each in takes(line, listening)), key=_likeliest)
    chosen = _taken(ruled, weighed, line, listening)
    chosen = None if chosen and unsaid(chosen, line, listening) else chosen
    return Reading(chosen, ruled, tuple(weighed))


def _likeliest(each: Weighed) -> tuple[float, tuple[str, ...]]:
    return (-each.sum, each.take.chosen)


def _is_plain(ruled: tuple[str, ...], line: Sequence[Item], listening: Listening) -> bool:
    """Nothing beside the answer but small talk: points do not know better. “No never” says not twice."""
    plain = {Sense.PICK, Sense.FILLER, Sense.BREAK, Sense.AND, Sense.NONE}
    if ruled == ("yes",):
        plain |= {Sense.AGREEING}
    if set(ruled) <= listening.negative:
        plain |= {Sense.NOT, Sense.NOT_SURE, Sense.DONT_WANT_TO_SAY, Sense.NO}
    return all(item.sense in plain for item in line)


def _taken(ruled: Chosen, weighed: Sequence[Weighed], line: Sequence[Item], listening: Listening) -> Chosen:
    if jests(line, listening):
        return None
    if not weighed:
        return ruled
    best = weighed[0]
    if ruled is None:
        enough = SURER if hindered(best.take, line, listening) else SURE
        return best.take.chosen if best.sum >= enough and not forbidden(best.take, line, listening) else None
    own = next((each for each in weighed if each.take.chosen == ruled), None)
    if own is None or (own is best and best.sum >= DOUBTFUL) or _is_plain(ruled, line, listening):
        return ruled
    # “Hmm not sure if they did” is no yes; a way out is never the opposite of anything.
    if best.sum >= SURE and set(best.take.chosen) <= set(ALWAYS_OFFERED):
        return best.take.chosen if own.sum < min(0.0, best.sum - MUCH) else ruled
    return None
