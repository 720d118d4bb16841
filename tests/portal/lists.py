"""The lists of the portal that are not of one child: who has which."""

from collections.abc import Awaitable, Callable
from typing import Any

from voice.access import SignedIn
from voice.errors import NotAllowed
from voice.interpreting import engaging
from voice.staff_services import StaffServices
from voice.studio import register
from voice.texting import matching, wrong_record

Look = Callable[[StaffServices, SignedIn], Awaitable[Any]]

LISTS: dict[str, Look] = {
    "unknown": matching.matched,
    "unknown_waits": matching.waiting,
    "wrong_record": wrong_record.to_see_to,
    "studio": register.look,
    "interpreters": engaging.look,
}


async def has_lists(services: StaffServices, me: SignedIn) -> dict[str, bool]:
    """Which of them the verbs give this person."""
    return {name: await _has(services, me, look) for name, look in LISTS.items()}


async def _has(
    services: StaffServices, me: SignedIn, look: Callable[[StaffServices, SignedIn], Awaitable[Any]]
) -> bool:
    try:
        return await look(services, me) is not None
    except NotAllowed:
        return False
