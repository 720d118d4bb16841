"""The answers of one question, and every way to name one: its words, parts of them, other ways to say it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from surveys.offered import ALWAYS_OFFERED
from surveys.question import Question
from surveys.understanding.items import Item, Sense
from surveys.understanding.reading import items_in
from surveys.understanding.stems import stem
from surveys.understanding.tidying import tokens_of
from surveys.understanding.tongues import Phrase, Tongue
from surveys.understanding.vocabulary import LONGEST, Vocabulary
from surveys.wording import WordedQuestion

_NOTHING_BY_THEMSELVES = {
    Sense.FILLER,
    Sense.STARTING,
    Sense.BREAK,
    Sense.QUERY,
    Sense.ECHO,
    Sense.WISHING,
    Sense.HAVING,
}
_SAYS_NOT_IN_OTHER_WORDS = {"never", "rarely", "not_always", "unsafe", "nobody"}
_NAMING = {Sense.TALK, Sense.OTHERS, Sense.NUMBER, Sense.SAME, Sense.ECHO, Sense.LIMITS, Sense.ASKING}
NOT = "not"
SHORTEST_ID = 4
MOST_JOINED = 3  # words of an answer that are written as one


@dataclass(frozen=True)
class Answer:
    """One answer in the words of one language."""

    id: str
    tokens: Phrase
    items: tuple[Item, ...]
    bag: frozenset[str]  # its words in no order, with one word for every "not"
    small: frozenset[str] = frozenset()  # words that say nothing by themselves: “my” of “my room”

    @cached_property
    def says_not(self) -> bool:
        return NOT in self.bag or any(
            item.sense is Sense.NO or item.value in _SAYS_NOT_IN_OTHER_WORDS for item in self.items
        )

    @cached_property
    def telling(self) -> list[Item]:
        return [item for item in self.items if item.sense not in _NOTHING_BY_THEMSELVES]

    @cached_property
    def names(self) -> frozenset[str]:
        """The things under `same` that this answer says, and does not say "not" of."""
        names = frozenset(item.value for item in self.items if item.sense is Sense.SAME)
        alone = len(self.telling) == 1
        if any(item.sense is Sense.ASKING for item in self.items):
            return frozenset()  # “less than once a month”
        nobody = NOT not in self.bag and names <= {"nobody", "alone"}  # “nobody else”, “nobody, i go alone”
        return names if alone or nobody or not self.says_not else frozenset()

    @cached_property
    def name(self) -> str | None:
        """The one thing that it says."""
        return next(iter(self.names)) if len(self.names) == 1 else None

    @cached_property
    def naming(self) -> frozenset[str]:
        """Those of its words that say something."""
        words = (word for item in self.items if item.sense in _NAMING for word in item.word.split())
        found = frozenset(stem(word) for word in words) - {NOT}
        return found - self.small or found


def bag_of(items: Iterable[Item], nots: Collection[str]) -> frozenset[str]:
    """The words in no order, with one word for every "not"."""
    words = (word for item in items for word in item.word.split() if word.isalnum())
    return frozenset(NOT if word in nots else stem(word) for word in words)


def words_for_not(base: Vocabulary) -> frozenset[str]:
    return frozenset(
        phrase[0]
        for phrase, item in base.meanings.items()
        if item.sense is Sense.NOT and len(phrase) == 1 and not item.value
    )


def answers_of(question: Question, shown: WordedQuestion, base: Vocabulary, tongues: list[Tongue]) -> list[Answer]:
    """Each answer as it was shown and as it stands in the survey."""
    worded = {choice["id"]: choice["words"] for choice in shown["choices"]}
    nots = words_for_not(base)
    both = [(choice.id, {choice.words, worded.get(choice.id, choice.words)}) for choice in question.choices]
    written = {token for _, wordings in both for words in wordings for token in content(words)}
    heard = base.with_answers(ways_to_say(tongues))
    listening = heard.spelling(written - {each for each in written if stem(each) in set(map(stem, heard.words))})
    idle = (Sense.FILLER, Sense.STARTING)
    small = frozenset(
        stem(phrase[0]) for phrase, item in base.meanings.items() if len(phrase) == 1 and item.sense in idle
    )
    return [
        Answer(each, content(words), items := tuple(items_in(words, listening)), bag_of(items, nots), small)
        for each, wordings in both
        for words in sorted(wordings)
        if each not in ALWAYS_OFFERED and content(words)
    ]


def content(words: str) -> Phrase:
    """Words and emoji, without dots and commas."""
    return tuple(token for token in tokens_of(words) if token.isalnum() or ord(token[0]) > 0x2000)


def ways_to_say(tongues: list[Tongue]) -> dict[Phrase, Item]:
    """Every phrase that stands under `same`, with the name it stands under."""
    return {
        phrase: Item(Sense.SAME, name, " ".join(phrase))
        for spoken in reversed(tongues)
        for name, phrases in spoken.under(Sense.SAME).items()
        for phrase in phrases
    }


def the_only(answers: list[Answer], sense: Sense) -> str | None:
    """The one answer that begins with a yes (or a no)."""
    found = {each.id for each in answers if each.items and each.items[0].sense is sense}
    return found.pop() if len(found) == 1 else None


def opposites(answers: list[Answer]) -> dict[str, str]:
    """`not always` for `always`: where an answer is another one with a "not" before it, and nothing else."""
    plain = {each.bag: each.id for each in answers if NOT not in each.bag}
    found: dict[str, set[str]] = defaultdict(set)
    for each in answers:
        if each.tokens and len(each.bag) > 1 and (rest := each.bag - {NOT}) != each.bag and rest in plain:
            found[plain[rest]].add(each.id)
    return {one: others.pop() for one, others in found.items() if len(others) == 1}


def named_by_words(
    answers: list[Answer], base: Vocabulary, weak: Collection[Phrase] = ()
) -> Iterator[tuple[Phrase, Item]]:
    """From what gives way to what wins: a word that stands in one answer alone, then whole answers."""
    owners: dict[str, set[str]] = defaultdict(set)
    for each in answers:
        for token in each.tokens:
            owners[stem(token)].add(each.id)
    for each in answers:
        if _may_name(each, owners, base):
            yield (each.id,), Item(Sense.PICK, each.id, each.id)
    for each in answers:
        for phrase in _naming_phrases(each, base):
            if all(owners[stem(token)] == {each.id} for token in phrase) and (
                phrase not in weak or phrase == each.tokens
            ):
                yield phrase, Item(Sense.PICK, each.id, " ".join(phrase))
    for each in answers:
        if 1 < len(each.tokens) <= MOST_JOINED and not each.says_not:
            yield ("".join(each.tokens),), Item(Sense.PICK, each.id, "".join(each.tokens))
        yield each.tokens[:LONGEST], Item(Sense.PICK, each.id, " ".join(each.tokens))


def _may_name(answer: Answer, owners: Mapping[str, set[str]], base: Vocabulary) -> bool:
    """Whether its id is a word (`contact`) that stands for nothing else and in no other answer."""
    free = not owners.get(stem(answer.id), {answer.id}) - {answer.id}
    word = answer.id.isalpha() and len(answer.id) >= SHORTEST_ID
    meant = base.meanings.get((answer.id,))
    nothing_else = meant is None or meant.sense is Sense.OTHERS
    return word and free and not answer.says_not and nothing_else


def _naming_phrases(answer: Answer, base: Vocabulary) -> list[Phrase]:
    """Its words that say something by themselves; none of an answer that says "not": there they say the opposite."""
    if answer.says_not:
        return []
    telling = [tuple(item.word.split()) for item in answer.items if item.sense in _NAMING]
    phrases = [*telling, *((word,) for phrase in telling for word in phrase)]
    known = {phrase: base.meanings.get(phrase) for phrase in phrases}
    return [phrase for phrase, item in known.items() if item is None or item.sense is Sense.OTHERS]


def named_in_other_words(answers: list[Answer], tongues: list[Tongue]) -> Iterator[tuple[Phrase, Item]]:
    """From what gives way to what wins: what belongs to a thing, or is part of it, then other words for it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for each in answers:
        for name in each.names:
            owners[name].add(each.id)
    widest = _widest(owners, tongues)
    near: dict[Phrase, set[str]] = defaultdict(set)
    own = {each.tokens[at : at + 1] for each in answers for at in range(len(each.tokens))}
    for names, sense in ((owners | widest, Sense.NEAR), (widest, Sense.SAME)):
        for phrase, name in _phrases_of(names, sense, tongues):
            near[phrase] |= names[name]
            if phrase in own:  # “here”, where an answer is “Stay here”
                near[phrase] |= {each.id for each in answers if phrase[0] in each.tokens}
    yield from ((phrase, _named(ids, phrase, soft=True)) for phrase, ids in near.items() if len(ids) == 1)
    for phrase, item in ways_to_say(tongues).items():
        if len(ids := owners.get(item.value, set())) == 1:
            yield phrase, _named(ids, phrase)


def _named(ids: Collection[str], phrase: Phrase, *, soft: bool = False) -> Item:
    return Item(Sense.PICK, next(iter(ids)), " ".join(phrase), soft=soft)


def _phrases_of(names: Collection[str], sense: Sense, tongues: list[Tongue]) -> Iterator[tuple[Phrase, str]]:
    for spoken in tongues:
        for name, phrases in spoken.under(sense).items():
            if name in names:
                yield from ((phrase, name) for phrase in phrases)


def _widest(owners: Mapping[str, set[str]], tongues: list[Tongue]) -> dict[str, set[str]]:
    """Things that no answer is about, and the answers about something that they are part of: a dog is a pet."""
    found: dict[str, set[str]] = defaultdict(set)
    for spoken in tongues:
        for name, parts in spoken.under(Sense.WITHIN).items():
            for part in map("_".join, parts):
                if part not in owners:
                    found[part] |= owners.get(name, set())
    return {part: ids for part, ids in found.items() if len(ids) == 1}
