"""*This isn't me*: whoever holds a link that is not theirs closes it, and the sender is told (security.md).

What was said before stays where it is, and the child's own cookie or code still goes on with it: somebody who wants her
to stop must not be able to throw her words away. Only the link, and the visit in which it was pressed, end.
"""

from uuid import UUID

from storage import conversations, invitations, requests
from storage.codes import token_hash
from storage.errors import StoreRefused
from storage.writes import Writes
from voice import clock
from voice.errors import DeadLink
from voice.public_services import PublicServices
from voice.visiting import Visit
from voice.working_days import working_days_after

WITHIN_WORKING_DAYS = 1


async def close_link(services: PublicServices, link: str) -> None:
    """Somebody has opened a link that is not for them. Raises DeadLink."""
    async with services.store.reading() as db:
        invited = await invitations.find_by_token(db, services.authority, token_hash(link))
        known = await conversations.find_by_way(db, services.authority, token_hash(link), "link")
    if invited is None or not invited.open_at(clock.now()):
        raise DeadLink
    writes = Writes(services.authority)
    conversations.close_way_at(writes, token_hash(link))
    await _close(services, writes, invited.id, invited.child, known.id if known else None)


async def close_visit(services: PublicServices, visit: Visit) -> None:
    """Somebody has begun a visit that is not theirs: it ends, and so does the link."""
    async with services.store.reading() as db:
        ways = await conversations.ways_into(db, services.authority, visit.kept.id)
    writes = Writes(services.authority)
    conversations.close_way(writes, visit.kept.way.id)
    for way, kind in ways:
        if kind == "link":
            conversations.close_way(writes, way)
    if visit.kept.invitation:
        await _close(services, writes, visit.kept.invitation, visit.kept.child, visit.kept.id)
    else:
        await services.store.write(writes)


async def _close(
    services: PublicServices, writes: Writes, invitation: UUID, child: UUID | None, conversation: UUID | None
) -> None:
    """Use the link up, and tell whoever works with the child; pressed twice, they are told once."""
    place = (await services.arrangements()).arrangements.get("calendar", "ENG")
    once = services.keys.blind_index("not me", str(invitation))
    made = UUID(bytes=once[:16], version=4)
    invitations.use_up(writes, invitation, clock.now())
    answer_by = working_days_after(clock.today(), WITHIN_WORKING_DAYS, place)
    requests.add_wordless(writes, made, child, conversation, "not_me", answer_by)
    writes.event("not_me", "invitation", invitation, actor_kind="child")
    try:
        await services.store.write(writes)
    except StoreRefused:
        return  # another press was first, and has closed it
