"""Everything we listen for in the answer to one question."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.question import Question
from surveys.understanding.answers import (
    Answer,
    answers_of,
    content,
    named_by_words,
    named_in_other_words,
    opposites,
    the_only,
    ways_to_say,
    words_for_not,
)
from surveys.understanding.items import Item, Sense
from surveys.understanding.reading import items_in
from surveys.understanding.stems import stem
from surveys.understanding.tongues import Phrase, Tongue, spoken_by
from surveys.understanding.vocabulary import Vocabulary, vocabulary
from surveys.wording import WordedQuestion

HOW_OFTEN = {"always", "mostly", "often", "sometimes", "rarely", "never", "not_always"}
# How often, how much or how somebody feels, which a word beside it turns round; everything else under `same` is a
# person, a place or a thing, and whatever is said beside it leaves it.
FEELINGS = {"happy", "sad", "cross", "scared", "lonely", "mixed", "worried", "excited"}
DEGREES = (
    HOW_OFTEN
    | FEELINGS
    | {
        *("more", "less", "enough", "better", "worse", "safe", "unsafe", "ok", "none", "nobody", "nothing", "unsure"),
        *("daily", "weekly", "fortnightly", "monthly", "alone"),
    }
)
IN_WORDS = (Kind.ONE_OF, Kind.SOME_OF, Kind.FEELINGS)


@dataclass(frozen=True, slots=True)
class Listening:
    """One question, as the child who answers it was asked."""

    question: Question
    vocabulary: Vocabulary
    asked: frozenset[str]  # stems of the words of the question
    senses: frozenset[Sense]  # what the question itself talks about: somebody, a wish, a "not"
    offered: tuple[str, ...]  # the answers that have letters, in their order
    answers: tuple[Answer, ...]
    negative: frozenset[str]  # answers that say "no", "not" or "never"
    opposite: dict[str, str]  # the answer that says "not" of another one
    yes: str | None
    no: str | None
    nots: frozenset[str]  # every word for "not"
    never: frozenset[Phrase]
    how_often: frozenset[Phrase]  # “never”, “always”, which may be a no and a yes
    wishes: bool  # the question asks what somebody would like
    ends: dict[Phrase, str]  # a scale's words at both ends
    colours: dict[str, frozenset[str]]  # words that colour an answer, by name: `good`, `bad`, `reporting`

    @property
    def numbered(self) -> bool:
        """Whether a bare number may be a place in the list: not where answers have numbers of their own."""
        return not any(item.sense is Sense.NUMBER for each in self.answers for item in each.items)

    @property
    def turned(self) -> bool:
        """The question itself says "not" or "or": no yes or no is read out of its words."""
        return not self.senses.isdisjoint({Sense.NOT, Sense.OR})


def listening_for(question: Question, shown: WordedQuestion, language: str) -> Listening:
    """What to listen for, from a child who reads this language."""
    return _listening_for(question, json.dumps(shown), language)


@lru_cache(maxsize=16)
def _listening_for(question: Question, shown_as_json: str, language: str) -> Listening:
    """Kept for the questions asked last: it takes milliseconds to make and a few hundred kilobytes to keep."""
    shown: WordedQuestion = json.loads(shown_as_json)
    tags = tuple(dict.fromkeys([language, shown["language"]]))
    base, tongues = vocabulary(question.kind, tags), spoken_by(*tags)
    answers = answers_of(question, shown, base, tongues) if question.kind in IN_WORDS else []
    asked = [items_in(words, base) for words in (shown["words"], question.words)]
    yes_no = question.kind is Kind.YES_NO
    yes, no = ("yes", "no") if yes_no else (the_only(answers, Sense.YES), the_only(answers, Sense.NO))
    wondering = {stem(phrase[0]) for each in tongues for phrase in each.under(Sense.WONDERING).get("", [])}
    ends = dict(_ends(question, shown))
    return Listening(
        question,
        base.with_answers(dict(_named(question, answers, base, tongues, no, yes if yes_no else None))).with_phrases(
            ends
        ),
        frozenset(stem(token) for words in (shown["words"], question.words) for token in content(words)) - wondering,
        frozenset(item.sense for items in asked for item in items),
        tuple(each for each in question.choice_ids if each not in ALWAYS_OFFERED),
        tuple(answers),
        frozenset({each.id for each in answers if each.says_not} | {"no"} | set(ALWAYS_OFFERED)),
        opposites(answers),
        yes,
        no,
        words_for_not(base) | _never(answers, tongues),
        frozenset(phrase for phrase, item in ways_to_say(tongues).items() if item.value == "never"),
        frozenset(phrase for phrase, item in ways_to_say(tongues).items() if item.value in ("never", "always")),
        any(item.sense is Sense.WISHING for items in asked for item in items[:3]),
        ends,
        _colours(tongues),
    )


def _never(answers: list[Answer], tongues: list[Tongue]) -> frozenset[str]:
    """“I never worry” is “I dont worry”, where no answer is about how often."""
    if any(item.value in HOW_OFTEN for each in answers for item in each.items):
        return frozenset()
    return frozenset(
        phrase[0] for phrase, item in ways_to_say(tongues).items() if item.value == "never" and len(phrase) == 1
    )


def _colours(tongues: list[Tongue]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for spoken in tongues:
        for name, phrases in spoken.under(Sense.COLOURS).items():
            found[name].update(phrase[0] for phrase in phrases)
    return {name: frozenset(words) for name, words in found.items()}


def _named(
    question: Question, answers: list[Answer], base: Vocabulary, tongues: list[Tongue], no: str | None, yes: str | None
) -> Iterator[tuple[Phrase, Item]]:
    """Every phrase of this question, later ones over earlier ones."""
    if question.kind in (Kind.YES_NO, *IN_WORDS):
        yield from _how_often(base, tongues, {"never": no, "always": yes})
    yield from _letters(question, tongues) if question.kind in IN_WORDS else ()
    yield from named_in_other_words(answers, tongues)
    weak = {phrase for spoken in tongues for phrase in spoken.under(Sense.COLOURS).get("weak", [])}
    yield from named_by_words(answers, base, weak)


def _how_often(base: Vocabulary, tongues: list[Tongue], fixed: dict[str, str | None]) -> Iterator[tuple[Phrase, Item]]:
    """How often, where no answer is about that, only makes an answer smaller; “never” is a no."""
    for phrase, item in ways_to_say(tongues).items():
        if (answer := fixed.get(item.value)) is not None:
            yield phrase, Item(Sense.PICK, answer, item.word)
        elif item.value in HOW_OFTEN and phrase not in base.meanings:
            yield phrase, Item(Sense.LIMITS, item.value, item.word)


def _letters(question: Question, tongues: list[Tongue]) -> Iterator[tuple[Phrase, Item]]:
    offered = [each for each in question.choice_ids if each not in ALWAYS_OFFERED]
    for spoken in reversed(tongues):
        for letter, choice in zip(spoken.letters, offered, strict=False):
            yield (letter,), Item(Sense.LETTER, choice, letter)


def _ends(question: Question, shown: WordedQuestion) -> Iterator[tuple[Phrase, str]]:
    """Two words or more: “really good” is the very end, a bare “good” may be less."""
    if question.kind is Kind.SCALE:
        for value, words in (("0", question.low), ("0", shown["low"]), ("10", question.high), ("10", shown["high"])):
            if words and len(content(words)) > 1:
                yield content(words), value
