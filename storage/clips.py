"""The register of clips: which words each stands for, its versions, where its file lies. Nothing here is a child's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import clip
from storage.writes import Writes, new_revision

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


def add(writes: Writes, id: UUID, facts: Mapping[str, Any], at: datetime) -> None:
    """A version of a clip, shown to nobody until it is published."""
    writes.insert(clip, id=id, state="ready", revision=new_revision(), made=at, published=None, **facts)


def publish(writes: Writes, id: UUID, at: datetime) -> None:
    writes.update(clip, id, state="published", published=at)


def place(file: str) -> str:
    """The name in the store of the file with this SHA-256."""
    return f"clips/{file}"
