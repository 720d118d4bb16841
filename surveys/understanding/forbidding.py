"""Where no answer is taken on points alone, however many there are: what may mean the opposite, or two things; and
where it takes many.
"""

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.understanding.ahead import agrees_in_the_end
from surveys.understanding.answers import Answer, bag_of
from surveys.understanding.beside import BAD, GOOD, SO, asks_about, tells
from surveys.understanding.clauses import JOINTS, STARTERS, Clause, Joint
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import DEGREES, HOW_OFTEN, IN_WORDS, Listening
from surveys.understanding.signs import Take, is_coloured, polarities
from surveys.understanding.weighing import COUNTED, asks_back, but_somebody, is_doubtful, two_numbers

Line = Sequence[Item]

_NEVER_BESIDE = {Sense.NOT, Sense.NO, Sense.ASKING, Sense.LIMITS}
_WISHES = {Sense.NOT, Sense.WISHING, Sense.STARTING, Sense.BREAK}  # “i dont want to”
SHORT, SHORT_WORD = 3, 4
_NOTHING_MORE = {Sense.FILLER, Sense.BREAK, Sense.STARTING}


def jests(line: Line, listening: Listening) -> bool:
    """“Over the moon that shes late again 🙃” is taken for nothing, whoever read it."""
    return any(tells(item, listening, "jesting") for item in line)


def forbidden(take: Take, line: Line, listening: Listening) -> bool:
    """Whether a question back, a "not", a second answer or a bad word beside a yes stands against it."""
    if asks_back(line, listening) or _wonders(line, listening) or but_somebody(line):
        return True
    if _ends_in_not(line) and take.chosen != ("no",):
        return True
    if take.chosen and set(take.chosen) <= set(ALWAYS_OFFERED):
        named = {item.value for item in line if item.sense is Sense.PICK and not item.soft}
        counted = listening.question.kind in COUNTED and len(named) > 1  # “monday 9 tuesday 2 then cant remember”
        return counted or named >= {"yes", "no"}  # “maybe yes maybe no”
    if listening.question.kind.multiple:
        return _has_several_readings(take, line, listening)
    (answer,) = take.chosen
    at = next((at for at, item in enumerate(line) if item.sense is Sense.PICK and item.value == answer), None)
    if _two_answers(answer, line, listening) or _is_against(answer, at, line, listening):
        return True
    if listening.question.kind in COUNTED and _is_no_one_number(answer, at, line, listening):
        return True
    if at is None:
        return not (_is_meant(answer, line, listening) or is_coloured(answer, line, listening))
    return _denied(answer, at, line, listening) or _is_a_slip_of_another(answer, at, line, listening)


def hindered(take: Take, line: Line, listening: Listening) -> bool:
    """Whether something stands against it that many points outweigh: “mums boyfriend”."""
    if listening.question.kind.multiple or set(take.chosen) <= set(ALWAYS_OFFERED):
        return False
    (answer,) = take.chosen
    at = next((at for at, item in enumerate(line) if item.sense is Sense.PICK and item.value == answer), None)
    return at is not None and _is_part_of_another(answer, at, line, listening)


