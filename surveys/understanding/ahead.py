"""An answer said first and then talked about, or said last: `Monthly. she brings biscuits`, `im freezing so E`.

Only asked when nothing else could take the text. What is said beside the answer may turn it round, so it is taken
only where nothing does: no "not", "but", "or", "if", question or second answer, and nothing that makes another
thing of it (“bus driver”, “mum's boyfriend”).
"""

from collections.abc import Collection, Sequence

from surveys.offered import NOT_SURE, Kind
from surveys.understanding.answers import Answer
from surveys.understanding.beside import BAD, LETTERS_THAT_ARE_WORDS, MOST_UNKNOWN, SO, tells, unlike
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import DEGREES, Listening

_OFTEN = {"always", "mostly", "often"}  # said of a reason, these leave an answer as it is
_BEGINNING = {Sense.FILLER, Sense.STARTING, Sense.BREAK, Sense.POINTING}
_CALM = {*_BEGINNING, Sense.TALK, Sense.ECHO, Sense.MANNERS, Sense.AND, Sense.BECAUSE, Sense.HAVING, Sense.OTHERS}
_NEVER_FIRST = ("reporting", "narrowing", "wondering")


def said_first_or_last(items: Sequence[Item], listening: Listening) -> str | None:
    """The answer that begins the text, or that follows from it; None to ask again."""
    match listening.question.kind:
        case Kind.YES_NO:
            return (
                _not_sure_in_the_end(items, listening)
                or _yes_or_no_first(items, listening)
                or _nobody(items, listening)
            )
        case Kind.ONE_OF:
            return (
                _not_sure_in_the_end(items, listening)
                or _letter_in_the_end(items, listening)
                or _letter_first(items, listening)
                or _thing_first(items, listening)
            )
        case Kind.SCALE:
            return _number_twice(items)
    return None


def letters_in_the_end(items: Sequence[Item], listening: Listening) -> set[str]:
    """“Cant sleep so A and E”: what follows from all that is said before it."""
    at = max((n for n, item in enumerate(items) if tells(item, listening, SO)), default=len(items))
    after = [item for item in items[at + 1 :] if item.sense not in (Sense.FILLER, Sense.BREAK, Sense.AND)]
    chosen = {item.value for item in after}
    plain = bool(after) and at > 0 and all(item.sense is Sense.PICK and item.placed for item in after)
    before = items[:at]
    other = any(item.sense is Sense.PICK and item.value not in chosen for item in before)
    turned = any(item.sense in (Sense.MENDING, Sense.OR, Sense.QUERY) for item in before)
    return chosen if plain and not other and not turned else set()


def named_among_talk(items: Sequence[Item], listening: Listening) -> set[str]:
    """“Hungry, and worries about my mum”: every thought begins with an answer, and nothing speaks against one."""
    unknown = [item for item in items if item.sense is Sense.TALK]
    others = (_CALM - {Sense.BECAUSE}) | {Sense.YES}
    calm = all(item.sense in others or item.sense is Sense.PICK or item.value in _OFTEN for item in items)
    told = [item for item in items if item.sense is not Sense.PICK]
    doubtful = any(tells(item, listening, BAD, *_NEVER_FIRST) for item in told)
    letter_lost = any(item.sense is Sense.FILLER and item.word in LETTERS_THAT_ARE_WORDS for item in items)
    by_letters = any(item.sense is Sense.PICK and item.placed for item in items)
    if not calm or doubtful or (letter_lost and by_letters) or len(unknown) > MOST_UNKNOWN:
        return set()
    named = {item.value for thought in _thoughts(items) for item in _begun_with(thought, listening)}
    picked = {item.value for item in items if item.sense is Sense.PICK}
    return picked if named == picked and all(_begun_with(each, listening) for each in _thoughts(items)) else set()


