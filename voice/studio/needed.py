"""Which words need a clip today: those of the children's pages, and of each survey as it was published last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from i18n.languages import EASY_READ, ENGLISH
from storage import versions
from surveys.wording import Wording
from voice import words_to_sign
from voice.staff_services import StaffServices
from voice.words_to_sign import ToSign

PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Place:
    """Where texts stand: a survey, or what is beside all of them."""

    name: str
    title: str
    texts: tuple[ToSign, ...]


async def places(services: StaffServices) -> list[Place]:
    """The pages first, then each survey that can be asked."""
    async with services.store.reading() as db:
        published = await versions.newest_words(db, services.authority)
    surveys = [Place(each.code, each.title, _texts(each.words)) for each in published]
    return [Place(PAGES, "", tuple(words_to_sign.of_pages())), *sorted(surveys, key=lambda each: each.title)]


def by_hash(places: Iterable[Place]) -> dict[bytes, ToSign]:
    return {text.hash: text for place in places for text in place.texts}


def _texts(words: Mapping[str, Mapping[str, Any]]) -> tuple[ToSign, ...]:
    plain = cast("Wording", words[ENGLISH.tag])
    return tuple(words_to_sign.of_wording(plain, cast("Wording", words.get(EASY_READ.tag, plain))))
