"""Where a conversation by text stands, where it goes next, and in which words that is asked."""

from surveys.model import Question
from surveys.wording import WordedQuestion, words_of
from voice import walking
from voice.draft import Texting, numbered
from voice.public_services import Asked
from voice.texting.asides import ALONGSIDE, ASIDES, At, words_at
from voice.texting.turns import Says
from voice.visiting import Visit


def place_of(visit: Visit) -> str:
    """What was asked last: a question of the survey, or one beside it."""
    return visit.draft.texting.at.strip() if visit.draft.texting else At.READY


def question_at(asked: Asked, place: str) -> Question | None:
    """The question that is open; None where a survey's is not asked any more."""
    if place in ALONGSIDE:
        return ASIDES.by_id.get(place)
    return asked.survey.by_id.get(place)


def shown_at(asked: Asked, visit: Visit, place: str) -> WordedQuestion:
    """The question in the words that were sent."""
    if place in ALONGSIDE:
        return words_at(place, visit.kept.language)
    return words_of(asked.wording(visit.kept.language), place)


def by_text(asked: Asked, visit: Visit) -> list[Question]:
    """The questions on this child's way that are asked by text; the others wait for the web or a meeting."""
    return [each for each in walking.walk(asked.survey, visit).questions if each.sms]


def next_place(asked: Asked, visit: Visit) -> str:
    """What is asked next: what is due about safety, the next question, what parents may know, and to send."""
    if numbered(visit.number) not in visit.draft.near:
        return At.AROUND
    if any(not told.followed_up for told in visit.told.values()):
        return At.REACH
    unasked = [each for each in by_text(asked, visit) if each.id not in visit.seen]
    if unasked:
        return unasked[0].id
    return At.PARENTS if visit.marks_parents and visit.draft.parents is None else At.SEND


def place_after(asked: Asked, visit: Visit, place: str) -> str:
    """The next on the way, answered or not: for a child who went back."""
    ids = [each.id for each in by_text(asked, visit)]
    rest = ids[ids.index(place) + 1 :] if place in ids else []
    return rest[0] if rest and place in visit.seen else next_place(asked, visit)


def place_before(asked: Asked, visit: Visit, place: str) -> str:
    """What BACK leads to; at the first question it stays there."""
    ids = [each.id for each in by_text(asked, visit)]
    if place in ids:
        return ids[max(0, ids.index(place) - 1)]
    return ids[-1] if place in (At.PARENTS, At.SEND) and ids else next_place(asked, visit)


def ask(asked: Asked, visit: Visit, place: str) -> Says:
    """Ask this now."""
    texting = visit.draft.texting = visit.draft.texting or Texting()
    texting.go_to(place)
    return [("question", shown_at(asked, visit, place)["sms"] or "")]


def ask_next(asked: Asked, visit: Visit) -> Says:
    return ask(asked, visit, next_place(asked, visit))
