"""What a translator is told besides the words: what they are for, where they stand, what they must not suggest (R93).

Signs that are right word for word can still ask a child something else.
"""

from i18n.languages import BSL
from i18n.marks import tidy
from storage import clips
from storage.clips import Brief
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, makes_clips, need
from voice.errors import NothingThere, VoiceError
from voice.staff_services import StaffServices
from voice.studio import register

LONGEST = 1000  # characters of each part


class BadBrief(VoiceError):
    """A brief that is none (code): brief_missing, brief_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def write(
    services: StaffServices, me: SignedIn, words_hash: bytes, *, meaning: str, context: str, avoid: str
) -> None:
    """Keep it, in place of the one before. Raises NotAllowed, NothingThere, BadBrief."""
    need(makes_clips(me))
    brief = Brief(tidy(meaning), tidy(context), tidy(avoid), me.id, clock.now())
    parts = (brief.meaning, brief.context, brief.avoid)
    if not all(parts):
        raise BadBrief("brief_missing")
    if max(map(len, parts)) > LONGEST:
        raise BadBrief("brief_long")
    if not (await register.look_at_text(services, me, words_hash)).current:
        raise NothingThere
    writes = Writes(services.authority)
    clips.put_brief(writes, BSL.tag, words_hash, brief)
    writes.event("brief", "clip", None, actor_kind="staff", actor=me.id, words_hash=words_hash.hex())
    await services.store.write(writes)