def _thoughts(items: Sequence[Item]) -> list[list[Item]]:
    found: list[list[Item]] = [[]]
    for item in items:
        if item.sense in (Sense.BREAK, Sense.AND):
            found.append([])
        else:
            found[-1].append(item)
    return [each for each in found if any(item.sense is not Sense.FILLER for item in each)]


def _begun_with(thought: Sequence[Item], listening: Listening) -> list[Item]:
    """The answers a thought begins with, if what comes next does not make another thing of them."""
    telling = [item for item in thought if item.sense not in (Sense.STARTING, Sense.HAVING) or item.value]
    while telling and telling[0].sense is Sense.FILLER:
        telling = telling[1:]
    picks = []
    while telling and telling[0].sense is Sense.PICK:
        picks.append(telling.pop(0))
    leads_on = not telling or _leads_on(telling[0], listening)
    return picks if leads_on else []


def _not_sure_in_the_end(items: Sequence[Item], listening: Listening) -> str | None:
    """“Havent thought about it so not sure really”."""
    ways = [at for at, item in enumerate(items) if item.sense is Sense.NOT_SURE]
    told = any(item.sense in (Sense.PICK, Sense.LETTER, Sense.QUERY, Sense.MENDING) for item in items)
    if len(ways) != 1 or not ways[0] or told or not tells(items[ways[0] - 1], listening, SO):
        return None
    return NOT_SURE if _only(items[ways[0] + 1 :], _BEGINNING | {Sense.BUT}) else None


def _letter_in_the_end(items: Sequence[Item], listening: Listening) -> str | None:
    found = letters_in_the_end(items, listening)
    return found.pop() if len(found) == 1 else None


def _letter_first(items: Sequence[Item], listening: Listening) -> str | None:
    """“E havent got a place yet”: a letter that is no word, and then why; “b not really” may take it back."""
    said, after = items[0], items[1:]
    letter = said.placed and len(said.word) == 1 and said.word.isalpha() and said.word not in LETTERS_THAT_ARE_WORDS
    calm = _CALM | {Sense.NOT, Sense.BUT, Sense.WISHING}
    turned = any(item.sense is Sense.BUT for item in after[:-1]) or not _only(after, calm)
    told = any(item.sense is Sense.TALK for item in after)
    reported = any(tells(item, listening, "reporting") for item in after)
    return said.value if letter and told and not turned and not reported else None


def _thing_first(items: Sequence[Item], listening: Listening) -> str | None:
    """“Bus with my mate”: a whole answer of one word, first; not how often or how much, which a word turns round."""
    start = next((at for at, item in enumerate(items) if item.sense not in _BEGINNING), len(items))
    picks = [item for item in items if item.sense is Sense.PICK]
    if start == len(items) or items[start].sense is not Sense.PICK or len({item.value for item in picks}) != 1:
        return None
    said, after = items[start], items[start + 1 :]
    answer = next((each for each in listening.answers if each.id == said.value), None)
    if said.placed or said.soft or listening.turned or answer is None or answer.says_not:
        return None
    whole = len(answer.naming) == 1 or said.word == " ".join(answer.tokens) or bool(answer.names - DEGREES)
    if not whole or answer.names & DEGREES or len([each for each in after if each.sense is Sense.TALK]) > MOST_UNKNOWN:
        return None
    calm = all(item.sense in _CALM or item.sense is Sense.PICK or item.value in _OFTEN for item in after)
    leads_on = not after or after[0].sense in (*_BEGINNING, Sense.BECAUSE) or _leads_on(after[0], listening)
    doubtful = any(tells(item, listening, BAD, "reporting", "wondering") for item in (*items[:start], *after))
    shared = any(said.word in each.tokens for each in listening.answers if each.id != said.value)
    return (
        said.value if calm and leads_on and not doubtful and not shared and not _is_owner(said, answer, after) else None
    )


def _leads_on(item: Item, listening: Listening) -> bool:
    """“With”, “every day”: more about the answer, and not another thing that begins like it (“bus driver”)."""
    return item.sense in (Sense.FILLER, Sense.YES) or item.value in _OFTEN or tells(item, listening, "beside")


