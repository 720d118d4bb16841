"""What there is in the studio: how much of each place is signed, what waits for a second person, what is stale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from i18n.languages import BSL
from storage import clips, staff
from storage.clips import Brief, Version
from voice.access import SignedIn, makes_clips, need
from voice.clips import hash_of
from voice.errors import NothingThere
from voice.staff_services import StaffServices
from voice.studio.needed import Place, by_hash, places
from voice.words_to_sign import ToSign


@dataclass(frozen=True, slots=True)
class Coverage:
    """One place: of so many texts, how many are shown, and how many of those by placeholders."""

    name: str
    title: str
    total: int
    shown: int
    placeholders: int


@dataclass(frozen=True, slots=True)
class Stale:
    """A clip whose words nobody is asked any more; `now` is what stands in their place, where that can be told."""

    version: Version
    now: ToSign | None


@dataclass(frozen=True, slots=True)
class Studio:
    coverage: Sequence[Coverage]
    to_check: Sequence[Version]
    stale: Sequence[Stale]


@dataclass(frozen=True, slots=True)
class Text:
    """One text with everything that was ever signed of it."""

    text: ToSign
    stands_in: Sequence[str]  # titles of surveys; empty for the pages
    versions: Sequence[Version]
    people: Mapping[UUID, str]
    current: bool  # whether it still stands anywhere
    brief: Brief | None


async def look(services: StaffServices, me: SignedIn) -> Studio:
    """Raises NotAllowed."""
    need(makes_clips(me))
    everywhere, made = await places(services), await _versions(services)
    shown, texts = {each.words_hash: each for each in made if each.shown}, by_hash(everywhere)
    now = {text.message: text for text in texts.values()}
    old = [each for each in made if each.state != "withdrawn" and each.words_hash not in texts]
    return Studio(
        [_covered(place, shown) for place in everywhere],
        [each for each in made if each.ready and each.words_hash in texts],
        [Stale(each, now.get(each.message)) for each in old],
    )


async def look_at_place(services: StaffServices, me: SignedIn, name: str) -> tuple[Place, Mapping[bytes, Version]]:
    """The texts of a survey or of the pages, and the newest version of each that has one. Raises NotAllowed."""
    need(makes_clips(me))
    found = next((each for each in await places(services) if each.name == name), None)
    if found is None:
        raise NothingThere
    newest: dict[bytes, Version] = {}
    for each in await _versions(services):
        before = newest.get(each.words_hash)
        if before is None or each.shown or (before.state == "withdrawn" and each.ready):
            newest[each.words_hash] = each
    return found, newest


async def look_at_text(services: StaffServices, me: SignedIn, words_hash: bytes) -> Text:
    """Raises NotAllowed, NothingThere."""
    need(makes_clips(me))
    everywhere = await places(services)
    async with services.store.reading() as db:
        made = await clips.versions(db, services.authority, BSL.tag, words_hash=words_hash)
        brief, people = await clips.brief(db, services.authority, BSL.tag, words_hash), {}
        named = [id for each in made for id in (each.made_by, each.checked_by, each.said_back_by)]
        for id in {id for id in (*named, brief.written_by if brief else None) if id}:
            member = await staff.find(db, services.authority, id)
            people[id] = f"{member.first_name} {member.last_name}" if member else ""
    text = by_hash(everywhere).get(words_hash)
    if text is None and not made:
        raise NothingThere
    titles = [place.title for place in everywhere if any(each.hash == words_hash for each in place.texts)]
    said = text or ToSign(made[0].message, made[0].words)
    return Text(said, [title for title in titles if title], made, people, text is not None, brief)


async def find(services: StaffServices, me: SignedIn, id: UUID) -> Version:
    """One version. Raises NotAllowed, NothingThere."""
    need(makes_clips(me))
    async with services.store.reading() as db:
        found = await clips.versions(db, services.authority, BSL.tag, id=id)
    if not found:
        raise NothingThere
    return found[0]


async def still_asked(services: StaffServices, version: Version) -> bool:
    """Whether the words it was signed from still stand anywhere, as they were."""
    texts = by_hash(await places(services))
    return version.words_hash in texts and version.words_hash == hash_of(version.words)


def _covered(place: Place, shown: Mapping[bytes, Version]) -> Coverage:
    there = [shown[each.hash] for each in place.texts if each.hash in shown]
    return Coverage(place.name, place.title, len(place.texts), len(there), sum(each.placeholder for each in there))


async def _versions(services: StaffServices) -> list[Version]:
    async with services.store.reading() as db:
        return await clips.versions(db, services.authority, BSL.tag)
