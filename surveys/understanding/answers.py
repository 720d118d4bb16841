"""The answers of one question as phrases: its words in both languages, parts of them, and other ways to say them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.question import Question
from surveys.understanding.items import Item, Sense
from surveys.understanding.reading import items_in
from surveys.understanding.stems import stem
from surveys.understanding.tidying import tokens_of
from surveys.understanding.tongues import Phrase, Tongue, spoken_by
from surveys.understanding.vocabulary import LONGEST, Vocabulary, vocabulary
from surveys.wording import WordedQuestion

HOW_OFTEN = {"always", "mostly", "often", "sometimes", "rarely", "never", "not_always"}
_NOTHING_BY_THEMSELVES = {Sense.FILLER, Sense.STARTING, Sense.BREAK, Sense.QUERY, Sense.ECHO, Sense.STRONGER}
_SAYS_NOT = {Sense.NOT, Sense.NO}
_IN_WORDS = (Kind.ONE_OF, Kind.SOME_OF, Kind.FEELINGS)


@dataclass(frozen=True, slots=True)
class Listening:
    """What we listen for in the answer to one question."""

    question: Question
    vocabulary: Vocabulary
    asked: frozenset[str]  # stems of the words of the question
    offered: tuple[str, ...]  # the answers with letters, in their order
    negative: frozenset[str]  # answers that say "no", "not" or "never"
    opposite: dict[str, str]  # the answer that says "not" of another one
    yes: str | None = None
    no: str | None = None
    numbered: bool = True  # whether a bare number may be a place in the list
    about_others: bool = False  # the question is about somebody: “she never does” answers it
    turned: bool = False  # the question itself says "not" or "or": nothing is read out of its words


@dataclass(frozen=True, slots=True)
class _Said:
    """One answer in one language."""

    id: str
    tokens: Phrase
    items: tuple[Item, ...]

    @property
    def says_not(self) -> bool:
        return any(item.sense in _SAYS_NOT or item.value in ("never", "rarely", "not_always") for item in self.items)

    @property
    def name(self) -> str | None:
        """The one thing under `same` that this answer says, and does not say "not" of."""
        names = {item.value for item in self.items if item.sense is Sense.SAME}
        alone = len(self.telling) == 1
        return names.pop() if len(names) == 1 and (alone or not self.says_not) else None

    @property
    def telling(self) -> list[Item]:
        return [item for item in self.items if item.sense not in _NOTHING_BY_THEMSELVES]


def listening_for(question: Question, shown: WordedQuestion, language: str) -> Listening:
    """The vocabulary of one question, for a child who reads this language."""
    tags = tuple(dict.fromkeys([language, shown["language"]]))
    base = vocabulary(question.kind, tags)
    asked = frozenset(
        stem(token) for words in (shown["words"], question.words) for token in tokens_of(words) if token.isalnum()
    )
    offered = tuple(each for each in question.choice_ids if each not in ALWAYS_OFFERED)
    tongues = spoken_by(*tags)
    said = _said(question, shown, base, tongues)
    yes, no = _only(said, Sense.YES), _only(said, Sense.NO)
    if question.kind is Kind.YES_NO:
        yes, no = "yes", "no"
    meanings = _phrases(question, shown, said, tongues, base)
    of_question = {item.sense for words in (shown["words"], question.words) for item in items_in(words, base)}
    return Listening(
        question,
        base.with_answers(meanings),
        asked,
        offered,
        frozenset({each.id for each in said if each.says_not} | {"no"} | set(ALWAYS_OFFERED)),
        _opposites(said),
        yes,
        no,
        not any(item.sense is Sense.NUMBER for each in said for item in each.items),
        Sense.OTHERS in of_question,
        not of_question.isdisjoint({Sense.NOT, Sense.OR}),
    )


def _said(question: Question, shown: WordedQuestion, base: Vocabulary, tongues: list[Tongue]) -> list[_Said]:
    if question.kind not in _IN_WORDS:
        return []
    worded = {choice["id"]: choice["words"] for choice in shown["choices"]}
    listening = base.with_answers(_ways_to_say(tongues))
    both = [
        (choice.id, words)
        for choice in question.choices
        for words in {choice.words, worded.get(choice.id, "")}
        if words
    ]
    return [
        _Said(each, tuple(_content(words)), tuple(items_in(words, listening)))
        for each, words in both
        if each not in ALWAYS_OFFERED and _content(words)
    ]


def _content(words: str) -> list[str]:
    return [token for token in tokens_of(words) if token.isalnum() or ord(token[0]) > 0x2000]


def _ways_to_say(tongues: list[Tongue]) -> dict[Phrase, Item]:
    """Every phrase that stands under `same`, with the name it stands under."""
    return {
        phrase: Item(Sense.SAME, name, " ".join(phrase))
        for spoken in reversed(tongues)
        for name, phrases in spoken.under(Sense.SAME).items()
        for phrase in phrases
    }


def _only(said: list[_Said], sense: Sense) -> str | None:
    """The one answer that begins with a yes (or a no)."""
    found = {each.id for each in said if each.items and each.items[0].sense is sense}
    return found.pop() if len(found) == 1 else None


def _opposites(said: list[_Said]) -> dict[str, str]:
    """`not always` for `always`: where the rest of an answer that says "not" is another answer."""
    plain: dict[tuple[str, ...], str] = {_rest(each): each.id for each in said if not each.says_not}
    found: dict[str, set[str]] = defaultdict(set)
    for each in said:
        if each.items and each.items[0].sense is Sense.NOT and _rest(each) in plain:
            found[plain[_rest(each)]].add(each.id)
        elif len(each.telling) == 1 and each.telling[0].value == "not_always" and ("always",) in plain:
            found[plain[("always",)]].add(each.id)
    return {one: others.pop() for one, others in found.items() if len(others) == 1}


def _rest(said: _Said) -> tuple[str, ...]:
    return tuple(item.value or item.word for item in said.telling if item.sense is not Sense.NOT)


def _phrases(
    question: Question, shown: WordedQuestion, said: list[_Said], tongues: list[Tongue], base: Vocabulary
) -> dict[Phrase, Item]:
    """From what gives way to what wins: single words, parts, other ways to say it, the whole answer."""
    if question.kind is Kind.SCALE:
        return dict(_ends(question, shown))
    if question.kind not in _IN_WORDS:
        return dict(_how_often(said, tongues, question.kind))
    phrases: dict[Phrase, Item] = {}
    parts = [*_single_words(said), *_parts(said)]
    phrases |= {phrase: item for phrase, item in parts if phrase not in base.meanings}
    phrases |= dict(_letters(question, tongues))
    phrases |= dict(_how_often(said, tongues, question.kind))
    for each in said:
        phrases[each.tokens[:LONGEST]] = Item(Sense.PICK, each.id, " ".join(each.tokens))
    return phrases


def _ends(question: Question, shown: WordedQuestion) -> Iterator[tuple[Phrase, Item]]:
    for value, words in (("0", (question.low, shown["low"])), ("10", (question.high, shown["high"]))):
        for each in words:
            if each and len(_content(each)) > 1:  # “really good”; a bare “good” may be less than the very end
                yield tuple(_content(each)), Item(Sense.PICK, value, each)


def _how_often(said: list[_Said], tongues: list[Tongue], kind: Kind) -> Iterator[tuple[Phrase, Item]]:
    """Other ways to say an answer; how often, if no answer is about that, only makes an answer smaller."""
    named: dict[str, set[str]] = defaultdict(set)
    for each in said:
        if (name := each.name) is not None:
            named[name].add(each.id)
    fixed = {"never": "no", "always": "yes"} if kind is Kind.YES_NO else {}
    for phrase, item in _ways_to_say(tongues).items():
        ids = named.get(item.value, set()) | ({fixed[item.value]} if item.value in fixed else set())
        if len(ids) == 1:
            yield phrase, Item(Sense.PICK, next(iter(ids)), item.word)
        elif item.value in HOW_OFTEN and kind not in (Kind.SCALE, Kind.FACES):
            yield phrase, Item(Sense.LIMITS, item.value, item.word)


def _letters(question: Question, tongues: list[Tongue]) -> Iterator[tuple[Phrase, Item]]:
    offered = [each for each in question.choice_ids if each not in ALWAYS_OFFERED]
    for spoken in reversed(tongues):
        for letter, choice in zip(spoken.letters, offered, strict=False):
            yield (letter,), Item(Sense.LETTER, choice, letter)


def _single_words(said: list[_Said]) -> Iterator[tuple[Phrase, Item]]:
    """A word that stands in one answer alone."""
    owners: dict[str, set[str]] = defaultdict(set)
    for each in said:
        for token in each.tokens:
            owners[stem(token)].add(each.id)
    for each in said:
        for item in each.items:
            for token in (
                item.word.split() if item.sense in (Sense.TALK, Sense.OTHERS, Sense.NUMBER, Sense.SAME) else ()
            ):
                if len(owners[stem(token)]) == 1:
                    sense = Sense.NEEDS_NOT if each.says_not else Sense.PICK
                    yield (token,), Item(sense, each.id, token)


def _parts(said: list[_Said]) -> Iterator[tuple[Phrase, Item]]:
    """Several words in a row that stand in one answer alone, with every "not" of that answer in them."""
    counted = Counter(part for each in said for part in {(each.id, part) for part in _rows(each.tokens)})
    owners: dict[Phrase, set[str]] = defaultdict(set)
    for owner, part in counted:
        owners[part].add(owner)
    for each in said:
        nots = [item.word for item in each.items if item.sense in _SAYS_NOT]
        known = {token for item in each.items if item.sense is Sense.TALK for token in item.word.split()}
        for part in _rows(each.tokens):
            telling = bool(known.intersection(part)) or len(part) >= max(3, 0.6 * len(each.tokens))
            if len(owners[part]) == 1 and telling and all(word in part for word in " ".join(nots).split()):
                yield part, Item(Sense.PICK, each.id, " ".join(part))


def _rows(tokens: Phrase) -> set[Phrase]:
    ends = range(2, min(LONGEST, len(tokens)) + 1)
    return {tokens[at : at + length] for length in ends for at in range(len(tokens) - length + 1)}
