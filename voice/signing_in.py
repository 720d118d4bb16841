"""Members of staff sign in: e-mail, password and a one-time code, all three asked and answered as one.

Unknown e-mail, wrong password, wrong code: the same steps and the same answer. Too many tries slow the next one
down and never shut anybody out.
"""

import asyncio
import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pyotp
from pwdlib import PasswordHash

from storage import credentials, limits, staff
from storage.codes import new_token, token_hash
from storage.credentials import Credential, Session
from storage.errors import StoreRefused
from storage.reading import Reader
from storage.staff import Member
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn
from voice.errors import SignInNeeded, VoiceError
from voice.model import new_id
from voice.staff_services import StaffServices

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
KNOWN_AGAIN = timedelta(hours=24)  # how long a session that ran out may still hand over half-written words
SEEN_EVERY = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(minutes=15)
FREE_TRIES = 5
LONGEST_DELAY = 8.0
STEP = 30

_hasher = PasswordHash.recommended()
_hashing = ThreadPoolExecutor(2, "hashing")  # each takes 64 MB: many at once would be a way to stop the service
_nobodys_hash = _hasher.hash(new_token())
_nobodys_secret = pyotp.random_base32().encode()


class NotProved(VoiceError):
    """The password or the one-time code did not fit, or the code was used before."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody typed."""

    email: str = field(repr=False)
    password: str = field(repr=False)
    code: str = field(repr=False)


async def set_password(services: StaffServices, member: UUID, password: str) -> None:
    """Give a member of staff a (new) password; whoever is signed in as them is signed out."""
    made = await _hash(password)
    await _keep(services, member, "password", made.encode())


async def set_one_time_code(services: StaffServices, member: UUID) -> str:
    """A new secret for their authenticator app, in base32; shown once and kept wrapped."""
    secret = pyotp.random_base32()
    wrapped, version = services.provider.wrap_secret(
        secret.encode(), credentials.secret_place(services.authority, member)
    )
    await _keep(services, member, "totp", version.to_bytes(4, "big") + wrapped)
    return secret


async def _keep(services: StaffServices, member: UUID, kind: str, secret: bytes) -> None:
    writes = Writes(services.authority)
    async with services.store.reading() as db:
        known = await credentials.find(db, services.authority, member, kind)
        await credentials.end_sessions(db, writes, member, clock.now())
    credentials.keep(writes, known, member, kind, secret, clock.now())
    writes.event("set_credential", "staff_member", member, actor_kind="command", kind=kind)
    await services.store.write(writes)


async def sign_in(services: StaffServices, tried: Tried) -> str:
    """The token of a new session. Raises SignInNeeded, whatever is wrong."""
    bucket = services.keys.blind_index("limit", f"sign in {staff.folded(tried.email)}")
    await _slow_down(services, bucket)
    async with services.store.reading() as db:
        member = await staff.find_by_email(db, services.authority, tried.email)
        who = member.id if member else new_id()
        password = await credentials.find(db, services.authority, who, "password")
        totp = await credentials.find(db, services.authority, who, "totp")
    right = await _password_is_right(tried.password, password)
    step = _right_step(services, who, totp, tried.code)
    if not (right and step and member and member.active and totp):
        await _note_refusal(services, member)
        raise SignInNeeded
    return await _begin(services, member, totp, step, bucket)


async def prove_again(services: StaffServices, me: SignedIn, password: str, code: str) -> None:
    """Before something that is not done every day: the password and a one-time code once more. Raises NotProved."""
    bucket = services.keys.blind_index("limit", f"prove again {me.id}")
    await _slow_down(services, bucket)
    async with services.store.reading() as db:
        kept = await credentials.find(db, services.authority, me.id, "password")
        totp = await credentials.find(db, services.authority, me.id, "totp")
    right = await _password_is_right(password, kept)
    step = _right_step(services, me.id, totp, code)
    writes = Writes(services.authority)
    if not (right and step and totp):
        writes.event("refuse_proof", "staff_member", me.id, actor_kind="staff", actor=me.id)
        await services.store.write(writes)
        raise NotProved
    credentials.use_step(writes, totp, services.keys.blind_index("one-time code", f"{me.id} {step}"), step, clock.now())
    limits.set_count(writes, bucket, 0, clock.now())
    writes.event("prove_again", "staff_member", me.id, actor_kind="staff", actor=me.id)
    try:
        await services.store.write(writes)
    except StoreRefused:
        raise NotProved from None


