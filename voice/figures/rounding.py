"""Numbers as they are shown: half is rounded up, above an authority to the nearest ten; and how sure a share is."""

from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

CONFIDENTIAL, NOT_APPLICABLE, UNAVAILABLE, ROUNDS_TO_NOUGHT, LOW_RELIABILITY = "c", "z", "x", "k", "u"
_Z = 1.959964  # 95 in 100
_LOW = 0.2  # a share whose interval is wider than this, to either side, is marked


def half_up(number: Decimal | float, places: int = 0) -> Decimal:
    """Python's own rounding takes 2.5 to 2."""
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def above_authority(number: int) -> int | str:
    """A count for several authorities together: to the nearest ten, `k` where something becomes nothing."""
    tens = int(half_up(number / 10)) * 10
    return ROUNDS_TO_NOUGHT if number and not tens else tens


def per_cent(part: int, whole: int) -> int:
    return int(half_up(100 * part / whole))


def interval(part: int, whole: int) -> tuple[int, int]:
    """Between which whole per cents the share may lie if chance alone chose who answered: Wilson's interval.

    From 1927; unlike the simpler one it never leaves 0 to 100 and holds for few answers.
    """
    share, spread = part / whole, _Z * _Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return int(half_up(100 * max(0.0, middle - half))), int(half_up(100 * min(1.0, middle + half)))


def unreliable(part: int, whole: int) -> bool:
    low, high = interval(part, whole)
    return (high - low) / 200 > _LOW
