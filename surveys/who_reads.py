"""The sentence beside each question that says who reads the answer (R58), in words of the child's age and readers."""

from i18n.marks import N_
from surveys.parts import Audience, Readers
from surveys.question import Question

_NUMBERS = N_("Nobody reads this with your name. We only count the answers.")
_ADVOCATE = N_("Only an advocate reads this. That is someone on your side.")

WORDS = {
    Readers.WORKER: {
        Audience.WORKER: N_("Your social worker reads this. It is kept in your notes."),
        Audience.MANAGER: N_("Your social worker does not see this. Their manager reads it."),
        Audience.NUMBERS: _NUMBERS,
        Audience.ADVOCATE: _ADVOCATE,
    },
    Readers.WORKER_OF_LITTLE: {
        Audience.WORKER: N_("Your worker sees this."),
        Audience.MANAGER: N_("Your worker does not see this. Their boss does."),
        Audience.NUMBERS: _NUMBERS,
        Audience.ADVOCATE: _ADVOCATE,
    },
    Readers.ADVISER: {
        Audience.WORKER: N_("Your personal adviser reads this. It is kept in your notes."),
        Audience.MANAGER: N_("Your personal adviser does not see this. Their manager reads it."),
        Audience.NUMBERS: _NUMBERS,
        Audience.ADVOCATE: _ADVOCATE,
    },
    Readers.DUTY: {
        Audience.WORKER: N_("Someone on duty reads this. They don’t know who you are."),
        Audience.MANAGER: N_("Someone on duty reads this. They don’t know who you are."),
        Audience.NUMBERS: _NUMBERS,
        Audience.ADVOCATE: _ADVOCATE,
    },
}
# Always the same, whatever is answered: a safety answer that a worker sees only when it is harmless tells the worker
# by its absence that it was not (R68).
SAFETY = {
    Readers.WORKER: N_(
        "People whose job is to keep children safe read this. Your social worker sees it only if that is safe for you."
    ),
    Readers.WORKER_OF_LITTLE: N_("People who keep you safe see this."),
    Readers.ADVISER: N_(
        "People whose job is to keep you safe read this. Your personal adviser sees it only if that is safe for you."
    ),
    Readers.DUTY: N_("People whose job is to keep children safe read this. They don’t know who you are."),
}
NOTE = N_(
    "If you choose {choices}, we tell someone straight away. Their job is to keep children safe. "
    "We do this even if you don’t finish."
)
NOTES = {
    Readers.WORKER: NOTE,
    Readers.WORKER_OF_LITTLE: N_("If you choose {choices}, we tell a grown-up. They can help."),
    Readers.ADVISER: N_(
        "If you choose {choices}, we tell someone straight away. Their job is to keep people safe. "
        "We do this even if you don’t finish."
    ),
    Readers.DUTY: NOTE,
}


def who_reads(question: Question, readers: Readers) -> str:
    return SAFETY[readers] if question.safety else WORDS[readers][question.audience]


def safety_note(readers: Readers) -> str:
    """The sentence above the choices of a safety question: which of them tells someone at once (R59)."""
    return NOTES[readers]
