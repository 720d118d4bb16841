"""A clip's way to the children: somebody brings it, it is mended, another person checks it, and from then it is shown.

A version that children have seen is never changed: another one takes its place, and it stays in the register.
"""

import hashlib
from uuid import UUID

from i18n.languages import BSL
from storage import clips
from storage.clips import Version
from storage.errors import TooManyChanges
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, makes_clips, need
from voice.errors import NothingThere, VoiceError
from voice.staff_services import StaffServices
from voice.studio import captions as written
from voice.studio import register
from voice.studio.credits import BadCredits, Credits, credits_of
from voice.studio.film import make_film


class NotShown(VoiceError):
    """Why this version is not shown to children (code).

    - own: whoever brought it; somebody else has to look
    - stale: its words are others now
    - credits: it does not say who translated it and who checked that, with their registers
    - brief: nobody has written what the words are for (R93)
    - not_said_back: nobody who had not read the words has said what they saw
    - placeholder: nobody signs in it, and this is no demonstration (R65)
    - done: it was shown, or taken back, in the meantime
    - no_program: ffmpeg is not on this machine
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def bring(services: StaffServices, me: SignedIn, id: UUID, words_hash: bytes, brought: bytes) -> None:
    """A new version, with captions drafted from the script. `id` comes from the form, so that twice is once.

    Raises NotAllowed, NothingThere, Unplayable, NotShown, StoreAway, and StoreRefused where it was brought already.
    """
    need(makes_clips(me))
    if services.ffmpeg is None or services.media is None:
        raise NotShown("no_program")
    text = await register.look_at_text(services, me, words_hash)
    if not text.current:
        raise NothingThere
    film = await make_film(services.ffmpeg, brought)
    file, poster = (hashlib.sha256(each).hexdigest() for each in (film.content, film.poster))
    for name, content in ((file, film.content), (poster, film.poster)):
        await services.media.put(clips.place(name), content)
    before = next(iter(text.versions), None)
    facts = {
        "language": BSL.tag,
        "words_hash": words_hash,
        "message": text.text.message,
        "words": text.text.words,
        "version": before.version + 1 if before else 1,
        "placeholder": False,
        "kind": "video/mp4",
        "file": file,
        "size": len(film.content),
        "milliseconds": film.milliseconds,
        "poster": poster,
        "captions": written.drafted(text.text.words, film.milliseconds),
        "credits": credits_of(before.credits if before and not before.placeholder else {}).facts,
        "made_by": me.id,
    }
    writes = Writes(services.authority)
    clips.add(writes, id, facts, clock.now())
    writes.event("bring", "clip", id, actor_kind="staff", actor=me.id, sha256=file)
    await services.store.write(writes)


async def mend(services: StaffServices, me: SignedIn, id: UUID, captions: str, credited: Credits) -> Version:
    """Captions and credits. Raises NotAllowed, NothingThere, BadCaptions, BadCredits, NotShown, TooManyChanges."""
    version = await register.find(services, me, id)
    if not version.ready:
        raise NotShown("done")
    cues = written.read(captions, version.milliseconds)
    credited.check()
    writes = Writes(services.authority)
    clips.mend(writes, version, written.write(cues), credited.facts)
    writes.event("mend", "clip", id, actor_kind="staff", actor=me.id)
    await _write(services, writes)
    return version


async def show(services: StaffServices, me: SignedIn, id: UUID) -> Version:
    """Checked, and shown from now on. Raises NotAllowed, NothingThere, NotShown, TooManyChanges."""
    version = await register.find(services, me, id)
    if not version.ready:
        raise NotShown("done")
    if version.made_by == me.id:
        raise NotShown("own")
    if version.placeholder and not services.demo:
        raise NotShown("placeholder")
    if not await register.still_asked(services, version):
        raise NotShown("stale")
    try:
        credits_of(version.credits).check()
    except BadCredits:
        raise NotShown("credits") from None
    async with services.store.reading() as db:
        if await clips.brief(db, services.authority, BSL.tag, version.words_hash) is None:
            raise NotShown("brief")
    if not version.said_back:
        raise NotShown("not_said_back")
    writes = Writes(services.authority)
    clips.show(writes, version, BSL.tag, me.id, clock.now())
    writes.event("show", "clip", id, actor_kind="staff", actor=me.id)
    await _write(services, writes)
    return version


async def take_back(services: StaffServices, me: SignedIn, id: UUID) -> Version:
    """Children see the words alone again. Raises NotAllowed, NothingThere, NotShown, TooManyChanges."""
    version = await register.find(services, me, id)
    if version.state == "withdrawn":
        raise NotShown("done")
    writes = Writes(services.authority)
    clips.withdraw(writes, version, clock.now())
    writes.event("take_back", "clip", id, actor_kind="staff", actor=me.id)
    await _write(services, writes)
    return version


async def _write(services: StaffServices, writes: Writes) -> None:
    if not await services.store.write(writes):
        raise TooManyChanges
