"""A child's visit: how it begins, how it is found again, how its draft is changed.

A way in is not a way back (R66): a link goes on from the next unanswered question and shows nothing that was
said before. Only the cookie that gave the answers, or the child's own code, looks back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from secrets import token_bytes
from typing import TypeVar
from uuid import UUID

from storage import conversations, invitations
from storage.codes import new_code, new_token, token_hash
from storage.conversations import Kept
from storage.errors import StoreRefused, TooManyChanges
from storage.locking import new_key
from storage.reading import Reader
from storage.writes import Writes
from surveys.replies import Reply
from voice import clock
from voice.draft import Draft, Look, Told, numbered
from voice.errors import AlreadySent, DeadLink, NoVisit, SealBroken
from voice.model import Around, HandedOver, Helper, new_id
from voice.public_services import PublicServices

T = TypeVar("T")

CONVERSATION_LASTS = timedelta(days=42)
GRACE = timedelta(days=1)  # what was typed just before the end is still taken


@dataclass(slots=True)
class Visit:
    """One open conversation, as one browser holds it."""

    kept: Kept
    token: str = field(repr=False)
    key: bytes = field(repr=False)
    draft: Draft = field(repr=False)
    authority: UUID

    @property
    def child(self) -> UUID:
        """Whose conversation this is. Raises NoVisit where nobody knows."""
        if self.kept.child is None:
            raise NoVisit
        return self.kept.child

    @property
    def known(self) -> bool:
        """Whether we know whose conversation this is: not of one that began at the open door."""
        return self.kept.child is not None

    @property
    def looks_back(self) -> bool:
        return self.kept.way.looks_back

    @property
    def number(self) -> int:
        return self.kept.way.visit

    @property
    def seen(self) -> dict[str, Reply]:
        """The answers this visit may be shown."""
        return self.draft.seen_by(self.number, self.looks_back)

    def said_elsewhere(self, question: str) -> bool:
        """A way in is not a way back: what was said in another visit is for the child's own code alone (R66)."""
        given = self.draft.replies.get(question)
        return given is not None and not self.draft.is_of(given.visit, self.number, self.looks_back)

    @property
    def told(self) -> dict[str, Told]:
        """The concerns this visit raised, or may know of by the child's own code."""
        return self.draft.told_by(self.number, self.looks_back)

    @property
    def marks_parents(self) -> bool:
        """Whether this visit may see and set what the adults at home should not know: not after another visit did."""
        draft = self.draft
        return draft.parents is None or draft.is_of(draft.parents_visit, self.number, self.looks_back)

    @property
    def sees_everything(self) -> bool:
        """Whether all that stands in the draft was said in this visit, or with the code it came by."""
        return self.marks_parents and len(self.seen) == len(self.draft.replies)

    @property
    def knows_code(self) -> bool:
        """Whether the code that stands in the draft is this visit's to know."""
        return self.looks_back or int(self.draft.code_visit) == self.number

    @property
    def on_anothers_screen(self) -> bool:
        """Whether an adult handed this screen over: nothing may be left on it (R75). Her own code leads elsewhere."""
        return self.kept.handed_over == HandedOver.ON_THIS_SCREEN and not self.looks_back

    @property
    def sent(self) -> bool:
        return self.kept.sent is not None

    @property
    def under_eight(self) -> bool:
        """No code under 8 (R81)."""
        return self.kept.band == "4-7"


async def begin(services: PublicServices, link: str, language: str, look: Look | None = None) -> str:
    """Begin a visit through a personal link; returns the cookie's token. Raises DeadLink.

    Opening a link changes nothing (previews open links); this is what the page's one button does. Begun too often it
    takes longer.
    """
    links = services.doors.links
    await links.knock(services.store, services.keys, link)
    token = await _begin_once(services, link, language, look or Look())
    await links.remember(services.store, services.keys, link)
    return token


async def _begin_once(services: PublicServices, link: str, language: str, look: Look) -> str:
    for attempt in range(2):
        try:
            return await services.store.decide(lambda db: _begin(db, services, link, language, look))
        except StoreRefused:
            # Two presses at once: the other has just begun the conversation, and this one joins it.
            if attempt:
                raise
    raise DeadLink


async def _begin(db: Reader, services: PublicServices, link: str, language: str, look: Look) -> tuple[Writes, str]:
    invited = await invitations.find_by_token(db, services.authority, token_hash(link))
    if invited is None or not invited.open_at(clock.now()):
        raise DeadLink
    writes = Writes(services.authority)
    known = await conversations.find_by_way(db, services.authority, token_hash(link), "link")
    if known is None:
        return writes, _start(writes, services, invited, link, language, look)
    key = conversations.key_through(services.authority, known, services.keys.opening_key(link, known.way.salt, "link"))
    return writes, join(writes, services, known, key, looks_back=False)


def _start(
    writes: Writes, services: PublicServices, invited: invitations.Invited, link: str, language: str, look: Look
) -> str:
    now, made, key = clock.now(), new_id(), new_key()
    expires = now + CONVERSATION_LASTS
    facts = {"invitation": invited.id, "version": invited.version, "language": language, "ways": ["web"]}
    conversations.begin(writes, made, key, Draft(look=look).to_bytes(), begun=now, expires=expires, **facts)
    opens = {"visit": 0, "looks_back": False, "expires": invited.expires}
    _add_way(writes, services, made, key, "link", link, token_hash(link), **opens)
    writes.event("begin", "conversation", made, actor_kind="child")
    return add_cookie(writes, services, made, key, 1, looks_back=False, expires=expires)


