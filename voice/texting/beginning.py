"""A conversation by text begins: by an invitation, or because the child texts first (R107 does not hold her back)."""

from dataclasses import dataclass
from secrets import token_bytes
from uuid import UUID

from storage import asked_now, children, conversations, invitations, private_keys, relationships
from storage.asked_now import Offered
from storage.codes import new_token, token_hash
from storage.locking import new_key
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.draft import Draft, Texting
from voice.model import new_id
from voice.setting_up import INVITATION_LASTS
from voice.texting import phrases
from voice.texting.asides import PROMISE, At, words_at
from voice.texting.turns import Says, Turn
from voice.visiting import CONVERSATION_LASTS


@dataclass(frozen=True, slots=True)
class Opening:
    """What a conversation is about to be about. Without `known` it was the child who began."""

    version: UUID
    band: str
    known: UUID | None
    worker: str
    cover: str


async def opening_for(turn: Turn, child: UUID) -> Opening | None:
    """What this child is asked by text now: what she was invited to, else what is published for her age."""
    services, today = turn.services, clock.today()
    async with services.store.reading() as db:
        invited = await invitations.open_by_text(db, services.authority, child, clock.now())
        if invited:
            return Opening(invited.version, invited.band, invited.id, "", "")
        fitting = await _for_her_age(db, turn, child)
        worker = await relationships.worker_first_name(db, services.authority, child, today)
        cover = await relationships.cover_first_name(db, services.authority, child, today)
    return Opening(fitting.version, fitting.band, None, worker or "", cover or "") if fitting else None


async def _for_her_age(db: Reader, turn: Turn, child: UUID) -> Offered | None:
    services = turn.services
    cipher = await private_keys.directory(db, services.authority, services.staff.provider)
    found = (await children.named(db, services.authority, cipher, [child])).get(child)
    age = found.age_on(clock.today()) if found else None
    offered = await asked_now.offered(db, services.authority)
    asked = [each for each in offered if each.by_text]
    return next((each for each in asked if age is None or each.ages[0] <= age <= each.ages[1]), None)


def begin(turn: Turn, writes: Writes, child: UUID, opening: Opening) -> Says:
    """Open the conversation and say the promise, before the first question (R9)."""
    now, made, key = clock.now(), new_id(), new_key()
    expires, language = now + CONVERSATION_LASTS, turn.language
    invitation = opening.known or _invite_herself(writes, child, opening)
    draft = Draft(texting=Texting.standing_at(At.READY))
    facts = {"invitation": invitation, "version": opening.version, "language": language, "ways": ["sms"]}
    conversations.begin(writes, made, key, draft.to_bytes(), begun=now, expires=expires, **facts)
    _lead_here(turn, writes, made, key, expires)
    writes.event("begin", "conversation", made, actor_kind="child")
    return [
        ("answer", phrases.vital(PROMISE, language)),
        ("question", words_at(At.READY, language)["sms"] or ""),
    ]


def _invite_herself(writes: Writes, child: UUID, opening: Opening) -> UUID:
    made, now = new_id(), clock.now()
    names = {"worker_name": opening.worker, "cover_name": opening.cover, "band": opening.band}
    invitations.add(
        writes,
        id=made,
        child=child,
        version=opening.version,
        token_hash=token_hash(new_token()),  # a link is made where she asks for one
        ways=["sms"],
        made=now,
        expires=now + INVITATION_LASTS,
        made_by=None,
        handed_over=None,
        **names,
    )
    return made


def _lead_here(turn: Turn, writes: Writes, conversation: UUID, key: bytes, expires: object) -> None:
    """One conversation at a time on a telephone: its way leads into this one from now on."""
    services, salt = turn.services, token_bytes(16)
    under = services.keys.opening_key(services.secret, salt, "delivery")
    facts = {"salt": salt, "looks_back": False, "visit": 1, "made": clock.now(), "expires": expires}
    if turn.kept:
        conversations.move_way(writes, turn.kept.way, conversation, key, under, **facts)
    else:
        conversations.open_way(writes, conversation, new_id(), "delivery", key, under, locator=turn.contact, **facts)
