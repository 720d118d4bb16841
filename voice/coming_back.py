"""A child comes back with her code: what I said, who opened it, what they answered, what they promised.

Whatever is wrong with a code, the same steps are taken: one look, one opening, one page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID

from storage import conversations, invitations, mailboxes
from storage.codes import code_from, new_code, new_token, read_code, token_hash
from storage.conversations import Kept
from storage.envelopes import PrivateKey, PublicKey
from storage.mailboxes import Mailbox
from storage.reading import Reader
from storage.writes import Writes
from voice import clock, visiting
from voice.errors import DeadLink, NoVisit, SealBroken
from voice.model import new_id
from voice.public_services import PublicServices

RETURN_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opened: a conversation to go on with, a mailbox to look into, or a link that was written on paper.

    The cookie's token for it, or the link's.
    """

    token: str = field(repr=False)
    mailbox: bool
    link: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A mailbox open before its child."""

    mailbox: Mailbox
    way: UUID
    key: PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inside:
    """Everything in a mailbox, oldest first, by kind."""

    said: Mapping[str, Any] = field(repr=False)
    later: Sequence[Mapping[str, Any]] = field(repr=False)
    opened: Sequence[Mapping[str, Any]] = field(repr=False)
    replies: Sequence[Mapping[str, Any]] = field(repr=False)
    promises: Sequence[Mapping[str, Any]] = field(repr=False)
    weighings: Sequence[Mapping[str, Any]] = field(repr=False)
    translations: Sequence[Mapping[str, Any]] = field(repr=False)
    backs: Sequence[Mapping[str, Any]] = field(repr=False)  # what she answered to what adults wrote
    language: str | None = None  # in which she was asked: who signs reads Easy Read, and her answers say no more

    @property
    def recordings(self) -> list[Mapping[str, Any]]:
        """What opens each of her recordings: those she sent, then those she added, oldest first."""
        every = (self.said, *self.later)
        return [each for one in every for each in one.get("recordings", [])]


async def open_with_code(services: PublicServices, typed: str) -> Opened:
    """Open what this code belongs to. Raises DeadLink, and StoreBusy when too many are trying."""
    codes = services.doors.codes
    await codes.knock(services.store, services.keys)
    code = read_code(typed) or new_code()  # a code that cannot be one still takes the same steps
    locator, link = services.keys.locator(code), services.keys.link_behind(code)
    async with services.store.reading() as db:
        kept = await conversations.find_by_way(db, services.authority, locator, "code")
        mailbox = await mailboxes.find_by_locator(db, services.authority, locator)
        invited = await invitations.find_by_token(db, services.authority, token_hash(link))
    try:
        return await _open(services, code, kept, mailbox)
    except SealBroken:
        if invited and invited.open_at(clock.now()):
            return Opened(link, mailbox=False, link=True)
        await codes.remember(services.store, services.keys)
        raise DeadLink from None


async def _open(services: PublicServices, code: str, kept: Kept | None, mailbox: Mailbox | None) -> Opened:
    if kept is not None and clock.now() <= kept.expires and not (kept.sent or kept.revoked):
        return Opened(await services.store.decide(lambda db: _go_on(db, services, code)), mailbox=False)
    wrapped, salt = (mailbox.wrapped_private, mailbox.salt) if mailbox else (None, b"\0" * 16)
    under = services.keys.opening_key(code, salt, "mailbox")
    held = mailbox or _dummy()
    key = mailboxes.unwrap_private(services.authority, held.id, wrapped or b"\x01" + b"\0" * 124, under)
    token, now = new_token(), clock.now()
    way_salt = token_bytes(16)
    writes = Writes(services.authority)
    opening = services.keys.opening_key(token, way_salt, "return")
    mailboxes.open_return(writes, held, key, opening, token_hash(token), way_salt, now + RETURN_LASTS)
    writes.event("come_back", "mailbox", held.id, actor_kind="child")
    await services.store.write(writes)
    return Opened(token, mailbox=True)


def _dummy() -> Mailbox:
    return Mailbox(new_id(), new_id(), b"", b"", None, 0, helped=False)


async def _go_on(db: Reader, services: PublicServices, code: str) -> tuple[Writes, str]:
    """The child's own code looks back: every answer can be seen and changed."""
    kept = await conversations.find_by_way(db, services.authority, services.keys.locator(code), "code")
    if kept is None:
        raise DeadLink
    key = conversations.key_through(services.authority, kept, services.keys.opening_key(code, kept.way.salt, "code"))
    writes = Writes(services.authority)
    return writes, visiting.join(writes, services, kept, key, looks_back=True)


