"""The choices that come with a kind of question, so that no survey can leave them out (R17)."""

from collections.abc import Mapping
from enum import StrEnum

from i18n.marks import N_


class Kind(StrEnum):
    FACES = "faces"
    SCALE = "scale"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    YES_NO = "yes_no"
    SHORT_WORDS = "short_words"
    LONG_WORDS = "long_words"

    @property
    def closed(self) -> bool:
        return self not in (Kind.SHORT_WORDS, Kind.LONG_WORDS)


NOT_SURE = "not_sure"
DONT_WANT_TO_SAY = "dont_want_to_say"

ALWAYS_OFFERED = {
    NOT_SURE: N_("Not sure"),
    DONT_WANT_TO_SAY: N_("Don’t want to say"),
}
FACES = {
    "1": N_("Very sad"),
    "2": N_("Sad"),
    "3": N_("In the middle"),
    "4": N_("Happy"),
    "5": N_("Very happy"),
}
YES_NO = {"yes": N_("Yes"), "no": N_("No")}
SCALE = {str(step): str(step) for step in range(11)}

Raw = Mapping[str, object]


def with_ways_out(kind: Kind, written: object) -> object:
    """Every choice a child is offered: the written ones, the kind's own, and always both ways out.

    Anything that is not a list of choices is handed on as it is, for its own clear error.
    """
    listed = [] if written is None else written
    if not isinstance(listed, list | tuple):
        return written
    if not kind.closed:
        return listed
    have = {_id_of(choice) for choice in listed}
    return [*listed, *(choice for choice in _brought_by(kind) + _WAYS_OUT if choice["id"] not in have)]


def _id_of(choice: object) -> object:
    return choice.get("id") if isinstance(choice, Mapping) else getattr(choice, "id", None)


def _brought_by(kind: Kind) -> list[Raw]:
    match kind:
        case Kind.FACES:
            return [{"id": step, "words": words, "picture": f"face{step}"} for step, words in FACES.items()]
        case Kind.SCALE:
            return [{"id": step, "words": words} for step, words in SCALE.items()]
        case Kind.YES_NO:
            return [{"id": answer, "words": words, "picture": answer} for answer, words in YES_NO.items()]
        case _:
            return []


_WAYS_OUT: list[Raw] = [
    {"id": way_out, "words": words, "picture": way_out} for way_out, words in ALWAYS_OFFERED.items()
]
