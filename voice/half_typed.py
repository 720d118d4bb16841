"""What a child has half typed, kept sealed in the draft until she presses Next: a lost signal loses nothing.

It is no answer: it is never sent, read or screened. Only words and drawings are kept, and no choice of a closed
question, so that how long a draft is tells nothing of what was chosen. Of the safety question nothing is kept: there
only Next, Skip and Save count (R59).
"""

from collections.abc import Mapping

from storage.writes import Writes
from surveys.model import Question
from surveys.replies import NotAnAnswer, typed_into
from voice import visiting
from voice.draft import HalfTyped, numbered
from voice.errors import SaidElsewhere
from voice.public_services import PublicServices
from voice.visiting import Visit


async def keep(services: PublicServices, visit: Visit, question: Question, fields: Mapping[str, str]) -> None:
    """Keep what stands in the form; a form emptied again keeps nothing.

    Raises NotAnAnswer when there is no room, SaidElsewhere, AlreadySent, TooManyChanges.
    """
    if question.safety is not None:
        return
    typed = {name: fields[name] for name in typed_into(question) if name in fields}

    def verb(mine: Visit, _: Writes) -> None:
        visiting.not_sent(mine)
        if mine.said_elsewhere(question.id):
            raise SaidElsewhere
        mine.draft.half.pop(question.id, None)
        if any(value.strip() for value in typed.values()):
            mine.draft.half[question.id] = HalfTyped(fields=typed, visit=numbered(mine.number))
            if mine.draft.full:
                raise NotAnAnswer("too_long")

    await visiting.change(services, visit, verb)


def found(visit: Visit, question: Question) -> Mapping[str, str]:
    """What this visit, or the child with her code, had typed here; what another visit typed stays hidden (R66)."""
    half = visit.draft.half.get(question.id)
    mine = half is not None and visit.draft.is_of(half.visit, visit.number, visit.looks_back)
    return half.fields if half and mine else {}
