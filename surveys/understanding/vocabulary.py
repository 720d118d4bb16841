"""Which words mean what for one question: its own answers first, then the child's language, then English."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from surveys.offered import Kind
from surveys.understanding.items import Item, Sense
from surveys.understanding.slips import sound
from surveys.understanding.stems import stem
from surveys.understanding.tongues import Phrase, Tongue, spoken_by

_COMMON = (Sense.DONT_WANT_TO_SAY, Sense.NOT_SURE, Sense.MENDING, Sense.BECAUSE, Sense.BUT, Sense.LIMITS)
_ALONG = (Sense.HAVING, Sense.WISHING, Sense.STARTING, Sense.OTHERS, Sense.FILLER)
_JOINED = (Sense.OR, Sense.AND)
_COUNTED = (Sense.NUMBER, *_COMMON, Sense.ASKING, Sense.OUT_OF, Sense.TO, *_JOINED, Sense.POINTING)
_TOO = (Sense.YES, Sense.CERTAINLY, Sense.DESCRIBING)
_PLACED = (Sense.POINTING, Sense.ORDINAL, Sense.NUMBER)
_YES_OR_NO = (Sense.YES, Sense.NO, Sense.CERTAINLY)
_POLAR = (Sense.ACCEPTING, Sense.MANNERS, *_COMMON, Sense.ASKING, *_JOINED, Sense.NOT, Sense.AGREEING, *_ALONG)
_SEVERAL = (Sense.ALL, Sense.BOTH, Sense.NONE, Sense.EXCEPT, *_COMMON, Sense.NOT, *_JOINED, Sense.ASKING, *_ALONG)

# Where a phrase stands under several headings, the first of these that has it wins.
HEADINGS: Mapping[Kind, tuple[Sense, ...]] = {
    Kind.SCALE: (*_COUNTED, Sense.NOT, Sense.NO, *_ALONG, Sense.YES, Sense.CERTAINLY, Sense.FACE, Sense.DESCRIBING),
    Kind.FACES: (
        Sense.NUMBER,
        Sense.FACE,
        Sense.ORDINAL,
        *_COUNTED,
        Sense.STRONGER,
        Sense.NOT,
        Sense.NO,
        *_ALONG,
        *_TOO,
    ),
    Kind.YES_NO: (*_YES_OR_NO, Sense.PERHAPS, *_POLAR),
    Kind.ONE_OF: (*_PLACED, *_YES_OR_NO, *_POLAR),
    Kind.SOME_OF: (*_PLACED, *_SEVERAL, Sense.CERTAINLY, Sense.YES, Sense.NO),
    Kind.FEELINGS: (*_PLACED, *_SEVERAL, Sense.CERTAINLY),
}
LONGEST = 16
_LONG = 7  # letters: a shorter word that only belongs to an answer is no slip of another (“million” is no melon)


@dataclass(frozen=True)
class Vocabulary:
    """Phrases and their meanings, and every word in them."""

    meanings: Mapping[Phrase, Item]
    words: frozenset[str]
    own_words: frozenset[str]
    short_for: Mapping[str, str]  # a spelling, and the word it is short for
    stems: Mapping[str, Item] = field(default_factory=dict)  # of single words that stand for one answer
    sounds: Mapping[str, str] = field(default_factory=dict)  # the same words as they sound

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every word, and every spelling of one that we know."""
        return self.words.union(self.short_for)

    def with_answers(self, answers: Mapping[Phrase, Item]) -> "Vocabulary":
        picks = [
            (stem(phrase[0]), item) for phrase, item in answers.items() if len(phrase) == 1 and item.sense is Sense.PICK
        ]
        ids: dict[str, set[str]] = defaultdict(set)
        for word, item in picks:
            ids[word].add(item.value)
        short = {phrase for phrase, item in answers.items() if item.soft and len("".join(phrase)) < _LONG}
        stems = {word: item for word, item in picks if len(ids[word]) == 1}
        return Vocabulary(
            {**self.meanings, **answers},
            self.words.union(*(phrase for phrase in answers if phrase not in short)),
            self.own_words.union(*short),
            self.short_for,
            {**self.stems, **stems},
            {**self.sounds, **_sounds(phrase[0] for phrase, item in answers.items() if _is_named(phrase, item))},
        )

    def spelling(self, words: Iterable[str]) -> "Vocabulary":
        """These words are spelt as they are meant: a table is no slip of a tablet."""
        return replace(self, own_words=self.own_words.union(words))

    def with_phrases(self, phrases: Iterable[Phrase]) -> "Vocabulary":
        """Phrases that say nothing where they do not stand alone."""
        return self.with_answers({phrase: Item(Sense.FILLER, word=" ".join(phrase)) for phrase in phrases})


def _is_named(phrase: Phrase, item: Item) -> bool:
    return len(phrase) == 1 and phrase[0].isalpha() and item.sense is Sense.PICK and not item.soft


def _sounds(words: Iterable[str]) -> dict[str, str]:
    """By sound, without those that two words have."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        found[sound(word)].add(word)
    return {heard: alike.pop() for heard, alike in found.items() if heard and len(alike) == 1}


@lru_cache(maxsize=64)
def vocabulary(kind: Kind, tags: tuple[str, ...]) -> Vocabulary:
    """What a kind of question listens for in these languages, before the answers of one question."""
    meanings: dict[Phrase, Item] = {}
    spoken = spoken_by(*tags)
    for each in spoken:
        for phrase, item in _meant(each, HEADINGS[kind]):
            meanings.setdefault(phrase, item)
    words = frozenset(word for phrase in meanings for word in phrase)
    short_for = {short: word for each in reversed(spoken) for short, word in each.short_for.items()}
    coloured = {
        word for each in spoken for told in each.under(Sense.COLOURS).values() for phrase in told for word in phrase
    }
    own_words = frozenset(coloured.union(*(each.own_words for each in spoken)))
    return Vocabulary(meanings, words, own_words, short_for)


def _meant(spoken: Tongue, headings: Iterable[Sense]) -> Iterator[tuple[Phrase, Item]]:
    for sense in headings:
        for meaning, phrases in spoken.under(sense).items():
            soft = meaning.startswith("soft ")
            for phrase in phrases:
                yield phrase, Item(sense, meaning.removeprefix("soft "), " ".join(phrase), soft=soft)
