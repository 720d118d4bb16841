"""What an adult thinks a child is telling us, in five boxes (R34, words.md), and what is still missing in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from voice.errors import Incomplete
from voice.model import BearsOn, Stopped

LONGEST = 4000


class WeighingIncomplete(Incomplete):
    """Something is missing in what was weighed (which field, by name)."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """1 `means`, 2 `doubts`, 3 `wants`, 4 `decided` and what goes with it, 5 `told`. Any may be empty.

    `as_wanted`: what was decided is what the child wanted; where it is not, `stopped_by` says what stopped us (R101).
    """

    bears_on: BearsOn | None = None
    which: str = field(default="", repr=False)
    means: str = field(default="", repr=False)
    doubts: str = field(default="", repr=False)
    wants: str = field(default="", repr=False)
    decided: str = field(default="", repr=False)
    decided_by: str = field(default="", repr=False)
    decided_on: date | None = None
    as_wanted: bool = field(default=False, repr=False)
    stopped_by: Stopped | None = field(default=None, repr=False)
    told: str = field(default="", repr=False)

    def check(self, before: Sequence["Boxes"]) -> None:
        """Raises WeighingIncomplete. What was written before need not be written again."""
        words = (self.means, self.doubts, self.wants, self.decided, self.told)
        if not any(each.strip() for each in words):
            raise WeighingIncomplete("nothing_weighed")
        if max(map(len, (*words, self.which, self.decided_by))) > LONGEST:
            raise WeighingIncomplete("too_long")
        for name in ("means", "told") if self.bears_on else ():
            if not any(getattr(each, name).strip() for each in (self, *before)):
                raise WeighingIncomplete(name)
        if bool(self.decided.strip()) != (self.as_wanted or self.stopped_by is not None):
            raise WeighingIncomplete("stopped_us" if self.decided.strip() else "what_decided")

    def to_body(self) -> dict[str, Any]:
        """As it is sealed. The closed reasons lie in it, where the worker can count them and no thief reads them."""
        return {
            "v": 1,
            "bears_on": self.bears_on.value if self.bears_on else None,
            "which": self.which,
            "doubts": self.doubts,
            **self.for_the_child(),
        }

    def for_the_child(self) -> dict[str, Any]:
        """What she is shown: 1, 3, 4 and 5."""
        return {
            "means": self.means,
            "wants": self.wants,
            "decided": self.decided,
            "decided_by": self.decided_by,
            "decided_on": self.decided_on.isoformat() if self.decided_on else None,
            "as_wanted": self.as_wanted,
            "stopped_by": self.stopped_by.value if self.stopped_by else None,
            "told": self.told,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        given = {name: body[name] for name in ("which", "means", "doubts", "wants", "decided", "decided_by", "told")}
        return cls(
            bears_on=BearsOn(body["bears_on"]) if body["bears_on"] else None,
            decided_on=date.fromisoformat(body["decided_on"]) if body["decided_on"] else None,
            as_wanted=body["as_wanted"],
            stopped_by=Stopped(body["stopped_by"]) if body["stopped_by"] else None,
            **given,
        )
