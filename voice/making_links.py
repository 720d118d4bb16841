"""A worker makes a link for a child: once shown, kept nowhere, and with a note of how it was handed over (R74)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from storage import asked_now, links, relationships
from storage.asked_now import Offered
from storage.codes import new_code
from storage.writes import Writes
from voice import clock, setting_up
from voice.access import SignedIn, may_answer, may_revoke_link, need
from voice.errors import NothingThere
from voice.model import HandedOver
from voice.rationing import need_may_ask
from voice.relationship import tie_to
from voice.staff_services import StaffServices

ON_A_SCREEN_LASTS = timedelta(hours=4)  # the child is here now, and nobody carries this link away


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is shown, this once."""

    address: str = field(repr=False)
    survey: str
    code: str | None = field(default=None, repr=False)  # the same link, to be typed from paper (R1)


async def offered(services: StaffServices) -> Sequence[Offered]:
    """The surveys a link can be made for."""
    async with services.store.reading() as db:
        return await asked_now.offered(db, services.authority)


async def make_link(
    services: StaffServices,
    me: SignedIn,
    child: UUID,
    version: UUID,
    handed_over: HandedOver,
    id: UUID,
    *,
    she_asked: bool = False,
) -> Link:
    """A link for this child. Raises NothingThere, NotAllowed, MayNotAsk, and StoreRefused for a form used before."""
    async with services.store.reading() as db:
        need(may_answer(me, await tie_to(db, services.authority, me, child)))
        surveys = await asked_now.offered(db, services.authority)
        cover = await relationships.cover_first_name(db, services.authority, child, clock.today())
        made_before = await links.find(db, services.authority, id)
        if made_before is None:
            await need_may_ask(db, services.authority, child, she_asked=she_asked)
    chosen = next((each for each in surveys if each.version == version), None)
    if chosen is None:
        raise NothingThere
    code = new_code() if handed_over is HandedOver.BY_HAND else None
    token = await setting_up.invite(
        services,
        child,
        version,
        me.first_name,
        cover or "",
        chosen.band,
        me.id,
        handed_over.value,
        id,
        child_asked=clock.now() if she_asked else None,
        code=code,
        lasts=ON_A_SCREEN_LASTS if handed_over is HandedOver.ON_THIS_SCREEN else setting_up.INVITATION_LASTS,
    )
    return Link(f"{services.public_url.rstrip('/')}/c/{token}", chosen.title, code)


async def open_links(services: StaffServices, me: SignedIn, child: UUID) -> Sequence[links.Link]:
    """The links of this child that still work; none for somebody who could not end one."""
    async with services.store.reading() as db:
        if not may_revoke_link(me, await tie_to(db, services.authority, me, child)):
            return []
        return await links.open_links(db, services.authority, child, clock.now())


async def revoke_link(services: StaffServices, me: SignedIn, link: UUID) -> UUID:
    """End a link, also where somebody has begun with it and not sent. The child it was for.

    Raises NothingThere, NotAllowed. A second time, or after it was used, nothing changes.
    """
    async with services.store.reading() as db:
        found = await links.find(db, services.authority, link)
        if found is None:
            raise NothingThere
        need(may_revoke_link(me, await tie_to(db, services.authority, me, found.child)))
    if found.open_at(clock.now()):
        writes = Writes(services.authority)
        links.revoke(writes, found, clock.now())
        writes.event("revoke", "invitation", found.id, actor_kind="staff", actor=me.id)
        await services.store.write(writes)
    return found.child
