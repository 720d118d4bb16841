"""Duty answers a child whom nobody knows, in the mailbox that her code opens; there she sees who has read her words.

An answer is put only into the mailbox that her own sealed words name: whoever can write in the database could have put
another in its place.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from storage import audit, case_records, strangers
from storage.case_records import Mailbox
from storage.errors import StoreRefused
from storage.reading import Reader
from storage.strangers import Line
from storage.writes import Writes
from voice import clock, telling
from voice.access import SignedIn, Tie, need
from voice.case_statement import TOLD_AGAIN_AFTER
from voice.errors import NothingThere, VoiceError
from voice.model import How
from voice.staff_services import StaffServices
from voice.telling_concern import TOLD
from voice.texting.matching import sees_strangers

LONGEST = 4000


class AnswerNotKept(VoiceError):
    """An answer without words, or longer than there is room for (which)."""

    def __init__(self, wrong: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was written. `id` came with the form: the same form sent twice is one answer."""

    id: UUID
    words: str = field(repr=False)

    def check(self) -> None:
        if not self.words.strip():
            raise AnswerNotKept("words")
        if len(self.words) > LONGEST:
            raise AnswerNotKept("too_long")


async def answer(services: StaffServices, me: SignedIn, id: UUID, given: Answer) -> None:
    """Answer her. Raises NothingThere where she has no code, NotAllowed, AnswerNotKept."""
    need(sees_strangers(me))
    given.check()
    async with services.store.reading() as db:
        found = await strangers.find(db, services.authority, id)
        key = await strangers.private_of(db, services.authority, services.provider, found) if found else None
        if found is None or key is None or found.state == "closed":
            raise NothingThere
        lines = await strangers.texts_of(db, services.authority, found.id)
        mailbox = await mailbox_of(db, services, strangers.read(services.authority, found, lines, key))
    if mailbox is None:
        raise NothingThere
    writes, now = Writes(services.authority), clock.now()
    kept = {"v": 1, "what": "answer", "words": given.words, "by": me.first_name, "staff": me.id.hex}
    strangers.add_said(writes, found.id, key.public(), json.dumps(kept).encode(), given.id, now, by="person")
    shown = {"how": How.WRITE.value, "words": given.words, "on_day": None, "when": now.isoformat()}
    telling.put(services, writes, mailbox, "reply", _who(me) | shown)
    writes.event("answer", "stranger", found.id, actor_kind="staff", actor=me.id)
    try:
        await services.store.write(writes)
    except StoreRefused:
        async with services.store.reading() as db:
            there = await strangers.texts_of(db, services.authority, found.id)
        if given.id not in {each.id for each in there}:
            raise  # not pressed twice: a fault of ours


async def tell_opened(services: StaffServices, me: SignedIn, lines: Sequence[Line]) -> bool:
    """Tell her who has read it, once an hour for each person (R33). Whether she can come back for an answer."""
    async with services.store.reading() as db:
        mailbox = await mailbox_of(db, services, lines)
        last = await audit.last(db, services.authority, TOLD, mailbox.id, me.id) if mailbox else None
    if mailbox is None or (last and clock.now() - last <= TOLD_AGAIN_AFTER):
        return mailbox is not None
    writes = Writes(services.authority)
    telling.put(services, writes, mailbox, "opened", _who(me) | {"when": clock.now().isoformat()})
    writes.event(TOLD, "mailbox", mailbox.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    return True


async def mailbox_of(db: Reader, services: StaffServices, lines: Sequence[Line]) -> Mailbox | None:
    """The mailbox that her own words name, where her code opens it."""
    said = [each.said["said"] for each in lines if each.by == "sender" and "mailbox" in each.said.get("said", {})]
    if not said or not said[-1]["comes_back"]:
        return None
    found = await case_records.mailbox_of(db, services.authority, UUID(said[-1]["mailbox"]))
    hers = found is not None and hashlib.sha256(found.public_key).hexdigest() == said[-1]["mailbox_hash"]
    return found if hers else None


def _who(me: SignedIn) -> dict[str, object]:
    """The role alone: nobody here works with her."""
    return telling.who(me, Tie(clock.today()))
