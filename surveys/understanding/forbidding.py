"""Where no answer is taken on points alone, however many there are: what may mean the opposite, or two things; and
where it takes many.
"""

from collections.abc import Sequence
from itertools import pairwise

from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.understanding.ahead import agrees_in_the_end
from surveys.understanding.beside import BAD, GOOD, asks_about, tells
from surveys.understanding.clauses import JOINTS, STARTERS, Clause, Joint
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import DEGREES, FEELINGS, HOW_OFTEN, IN_WORDS, Listening
from surveys.understanding.parts_of_another import is_a_slip_of_another, is_part_of_another
from surveys.understanding.saying import was_before
from surveys.understanding.several_readings import has_several_readings
from surveys.understanding.signs import Take, is_coloured, polarities
from surveys.understanding.thoughts import thought
from surveys.understanding.unsaying import NOTHING_MORE, ends_in_not, goes_on_long
from surveys.understanding.weighing import COUNTED, asks_back, but_somebody, is_doubtful, two_numbers

Line = Sequence[Item]

_NEVER_BESIDE = {Sense.NOT, Sense.NO, Sense.ASKING, Sense.LIMITS}
_WISHES = {Sense.NOT, Sense.WISHING, Sense.STARTING, Sense.BREAK}  # “i dont want to”
SHORT = 3


def jests(line: Line, listening: Listening) -> bool:
    """“Over the moon that shes late again 🙃” is taken for nothing, whoever read it."""
    return any(tells(item, listening, "jesting") for item in line)


def forbidden(take: Take, line: Line, listening: Listening) -> bool:
    """Whether a question back, a "not", a second answer or a bad word beside a yes stands against it."""
    if asks_back(line, listening) or _wonders(line, listening) or but_somebody(line):
        return True
    if ends_in_not(line, listening) and take.chosen != ("no",):
        return True
    if take.chosen and set(take.chosen) <= set(ALWAYS_OFFERED):
        named = {item.value for item in line if item.sense is Sense.PICK and not item.soft}
        two = len(named) > 1 or any(item.sense is Sense.ASKING and not item.word for item in line)  # “2 or 3 idk”
        counted = listening.question.kind in COUNTED and two  # “monday 9 tuesday 2 then cant remember”
        return counted or named >= {"yes", "no"}  # “maybe yes maybe no”
    if listening.question.kind.multiple:
        return has_several_readings(take, line, listening)
    (answer,) = take.chosen
    at = next((at for at, item in enumerate(line) if item.sense is Sense.PICK and item.value == answer), None)
    if _two_answers(answer, line, listening) or _is_against(answer, at, line, listening):
        return True
    if listening.question.kind in COUNTED and _is_no_one_number(answer, at, line, listening):
        return True
    if at is None:
        return not (_is_meant(answer, line, listening) or is_coloured(answer, line, listening))
    if _is_somebodys(at, line, listening):
        return True
    return _denied(answer, at, line, listening) or is_a_slip_of_another(answer, at, line, listening)


def _is_somebodys(at: int, line: Line, listening: Listening) -> bool:
    """“Ur mums house”, where an answer is about home."""
    before = line[at - 1] if at else Item(Sense.FILLER)
    ends = tuple(listening.colours.get("plural", ()))
    owned = before.sense is Sense.TALK and bool(ends) and before.word.endswith(ends)
    return listening.question.kind is Kind.ONE_OF and line[at].soft and owned


def hindered(take: Take, line: Line, listening: Listening) -> bool:
    """Whether something stands against it that many points outweigh: “mums boyfriend”."""
    if listening.question.kind.multiple or set(take.chosen) <= set(ALWAYS_OFFERED):
        return False
    (answer,) = take.chosen
    at = next((at for at, item in enumerate(line) if item.sense is Sense.PICK and item.value == answer), None)
    if at is None:
        return False
    return is_part_of_another(answer, at, line, listening)


def _wonders(line: Line, listening: Listening) -> bool:
    """“Nurse? what nurse”, “whats an advocate”."""
    short = sum(item.word.isalnum() for item in line) <= SHORT
    if short and line and tells(line[0], listening, "wondering") and listening.question.kind in IN_WORDS:
        return True
    return any(item.sense is Sense.QUERY for item in line) and any(tells(item, listening, "wondering") for item in line)


def _two_answers(answer: str, line: Line, listening: Listening) -> bool:
    """Two numbers or faces, a yes and a no, or any two with an “or” between them."""
    others = [item for item in line if item.sense is Sense.PICK and item.value != answer]
    hard = [item for item in others if not item.soft]
    both = any(item.value in (listening.yes, listening.no) for item in hard)
    parted = any(item.sense in (Sense.OR, Sense.MENDING) for item in line)
    counted = listening.question.kind in COUNTED and bool(hard or (others and not _is_hard(answer, line)))
    open_ended = _or_something_else(answer, line, listening)
    return counted or both or open_ended or any(item.placed for item in hard) or (bool(hard) and parted)


