"""What stands in a question's form: what was answered before, what was half typed, or what was just sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.web.forms import Form
from surveys.kinds import people
from surveys.model import Question
from surveys.replies import as_fields, own_fields
from voice import half_typed
from voice.visiting import Visit

FEWEST_LINES, MORE_LINES = 4, 4


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of one question as they are shown."""

    chosen: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    wanted: int = 0  # for how many people there should be room

    @property
    def lines(self) -> int:
        return min(max(self.wanted, FEWEST_LINES), people.MOST)


def before(visit: Visit, question: Question) -> Filled:
    """What this visit may see of what was given here, with what was typed since on top."""
    reply, half = visit.seen.get(question.id), half_typed.found(visit, question)
    fields = {**(as_fields(question, reply) if reply else {}), **half}
    text = half.get("words", (reply.words if reply else None) or "")
    named = [name for name, value in fields.items() if name.startswith("who-") and value]
    return Filled(reply.chosen if reply else (), text, fields, len(named) + 1 if named else 0)


def typed(form: Form, question: Question) -> Filled:
    """What was just sent."""
    fields = {name: form.text(name) for name in own_fields(question) if name in form.fields}
    lines = sum(1 for name in fields if name.startswith("who-"))
    more = MORE_LINES if form.text("do") == "more" else 0
    return Filled(tuple(form.getlist("choice")), form.text("words"), fields, lines + more)
