"""Where a picture, a voice message or a video that came by text belongs, once it has been fetched (R58, R60).

At a question that is not sent yet its key goes into her draft, as that of a recording made on the web does. Else it is
sealed to those who read it: with the answer that was sent, or as a statement of its own, which somebody has to look at.
What could not be fetched becomes a task for a person: ask her for it.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from storage import asked_now, attachments, concern_records, conversations, pictures
from storage.attachments import Attachment
from storage.conversations import Kept
from storage.errors import TooManyChanges
from storage.pictures import Picture
from storage.segments import Manifest, place_of, seal_manifest, vars_of
from storage.writes import Writes
from surveys.model import Audience, Question
from voice import clock, safeguarding
from voice.delivering import NotNow
from voice.draft import Recording, numbered
from voice.errors import AlreadySent
from voice.model import ConcernState, Level
from voice.sending import KEY_OF
from voice.texting import said
from voice.texting.asides import SAID
from voice.texting.services import TextServices
from voice.texting.turns import visit_of
from voice.visiting import Visit, change, not_sent
from voice.working_days import concern_read_by

NOT_FETCHED = (
    "Sent a picture, a voice message or a video by text, and it could not be fetched. Ask them for it in person, or "
    "let them send it from the page that the text LINK opens."
)
MANY_CAME = (
    "Sent more pictures, voice messages or videos by text in a day than are fetched in one. The others follow day by "
    "day, for a week at most. Ask them in person what they wanted to show."
)
AT_SAFETY = (
    "Sent a picture, a voice message or a video when asked about safety. The team's manager can open it as soon as it "
    "has been fetched: have it looked at now."
)
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched, sealed, before it belongs to anything."""

    found: Picture
    at: Attachment
    told: Mapping[str, str] = field(repr=False)
    key: bytes = field(repr=False)
    manifest: Manifest

    def enclosed(self, question: str) -> bytes:
        """What opens it, as it is sealed to those who may (voice/enclosing.py)."""
        facts = {"id": self.found.id.hex, "question": question, "kind": self.told["kind"]}
        return json.dumps({"v": 1, **facts, "key": self.written_key, "manifest": vars_of(self.manifest)}).encode()

    @property
    def written_key(self) -> str:
        return base64.b64encode(self.key).decode()


async def file(services: TextServices, fetched: Fetched, child: UUID) -> None:
    """Where it belongs: into her draft while that is not sent, else to those who read it."""
    found = fetched.found
    kept = await conversations.find_by_way(services.store.glancing(), services.authority, found.contact, "delivery")
    kept = kept if kept and kept.id == found.conversation else None
    visit = visit_of(services, kept)
    asked = await services.public.asked(kept.version) if kept else None
    question = asked.survey.by_id.get(fetched.told["at"]) if asked else None
    if visit and not visit.sent and question and _answers_with(visit, question, found):
        await _into_draft(services, visit, fetched)
        return
    writes = Writes(services.authority)
    keys = await safeguarding.readers_of(services.public, child)
    attachments.mine(writes, fetched.at)
    attachments.close(writes, fetched.at, closing_of(services.authority, fetched))
    pictures.ended(writes, found, "kept")
    if visit and visit.sent and question and question.takes_recordings:
        name, audience, alone = question.id, question.audience, None
    else:
        name, audience = SAID, _audience(question)
        alone = await _alone(services, writes, fetched, child, keys, audience, kept)
    readers = [keys[KEY_OF[audience]]]
    attachments.enclose(writes, child, found.id, fetched.enclosed(name), readers, alone)
    if not await services.store.write(writes):
        raise NotNow("begun_anew")


def _answers_with(visit: Visit, question: Question, found: Picture) -> bool:
    reply = visit.draft.as_replies().get(question.id)
    return reply is not None and any(part.recording == found.id.hex for part in reply.parts)


async def _into_draft(services: TextServices, visit: Visit, fetched: Fetched) -> None:
    """As a recording of the web's: until she sends, what opens it lies in her draft alone."""

    def verb(mine: Visit, writes: Writes) -> None:
        not_sent(mine)
        facts = {"key": fetched.written_key, "question": fetched.told["at"], "kind": fetched.told["kind"]}
        mine.draft.recordings[fetched.found.id.hex] = Recording(
            visit=numbered(mine.number), length=fetched.manifest.length, **facts
        )
        attachments.close(writes, fetched.at, closing_of(services.authority, fetched))
        pictures.ended(writes, fetched.found, "kept")

    try:
        await change(services.public, visit, verb, tries=1)
    except (TooManyChanges, AlreadySent):
        raise NotNow("she_was_first", AT_ONCE) from None


async def _alone(
    services: TextServices,
    writes: Writes,
    fetched: Fetched,
    child: UUID,
    keys: said.Keys,
    audience: Audience,
    kept: Kept | None,
) -> UUID:
    """A statement of its own, with nothing else in it; its id."""
    async with services.store.reading() as db:
        offered = await asked_now.offered(db, services.authority)
    facts = {"version": kept.version if kept else offered[0].version, "language": kept.language if kept else "en"}
    arrangements = (await services.public.arrangements()).arrangements
    recorded = {fetched.found.id.hex: fetched.told["kind"]}
    return said.add(writes, child, keys, "", arrangements, audience=audience, recorded=recorded, **facts)  # type: ignore[arg-type]


def _audience(question: Question | None) -> Audience:
    """What came at the safety question, or at one that the worker must not read, is not the worker's (R58, R68)."""
    apart = question is not None and (question.safety is not None or question.audience is Audience.MANAGER)
    return Audience.MANAGER if apart else Audience.WORKER


def closing_of(authority: UUID, fetched: Fetched) -> bytes:
    """Its manifest, under its own key."""
    return seal_manifest(fetched.manifest, fetched.key, place_of(authority, fetched.found.id))


async def could_not(services: TextServices, found: Picture, child: UUID) -> None:
    """Somebody asks her for it."""
    writes = Writes(services.authority)
    pictures.ended(writes, found, "failed")
    await ask_her(services, child, NOT_FETCHED, writes)


async def ask_her(services: TextServices, child: UUID, note: str, writes: Writes | None = None) -> None:
    """A task for a person about what she sent: one, however many there were, until somebody has taken it up."""
    writes = writes or Writes(services.authority)
    async with services.store.reading() as db:
        open_ones = await concern_records.open_concerns(db, services.authority, [child])
    alike = [each for each in open_ones if each.source == "picture" and each.level is Level.WORRY]
    if not any(each.state is ConcernState.NEW for each in alike):
        keys = await safeguarding.readers_of(services.public, child)
        due = concern_read_by(clock.now(), Level.WORRY, (await services.public.arrangements()).arrangements)
        said.raise_apart(writes, child, keys, "picture", {"note": note}, Level.WORRY, due)
    await services.store.write(writes)
