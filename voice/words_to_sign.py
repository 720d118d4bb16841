"""Which words have to be signed: those of the children's pages, and those of each survey, as Easy Read has them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from i18n.catalogue import catalogue
from i18n.languages import EASY_READ, ENGLISH
from i18n.page_words import page_words
from surveys.model import Survey
from surveys.wording import Wording, freeze, texts_of
from voice.clips import hash_of


@dataclass(frozen=True, slots=True)
class ToSign:
    """One text. `message` is how the catalogue knows it: it stays while the words are made easier."""

    message: str
    words: str

    @property
    def hash(self) -> bytes:
        return hash_of(self.words)


def of_pages() -> list[ToSign]:
    """What the pages say beside questions."""
    return once(ToSign(message, words) for message, words in page_words(EASY_READ.tag))


def of_survey(survey: Survey) -> list[ToSign]:
    """What a survey says, each text once."""
    return of_wording(*(freeze(survey, catalogue(tag)) for tag in (ENGLISH.tag, EASY_READ.tag)))


def of_wording(plain: Wording, easy: Wording) -> list[ToSign]:
    """The same of a survey that is published, in its frozen words."""
    pairs = zip(plain["questions"], easy["questions"], strict=True)
    texts = (zip(texts_of(known), texts_of(said), strict=True) for known, said in pairs)
    return once(ToSign(message, words) for question in texts for message, words in question)


def once(texts: Iterable[ToSign]) -> list[ToSign]:
    """The same words are signed once, wherever they stand."""
    return list(_once(texts))


def _once(texts: Iterable[ToSign]) -> Iterator[ToSign]:
    met = set()
    for each in texts:
        if each.hash not in met:
            met.add(each.hash)
            yield each
