"""Captions of an answer in sign: drafted from what it says, put right by whoever checks the film (R26)."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from storage import copies, signed_answers
from storage.opening import open_for
from storage.reading import Reader
from storage.signed_answers import Answer, Film
from voice.in_sign.films import LONGEST
from voice.model import Purpose
from voice.replying import Promise
from voice.staff_services import StaffServices
from voice.studio import captions
from voice.studio.captions import A_WORD, BadCaptions

MOST = LONGEST * 2 * 1000  # milliseconds: of a film that is not made ready yet nobody knows how long it is


async def lasts(db: Reader, services: StaffServices, film: UUID, opens: Mapping[str, Any]) -> int | None:
    """How long a film plays, in milliseconds; None while it is not made ready. Raises SealBroken."""
    made = await copies.finished(db, services.authority, [film.hex])
    plays = next((each for each in made if each.kind == copies.PLAYBACK), None)
    return copies.opened(plays, base64.b64decode(opens["key"]), services.authority).milliseconds if plays else None


def drafted(words: str, promises: Iterable[Promise], milliseconds: int | None) -> str:
    """Sentence by sentence over the length of the film, or as long as such words take."""
    said = "\n".join([words, *(each.words for each in promises)])
    return captions.drafted(said, milliseconds or A_WORD * len(said.split()))


def checked(written: str) -> str:
    """As a browser is given it; empty where nothing was written. Raises BadCaptions."""
    return captions.write(captions.read(written, MOST)) if written.strip() else ""


async def put_right(db: Reader, services: StaffServices, found: Answer, film: Film, milliseconds: int | None) -> str:
    """What the checker made of them; empty where nobody has, or they go on when the film has ended: such were drafted
    before anybody knew how long it is.
    """
    if film.verdict != "right" or film.note is None:
        return ""
    place = signed_answers.note_place(services.authority, found.child, film.id)
    body = await open_for(db, services.provider, film.note, place, found.child, Purpose.CASE)
    try:
        return captions.write(captions.read(body.decode(), milliseconds or MOST)) if body else ""
    except BadCaptions:
        return ""
