"""What the words of a text can mean before anyone asks what they mean together."""

from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """One kind of meaning. Most are headings of a language's file."""

    PICK = "pick"  # one answer; the value is its id
    NUMBER = "numbers"
    ORDINAL = "ordinals"
    LETTER = "letters"
    POINTING = "pointing"
    YES = "yes"
    CERTAINLY = "certainly"
    ACCEPTING = "accepting"  # a yes, where something is offered
    PERHAPS = "perhaps"
    MANNERS = "manners"
    NO = "no"
    NOT_SURE = "not_sure"
    DONT_WANT_TO_SAY = "dont_want_to_say"
    FACE = "faces"
    DESCRIBING = "describing"
    STRONGER = "stronger"
    NOT = "not"
    MENDING = "mending"
    BECAUSE = "because"
    BUT = "but"
    LIMITS = "limits"
    ASKING = "asking"
    OR = "or"
    AND = "and"
    TO = "to"
    OUT_OF = "out_of"
    EXCEPT = "except"
    ALL = "all"
    BOTH = "both"
    NONE = "none"
    AGREEING = "agreeing"
    WISHING = "wishing"
    HAVING = "having"
    WONDERING = "wondering"
    COLOURS = "colours"  # no meaning of its own: what makes a yes or a no doubtful beside it
    PUZZLED = "puzzled"  # a whole message that is no answer
    SAME = "same"
    NEAR = "near"  # what belongs to something under `same`
    WITHIN = "within"  # what is part of something wider under `same`
    STARTING = "starting"
    OTHERS = "others"
    FILLER = "filler"
    ECHO = "echo"  # a word of the question itself
    QUERY = "?"
    BREAK = "break"
    TALK = "talk"  # a word we do not know


@dataclass(frozen=True, slots=True)
class Item:
    """A word or phrase and its meaning.

    soft: a meaning that gives way to a plain one (a face beside a number). strong: an answer even
    among words we do not know (`7/10`). placed: named by its place, not by its words.
    """

    sense: Sense
    value: str = ""
    word: str = ""
    soft: bool = False
    strong: bool = False
    placed: bool = False
