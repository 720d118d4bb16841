"""What a child texts, as the answer it is, or None: then the question is asked once more, more simply (R21)."""

from collections.abc import Sequence

from surveys.offered import Kind
from surveys.question import Question
from surveys.replies import NotAnAnswer, Reply, ReplyState, read_reply
from surveys.understanding.answers import content
from surveys.understanding.beside import without_the_other
from surveys.understanding.counting import counted
from surveys.understanding.feelings import felt
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening, listening_for
from surveys.understanding.placing import letters_run_together, placed
from surveys.understanding.reading import items_in
from surveys.understanding.several import some_answers
from surveys.understanding.tidying import MOST_CHARACTERS
from surveys.understanding.tongues import Phrase, spoken_by
from surveys.understanding.vocabulary import HEADINGS
from surveys.understanding.weighing import one_answer
from surveys.wording import WordedQuestion

PUZZLED_AT_MOST = 60  # characters
SHORT_QUESTION = 6  # words


def understand(question: Question, shown: WordedQuestion, text: str, language: str | None = None) -> Reply | None:
    """What this text answers to this question, or None to ask again.

    shown: the question in the frozen words the child was sent. language: the child's own, where the
    question came in another one. Only the choice is read out of a text: the caller keeps the text.
    """
    if not question.kind.closed:
        return None if _is_puzzled(text, language or shown["language"]) else _in_words(question, text)
    if question.kind not in HEADINGS or len(text) > MOST_CHARACTERS or not _is_text(text):
        return None
    chosen = _chosen(text, listening_for(question, shown, language or shown["language"]))
    if chosen is None:
        return None
    words = text if not chosen and question.takes_words else None  # “none”, for whoever reads it
    return Reply(question.id, ReplyState.ANSWERED, chosen, words)


def _is_puzzled(text: str, language: str) -> bool:
    """A question back to us, or nothing but question marks: asked again, and kept as words if it comes again."""
    said = content(text) if len(text) < PUZZLED_AT_MOST else ("",)
    puzzled = (phrase for spoken in spoken_by(language) for phrase in spoken.under(Sense.PUZZLED).get("", []))
    return not said or said in puzzled or (text.rstrip().endswith("?") and _wonders(said, language))


def _wonders(said: Phrase, language: str) -> bool:
    """“What mean meeting?”, “what does review mean?”, “why who sees this?”."""
    spoken = spoken_by(language)
    wondering = {phrase[0] for each in spoken for phrase in each.under(Sense.WONDERING).get("", [])}
    meaning = {phrase[0] for each in spoken for phrase in each.under(Sense.COLOURS).get("meaning", [])}
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


def _chosen(text: str, listening: Listening) -> tuple[str, ...] | None:
    items = _about_the_same(items_in(text, listening.vocabulary, listening.asked), listening)
    match listening.question.kind:
        case Kind.SOME_OF | Kind.FEELINGS:
            together = letters_run_together(text, listening)
            return tuple(together) or some_answers(placed(items, listening), listening)
        case Kind.SCALE:
            end = listening.ends.get(content(text))
            answer = end or one_answer(counted(items, 0, 10), listening)
        case Kind.FACES:
            answer = one_answer(felt(counted(items, 1, 5)), listening)
        case Kind.ONE_OF:
            answer = one_answer(without_the_other(_yes_and_no(placed(items, listening), listening)), listening)
        case _:
            answer = one_answer(_yes_and_no(items, listening), listening)
    return (answer,) if answer else None


def _about_the_same(items: Sequence[Item], listening: Listening) -> list[Item]:
    """“She” is nobody else where the question is about somebody."""
    named = Sense.OTHERS in listening.senses
    return [Item(Sense.STARTING, word=item.word) if named and _is_pronoun(item) else item for item in items]


def _is_pronoun(item: Item) -> bool:
    return item.sense is Sense.OTHERS and not item.value


def _yes_and_no(items: Sequence[Item], listening: Listening) -> list[Item]:
    """A yes as the answer that begins with it, or as nothing; a no likewise, or as any other "not"."""
    return [_polar(item, listening) for item in items]


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
        case Sense.MANNERS:
            return Item(Sense.FILLER, "manners", item.word)
        case Sense.YES | Sense.CERTAINLY:
            return Item(Sense.FILLER, word=item.word)
    return item
