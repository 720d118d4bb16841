"""When too many come to the open door, a browser works for a second before it is let in without waiting (security.md).

The scheme is altcha's: look for the number behind a hash. No puzzle for a person, no account, no other site (R1, R6).
It buys nothing but time: who cannot do it, without a script or on an old telephone, waits a little and is let in too.
Each piece of work is good once, for ten minutes.
"""

import base64
from datetime import timedelta
from importlib import import_module
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storage import limits
from storage.intake_keys import IntakeKeys
from storage.store import Store
from storage.writes import Writes
from voice import clock

LASTS = timedelta(minutes=10)
LEAST, MOST = 50_000, 400_000  # numbers to look through: about a second to eight on a cheap telephone
LONGEST = 2000


class Done(BaseModel):
    """What a browser sends for its work."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    algorithm: Literal["SHA-256"]
    challenge: str = Field(pattern="^[0-9a-f]{64}$")
    number: int = Field(ge=0, le=MOST)
    salt: str = Field(pattern="^[0-9a-f]{24}[?]expires=[0-9]{1,12}&$")
    signature: str = Field(pattern="^[0-9a-f]{64}$")

    @property
    def expires(self) -> int:
        return int(self.salt.partition("expires=")[2].rstrip("&"))


def work_for(keys: IntakeKeys, times_too_many: int) -> dict[str, str | int]:
    """Something to work on: the more come, the longer it takes."""
    most = min(MOST, LEAST * max(1, times_too_many))
    expires = clock.now() + LASTS
    asked = _altcha().ChallengeOptions(max_number=most, salt_length=12, hmac_key=_key(keys), expires=expires)
    return dict(_altcha().create_challenge(asked).to_dict())


async def is_done(store: Store, keys: IntakeKeys, given: str) -> bool:
    """Whether this is work that we asked for, done now, and was not used before. Whatever else it is, it is not."""
    done = _parsed(given)
    if done is None or done.expires < clock.now().timestamp():
        return False
    written = base64.b64encode(done.model_dump_json().encode()).decode()
    right, _ = _altcha().verify_solution(written, _key(keys), check_expires=False)  # by our own clock, above
    return right and await _is_first(store, keys, done)


async def _is_first(store: Store, keys: IntakeKeys, done: Done) -> bool:
    name = keys.blind_index("work", done.challenge)
    async with store.reading() as db:
        used = await limits.count(db, keys.authority, name, clock.now() - 2 * LASTS)
    writes = Writes(keys.authority)
    limits.set_count(writes, name, 1, clock.now())
    return not used and await store.write(writes)


def _parsed(given: str) -> Done | None:
    if len(given) > LONGEST:
        return None
    try:
        return Done.model_validate_json(base64.b64decode(given, validate=True))
    except (ValueError, ValidationError):
        return None


def _altcha() -> Any:
    """By name and when it is needed: it brings a library of its own to every process, for doors that few crowd."""
    return import_module("altcha.v1")


def _key(keys: IntakeKeys) -> bytes:
    return keys.blind_index("work key", str(keys.authority))
