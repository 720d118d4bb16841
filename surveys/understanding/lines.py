"""A text as a line of meanings for one kind of question, and what the rules alone read out of it."""

from collections.abc import Sequence

from surveys.offered import Kind
from surveys.understanding.answers import content
from surveys.understanding.beside import without_the_other
from surveys.understanding.counting import counted
from surveys.understanding.feelings import felt
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.placing import letters_run_together, placed
from surveys.understanding.reading import items_in
from surveys.understanding.several import some_answers
from surveys.understanding.standing import standing
from surveys.understanding.stems import stem
from surveys.understanding.weighing import one_answer

_SUBJECTS = (Sense.STARTING, Sense.OTHERS, Sense.TALK)


def line_of(text: str, listening: Listening) -> list[Item]:
    """Every meaning in the text, with what names an answer of this question made into that answer."""
    items = _about_the_same(items_in(text, listening.vocabulary, listening.asked), listening)
    match listening.question.kind:
        case Kind.SOME_OF | Kind.FEELINGS:
            return placed([made for item in items for made in _all_but(_certain(item))], listening)
        case Kind.SCALE:
            return standing(counted(items, 0, 10), listening)
        case Kind.FACES:
            return standing(felt(counted(items, 1, 5)), listening)
        case Kind.ONE_OF:
            return without_the_other(_yes_and_no(placed(items, listening), listening))
        case _:
            return _without_how_often(_yes_and_no(items, listening), listening)


def _certain(item: Item) -> Item:
    """“Defo” says nothing where several may be chosen."""
    return Item(Sense.FILLER, word=item.word) if item.sense is Sense.CERTAINLY else item


def _all_but(item: Item) -> list[Item]:
    """“Everyone but”."""
    but = item.sense is Sense.ALL and item.value == "but"
    return [Item(Sense.ALL, word=item.word), Item(Sense.EXCEPT)] if but else [item]


def by_rules(text: str, line: Sequence[Item], listening: Listening) -> tuple[str, ...] | None:
    """The answer that rules read out of the line, or None to ask again."""
    if listening.question.kind.multiple:
        return tuple(letters_run_together(text, listening)) or some_answers(line, listening)
    end = listening.ends.get(content(text)) if listening.question.kind is Kind.SCALE else None
    answer = end or one_answer(line, listening)
    return (answer,) if answer else None


def _about_the_same(items: Sequence[Item], listening: Listening) -> list[Item]:
    """“She” is nobody else where the question is about somebody."""
    named = Sense.OTHERS in listening.senses
    return [Item(Sense.STARTING, word=item.word) if named and _is_pronoun(item) else item for item in items]


def _is_pronoun(item: Item) -> bool:
    return item.sense is Sense.OTHERS and not item.value


def _yes_and_no(items: Sequence[Item], listening: Listening) -> list[Item]:
    """A yes as the answer that begins with it, or as nothing; a no likewise, or as any other "not"."""
    joining = listening.colours.get("joining", ())
    between = range(1, len(items) - 1)  # “me n tia” is no no
    return [
        Item(Sense.AND, word=item.word) if at in between and item.word in joining else _polar(item, listening)
        for at, item in enumerate(items)
    ]


def _without_how_often(line: list[Item], listening: Listening) -> list[Item]:
    """“Not really im always starving”, “never, it goes to voicemail every time”: how often something else is."""
    said = next((at for at, item in enumerate(line) if item.sense is Sense.PICK), len(line))
    return [_how_often_else(line, at, said, listening) if at > said else item for at, item in enumerate(line)]


def _how_often_else(line: list[Item], at: int, said: int, listening: Listening) -> Item:
    """“No i see them every day” may be either: only the child knows."""
    item, before, after = line[at], line[at - 1], line[at + 1 : at + 2]
    goes_on = bool(after) and after[0].sense is not Sense.BREAK
    wished = line[said].value == "no" and any(each.sense is Sense.WISHING for each in line[said:at])
    apart = wished or (
        (before.sense in _SUBJECTS or _is_about_another(before, listening))
        and (goes_on or _is_how_often(line[said], listening))
    )
    if not _is_how_often(item, listening) or item.value == line[said].value or not apart:
        return item
    return Item(Sense.NOT, "never", item.word) if item.value == "no" else Item(Sense.FILLER, word=item.word)


def _is_about_another(item: Item, listening: Listening) -> bool:
    """“No he is always late”."""
    first = listening.vocabulary.meanings.get(tuple(item.word.split()[:1]))
    return item.sense is Sense.AGREEING and first is not None and first.sense is Sense.OTHERS


def _is_how_often(item: Item, listening: Listening) -> bool:
    return item.sense is Sense.PICK and not item.soft and tuple(item.word.split()) in listening.how_often


def _polar(item: Item, listening: Listening) -> Item:
    match item.sense:
        case Sense.YES if listening.yes:
            return Item(Sense.PICK, listening.yes, item.word)
        case Sense.NO if listening.no:
            return Item(Sense.PICK, listening.no, item.word)
        case Sense.CERTAINLY if listening.question.kind is Kind.YES_NO:
            return Item(Sense.PICK, "yes", item.word, soft=True)
        case Sense.NO:
            return Item(Sense.NOT, "no", item.word)
        case Sense.FILLER if item.value == "liking" and _is_asked(item, listening):
            return Item(Sense.ECHO, word=item.word)
        case Sense.ACCEPTING if listening.question.kind is Kind.YES_NO and listening.wishes:
            return Item(Sense.PICK, "yes", item.word)
        case Sense.MANNERS | Sense.ACCEPTING:
            return Item(Sense.FILLER, "manners", item.word)
        case Sense.YES | Sense.CERTAINLY:
            return Item(Sense.FILLER, word=item.word)
    return item


def _is_asked(item: Item, listening: Listening) -> bool:
    """“I like” to “do you like it?”."""
    yes_no = listening.question.kind is Kind.YES_NO
    return yes_no and any(stem(word) in listening.asked for word in item.word.split())
