"""What the page behind a personal link may know before the visit begins: whether it is open, and for which age."""

from dataclasses import dataclass

from storage import invitations
from storage.codes import token_hash
from voice import clock
from voice.errors import DeadLink
from voice.public_services import PublicServices


@dataclass(frozen=True, slots=True)
class Link:
    """An open link."""

    theme: str
    band: str


async def look_at(services: PublicServices, token: str) -> Link:
    """Look at a link without changing anything. Raises DeadLink for every kind of dead link alike."""
    async with services.store.reading() as db:
        invited = await invitations.find_by_token(db, services.authority, token_hash(token))
    if invited is None or not invited.open_at(clock.now()):
        raise DeadLink
    return Link((await services.asked(invited.version)).survey.theme, invited.band)
