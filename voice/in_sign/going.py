"""The worker's part of an answer in sign: it goes to the child once its film plays and nobody has to look at it first.

Until then there is no answer. What cannot go, because it does not play or because she does not want who signed it, is
signed again by somebody else, and the answer's page says so.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from storage import case_records, copies, public_keys, signed_answers, staff
from storage.case_records import Mailbox, Statement
from storage.reading import Reader
from storage.signed_answers import Film
from storage.writes import Writes
from voice import clock, replying
from voice.access import Tie
from voice.case_statement import ToAnswer
from voice.errors import NothingThere, SealBroken
from voice.in_sign import captions, films
from voice.in_sign.answers import Written, written_in
from voice.interpreting.refusing import has_refused
from voice.logging import warn
from voice.model import How, Purpose, Role
from voice.replying import Answer, Signed
from voice.staff_services import StaffServices


async def by_itself(services: StaffServices) -> int:
    """How many went. One that cannot be opened holds up no other."""
    async with services.store.reading() as db:
        waits = await signed_answers.on_their_way(db, services.authority)
    gone = 0
    for each in waits:
        try:
            gone += await _send(services, each)
        except (SealBroken, NothingThere) as broken:
            warn("an answer in sign cannot be opened", broken)
    return gone


async def _send(services: StaffServices, found: signed_answers.Answer) -> bool:
    async with services.store.reading() as db:
        made = await signed_answers.films_of(db, services.authority, found.id)
        said = await case_records.find_statement(db, services.authority, found.statement)
        if said is None or not made or not made[0].may_go:
            return False
        film, written = made[0], await written_in(db, services, found)
        opens = await films.said_of(db, services, found, film)
        mailbox = await _hers(db, services, said, written)
        keys = await public_keys.recipients(db, services.keys, found.child)
        wanted = await _is_wanted(db, services, said, film, opens)
        long = await captions.lasts(db, services, film.id, opens)
        words = await captions.put_right(db, services, found, film, long)
        words = words or captions.drafted(written.words, written.promises, long)
        signed = await _signed(db, services, written, film, opens, words) if wanted else None
    writes = Writes(services.authority)
    if signed is None:
        signed_answers.judge(writes, film, "again", None)
        await services.store.write(writes)
        return False
    signed_answers.move(writes, found, "gone")
    to = ToAnswer(said, Tie(clock.today()), mailbox, comes_back=True)
    given = Answer(found.id, film.how, written.words, promises=written.promises)
    replying.write_answer(services, writes, found.staff, written.who, to, given, keys[Purpose.CASE], signed)
    return await services.store.write(writes)


async def _is_wanted(
    db: Reader, services: StaffServices, said: Statement, film: Film, opens: Mapping[str, Any]
) -> bool:
    """Whether it is a film at all, and by nobody whom she does not want, also since it was made (R92)."""
    of_it = await copies.finished(db, services.authority, [film.id.hex])
    plays = next((each for each in of_it if each.kind == copies.PLAYBACK), None)
    is_a = copies.opened(plays, base64.b64decode(opens["key"]), services.authority).kind if plays else ""
    if film.how is How.SIGN_MYSELF:
        return is_a.startswith("video/")
    refused = [await has_refused(db, services, said, who) for who in (film.made_by, film.checked_by) if who]
    return is_a.startswith("video/") and not any(refused)


async def _hers(db: Reader, services: StaffServices, said: Statement, written: Written) -> Mailbox | None:
    """Her mailbox, where it is still the one that her own words named when the answer was written."""
    found = await case_records.mailbox_of(db, services.authority, said.mailbox)
    return found if found and hashlib.sha256(found.public_key).hexdigest() == written.mailbox else None


async def _signed(
    db: Reader, services: StaffServices, written: Written, film: Film, opens: Mapping[str, Any], words: str
) -> Signed | None:
    """Who signs in it, and who checked it, as the child is told: by first name."""
    maker = await staff.find(db, services.authority, film.made_by)
    checker = await staff.find(db, services.authority, film.checked_by) if film.checked_by else None
    if maker is None:
        return None
    role = written.who["role"] if film.how is How.SIGN_MYSELF else Role.INTERPRETER.value
    signer = {"first_name": maker.first_name, "role": role}
    return Signed(film.id, film.made_by, film.checked_by, opens, signer, checker.first_name if checker else "", words)
