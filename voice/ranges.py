"""Which bytes a player asks for (RFC 9110, 14.2): first a little, then from wherever somebody moves to."""

import re

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def span(wanted: str, length: int) -> tuple[int, int] | None:
    """From which byte up to which; None where no range is asked for, and of several none is given."""
    found = RANGE.fullmatch(wanted.replace(" ", ""))
    first, last = found.groups() if found else ("", "")
    if not (first or last) or (first and last and int(first) > int(last)):
        return None
    if not first:
        return max(0, length - int(last)), length
    return int(first), min(int(last) + 1, length) if last else length
