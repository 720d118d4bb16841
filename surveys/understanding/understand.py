"""What a child texts, as the answer it is, or None: then the question is asked once more, more simply (R21)."""

import re
from collections.abc import Collection

from surveys.offered import Kind
from surveys.question import Question
from surveys.replies import NotAnAnswer, Reply, ReplyState, read_reply
from surveys.understanding.answers import content
from surveys.understanding.deciding import Reading, decided, read
from surveys.understanding.items import Sense
from surveys.understanding.listening import listening_for
from surveys.understanding.points import shipped
from surveys.understanding.stems import stem
from surveys.understanding.tidying import MOST_CHARACTERS
from surveys.understanding.tongues import Phrase, spoken_by
from surveys.understanding.vocabulary import HEADINGS
from surveys.wording import WordedQuestion

PUZZLED_AT_MOST = 60  # characters
SHORT_QUESTION = 6  # words
SHORTEST_NO_WORD = 6  # letters, none of them sounded
_BARE_NUMBER = re.compile(r"[^\d\w]*\d{1,2}[^\d\w]*")
_SOUNDED = re.compile("[aeiouyw]|^(?:hm|m)+$")


def understand(question: Question, shown: WordedQuestion, text: str, language: str | None = None) -> Reply | None:
    """What this text answers to this question, or None to ask again.

    shown: the question in the frozen words the child was sent. language: the child's own, where the
    question came in another one. Only the choice is read out of a text: the caller keeps the text.
    """
    if not question.kind.closed:
        puzzled = _is_puzzled(text, shown, language or shown["language"])
        return None if puzzled else _in_words(question, text)
    if not _may_choose(question, text):
        return None
    chosen = decided(text, listening_for(question, shown, language or shown["language"]))
    if chosen is None:
        return None
    words = text if not chosen and question.takes_words else None  # “none”, for whoever reads it
    return Reply(question.id, ReplyState.ANSWERED, chosen, words)


def why(question: Question, shown: WordedQuestion, text: str, language: str | None = None) -> Reading | None:
    """For a person who asks why a text was taken as it was; None where nothing is chosen by words."""
    if not question.kind.closed or not _may_choose(question, text):
        return None
    return read(text, listening_for(question, shown, language or shown["language"]), shipped())


def _may_choose(question: Question, text: str) -> bool:
    if question.safety and question.kind is Kind.ONE_OF and _BARE_NUMBER.fullmatch(text):
        return False  # 1 is the first of four letters, which is safest, and of the faces asked before it the saddest
    return question.kind in HEADINGS and len(text) <= MOST_CHARACTERS and _is_text(text)


def _is_puzzled(text: str, shown: WordedQuestion, language: str) -> bool:
    """A question back to us, or nothing but signs: asked again, and kept as words if it comes again."""
    if len(text) >= PUZZLED_AT_MOST:
        return False
    said = content(text)
    if not said or said in _phrases(language, Sense.PUZZLED) or _is_no_word(said):
        return True
    asks = text.rstrip().endswith("?")
    asked = {stem(word) for words in (shown["words"],) for word in content(words)}
    return (asks and (_wonders(said, language) or _begins(said, language))) or _repeats(said, asked, language)


def _phrases(language: str, heading: Sense, name: str = "") -> set[Phrase]:
    return {phrase for spoken in spoken_by(language) for phrase in spoken.under(heading).get(name, [])}


def _is_no_word(said: Phrase) -> bool:
    """“Jkjkjkjk”."""
    (first, *more) = said
    return (
        not more
        and len(first) >= SHORTEST_NO_WORD
        and first.isascii()
        and first.isalpha()
        and not _SOUNDED.search(first)
    )


def _begins(said: Phrase, language: str) -> bool:
    """“What like the house or the town?”."""
    return any(said[: len(phrase)] == phrase for phrase in _phrases(language, Sense.PUZZLED, "first"))


def _repeats(said: Phrase, asked: Collection[str], language: str) -> bool:
    """“What meeting”: a word of ours and what is wondered about it."""
    wondering = {phrase[0] for phrase in _phrases(language, Sense.WONDERING)}
    return len(said) == 2 and said[0] in wondering and stem(said[1]) in asked


def _wonders(said: Phrase, language: str) -> bool:
    """“What mean meeting?”, “what does review mean?”, “why who sees this?”."""
    wondering = {phrase[0] for phrase in _phrases(language, Sense.WONDERING)}
    meaning = {phrase[0] for phrase in _phrases(language, Sense.COLOURS, "meaning")}
    if not 1 < len(said) <= SHORT_QUESTION or said[0] not in wondering:
        return False
    return said[1] in wondering | meaning or said[-1] in meaning


def _in_words(question: Question, text: str) -> Reply | None:
    try:
        return read_reply(question, {"words": text})
    except NotAnAnswer:
        return None


def _is_text(text: str) -> bool:
    """Half an emoji is not, nor is what a machine on the way could not read."""
    return not any("\ud800" <= each <= "\udfff" or each == "\ufffd" for each in text)
