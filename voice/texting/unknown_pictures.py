"""What somebody nobody knows sends beside a text: under their own key, for duty to look at; it goes where words go.

Fetched as any other, it is opened by nothing but the sender's key. Matched, it is sealed to the child's readers too and
plays on the statement that the match made; taken back, that is undone. The worker does both, and looks every minute
whether each lies where its sender's words are, so that neither a crash nor two people at once leave it elsewhere.
"""

import json
from collections.abc import Collection
from uuid import UUID

from storage import attachments, case_records, copies, pictures, strangers, wrong_records
from storage.outbox import Delivery
from storage.pictures import Picture
from storage.reading import Reader
from storage.strangers import Stranger
from storage.writes import Writes
from surveys.model import Audience
from voice import playing, safeguarding
from voice.access import SignedIn, need
from voice.delivering import NotNow
from voice.errors import NothingThere
from voice.playing import Playable
from voice.sending import KEY_OF
from voice.staff_services import StaffServices
from voice.texting.asides import SAID
from voice.texting.filing import Fetched, closing_of
from voice.texting.matching import public_of, sees_strangers
from voice.watching import Openings

HERE = ("held", "kept")


async def keep(services: StaffServices, fetched: Fetched, sender: UUID) -> None:
    """It was fetched: sealed to the sender's own key, whoever the sender is by now. Raises NotNow."""
    writes, found = Writes(services.authority), fetched.found
    async with services.store.reading() as db:
        known = await strangers.find(db, services.authority, sender)
        key = await strangers.public_of(db, services.authority, known.key) if known and known.key else None
    if key is None:
        raise NotNow("closed")  # a moment ago; the next try finds that out before anything is fetched
    attachments.mine(writes, fetched.at)
    attachments.close(writes, fetched.at, closing_of(services.authority, fetched))
    opens = strangers.enclose(writes, sender, found.id, fetched.enclosed(SAID), key)
    pictures.ended(writes, found, "held", opens=opens)
    pictures.move(writes, sender)
    if not await services.store.write(writes):
        raise NotNow("begun_anew")


async def watch(services: StaffServices, openings: Openings, me: SignedIn, sender: UUID, picture: UUID) -> Playable:
    """What plays this before somebody on duty; that they opened it is kept first. Raises NothingThere, NotAllowed."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        known = await strangers.find(db, services.authority, sender)
        if known is None or await pictures.opening_of(db, services.authority, picture, sender) is None:
            raise NothingThere
    if not openings.going_on(me.id, picture):
        writes = Writes(services.authority)
        facts = {"recording": str(picture)}
        writes.event("open", "stranger", sender, actor_kind="staff", actor=me.id, **facts)
        await services.store.write(writes)
        openings.begin(me.id, picture)
    async with services.store.reading() as db:
        body = await _body(db, services, known, picture)
    return await playing.playable(services.store.glancing(), services.authority, json.loads(body))


async def states(services: StaffServices, ids: Collection[UUID]) -> dict[UUID, str]:
    """How each stands: waiting, here, or gone."""
    async with services.store.reading() as db:
        return await pictures.states(db, services.authority, ids)


async def moving(services: StaffServices, delivery: Delivery) -> None:
    """A delivery's way: everything that one sender sent goes where their words are now."""
    async with services.store.reading() as db:
        known = await strangers.find(db, services.authority, delivery.subject)
        found = await pictures.of_sender(db, services.authority, delivery.subject)
    for each in found:
        if known and each.state in HERE:
            await _put_where_it_belongs(services, known, each)


async def move_all(services: StaffServices) -> None:
    """Whatever lies elsewhere than its sender's words, or is left of a sender who was closed."""
    async with services.store.reading() as db:
        found = await pictures.misplaced(db, services.authority)
    for sender in found:
        await moving(services, Delivery(sender, pictures.MOVE, sender, 0))


async def _put_where_it_belongs(services: StaffServices, known: Stranger, found: Picture) -> None:
    at = await attachments.find(services.store.glancing(), services.authority, found.id)
    if at is None:
        return
    if known.state == "closed":
        await _remove(services, found)
        return
    async with services.store.reading() as db:
        lies = await attachments.went_with(db, services.authority, found.id)
    belongs = known.statement if known.state == "matched" else None
    if lies.statement == belongs:
        return
    writes = Writes(services.authority)
    attachments.mine(writes, at)
    if lies.manifest:
        wrong_records.empty(writes, [lies.manifest])
        attachments.take_back(writes, found.id)
    if belongs and known.child:
        await _enclose(services, writes, known, found, belongs)
    pictures.goes_to(writes, found, known.child if belongs else None)
    if not await services.store.write(writes):
        raise NotNow("others_were_first")


async def _enclose(services: StaffServices, writes: Writes, known: Stranger, found: Picture, statement: UUID) -> None:
    """For those who read the statement that the match made."""
    child = known.child
    if child is None:
        return
    keys = await safeguarding.readers_of(public_of(services), child)
    async with services.store.reading() as db:
        (audience,) = (await case_records.audiences_of(db, services.authority, [statement]))[statement]
        body = await _body(db, services, known, found.id)
    attachments.enclose(writes, child, found.id, body, [keys[KEY_OF[Audience(audience)]]], statement)


async def _remove(services: StaffServices, found: Picture) -> None:
    """Closed: nobody can open it any more, and nothing of it stays. The pieces go first."""
    glance = services.store.glancing()
    at = await attachments.find(glance, services.authority, found.id)
    if at is None or services.media is None:
        return
    made = await copies.of_recording(glance, services.authority, found.id)
    pieces = await attachments.pieces(glance, services.authority, found.id)
    names = [each.name for each in (*pieces, *(one for copy in made.values() for one in copy.pieces))]
    await services.media.remove(names)
    writes = Writes(services.authority)
    for copy in made.values():
        copies.remove(writes, copy)
    attachments.remove(writes, at)
    if found.opens:
        wrong_records.empty(writes, [found.opens])
    pictures.left(writes, found)
    await services.store.write(writes)


async def _body(db: Reader, services: StaffServices, known: Stranger, picture: UUID) -> bytes:
    """What opens it. Raises NothingThere where nothing does any more, SealBroken."""
    key = await strangers.private_of(db, services.authority, services.provider, known)
    sealed = await pictures.opening_of(db, services.authority, picture, known.id)
    if key is None or sealed is None or known.state == "closed":
        raise NothingThere
    return strangers.enclosed(services.authority, known, picture, sealed, key)
