"""Where what children say in another language gets stuck: nobody to ask, one person alone, or work past its time.

For whoever writes down who interprets here. It counts, and names no child.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import interpreters, interpreting
from voice import clock
from voice.access import SignedIn, keeps_interpreters, need
from voice.interpreting.engaging import LANGUAGES
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class Short:
    """One language in which something is missing: how many can be asked today, and how much is past its time."""

    language: str
    people: int
    late: int


async def look(services: StaffServices, me: SignedIn) -> Sequence[Short]:
    """Languages in which nobody could check another, or something is late. Raises NotAllowed."""
    need(keeps_interpreters(me))
    today = clock.today()
    async with services.store.reading() as db:
        can = [each for each in await interpreters.every(db, services.authority) if each.registered_on(today)]
        late = await interpreting.late(db, services.authority, clock.now())
    languages = sorted({*LANGUAGES, *late})
    found = [Short(tag, sum(tag in each.languages for each in can), late.get(tag, 0)) for tag in languages]
    return [each for each in found if each.late or (each.people < 2 and each.language in LANGUAGES)]
