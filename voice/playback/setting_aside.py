"""What will not be made to play: kept as it came, and a person has a task with whoever reads it (R60).

Nothing is lost. Who may open the answer it belongs to can still take the original away, and is told what is wrong.
"""

from storage import attachments, authorities, not_understood
from storage.attachments import Attachment
from storage.reading import Reader
from storage.writes import Writes
from surveys.model import Audience
from voice import clock
from voice.delivering import NotNow
from voice.logging import warn
from voice.model import Because, Level, Purpose
from voice.sending import KEY_OF
from voice.staff_services import StaffServices
from voice.unreadable import READ_HERE
from voice.working_days import understood_by


async def set_aside(services: StaffServices, at: Attachment, purpose: Purpose, trouble: str) -> None:
    """The task first: killed between the two, it is done again. Raises NotNow."""
    audience = next(each for each, opens in KEY_OF.items() if opens is purpose)
    await services.store.decide(lambda db: _task(services, at, audience, db))
    writes = Writes(services.authority)
    attachments.set_aside(writes, at, trouble)
    writes.event("set_aside", "attachment", at.id, actor_kind="worker", trouble=trouble)
    if not await services.store.write(writes):
        raise NotNow("begun_anew")
    warn("a recording cannot be played: it is kept as it came, and a person has a task", step=trouble)


async def _task(services: StaffServices, at: Attachment, audience: Audience, db: Reader) -> tuple[Writes, None]:
    """The one that was opened when she sent is open again, for this reason; where there is none, a new one."""
    writes = Writes(services.authority)
    where = await attachments.read_at(db, services.authority, at.id, audience)
    if where is None or audience not in READ_HERE:
        return writes, None
    arrangements = (await authorities.find(db, services.authority)).arrangements
    found = await not_understood.of_part(db, services.authority, where.statement, audience)
    level = found.level if found else Level.WORRY
    due = understood_by(clock.now(), level, arrangements)
    if found is None:
        not_understood.open_task(writes, where.statement, audience, where.language, Because.UNPLAYABLE, level, due)
    elif found.because is not Because.UNPLAYABLE:
        again = {"because": Because.UNPLAYABLE.value, "understood": None, "by": None, "due": due}
        not_understood.move(writes, found, **again)
    return writes, None