def _is_a_slip_of_another(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """“Ot always”, “good andbad”: a word we do not know is nearly one of another answer, or nearly a "not"."""
    if not _is_part_of_another(answer, at, line, listening):
        return False
    words = {word for each in listening.answers if each.id != answer for word in each.tokens} | listening.nots
    unknown = [item.word for item in line if item.sense is Sense.TALK]
    slips = any(OSA.distance(said, word) <= 1 + (len(word) > SHORT_WORD) for said in unknown for word in words)
    joined = any(len(word) >= SHORT and word in said for said in unknown for word in words)
    names = next((each.names for each in listening.answers if each.id == answer), frozenset())
    turned = not names or not names.isdisjoint(DEGREES)  # “im sometimes angry” is not “sometimes safe”
    return turned or not unknown or slips or joined


def _wonders(line: Line, listening: Listening) -> bool:
    """“Nurse? what nurse”, “whats an advocate”."""
    short = sum(item.word.isalnum() for item in line) <= SHORT
    if short and line and tells(line[0], listening, "wondering") and listening.question.kind in IN_WORDS:
        return True
    return any(item.sense is Sense.QUERY for item in line) and any(tells(item, listening, "wondering") for item in line)


def _ends_in_not(line: Line) -> bool:
    """“5! not”."""
    telling = [item.sense for item in line if item.sense not in _NOTHING_MORE]
    return len(telling) > 1 and telling[-1] is Sense.NOT


def _begins_with_not(line: Line, take: Take) -> bool:
    """“Not school”; “not worried about any of them” is none."""
    telling = (item.sense for item in line if item.sense in (Sense.NOT, Sense.EXCEPT, Sense.PICK, Sense.NONE))
    return bool(take.chosen) and next(telling, None) in (Sense.NOT, Sense.EXCEPT)


def _has_several_readings(take: Take, line: Line, listening: Listening) -> bool:
    """“A or b”, “none of my friends”."""
    parted = any(item.sense is Sense.OR for item in line)
    none = not take.chosen and any(item.sense in (Sense.PICK, Sense.OTHERS) for item in line)
    return (
        parted
        or none
        or _begins_with_not(line, take)
        or _loses_a_letter(line)
        or _none_of_something(take, line, listening)
    )


def _none_of_something(take: Take, line: Line, listening: Listening) -> bool:
    """“None of my homies sleep”, “nothing works”."""
    at = next((at for at, item in enumerate(line) if item.sense is Sense.NONE), None)
    if take.chosen or at is None:
        return False
    next_to, owned = line[at + 1 : at + 2], any(tells(item, listening, "owning") for item in line[at + 1 : at + 3])
    return owned or any(item.sense in (Sense.TALK, Sense.ECHO) for item in next_to)


def _loses_a_letter(line: Line) -> bool:
    """“A, d & h” where there is no h."""
    lettered = any(item.placed and len(item.word) == 1 for item in line)
    return lettered and any(item.sense is Sense.TALK and len(item.word) == 1 and item.word.isalpha() for item in line)


def _two_answers(answer: str, line: Line, listening: Listening) -> bool:
    """Two numbers or faces, a yes and a no, or any two with an “or” between them."""
    others = [item for item in line if item.sense is Sense.PICK and item.value != answer]
    hard = [item for item in others if not item.soft]
    both = any(item.value in (listening.yes, listening.no) for item in hard)
    parted = any(item.sense in (Sense.OR, Sense.MENDING) for item in line)
    counted = listening.question.kind in COUNTED and bool(hard or (others and not _is_hard(answer, line)))
    return counted or both or any(item.placed for item in hard) or (bool(hard) and parted)


def _is_no_one_number(answer: str, at: int | None, line: Line, listening: Listening) -> bool:
    """“4 yesterday, now 7”, “not really erm... 5”."""
    if at is None or two_numbers(line, listening):
        return at is not None
    before = next((item for item in reversed(line[:at]) if item.sense not in _NOTHING_MORE), None)
    denied = before is not None and before.sense in (Sense.NOT, Sense.NO) and before.value != "nobody"
    large = any(item.sense is Sense.ASKING and item.word.isdecimal() for item in line)  # “1,000”
    last = max(n for n, item in enumerate(line) if item.value == answer)
    parted = any(item.sense is Sense.NOT for item in line[at:last])  # “ten not sleep ten”
    return denied or large or parted or _is_anothers(at, line, listening)


def _is_anothers(at: int, line: Line, listening: Listening) -> bool:
    """“Dad was sad”, “3 of them did”."""
    faces = listening.question.kind is Kind.FACES
    somebody = faces and any(item.sense is Sense.OTHERS for item in line[:at])
    return somebody or any(item.sense is Sense.OUT_OF for item in line[at + 1 : at + 2])


def _is_hard(answer: str, line: Line) -> bool:
    return any(item.sense is Sense.PICK and item.value == answer and not item.soft for item in line)


def _is_against(answer: str, at: int | None, line: Line, listening: Listening) -> bool:
    """Words that nobody means it by, a day of it or “it was” after a no, “no peas”."""
    if listening.question.kind is not Kind.YES_NO:
        return False
    reason = next((n for n, item in enumerate(line) if item.sense is Sense.BECAUSE), len(line))
    if at is not None and is_doubtful(Clause(Joint.NONE, tuple(line[:reason])), answer, listening):
        return True
    if "against" in polarities(line, listening, answer):
        return True
    good_or_bad = asks_about(GOOD, listening) or asks_about(BAD, listening)
    if at is None:
        return good_or_bad and any(tells(item, listening, "narrowing") for item in line)
    end = next((n for n in range(at, len(line)) if line[n].sense in STARTERS), len(line))
    if good_or_bad and any(tells(item, listening, "narrowing") for item in line[:end]):
        return True
    if answer == "yes" and at and line[at - 1].sense is Sense.TALK:
        return True  # “ot sure”, “its zonked yeah”
    if answer == "no" and at and line[at - 1].sense is Sense.TALK and _only_asks_for_assent(line, at):
        return True
    after = line[at + 1 :]
    determined = bool(after) and after[0].sense is Sense.TALK and tells(line[at], listening, "determining")
    return determined or (answer == "no" and agrees_in_the_end(after))


def _only_asks_for_assent(line: Line, at: int) -> bool:
    """“Its glorked no”."""
    said = not any(item.sense in JOINTS or item.sense in (Sense.NOT, Sense.PICK) for item in line[:at])
    return said and line[0].sense is Sense.STARTING and all(item.sense in _NOTHING_MORE for item in line[at + 1 :])


def _is_meant(answer: str, line: Line, listening: Listening) -> bool:
    """A yes or a no without the word: in the question's own words, of nobody where it asks whether anyone did."""
    wishes = listening.wishes and all(item.sense in _WISHES for item in line)
    never = {Sense.LIMITS, Sense.ASKING} | (set() if wishes else {Sense.WISHING})
    if any(item.sense in never for item in line):
        return False
    if listening.question.kind in COUNTED:
        return not any(item.sense in _NEVER_BESIDE for item in line) and not _counts(answer, line, listening)
    if answer != "no" or listening.turned:
        return not (listening.turned or any(item.sense in _NEVER_BESIDE for item in line))
    if any(item.sense is Sense.NOT and item.value == "nobody" for item in line):
        return bool(listening.senses & {Sense.OTHERS, Sense.ASKING}) and not listening.wishes
    having = Sense.HAVING in listening.senses
    own = (Sense.ECHO, Sense.AGREEING, Sense.WISHING, *((Sense.HAVING,) if having else ()))
    return any(item.sense in own for item in line)


def _counts(answer: str, line: Line, listening: Listening) -> bool:
    """“3 detentions”, “2 hours ago”: one thing after the number, or a length of time."""
    at = next(at for at, item in enumerate(line) if item.value == answer)
    telling = [item for item in line[at + 1 :] if item.word.replace(" ", "").isalnum()]
    alone = len(telling) == 1 and not tells(telling[0], listening, GOOD, BAD)
    return not telling or alone or tells(telling[0], listening, "narrowing")


def _denied(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """A "not" or an “if” in the same thought; “0 nobody cares” denies no 0."""
    before, after = _thought(at, line, listening)
    if answer in listening.negative:
        never = tuple(line[at].word.split()) in listening.never
        return listening.turned or (never and any(item.sense is Sense.NOT for item in before))
    if listening.question.kind in COUNTED:
        before = [item for item, after in pairwise((*before, line[at])) if not _is_bound(item, after, answer)]
        told = line[at].placed and any(item.sense not in (Sense.NOT, Sense.NO, Sense.FILLER) for item in after)
        after = () if told else after
    if listening.question.kind is Kind.ONE_OF and not before:
        thing = any(each.id == answer and each.names - DEGREES for each in listening.answers)
        calm = {"always", "mostly", "often"} if thing else set[str]()  # “being skint all the time”
        after = [
            item
            for item in after
            if item.sense is not Sense.LIMITS or (item.value in HOW_OFTEN and item.value not in calm)
        ]  # “the evening when my brother sleeps”
    return any(item.sense in _NEVER_BESIDE for item in (*before, *after))


def _follows(line: Line, at: int, listening: Listening) -> bool:
    """“Dont care so 3”; “not really so 3” is one thought."""
    told = any(item.sense in (Sense.TALK, Sense.ECHO, Sense.DESCRIBING, Sense.ASKING) for item in line[:at])
    return told and tells(line[at], listening, SO)


def _is_bound(item: Item, after: Item, answer: str) -> bool:
    """“No sleep 0”, “nothing 0”: a "not" that belongs to something else."""
    apart = item.sense in (Sense.NOT, Sense.NO) and after.sense in (Sense.TALK, Sense.DESCRIBING, Sense.ECHO)
    return apart or (answer == "0" and item.value == "nobody")


def _thought(at: int, line: Line, listening: Listening) -> tuple[Line, Line]:
    """What stands before and after an item in its own thought; “b its always late” are two, “yes i dont” is one."""
    ends = JOINTS if listening.question.kind is Kind.YES_NO else JOINTS | STARTERS
    start = max((n for n in range(at) if line[n].sense in JOINTS or _follows(line, n, listening)), default=-1) + 1
    end = next((n for n in range(at + 1, len(line)) if line[n].sense in ends), len(line))
    return line[start:at], line[at + 1 : end]


def _is_part_of_another(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """“Ot always”, “good andb ad”, “mums boyfriend”: what we do not know may make another answer of it."""
    said = line[at]
    own = next((each for each in listening.answers if each.id == answer), None)
    if own is None or said.placed:
        return False
    _, after = _thought(at, line, listening)
    words, talk = bag_of(line, listening.nots), any(item.sense is Sense.TALK for item in (*line[:at], *after))
    others = [each for each in listening.answers if each.id != answer]
    if any(not words.isdisjoint(each.naming - own.naming) for each in others):
        return True
    before = any(item.sense is Sense.TALK for item in line[:at])
    polar = answer in (listening.yes, listening.no)
    return (talk and _shares(own, others)) or (polar and before) or _owns(said, own, line[at + 1 :])


def _shares(own: Answer, others: Sequence[Answer]) -> bool:
    return any(not own.naming.isdisjoint(each.bag) or not each.naming.isdisjoint(own.bag) for each in others)


def _owns(said: Item, own: Answer, after: Line) -> bool:
    plural = said.word.endswith("s") and said.word.split()[-1] not in own.tokens
    return plural and bool(after) and after[0].sense is Sense.TALK