def _is_owner(said: Item, answer: Answer, after: Sequence[Item]) -> bool:
    """“Mums boyfriend”."""
    return (
        said.word.endswith("s")
        and said.word.split()[-1] not in answer.tokens
        and bool(after)
        and after[0].sense not in (Sense.BREAK, Sense.BECAUSE)
    )


def _number_twice(items: Sequence[Item]) -> str | None:
    """“Ten sleep good ten”: said at both ends, and no other number between."""
    if len(items) < 3:
        return None
    last, first = items[-1], items[0]
    calm = all(item.sense in _CALM | {Sense.FACE, Sense.STRONGER} for item in items[1:-1])
    return last.value if last.placed and calm and first.word == last.word and last.sense is Sense.PICK else None


def _yes_or_no_first(items: Sequence[Item], listening: Listening) -> str | None:
    """“No!! and it was about me”, “nah the lads are always fighting”: nothing good beside it, and no second answer."""
    said, after = items[0], items[1:]
    plain = said.sense is Sense.PICK and said.value in ("yes", "no") and not said.soft
    if not plain or not after or listening.turned or tuple(said.word.split()) in listening.never:
        return None
    unknown = [item for item in after if item.sense is Sense.TALK]
    calm = _CALM | {Sense.AGREEING} if after[0].sense is Sense.BREAK else _CALM
    doubtful = ("reporting", "wondering") if _keeps_to_a_day(said, after, listening) else _NEVER_FIRST
    against = any(tells(item, listening, unlike(said.value, listening), *doubtful) for item in after)
    if against or len(unknown) > MOST_UNKNOWN or any(item.sense is Sense.ECHO for item in after):
        return None
    always = said.value == "yes" or any(tells(item, listening, BAD) for item in after)
    if not all(item.sense in calm or (always and _is_always(item)) for item in after) or agrees_in_the_end(after):
        return None
    if said.value == "yes":
        return "yes"
    there_is_none = tells(said, listening, "determining") and after[0].sense is Sense.TALK  # “no shouting”
    return None if there_is_none else "no"


def _is_always(item: Item) -> bool:
    """Said of what there is beside the answer."""
    return item.sense is Sense.PICK and item.value == "yes" and not item.soft


def _keeps_to_a_day(said: Item, after: Sequence[Item], listening: Listening) -> bool:
    """“Yes every saturday”, “no only at xmas”, where the question is whether it is as much as somebody wants."""
    if listening.wishes or Sense.WISHING not in listening.senses:
        return False
    days = [at for at, item in enumerate(after) if tells(item, listening, "narrowing") and item.value != "only"]
    each = all(at and tells(after[at - 1], listening, "each") for at in days)
    only = any(item.value == "only" for item in after)
    return said.value == "no" or (each and not only)


def agrees_in_the_end(after: Sequence[Item]) -> bool:
    """“No!! it was”: with nothing after it, it says the opposite."""
    at = max((n for n, item in enumerate(after) if item.sense is Sense.AGREEING), default=None)
    return at is not None and _only(after[at + 1 :], {Sense.BREAK})


def _nobody(items: Sequence[Item], listening: Listening) -> str | None:
    """“No one asked me nothing”, where the question is whether anyone did."""
    if not items or items[0].value != "nobody" or listening.wishes or listening.turned:
        return None
    about_anyone = listening.senses & {Sense.OTHERS, Sense.ASKING}
    along = {Sense.ECHO, *_BEGINNING, Sense.AGREEING}
    rest = [item for item in items[1:] if not (item.sense is Sense.NOT and item.value == "nobody")]
    told = any(item.sense is Sense.ECHO or tells(item, listening, "asking") for item in rest)
    return "no" if about_anyone and told and _only(rest, along) else None


def _only(items: Sequence[Item], senses: Collection[Sense]) -> bool:
    return all(item.sense in senses for item in items)
