"""A record that a court or an inquiry may need is held, and what stands in it is taken out as it is (R39, R72).

The hold is set by whoever decides about a concern, with a reason, and stops every erasure. The archive has in clear
what its maker may open anyway: each opening is kept and told to the child like any other. What they may not open is in
it too, sealed as it was written, so that nothing can be said later to have stood there otherwise.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage import audit, legal_holds, public_keys, staff
from storage.concern_records import Concern
from storage.errors import StoreRefused
from storage.legal_holds import Hold
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice import archive, case_record, case_statement, clock, taking_up
from voice.access import SignedIn
from voice.case_record import named
from voice.errors import NothingThere, VoiceError
from voice.model import Purpose
from voice.staff_services import StaffServices
from voice.taking_up import LONGEST, NoteIncomplete, OpenConcern, find_to_decide


class NotHeld(VoiceError):
    """Nothing is taken out of a record that is not held."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold, to people who see the concern it came from."""

    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ToPreserve:
    """A concern from which a record may be held, and why it is where it is."""

    concern: Concern
    name: str = field(repr=False)
    standing: Standing | None
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file. Its name says nothing of whose it is."""

    name: str
    body: bytes = field(repr=False)


async def standing(services: StaffServices, concern: OpenConcern) -> Standing | None:
    """Whether the record is held because of this concern."""
    async with services.store.reading() as db:
        hold = await legal_holds.of_concern(db, services.authority, concern.concern.id)
        return await _standing(db, services, hold) if hold else None


async def look_at(services: StaffServices, me: SignedIn, concern: UUID) -> ToPreserve:
    """For whoever may hold the record. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await find_to_decide(db, services, me, concern)
        child = (await named(db, services, [found.child])).get(found.child)
        hold = await legal_holds.of_concern(db, services.authority, concern)
        if child is None:
            raise NothingThere
        reason = await why(db, services, hold, hold.sealed) if hold else ""
        return ToPreserve(found, child.name, await _standing(db, services, hold) if hold else None, reason)


async def _standing(db: Reader, services: StaffServices, hold: Hold) -> Standing:
    names = await staff.names(db, services.authority, [hold.staff])
    return Standing(names[hold.staff], hold.made)


async def why(db: Reader, services: StaffServices, hold: Hold, sealed: bytes | None) -> str:
    """A reason in its words. Whoever calls has kept that it is opened, or may decide about the concern."""
    place = legal_holds.hold_place(services.authority, hold.child, hold.id)
    body = await open_for(db, services.provider, sealed, place, hold.child, Purpose.APART) if sealed else None
    return str(json.loads(body)["why"]) if body else ""


def need_reason(given: str) -> None:
    """Raises NoteIncomplete."""
    if not given.strip():
        raise NoteIncomplete("why_held")
    if len(given) > LONGEST:
        raise NoteIncomplete("too_long")


async def hold(services: StaffServices, me: SignedIn, concern: UUID, id: UUID, why: str) -> None:
    """Hold the record of the child this concern is about. A second time the first stands.

    Raises NothingThere, NotAllowed, NoteIncomplete.
    """
    need_reason(why)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = await find_to_decide(db, services, me, concern)
        if await legal_holds.of_concern(db, services.authority, concern) is None:
            keys = await public_keys.recipients(db, services.keys, found.child)
            body = json.dumps({"v": 1, "why": why}).encode()
            lifted = await legal_holds.lifted_of(db, services.authority, concern)
            if lifted:
                legal_holds.add_again(writes, lifted, found.child, me.id, body, [keys[Purpose.APART]])
            else:
                legal_holds.add(writes, id, found.child, concern, me.id, body, [keys[Purpose.APART]])
            writes.event("hold", "child", found.child, actor_kind="staff", actor=me.id, concern=str(concern))
        return writes, None

    try:
        await services.store.decide(verb)
    except StoreRefused:
        async with services.store.reading() as db:
            if await legal_holds.of_concern(db, services.authority, concern) is None:
                raise


async def take_out(services: StaffServices, me: SignedIn, concern: UUID) -> Archive:
    """The archive, audited with its hash. Raises NothingThere, NotAllowed, NotHeld. The caller has stepped up."""
    async with services.store.reading() as db:
        found = await find_to_decide(db, services, me, concern)
        held = await legal_holds.of_concern(db, services.authority, concern)
    if held is None:
        raise NotHeld
    opened = await taking_up.open_concern(services, me, concern)
    page = await case_record.look_at_child(services, me, found.child)
    said = [await case_statement.open_statement(services, me, each.statement.id) for each in page.line.said]
    async with services.store.reading() as db:
        kept = await legal_holds.originals(db, services.authority, found.child, concern)
        subjects = {found.child, concern, held.id, *(each.of for each in kept)}
        lines = await audit.about(db, services.authority, subjects)
        people = await staff.names(db, services.authority, [line["actor"] for line in lines if line["actor"]])
        reason = await why(db, services, held, held.sealed)
    facts = {"made": clock.now(), "by": f"{me.first_name} {me.last_name}", "why": reason, "child": opened.child.name}
    body = archive.packed(
        {
            "README.txt": archive.README.encode(),
            "manifest.json": archive.as_json(
                {**facts, "child_id": found.child, "concern_id": concern, "held": held.made}
            ),
            "concern.json": archive.as_json(archive.concern_as_kept(opened)),
            "statements.json": archive.as_json([archive.statement_as_kept(each) for each in said]),
            "originals.json": archive.as_json([archive.original_as_kept(each) for each in kept]),
            "audit.json": archive.as_json([archive.line_as_kept(line, people) for line in lines]),
        }
        | {f"sealed/{each.id}": each.sealed for each in kept if each.sealed}
    )
    writes, digest = Writes(services.authority), hashlib.sha256(body).hexdigest()
    writes.event("preserve", "child", found.child, actor_kind="staff", actor=me.id, concern=str(concern), sha256=digest)
    await services.store.write(writes)
    return Archive(f"preserved-{clock.today():%Y-%m-%d}-{digest[:8]}.zip", body)