async def leave(services: PublicServices, token: str | None) -> None:
    """End the look into the mailbox in this browser: the cookie opens nothing any more."""
    if not token:
        return
    async with services.store.reading() as db:
        found = await mailboxes.find_by_return(db, services.authority, token_hash(token), clock.now())
    if found:
        writes = Writes(services.authority)
        conversations.close_way(writes, found[1])
        await services.store.write(writes)


async def held_mailbox(services: PublicServices, token: str | None) -> Held:
    """The mailbox behind a returning child's cookie. Raises NoVisit."""
    if not token:
        raise NoVisit
    async with services.store.reading() as db:
        found = await mailboxes.find_by_return(db, services.authority, token_hash(token), clock.now())
    if found is None:
        raise NoVisit
    mailbox, way, salt, wrapped = found
    under = services.keys.opening_key(token, salt, "return")
    try:
        return Held(mailbox, way, mailboxes.key_through_return(services.authority, mailbox, way, wrapped, under))
    except SealBroken:
        raise NoVisit from None


async def look_inside(services: PublicServices, held: Held) -> Inside:
    """Open everything in the mailbox."""
    async with services.store.reading() as db:
        found = await mailboxes.items(db, services.authority, held.mailbox.id)
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for item in found:
        signed_by = services.keys.signing_public
        body = mailboxes.take_out(services.authority, held.mailbox.id, held.key, item, signed_by)
        if body is not None:
            by_kind.setdefault(item.kind, []).append({**json.loads(body), "at": item.made})
    said = [each for each in by_kind.get("said", []) if "later" not in each]
    later = [each for each in by_kind.get("said", []) if "later" in each]
    return Inside(
        said[0] if said else {"answers": [], "sent": None},
        [each for each in later if "back" not in each],
        _first_by_person(by_kind.get("opened", [])),
        by_kind.get("reply", []),
        _latest(by_kind.get("promise", [])),
        by_kind.get("weighing", []),
        by_kind.get("translation", []),
        [{**each["back"], "when": each["when"]} for each in later if "back" in each],
        origin.language if origin else None,
    )


def _first_by_person(opened: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One line a person: the first time each opened it."""
    first: dict[str, Mapping[str, Any]] = {}
    for line in opened:
        first.setdefault(line["who"], line)
    return list(first.values())


def _latest(promises: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each promise as it stands now."""
    standing: dict[str, Mapping[str, Any]] = {}
    for promise in promises:
        standing[promise["promise"]] = promise
    return list(standing.values())


async def replace_code(services: PublicServices, held: Held) -> str | None:
    """A code an adult helped to make is replaced at the child's own first return; None where that is not due.

    The new code is derived, so that a second press, or a page that never arrived, gives the same one. Whoever else
    has the mailbox open, by the old code, is shown out.
    """
    authority, under = (
        services.authority,
        services.keys.opening_key(held.key.seed.hex(), held.mailbox.id.bytes, "again"),
    )
    code = code_from(under)
    if held.mailbox.helped:
        await _change_code(services, held, code)
    async with services.store.reading() as db:
        now_under = await mailboxes.find_by_locator(db, authority, services.keys.locator(code))
    return code if now_under and now_under.id == held.mailbox.id else None


async def _change_code(services: PublicServices, held: Held, code: str) -> None:
    salt, writes = token_bytes(16), Writes(services.authority)
    wrapped = mailboxes.wrap_private(services.authority, held.key, services.keys.opening_key(code, salt, "mailbox"))
    locator = services.keys.locator(code)
    mailboxes.change_code(writes, held.mailbox, locator=locator, salt=salt, wrapped_private=wrapped, helped=False)
    async with services.store.reading() as db:
        for way in await mailboxes.returns_into(db, services.authority, held.mailbox.id):
            if way != held.way:
                conversations.close_way(writes, way)
    body = json.dumps({"what": "code", "when": clock.now().isoformat()}).encode()
    mailboxes.put_in(writes, held.mailbox.id, PublicKey(held.mailbox.id, held.mailbox.public_key), "changed", body)
    writes.event("replace_code", "mailbox", held.mailbox.id, actor_kind="child")
    await services.store.write(writes)
