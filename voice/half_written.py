"""Keeps what an adult was writing when their session ran out, sealed to the child's key, until they sign in again.

Two forms about the same thing lie side by side: the names of one begin with the form's own, and a full stop.
"""

import json
from collections.abc import Mapping
from uuid import UUID

from storage import case_records, case_writes, public_keys
from storage.envelopes import PublicKey
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice.access import SignedIn, may_answer, need
from voice.errors import NothingThere, SealBroken
from voice.model import Purpose
from voice.relationship import tie_to
from voice.staff_services import StaffServices

Fields = Mapping[str, str]


async def keep(
    services: StaffServices,
    me: SignedIn,
    child: UUID,
    subject: UUID,
    fields: Fields,
    purpose: Purpose,
    form: str = "",
) -> None:
    """Keep these fields. Who may is decided before; nothing is sent."""
    async with services.store.reading() as db:
        keys = await public_keys.recipients(db, services.keys, child)
        there = await _there(db, services, me, child, subject, purpose)
    mine = {_named(form, name): value for name, value in fields.items()}
    writes = Writes(services.authority)
    case_writes.keep_draft(writes, me.id, child, subject, json.dumps({**there, **mine}).encode(), keys[purpose])
    writes.event("keep_draft", "staff_draft", subject, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def keep_beside(services: StaffServices, me: SignedIn, statement: UUID, fields: Fields, form: str = "") -> None:
    """What was being written beside a statement, by who may answer it. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        said = await case_records.find_statement(db, services.authority, statement)
        if said is None:
            raise NothingThere
        need(may_answer(me, await tie_to(db, services.authority, me, said.child)))
    await keep(services, me, said.child, statement, fields, Purpose.CASE, form)


async def find(
    db: Reader, services: StaffServices, me: SignedIn, child: UUID, subject: UUID, purpose: Purpose, form: str = ""
) -> Fields:
    """What this person had half written; empty where there is nothing."""
    there = await _there(db, services, me, child, subject, purpose)
    return {name.rpartition(".")[2]: value for name, value in there.items() if _is_of(form, name)}


async def finish(
    db: Reader,
    services: StaffServices,
    writes: Writes,
    me: SignedIn,
    child: UUID,
    subject: UUID,
    key: PublicKey,
    form: str = "",
) -> None:
    """This form is sent; what is half written in another about the same thing stays."""
    there = await _there(db, services, me, child, subject, Purpose.CASE)
    left = {name: value for name, value in there.items() if not _is_of(form, name)}
    if any(left.values()):
        case_writes.keep_draft(writes, me.id, child, subject, json.dumps(left).encode(), key)
    else:
        case_writes.drop_draft(writes, me.id, subject)


def _named(form: str, name: str) -> str:
    return f"{form}.{name}" if form else name


def _is_of(form: str, name: str) -> bool:
    return name.rpartition(".")[0] == form


async def _there(
    db: Reader, services: StaffServices, me: SignedIn, child: UUID, subject: UUID, purpose: Purpose
) -> dict[str, str]:
    sealed = await case_writes.find_draft(db, services.authority, me.id, subject)
    if sealed is None:
        return {}
    place = case_writes.draft_place(services.authority, child, me.id, subject)
    try:
        body = await open_for(db, services.provider, sealed, place, child, purpose)
    except SealBroken:
        return {}
    found: dict[str, str] = json.loads(body) if body else {}
    return found
