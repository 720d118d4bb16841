"""The register of clips: which words each stands for, its versions, where its file lies. Nothing here is a child's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import clip, clip_brief
from storage.writes import Writes, new_revision
from voice.model import new_id

SHORT = 20  # of the 64 letters of a SHA-256: enough to name a file in an address, and lighter on a page


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that children see."""

    words: str
    words_hash: bytes = field(repr=False)
    file: str
    kind: str
    size: int
    placeholder: bool
    poster: str | None
    captions: str | None = field(repr=False)

    @property
    def name(self) -> str:
        """What an address calls it: other bytes have another name."""
        return self.file[:SHORT]


async def published(db: Reader, authority: UUID, language: str) -> list[Clip]:
    """Those that are shown, of several for the same words the newest last."""
    c = clip.c
    wanted = (
        sa.select(*(c[name] for name in Clip.__dataclass_fields__))
        .where(c.authority == authority, c.language == language, c.state == "published")
        .order_by(c.version)
    )
    return [Clip(**row) for row in (await db.execute(wanted)).mappings()]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a clip as the studio sees it."""

    id: UUID
    words_hash: bytes = field(repr=False)
    message: str
    words: str
    version: int
    state: str
    placeholder: bool
    kind: str
    file: str
    size: int
    milliseconds: int
    poster: str | None
    captions: str | None = field(repr=False)
    credits: Mapping[str, Any]
    made_by: UUID | None
    checked_by: UUID | None
    said_back: str | None = field(repr=False)
    said_back_by: UUID | None
    revision: int
    made: datetime
    published: datetime | None
    withdrawn: datetime | None

    @property
    def ready(self) -> bool:
        return self.state == "ready"

    @property
    def shown(self) -> bool:
        return self.state == "published"

    @property
    def film(self) -> Clip:
        names = Clip.__dataclass_fields__
        return Clip(**{name: getattr(self, name) for name in names})


async def versions(db: Reader, authority: UUID, language: str, **where: object) -> list[Version]:
    """Every version, or those of which this is true; of the same words the newest first."""
    c = clip.c
    wanted = sa.select(*(c[name] for name in Version.__dataclass_fields__)).where(
        c.authority == authority, c.language == language, *(c[name] == value for name, value in where.items())
    )
    return [Version(**row) for row in (await db.execute(wanted.order_by(c.version.desc(), c.id))).mappings()]


def add(writes: Writes, id: UUID, facts: Mapping[str, Any], at: datetime) -> None:
    """A version of a clip, shown to nobody until it is published."""
    writes.insert(clip, id=id, state="ready", revision=new_revision(), made=at, published=None, **facts)


def mend(writes: Writes, version: Version, captions: str, credited: Mapping[str, Any]) -> None:
    """Its captions and who stands for it, while nobody has been shown it."""
    writes.claim(clip, version.id, seen=version.revision, becomes=new_revision())
    writes.update(clip, version.id, captions=captions, credits=credited)


def say_back(writes: Writes, version: Version, understood: str, by: UUID) -> None:
    """What somebody saw in it who had not read its words."""
    writes.claim(clip, version.id, seen=version.revision, becomes=new_revision())
    writes.update(clip, version.id, said_back=understood, said_back_by=by)


def show(writes: Writes, version: Version, language: str, by: UUID, at: datetime) -> None:
    """From now on children see it, in place of what they saw before."""
    writes.claim(clip, version.id, seen=version.revision, becomes=new_revision())
    writes.update(clip, version.id, state="published", published=at, checked_by=by)
    c = clip.c
    same_words = (c.authority == writes.authority, c.language == language, c.words_hash == version.words_hash)
    before = sa.update(clip).where(*same_words, c.state == "published", c.id != version.id)
    writes.change(before.values(state="withdrawn", withdrawn=at))


def withdraw(writes: Writes, version: Version, at: datetime) -> None:
    writes.claim(clip, version.id, seen=version.revision, becomes=new_revision())
    writes.update(clip, version.id, state="withdrawn", withdrawn=at)


def publish(writes: Writes, id: UUID, at: datetime) -> None:
    """Without anybody's check: for what the demonstration makes."""
    writes.update(clip, id, state="published", published=at)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a translator is told besides the words."""

    meaning: str
    context: str
    avoid: str
    written_by: UUID
    written: datetime


async def brief(db: Reader, authority: UUID, language: str, words_hash: bytes) -> Brief | None:
    """The brief for these words, where somebody has written one."""
    c = clip_brief.c
    wanted = sa.select(*(c[name] for name in Brief.__dataclass_fields__)).where(
        c.authority == authority, c.language == language, c.words_hash == words_hash
    )
    row = (await db.execute(wanted)).mappings().one_or_none()
    return Brief(**row) if row else None


def put_brief(writes: Writes, language: str, words_hash: bytes, written: Brief) -> None:
    key = {"language": language, "words_hash": words_hash}
    facts = {name: getattr(written, name) for name in Brief.__dataclass_fields__}
    writes.put(clip_brief, key, id=new_id(), **facts)


def place(file: str) -> str:
    """The name in the store of the file with this SHA-256."""
    return f"clips/{file}"
