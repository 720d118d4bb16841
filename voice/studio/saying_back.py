"""Somebody who has not read the English watches a clip and writes what it says (R93).

Held beside the words, that shows what neither the translator nor whoever checks with the words in hand can see.
"""

from uuid import UUID

from i18n.languages import BSL
from i18n.marks import tidy
from storage import audit, clips
from storage.clips import Version
from storage.errors import TooManyChanges
from storage.writes import Writes
from voice.access import SignedIn
from voice.errors import VoiceError
from voice.staff_services import StaffServices
from voice.studio import register

LONGEST = 2000  # characters


class NotSaidBack(VoiceError):
    """Why that is not kept (code).

    - back_done: the version was shown or taken back, or somebody has said it back
    - back_yours: they brought it, mended its captions or wrote its brief, so they know the words
    - back_read: they do not say that they had not read the words
    - back_missing, back_long: what they saw
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def watch(services: StaffServices, me: SignedIn, id: UUID) -> Version:
    """A version for somebody who has not read its words. Raises NotAllowed, NothingThere, NotSaidBack."""
    version = await register.find(services, me, id)
    if not version.ready or version.said_back:
        raise NotSaidBack("back_done")
    async with services.store.reading() as db:
        brief = await clips.brief(db, services.authority, BSL.tag, version.words_hash)
        mended = await audit.last(db, services.authority, "mend", id, me.id)
    if version.made_by == me.id or mended or (brief and brief.written_by == me.id):
        raise NotSaidBack("back_yours")
    return version


async def say(services: StaffServices, me: SignedIn, id: UUID, understood: str, *, had_not_read: bool) -> Version:
    """Keep what they saw in it. Raises NotAllowed, NothingThere, NotSaidBack, TooManyChanges."""
    version, understood = await watch(services, me, id), tidy(understood)
    if not understood:
        raise NotSaidBack("back_missing")
    if len(understood) > LONGEST:
        raise NotSaidBack("back_long")
    if not had_not_read:
        raise NotSaidBack("back_read")
    writes = Writes(services.authority)
    clips.say_back(writes, version, understood, me.id)
    writes.event("say_back", "clip", id, actor_kind="staff", actor=me.id)
    if not await services.store.write(writes):
        raise TooManyChanges
    return version