def join(writes: Writes, services: PublicServices, kept: Kept, key: bytes, *, looks_back: bool) -> str:
    """One more visit to a conversation that is going on; its cookie's token. Raises DeadLink.

    It claims the conversation: of two that join at once each has its own number, and none slips in beside Send.
    """
    body = conversations.read_draft(services.authority, kept, key)
    if body is None or kept.sent or kept.revoked:
        raise DeadLink
    draft = Draft.from_bytes(body)
    number = draft.begin_visit(with_code=looks_back)
    conversations.save(writes, kept, key, draft.to_bytes(), ways=sorted({*kept.ways, "web"}))
    return add_cookie(writes, services, kept.id, key, number, looks_back=looks_back, expires=kept.expires)


def add_cookie(
    writes: Writes,
    services: PublicServices,
    conversation: UUID,
    key: bytes,
    number: int,
    *,
    looks_back: bool,
    expires: object,
) -> str:
    """A new cookie's token for this conversation."""
    token = new_token()
    facts = {"visit": number, "looks_back": looks_back, "expires": expires}
    _add_way(writes, services, conversation, key, "cookie", token, token_hash(token), **facts)
    return token


def _add_way(
    writes: Writes,
    services: PublicServices,
    conversation: UUID,
    key: bytes,
    kind: str,
    secret: str,
    locator: bytes,
    **facts: object,
) -> None:
    salt, made = token_bytes(16), new_id()
    under = services.keys.opening_key(secret, salt, kind)
    conversations.open_way(
        writes, conversation, made, kind, key, under, salt=salt, locator=locator, made=clock.now(), **facts
    )


async def current_visit(services: PublicServices, token: str | None) -> Visit:
    """The visit behind a cookie. Raises NoVisit."""
    if not token:
        raise NoVisit
    kept = await conversations.find_by_way(services.store.glancing(), services.authority, token_hash(token), "cookie")
    if kept is None or clock.now() > kept.expires + GRACE or kept.revoked:
        raise NoVisit
    try:
        key = conversations.key_through(
            services.authority, kept, services.keys.opening_key(token, kept.way.salt, "cookie")
        )
        body = conversations.read_draft(services.authority, kept, key)
    except SealBroken:
        raise NoVisit from None
    if body is None:
        raise NoVisit
    return Visit(kept, token, key, Draft.from_bytes(body), services.authority)


async def change(services: PublicServices, visit: Visit, verb: Callable[[Visit, Writes], T], tries: int = 3) -> T:
    """Run a verb on the visit's draft and keep what it decided, all together or not at all.

    When another press was first, the verb runs again on what that one left. Raises TooManyChanges.
    """
    for attempt in range(tries):
        visit = await current_visit(services, visit.token) if attempt else visit
        mine, writes = replace(visit, draft=visit.draft.copied()), Writes(visit.authority)
        result = verb(mine, writes)
        conversations.save(writes, mine.kept, mine.key, mine.draft.to_bytes(), **_facts(mine))
        if await services.store.write(writes):
            return result
    raise TooManyChanges


def not_sent(visit: Visit) -> None:
    """Raises AlreadySent where the words went while this press was on its way."""
    if visit.sent:
        raise AlreadySent


def _facts(visit: Visit) -> dict[str, object]:
    return {"language": visit.kept.language, "ways": list(visit.kept.ways), "sent": visit.kept.sent}


async def say_who_is_around(services: PublicServices, visit: Visit, around: Around, helper: Helper) -> None:
    """Kept with the statement: being heard alone is something the adults must be able to see (R7, R69)."""

    def verb(mine: Visit, _: Writes) -> None:
        not_sent(mine)
        mine.draft.say_near(mine.number, around, helper)

    await change(services, visit, verb)


async def own_code(services: PublicServices, visit: Visit) -> str | None:
    """The child's code, made when first needed and shown before sending. None under 8 (R81), none in a visit that
    may not look back at what another said (R66): whoever has the code sees everything.
    """
    if visit.under_eight or not (visit.knows_code or visit.sees_everything):
        return None
    if visit.draft.code and visit.knows_code:
        return visit.draft.code

    def verb(mine: Visit, writes: Writes) -> str | None:
        not_sent(mine)
        if (mine.draft.code and mine.knows_code) or not mine.sees_everything:
            return mine.draft.code if mine.knows_code else None
        if mine.draft.code:
            # Somebody opened the link before, said nothing and saved: that code must not open what is said now.
            conversations.close_way_at(writes, services.keys.locator(mine.draft.code))
        code = mine.draft.code = new_code()
        mine.draft.code_visit = numbered(mine.number)
        helped = mine.draft.helper not in (None, Helper.NOBODY)
        mine.draft.code_helped = helped or mine.on_anothers_screen
        locator = services.keys.locator(code)
        facts = {"visit": 0, "looks_back": True, "expires": mine.kept.expires}
        _add_way(writes, services, mine.kept.id, mine.key, "code", code, locator, **facts)
        return code

    return await change(services, visit, verb)


async def leave(services: PublicServices, token: str | None) -> None:
    """End the visit in this browser: the cookie opens nothing any more. The words stay sealed where they are."""
    if not token:
        return
    kept = await conversations.find_by_way(services.store.glancing(), services.authority, token_hash(token), "cookie")
    if kept:
        writes = Writes(services.authority)
        conversations.close_way(writes, kept.way.id)
        await services.store.write(writes)
