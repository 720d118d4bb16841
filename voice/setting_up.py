"""Setting an authority up: itself and its keys, teams, staff, children, the surveys it publishes, invitations."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from storage import authorities, children, interpreters, invitations, private_keys, relationships, staff, versions
from storage.codes import new_token, token_hash
from storage.envelopes import PublicKey
from storage.interpreters import Register
from storage.writes import Writes
from surveys.model import Survey
from surveys.wording import digest, freeze
from voice import clock
from voice.model import Point, Purpose, Role, new_id
from voice.staff_services import StaffServices

AUTHORITY_KEYS = (Purpose.PARTICIPATION, Purpose.NUMBERS)
CHILD_KEYS = (Purpose.CASE, Purpose.APART)
INVITATION_LASTS = timedelta(days=28)


async def make_authority(
    services: StaffServices, name: str, arrangements: Mapping[str, Any], advocacy: PublicKey
) -> None:
    """The authority, its directory and the keys that are its own.

    Advocacy is another organisation (R63): its key comes from the provider, who alone holds the private half.
    """
    writes = Writes(services.authority)
    authorities.add(writes, name, services.public_url, services.staff_url, arrangements, clock.now())
    for purpose in AUTHORITY_KEYS:
        private_keys.make_pair(writes, services.provider, purpose, None, clock.now())
    private_keys.add_anothers(writes, services.provider, Purpose.ADVOCACY, advocacy, clock.now())
    private_keys.make_directory(writes, services.provider, clock.now())
    writes.event("make", "authority", services.authority, actor_kind="command")
    await services.store.write(writes)


async def add_team(services: StaffServices, name: str) -> UUID:
    writes, made = Writes(services.authority), new_id()
    staff.add_team(writes, made, name)
    await services.store.write(writes)
    return made


async def add_staff(
    services: StaffServices, first: str, last: str, email: str, team: UUID | None, roles: Sequence[Role]
) -> UUID:
    """A member of staff with roles. Signing in is arranged apart (voice/signing_in.py)."""
    writes, made = Writes(services.authority), new_id()
    staff.add_member(writes, made, first, last, email, team, clock.now())
    for role in roles:
        staff.give_role(writes, made, role, clock.now())
    writes.event("add", "staff_member", made, actor_kind="command")
    await services.store.write(writes)
    return made


async def add_interpreter(
    services: StaffServices, member: UUID, first: str, languages: Sequence[str], register: Register | None = None
) -> None:
    """What a member of staff who holds that role interprets, and where they are registered (R86)."""
    writes = Writes(services.authority)
    interpreters.add(writes, member, first, languages, register)
    writes.event("add", "interpreter", member, actor_kind="command")
    await services.store.write(writes)


async def add_child(services: StaffServices, name: str, born: date, team: UUID) -> UUID:
    """A child, with a case and an apart key pair of her own."""
    async with services.store.reading() as db:
        cipher = await private_keys.directory(db, services.authority, services.provider)
    writes, made, salt = Writes(services.authority), new_id(), token_bytes(16)
    private_keys.add_salt(writes, made, salt, clock.now())
    children.add(writes, cipher, salt, made, team, name, born, clock.now())
    for purpose in CHILD_KEYS:
        private_keys.make_pair(writes, services.provider, purpose, made, clock.now())
    writes.event("add", "child", made, actor_kind="command")
    await services.store.write(writes)
    return made


async def allocate(services: StaffServices, child: UUID, member: UUID, works_as: Role, *, cover: bool = False) -> None:
    writes = Writes(services.authority)
    children.allocate(writes, child, member, works_as.value, clock.today(), cover=cover)
    writes.event("allocate", "child", child, actor_kind="command", to=str(member))
    await services.store.write(writes)


async def publish(services: StaffServices, survey: Survey) -> UUID:
    """Publish a survey as its next version, its words frozen in every language. The same words only once."""
    words = {tag: freeze(survey, catalogue(tag)) for tag in LANGUAGES}
    named = hashlib.sha256("".join(digest(words[tag]) for tag in sorted(words)).encode()).hexdigest()
    async with services.store.reading() as db:
        known = await versions.survey_id(db, services.authority, survey.code)
        newest = await versions.newest(db, services.authority, survey.code)
    if newest and newest[2] == named:
        return newest[0]
    writes, made, now = Writes(services.authority), new_id(), clock.now()
    owner = known or new_id()
    if known is None:
        versions.add_survey(writes, owner, survey.code, survey.title, now)
    versions.publish(writes, made, owner, newest[1] + 1 if newest else 1, survey.model_dump(mode="json"), named, now)
    for tag, frozen in words.items():
        versions.freeze(writes, new_id(), made, tag, dict(frozen), digest(frozen), now)
    writes.event("publish", "survey_version", made, actor_kind="command", sha256=named)
    await services.store.write(writes)
    return made


async def invite(
    services: StaffServices,
    child: UUID,
    version: UUID,
    worker: str,
    cover: str,
    band: str,
    by: UUID | None = None,
    handed_over: str | None = None,
    id: UUID | None = None,
    point: Point | None = None,
    child_asked: datetime | None = None,
    lasts: timedelta = INVITATION_LASTS,
    code: str | None = None,
) -> str:
    """A personal link for this child; returns the token, which is kept nowhere.

    A form may bring the id, so that it cannot be used twice. Raises StoreRefused when it was. `code` leads there too.
    """
    async with services.store.reading() as db:
        team = (await relationships.teams_of(db, services.authority, [child])).get(child)
    writes, made, now = Writes(services.authority), id or new_id(), clock.now()
    token = services.keys.link_behind(code) if code else new_token()
    facts = {"worker_name": worker, "cover_name": cover, "band": band, "ways": ["web"], "made_by": by} | {
        "handed_over": handed_over,
        "team": team,
        "point": point,
        "child_asked": child_asked,
    }
    times = {"made": now, "expires": now + lasts}
    invitations.add(writes, id=made, child=child, version=version, token_hash=token_hash(token), **times, **facts)
    writes.event("invite", "invitation", made, actor_kind="staff" if by else "command", actor=by)
    await services.store.write(writes)
    return token