def _or_something_else(answer: str, line: Line, listening: Listening) -> bool:
    """“Park or at gillians”."""
    parted = next((at for at, item in enumerate(line) if item.sense is Sense.OR), len(line))
    told = any(item.sense is Sense.PICK and item.value == answer for item in line[:parted])
    other = any(item.sense in (Sense.TALK, Sense.OTHERS) for item in line[parted:])
    return listening.question.kind is Kind.ONE_OF and told and other


def _is_no_one_number(answer: str, at: int | None, line: Line, listening: Listening) -> bool:
    """“4 yesterday, now 7”, “not really erm... 5”."""
    if at is None or two_numbers(line, listening):
        return at is not None
    before = next((item for item in reversed(line[:at]) if item.sense not in NOTHING_MORE), None)
    denied = before is not None and before.sense in (Sense.NOT, Sense.NO) and before.value != "nobody"
    large = any(item.sense is Sense.ASKING and item.word[:1].isdecimal() for item in line)  # “1,000”, “7½”
    large |= any(item.sense is Sense.ASKING and tells(item, listening, "part") for item in line[at + 1 : at + 2])
    last = max(n for n, item in enumerate(line) if item.value == answer)
    parted = any(item.sense is Sense.NOT for item in line[at:last])  # “ten not sleep ten”
    return denied or large or parted or _is_anothers(at, line, listening)


def _is_anothers(at: int, line: Line, listening: Listening) -> bool:
    """“Dad was sad”, “3 of them did”."""
    faces = listening.question.kind is Kind.FACES
    counted = any(item.sense is Sense.TALK and item.value == line[at].value for item in line[:at])  # “4 teacher good”
    somebody = faces and not counted and any(item.sense is Sense.OTHERS for item in line[:at])
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
    if any(item.sense is Sense.ASKING and tells(item, listening, BAD) for item in line):
        return True  # “no not bad”
    good_or_bad = asks_about(GOOD, listening) or asks_about(BAD, listening)
    if at is None:
        return good_or_bad and any(tells(item, listening, "narrowing") for item in line)
    end = next((n for n in range(at, len(line)) if line[n].sense in STARTERS), len(line))
    if good_or_bad and any(tells(item, listening, "narrowing") for item in line[:end]):
        return True
    praises = at and tells(line[at - 1], listening, GOOD) and not asks_about(BAD, listening)  # “sound yeah”
    if answer == "yes" and at and line[at - 1].sense is Sense.TALK and not praises:
        return True  # “ot sure”, “its zonked yeah”
    if answer == "no" and at and line[at - 1].sense is Sense.TALK and _only_asks_for_assent(line, at):
        return True
    after = line[at + 1 :]
    determined = bool(after) and after[0].sense is Sense.TALK and tells(line[at], listening, "determining")
    return determined or (answer == "no" and agrees_in_the_end(after))


def _only_asks_for_assent(line: Line, at: int) -> bool:
    """“Its glorked no”."""
    said = not any(item.sense in JOINTS or item.sense in (Sense.NOT, Sense.PICK) for item in line[:at])
    return said and line[0].sense is Sense.STARTING and all(item.sense in NOTHING_MORE for item in line[at + 1 :])


def _is_meant(answer: str, line: Line, listening: Listening) -> bool:
    """A yes or a no without the word: in the question's own words, of nobody where it asks whether anyone did."""
    wishes = listening.wishes and all(item.sense in _WISHES for item in line)
    never = {Sense.LIMITS, Sense.ASKING} | (set() if wishes else {Sense.WISHING})
    if any(item.sense in never for item in line):
        return False
    if listening.question.kind in COUNTED:
        beside = [
            item
            for at, item in enumerate(line)
            if at < SHORT or item.sense is not Sense.ASKING or not item.word.isalpha()
        ]
        return not any(item.sense in _NEVER_BESIDE for item in beside) and not _counts(answer, line, listening)
    if answer == "yes" and was_before(line, listening):
        return False
    if answer == "yes" and Sense.ASKING in listening.senses and not _names_somebody(line):
        return False  # “i wanted to stay”, where the question is whether anyone asked
    if answer != "no" or listening.turned:
        return not (listening.turned or any(item.sense in _NEVER_BESIDE for item in line))
    if any(item.sense is Sense.NOT and item.value == "nobody" for item in line):
        return bool(listening.senses & {Sense.OTHERS, Sense.ASKING}) and not listening.wishes
    having = Sense.HAVING in listening.senses
    if not having and any(item.sense is Sense.HAVING for item in line):
        return any(item.sense in (Sense.AGREEING, Sense.WISHING) for item in line)
    own = (Sense.ECHO, Sense.AGREEING, Sense.WISHING, *((Sense.HAVING,) if having else ()))
    return any(item.sense in own for item in line)


