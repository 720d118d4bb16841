"""A child is told in her own mailbox who opened what she said about not being safe, as she is of a statement (R33).

Nothing of it stands in the record that those who work with her can read: a concern apart stays apart (R68).
"""

import json
from uuid import UUID

from storage import audit, case_records, statements
from storage.case_records import Mailbox, Part, Statement
from storage.concern_records import Concern
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock, telling
from voice.access import SignedIn, Tie
from voice.case_statement import TOLD_AGAIN_AFTER, names_mailbox
from voice.sending import KEY_OF
from voice.staff_services import StaffServices

TOLD = "tell_child_opened"
NAMES_THE_MAILBOX = (Audience.WORKER, Audience.MANAGER)


async def tell_opened(services: StaffServices, me: SignedIn, tie: Tie, concern: Concern) -> None:
    """Tell her, once an hour for each person, where she has sent and so has a mailbox."""
    async with services.store.reading() as db:
        sent = await case_records.sent_in(db, services.authority, concern.conversation)
        mailbox = await case_records.mailbox_of(db, services.authority, sent.mailbox) if sent else None
        if sent is None or mailbox is None or await _told_lately(db, services.authority, me, mailbox):
            return
        parts = await case_records.parts_of(db, services.authority, [sent.id])
    part = next((each for each in parts if each.audience in NAMES_THE_MAILBOX), None)
    if part is None:
        return
    await _audit(services, me, sent, part)
    writes = Writes(services.authority)
    if await _is_hers(services, sent, part, mailbox):
        body = telling.who(me, tie) | {"when": clock.now().isoformat()}
        telling.put(services, writes, mailbox, "opened", body)
        writes.event(TOLD, "mailbox", mailbox.id, actor_kind="staff", actor=me.id)
    else:
        writes.event("mailbox_is_not_hers", "statement", sent.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def _told_lately(db: Reader, authority: UUID, me: SignedIn, mailbox: Mailbox) -> bool:
    last = await audit.last(db, authority, TOLD, mailbox.id, me.id)
    return last is not None and clock.now() - last <= TOLD_AGAIN_AFTER


async def _audit(services: StaffServices, me: SignedIn, sent: Statement, part: Part) -> None:
    writes, facts = Writes(services.authority), {"parts": [part.audience], "why": "tell_child"}
    writes.event("open", "statement", sent.id, actor_kind="staff", actor=me.id, **facts)
    await services.store.write(writes)


async def _is_hers(services: StaffServices, sent: Statement, part: Part, mailbox: Mailbox) -> bool:
    """Looks for the mailbox's name in the child's sealed words, and at nothing else in them."""
    if part.sealed is None:
        return False
    place = statements.part_place(services.authority, sent.child, part.audience, sent.id)
    async with services.store.reading() as db:
        body = await open_for(db, services.provider, part.sealed, place, sent.child, KEY_OF[Audience(part.audience)])
    return body is not None and names_mailbox(json.loads(body), mailbox)
