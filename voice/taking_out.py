"""What stands in a record that is held is taken out, as it is, for a court or an inquiry (R64, R72; decision 28).

The archive has in clear what its maker may open anyway: each opening is kept and told to the child like any other. What
they may not open is in it too, sealed as it was written, so that nothing can be said later to have stood there
otherwise. It is sent as it is made: recordings are large, and nothing of them touches a disk of ours.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import attachments, audit, legal_holds, staff
from storage.legal_holds import Hold, Original
from storage.media import MediaStore
from storage.writes import Writes
from voice import archive, case_record, case_statement, clock, playing, preserving, taking_up, watching
from voice.access import SignedIn
from voice.archive import Entry
from voice.case_statement import OpenStatement
from voice.errors import NothingThere, SealBroken, VoiceError
from voice.in_sign import answers as in_sign
from voice.interpreting.beside import InEnglish, beside
from voice.model import new_id
from voice.staff_services import StaffServices
from voice.taking_up import OpenConcern, find_to_decide


class NotHeld(VoiceError):
    """Nothing is taken out of a record that is not held."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file, as it comes. Its name says nothing of whose it is."""

    name: str
    body: AsyncIterator[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """All that goes into it, opened and told; but for recordings, which are opened one at a time."""

    held: Hold
    opened: OpenConcern
    said: Sequence[OpenStatement]
    english: Sequence[Sequence[InEnglish]] = field(repr=False)  # of each of them, every version
    kept: Sequence[Original]
    why: str = field(repr=False)


async def take_out(services: StaffServices, me: SignedIn, concern: UUID) -> Archive:
    """The archive. That it is taken out is kept before its first byte leaves, and its hash after the last.

    Raises NothingThere, NotAllowed, NotHeld. The caller has stepped up.
    """
    async with services.store.reading() as db:
        child = (await find_to_decide(db, services, me, concern)).child
        held = await legal_holds.of_concern(db, services.authority, concern)
    if held is None:
        raise NotHeld
    opened = await taking_up.open_concern(services, me, concern)
    page = await case_record.look_at_child(services, me, child)
    said = [await case_statement.open_statement(services, me, each.statement.id) for each in page.line.said]
    english = [(*each.newest, *each.before) for each in [await beside(services, one) for one in said]]
    made = new_id()
    await _keep(services, me, held, "preserve", archive=str(made))
    async with services.store.reading() as db:
        kept = await legal_holds.originals(db, services.authority, child, concern)
        reason = await preserving.why(db, services, held, held.sealed)
    found = _Found(held, opened, said, english, kept, reason)
    body = _sent(services, me, held, made, archive.packed(_entries(services, me, found)))
    return Archive(f"preserved-{clock.today():%Y-%m-%d}-{made.hex[-8:]}.zip", body)


async def _sent(
    services: StaffServices, me: SignedIn, held: Hold, made: UUID, body: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    digest = hashlib.sha256()
    async for some in body:
        digest.update(some)
        if some:
            yield some
    await _keep(services, me, held, "preserved", archive=str(made), sha256=digest.hexdigest())


async def _keep(services: StaffServices, me: SignedIn, held: Hold, action: str, **facts: Any) -> None:
    writes = Writes(services.authority)
    about = {"concern": str(held.concern), **facts}
    writes.event(action, "child", held.child, actor_kind="staff", actor=me.id, **about)
    await services.store.write(writes)


async def _entries(services: StaffServices, me: SignedIn, found: _Found) -> AsyncIterator[Entry]:
    yield Entry("README.txt", archive.README.encode())
    yield Entry("manifest.json", archive.as_json(_facts(me, found)))
    yield Entry("concern.json", archive.as_json(archive.concern_as_kept(found.opened)))
    said = [archive.statement_as_kept(*each) for each in zip(found.said, found.english, strict=True)]
    yield Entry("statements.json", archive.as_json(said))
    yield Entry("originals.json", archive.as_json([archive.original_as_kept(each) for each in found.kept]))
    for each in found.kept:
        if each.sealed:
            yield Entry(f"sealed/{each.id}", each.sealed)
    lines, mine = [], set()
    for statement in found.said:
        for name in sorted(statement.recordings):
            mine.add(UUID(name))
            try:
                entry, line = await _recording(services, me, statement, UUID(name))
            except (NothingThere, SealBroken):  # the rest of the record still leaves
                lines.append({"id": name, "statement": statement.statement.id, "file": None, "trouble": "not whole"})
                continue
            lines.append(line)
            yield entry
        for reply in statement.replies:
            if reply.film:
                mine.add(reply.film)
                with suppress(NothingThere, SealBroken):
                    film = await in_sign.take_away(services, me, reply.id, reply.film)
                    name = f"answers/{reply.film}.{playing.ending(film)}"
                    yield Entry(name, playing.play(film, services.media, None).body)
    yield Entry("recordings.json", archive.as_json(lines))
    async for entry in _still_sealed(services, [each.id for each in found.kept if each.kind == "recording"], mine):
        yield entry
    yield Entry("audit.json", archive.as_json(await _audited(services, found)))


def _facts(me: SignedIn, found: _Found) -> dict[str, Any]:
    by = {"made": clock.now(), "by": f"{me.first_name} {me.last_name}", "why": found.why}
    about = {"child": found.opened.child.name, "child_id": found.held.child, "concern_id": found.held.concern}
    return {**by, **about, "held": found.held.made}


async def _recording(
    services: StaffServices, me: SignedIn, statement: OpenStatement, id: UUID
) -> tuple[Entry, dict[str, Any]]:
    """The original, opened by the verb that hands it out anywhere: kept, and told to the child."""
    original = await watching.take_away(services, me, statement.statement.id, id)
    sent, name = statement.recordings[id.hex], f"recordings/{id}.{playing.ending(original)}"
    line = {"id": id, "file": name, "statement": statement.statement.id, "kind": sent.said["kind"]}
    line |= {"length": original.length, "sha256": sent.sha256}
    return Entry(name, playing.play(original, services.media, None).body), line


async def _still_sealed(services: StaffServices, every: Sequence[UUID], mine: set[UUID]) -> AsyncIterator[Entry]:
    """The pieces of what its maker may not open, as they lie in the store."""
    for id in every:
        if id not in mine and services.media:
            for piece in await attachments.pieces(services.store.glancing(), services.authority, id):
                yield Entry(f"sealed/recordings/{id}/{piece.offset:012}", _as_it_lies(services.media, piece.name))


async def _as_it_lies(media: MediaStore, name: str) -> AsyncIterator[bytes]:
    yield await media.get(name)


async def _audited(services: StaffServices, found: _Found) -> list[dict[str, Any]]:
    subjects = {found.held.child, found.held.concern, found.held.id, *(each.of for each in found.kept if each.of)}
    async with services.store.reading() as db:
        lines = await audit.about(db, services.authority, subjects)
        people = await staff.names(db, services.authority, [line["actor"] for line in lines if line["actor"]])
    return [archive.line_as_kept(line, people) for line in lines]