def _names_somebody(line: Line) -> bool:
    return any(item.sense in (Sense.OTHERS, Sense.AGREEING, Sense.PICK, Sense.TALK) for item in line[:1])


def _counts(answer: str, line: Line, listening: Listening) -> bool:
    """“3 detentions”, “2 hours ago”: one thing after the number, or a length of time."""
    at = next(at for at, item in enumerate(line) if item.value == answer)
    telling = [item for item in line[at + 1 :] if item.word.replace(" ", "").isalnum()]
    alone = len(telling) == 1 and not tells(telling[0], listening, GOOD, BAD)
    if alone and _is_only_one(telling[0], line[at], listening):
        return False
    return not telling or alone or tells(telling[0], listening, "narrowing")


def _is_only_one(thing: Item, number: Item, listening: Listening) -> bool:
    """“5 finally”: of five there would be many, where the language says so."""
    many = listening.colours.get("plural", frozenset()) if "singular" not in listening.colours else frozenset[str]()
    said = thing.sense is Sense.TALK and thing.word.isascii() and not tells(thing, listening, "narrowing")
    return bool(many) and said and number.value not in ("0", "1") and not thing.word.endswith(tuple(many))


def _denied(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """A "not" or an “if” in the same thought; “0 nobody cares” denies no 0."""
    before, after = thought(at, line, listening)
    if answer in listening.negative:
        never = tuple(line[at].word.split()) in listening.never
        return listening.turned or (never and any(item.sense is Sense.NOT for item in before))
    if listening.question.kind in COUNTED:
        before = [item for item, after in pairwise((*before, line[at])) if not _is_bound(item, after, answer)]
        told = line[at].placed and (
            any(item.sense not in (Sense.NOT, Sense.NO, Sense.FILLER) for item in after) or goes_on_long(line[at + 1 :])
        )
        after = () if told else after
    if listening.question.kind is Kind.ONE_OF:
        before = [item for item in before if not (item.value == "vague" and _is_a_feeling(answer, listening))]
        if _is_a_feeling(answer, listening) and not _is_glad(answer, listening):
            after = [item for item, then in pairwise((*after, Item(Sense.BREAK))) if not _is_nobody_who(item, then)]
    if listening.question.kind is Kind.ONE_OF and not before:
        thing = any(each.id == answer and each.names - DEGREES for each in listening.answers)
        calm = {"always", "mostly", "often"} if thing else set[str]()  # “being skint all the time”
        after = [
            item
            for item in after
            if item.sense is not Sense.LIMITS or (item.value in HOW_OFTEN and item.value not in calm)
        ]  # “the evening when my brother sleeps”
    if listening.question.kind is Kind.FACES:
        after = [item for at, item in enumerate(after) if not _is_lacking(after, at, listening)]
    return any(item.sense in _NEVER_BESIDE for item in (*before, *after))


def _is_a_feeling(answer: str, listening: Listening) -> bool:
    """“A bit worried” is worried, where no other answer is about that."""
    own = [each for each in listening.answers if each.id == answer]
    felt = any(each.names & FEELINGS for each in own)
    others = [each for each in listening.answers if each.id != answer]
    return felt and not any(each.naming & other.bag for each in own for other in others)


def _is_glad(answer: str, listening: Listening) -> bool:
    return any(each.names & {"happy", "excited"} for each in listening.answers if each.id == answer)


def _is_nobody_who(item: Item, then: Item) -> bool:
    """“Angry no one asked me”."""
    return item.sense is Sense.NOT and item.value == "nobody" and then.sense in (Sense.TALK, Sense.ECHO)


def _is_lacking(after: Line, at: int, listening: Listening) -> bool:
    """“Very sad no window”: not “sad no more”."""
    none = after[at].sense is Sense.NOT and tells(after[at], listening, "determining")
    thing = after[at + 1 : at + 2]
    return none and any(item.sense is Sense.TALK and not tells(item, listening, "longer") for item in thing)


def _is_bound(item: Item, after: Item, answer: str) -> bool:
    """“No sleep 0”, “nothing 0”: a "not" that belongs to something else."""
    apart = item.sense in (Sense.NOT, Sense.NO) and after.sense in (Sense.TALK, Sense.DESCRIBING, Sense.ECHO)
    return apart or (answer == "0" and item.value == "nobody")
