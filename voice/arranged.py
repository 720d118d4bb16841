"""What an authority has arranged for a concern: who is told, in which order, after how long (R11, R71).

`arrangements["steps"]` is a list of {"who": "duty", "by": ["email"], "after": 15}: `after` counts minutes from when the
concern was raised. The portal shows it to everybody whom a step names, whatever else a step says.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from voice.model import NoticeWay

Who = Literal["duty", "duty_manager", "team_manager", "designated_officer", "service_manager"]


class Step(BaseModel):
    """One step up: everybody who holds this role hears of it, by these ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Who
    by: tuple[NoticeWay, ...] = (NoticeWay.EMAIL,)
    after: int = Field(ge=0, le=24 * 60)  # minutes


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
