"""The choices that come with a kind of question, so that no survey can leave them out (R17)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from i18n.marks import N_


class Kind(StrEnum):
    """How a question is answered.

    - closed: by choosing alone. What was chosen never shows by its length (record.py, voice/draft.py)
    - multiple: as many choices as the child likes
    - recorded: by a sound, a video or a picture; words will do too
    """

    FACES = "faces"
    FEELINGS = "feelings"
    SCALE = "scale"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    YES_NO = "yes_no"
    HELPERS = "helpers"
    DATE = "date"
    SHORT_WORDS = "short_words"
    LONG_WORDS = "long_words"
    THREE_HOUSES = "three_houses"
    DRAWING = "drawing"
    PEOPLE = "people"
    SOUND = "sound"
    VIDEO = "video"
    PHOTO = "photo"

    @property
    def closed(self) -> bool:
        return self in _CLOSED

    @property
    def levelled(self) -> bool:
        """Whether each row holds a choice, whose length must not show."""
        return self in (Kind.HELPERS, Kind.DATE)

    @property
    def multiple(self) -> bool:
        return self in (Kind.SOME_OF, Kind.FEELINGS, Kind.HELPERS)

    @property
    def recorded(self) -> bool:
        return self in (Kind.SOUND, Kind.VIDEO, Kind.PHOTO)


_CLOSED = frozenset({Kind.FACES, Kind.FEELINGS, Kind.SCALE, Kind.ONE_OF, Kind.SOME_OF, Kind.YES_NO, Kind.HELPERS})

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
# For talking, never scored or counted (R81). "Not sure" has its own words here.
FEELINGS = {
    "happy": N_("Happy"),
    "sad": N_("Sad"),
    "scared": N_("Scared"),
    "cross": N_("Cross"),
    "lonely": N_("Lonely"),
    "ok": N_("OK"),
    "mixed_up": N_("Mixed-up"),
    NOT_SURE: N_("Don’t know"),
}
# How much of one person's help (R106).
HELP = {
    "more": N_("I want more"),
    "right": N_("It is right"),
    "less": N_("I want less"),
    "who": N_("I don’t know who this is"),
}
HOUSES = {"worries": N_("My worries"), "good": N_("Good things"), "wishes": N_("My wishes")}
CIRCLES = {"close": N_("Very close"), "middle": N_("A bit close"), "further": N_("Further away")}
YES_NO = {"yes": N_("Yes"), "no": N_("No")}
SCALE = {str(step): str(step) for step in range(11)}

Raw = Mapping[str, object]


def with_ways_out(kind: Kind, written: object, *, little: bool = False) -> object:
    """Every choice a child is offered: the written ones, the kind's own, and always both ways out.

    For the youngest "don't know" is the one way out beside Skip (R81): two that differ are for older children.

    Anything that is not a list of choices is handed on as it is, for its own clear error.
    """
    listed = [] if written is None else written
    if not isinstance(listed, list | tuple):
        return written
    if not kind.closed:
        return listed
    return _added(_added(listed, _brought_by(kind)), _WAY_OUT_OF_LITTLE if little else _WAYS_OUT)


def with_rows(kind: Kind, written: object) -> object:
    """The rows of a question that has several parts: the written ones, or those its kind brings."""
    listed = [] if written is None else written
    return _added(listed, _rows_brought_by(kind)) if isinstance(listed, list | tuple) else written


def _added(listed: Sequence[object], brought: list[Raw]) -> list[object]:
    """The listed ones, then those brought that are not among them."""
    have = {_id_of(each) for each in listed}
    return [*listed, *(each for each in brought if each["id"] not in have)]


def _id_of(choice: object) -> object:
    return choice.get("id") if isinstance(choice, Mapping) else getattr(choice, "id", None)


def _brought_by(kind: Kind) -> list[Raw]:
    match kind:
        case Kind.FACES:
            return [{"id": step, "words": words, "picture": f"face{step}"} for step, words in FACES.items()]
        case Kind.SCALE:
            return [{"id": step, "words": words} for step, words in SCALE.items()]
        case Kind.FEELINGS:
            return _pictured(FEELINGS)
        case Kind.YES_NO:
            return _pictured(YES_NO)
        case Kind.HELPERS:
            return _pictured(HELP)
        case _:
            return []


def _rows_brought_by(kind: Kind) -> list[Raw]:
    match kind:
        case Kind.THREE_HOUSES:
            return _pictured(HOUSES, "house_")
        case Kind.PEOPLE:
            return _pictured(CIRCLES, "circle_")
        case _:
            return []


def _pictured(choices: Mapping[str, str], family: str = "") -> list[Raw]:
    """Each choice with the picture of its own name."""
    return [{"id": id, "words": words, "picture": family + id} for id, words in choices.items()]


_WAYS_OUT: list[Raw] = [
    {"id": way_out, "words": words, "picture": way_out} for way_out, words in ALWAYS_OFFERED.items()
]
_WAY_OUT_OF_LITTLE: list[Raw] = [{"id": NOT_SURE, "words": FEELINGS[NOT_SURE], "picture": NOT_SURE}]
