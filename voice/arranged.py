"""What an authority has arranged for a concern: who is told, in which order, after how long (R11, R71).

`arrangements["steps"]` is a list of {"who": "duty", "by": ["email", "text"], "after": 15}: `after` counts minutes from
when the concern was raised. The portal shows it to everybody whom a step names, whatever else a step says. A step may
say at which levels it texts: {"texts_at": ["unsafe", "urgent", "worry"]}; without that, what can wait is not texted.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from voice.model import Level, NoticeWay

Who = Literal["duty", "duty_manager", "team_manager", "designated_officer", "service_manager"]


class Step(BaseModel):
    """One step up: everybody who holds this role hears of it, by these ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Who
    by: tuple[NoticeWay, ...] = (NoticeWay.EMAIL, NoticeWay.TEXT)
    after: int = Field(ge=0, le=24 * 60)  # minutes
    texts_at: tuple[Level, ...] = (Level.UNSAFE, Level.URGENT)

    def ways(self, level: Level, *, has_telephone: bool) -> tuple[NoticeWay, ...]:
        """By which ways one person hears of this. Who cannot be texted hears by e-mail, whatever the step says."""
        if has_telephone and level in self.texts_at:
            return self.by
        return tuple(dict.fromkeys(NoticeWay.EMAIL for _ in self.by))


# Ours, until an authority says otherwise (R11).
USUAL = (
    Step(who="duty", after=0),
    Step(who="duty_manager", after=15),
    Step(who="team_manager", after=30),
    Step(who="service_manager", after=60),
)
_STEPS = TypeAdapter(tuple[Step, ...])


def steps_of(arrangements: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps in the order of their times. Raises pydantic's ValidationError for what was written past us."""
    given = arrangements.get("steps")
    steps = _STEPS.validate_python(given) if given else USUAL
    return tuple(sorted(steps, key=lambda step: step.after))