async def _note_refusal(services: StaffServices, member: Member | None) -> None:
    writes = Writes(services.authority)
    writes.event("refuse_sign_in", "staff_member", member.id if member else None, actor_kind="staff")
    await services.store.write(writes)


async def _slow_down(services: StaffServices, bucket: bytes) -> None:
    """Count this try first, so that many at once gain nothing, then wait as long as the last ones ask for."""
    async with services.store.reading() as db:
        before = await limits.count(db, services.authority, bucket, clock.now() - FORGOTTEN_AFTER)
    writes = Writes(services.authority)
    limits.set_count(writes, bucket, before + 1, clock.now())
    await services.store.write(writes)
    await asyncio.sleep(delay_after(before))


def delay_after(tries: int) -> float:
    """Seconds: nothing for a few slips, then doubling up to eight."""
    over = tries - FREE_TRIES
    return 0.0 if over < 0 else min(LONGEST_DELAY, 0.5 * 2 ** min(over, 10))


async def _hash(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, password)


async def _password_is_right(typed: str, known: Credential | None) -> bool:
    kept = known.secret.decode() if known else _nobodys_hash
    matches = await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.verify, typed, kept)
    return matches and known is not None


def _right_step(services: StaffServices, who: UUID, known: Credential | None, typed: str) -> int | None:
    """The half minute this code is for, one either way, if it was not used yet."""
    place = credentials.secret_place(services.authority, who)
    if known:
        kept, version = known.secret[4:], int.from_bytes(known.secret[:4], "big")
    else:
        kept, version = services.provider.wrap_secret(_nobodys_secret, place)
    totp = pyotp.TOTP(services.provider.unwrap_secret(kept, version, place).decode())
    now, plain = int(clock.now().timestamp()) // STEP, "".join(typed.split())
    found = None
    for step in (now - 1, now, now + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), plain.encode("utf-8", "replace"))
        if right and known and step > known.last_step:
            found = step
    return found


async def _begin(services: StaffServices, member: Member, totp: Credential, step: int, bucket: bytes) -> str:
    writes, token, now, made = Writes(services.authority), new_token(), clock.now(), new_id()
    used = services.keys.blind_index("one-time code", f"{member.id} {step}")
    credentials.use_step(writes, totp, used, step, now)
    credentials.begin_session(writes, made, member.id, token_hash(token), now)
    limits.set_count(writes, bucket, 0, now)
    writes.event("sign_in", "staff_session", made, actor_kind="staff", actor=member.id)
    try:
        await services.store.write(writes)
    except StoreRefused:
        raise SignInNeeded from None
    return token


async def current(services: StaffServices, token: str | None) -> SignedIn:
    """Who is signed in by this cookie. Raises SignInNeeded: unknown, idle, too long, ended, or left the authority."""
    async with services.store.reading() as db:
        session = await _session(db, services, token)
        member = await staff.find(db, services.authority, session.staff)
    now = clock.now()
    if not session_stands(session) or member is None or not member.active:
        raise SignInNeeded
    if now - session.last_seen >= SEEN_EVERY:
        writes = Writes(services.authority)
        credentials.seen(writes, session.id, now)
        await services.store.write(writes)
    return _as_signed_in(member)


def session_stands(session: Session) -> bool:
    now = clock.now()
    return session.ended is None and now - session.last_seen < IDLE and now - session.begun < LONGEST


async def known_again(services: StaffServices, token: str | None) -> SignedIn:
    """Whose session this was before it ran out: for keeping what they were writing, and nothing else.

    A session that somebody ended is not known again. Raises SignInNeeded.
    """
    async with services.store.reading() as db:
        session = await _session(db, services, token)
        member = await staff.find(db, services.authority, session.staff)
    if session.ended or clock.now() - session.begun >= KNOWN_AGAIN or member is None or not member.active:
        raise SignInNeeded
    return _as_signed_in(member)


async def sign_out(services: StaffServices, me: SignedIn) -> None:
    """Signs this person out in every browser."""
    writes = Writes(services.authority)
    async with services.store.reading() as db:
        await credentials.end_sessions(db, writes, me.id, clock.now())
    writes.event("sign_out", "staff_member", me.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def _session(db: Reader, services: StaffServices, token: str | None) -> Session:
    found = await credentials.find_session(db, services.authority, token_hash(token)) if token else None
    if found is None:
        raise SignInNeeded
    return found


def _as_signed_in(member: Member) -> SignedIn:
    return SignedIn(member.id, member.first_name, member.last_name, member.team, member.roles)
