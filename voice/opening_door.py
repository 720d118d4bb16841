"""An authority opens the door for children who have no link, or closes it: a decision, written down in the audit.

Whoever has begun may finish after it is closed: what a child is in the middle of saying is not cut off.
"""

from storage import authorities
from storage.writes import Writes
from surveys.loading import library
from voice import setting_up
from voice.at_the_door import SURVEY
from voice.staff_services import StaffServices


async def open_door(services: StaffServices) -> None:
    """Publish what is asked there, and let children in."""
    await setting_up.publish(services, library()[SURVEY])
    await _arrange(services, is_open=True)


async def close_door(services: StaffServices) -> None:
    await _arrange(services, is_open=False)


async def _arrange(services: StaffServices, *, is_open: bool) -> None:
    async with services.store.reading() as db:
        now = (await authorities.find(db, services.authority)).arrangements
    writes = Writes(services.authority)
    authorities.arrange(writes, {**now, "open_door": is_open})
    action = "open_door" if is_open else "close_door"
    writes.event(action, "authority", services.authority, actor_kind="command")
    await services.store.write(writes)
