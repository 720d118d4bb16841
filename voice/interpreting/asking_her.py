"""A child is asked whether the English is what she meant (R28). An adult wishes it, and the worker shows it to her.

Not while a concern about her is open: nobody asks after what she disclosed before duty has closed it (R72). Whoever
wishes it may not know that there is one, so that neither the press nor the page says whether she was asked already.
"""

import hashlib
from typing import Any
from uuid import UUID

from storage import case_records, concern_records, interpretations, staff
from storage.case_records import Mailbox
from storage.interpretations import Version
from storage.reading import Reader
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock, telling
from voice.access import SignedIn, need
from voice.case_statement import Reached, to_answer
from voice.errors import NothingThere
from voice.interpreting import queue
from voice.interpreting.lines import gather
from voice.interpreting.versions import english_of, lines_in, newest_of
from voice.model import Role
from voice.staff_services import StaffServices


async def wish(services: StaffServices, me: SignedIn, version: UUID) -> UUID:
    """Whoever may answer her wants her to be asked: of which statement. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await interpretations.find(db, services.authority, version)
    if found is None or found.audience != Audience.WORKER:
        raise NothingThere
    to = await to_answer(services, me, found.statement, "ask_if_meant")
    need(to.reached is Reached.HER_PAGES)
    if found.wished is None:
        writes = Writes(services.authority)
        interpretations.wish(writes, found, me.id)
        writes.event("ask_if_meant", "interpretation", found.id, actor_kind="staff", actor=me.id)
        await services.store.write(writes)
    return found.statement


async def by_itself(services: StaffServices) -> None:
    """What happens without anybody: she is asked, and what is over is deleted."""
    await show_wished(services)
    await queue.delete_copies(services)


async def show_wished(services: StaffServices) -> int:
    """The worker's part: how many she can see from now on."""
    async with services.store.reading() as db:
        wished = await interpretations.to_show(db, services.authority)
        open_ones = await concern_records.open_concerns(db, services.authority, [each.child for each in wished])
    waits = {each.child for each in open_ones}
    shown = 0
    for each in wished:
        shown += each.child not in waits and await _show(services, each)
    return shown


async def _show(services: StaffServices, found: Version) -> bool:
    """A wish that has come too late, or would reach nobody, is no wish any more."""
    writes = Writes(services.authority)
    async with services.store.reading() as db:
        newest = await newest_of(db, services, found.statement, Audience(found.audience))
        mailbox = await _hers(db, services, found)
        maker = await staff.find(db, services.authority, found.made_by)
        body = await english_of(db, services, found)
    may = newest is not None and newest.id == found.id and mailbox is not None and bool(body)
    if may and mailbox and maker:
        interpretations.show(writes, found)
        telling.put(services, writes, mailbox, "translation", _for_her(found, maker.first_name, body))
        writes.event("show", "interpretation", found.id, actor_kind="worker")
    else:
        interpretations.forget_wish(writes, found)
    return await services.store.write(writes) and may


async def _hers(db: Reader, services: StaffServices, found: Version) -> Mailbox | None:
    """Her mailbox, where her own sealed words say that it is hers and that she has a code for it."""
    said = await case_records.find_statement(db, services.authority, found.statement)
    mailbox = await case_records.mailbox_of(db, services.authority, said.mailbox) if said else None
    if said is None or mailbox is None:
        return None
    first, *_ = (await gather(db, services, said, Audience.WORKER)).bodies or [{}]
    named = first.get("mailbox") == hashlib.sha256(mailbox.public_key).hexdigest()
    return mailbox if named and first.get("comes_back", True) else None


def _for_her(found: Version, first_name: str, body: Any) -> dict[str, Any]:
    lines = [line.as_kept() for line in lines_in(body)]
    who = {"first_name": first_name, "role": Role.INTERPRETER.value}
    return {"translation": str(found.id), "when": clock.now().isoformat(), "lines": lines, **who}
