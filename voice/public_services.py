"""What the verbs of the public process are given. Nothing here can open a child's words."""

from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from i18n.catalogue import catalogue
from i18n.languages import MADE_UP, written
from storage import authorities, versions
from storage.authorities import Authority
from storage.intake_keys import IntakeKeys
from storage.media import MediaStore
from storage.store import Store
from surveys.model import Survey
from surveys.wording import Wording, freeze
from voice.clips import Shown, Signs
from voice.errors import NothingThere
from voice.slowing import Doors


@dataclass(frozen=True, slots=True)
class Asked:
    """A published survey, with its frozen words by language."""

    version: UUID
    survey: Survey
    words: dict[str, Wording]

    def wording(self, language: str) -> Wording:
        """The words as they were frozen; in a language that is none, as the catalogue makes them up."""
        if language in MADE_UP:
            return freeze(self.survey, catalogue(language))
        return self.words.get(written(language)) or self.words["en"]


@dataclass(frozen=True, slots=True)
class PublicServices:
    """The store, the intake's keys and what is looked up once."""

    store: Store
    keys: IntakeKeys
    public_url: str
    demo: bool = False
    media: MediaStore | None = None
    doors: Doors = field(default_factory=Doors, repr=False)
    _asked: dict[UUID, Asked] = field(default_factory=dict, repr=False)
    _shown: Shown = field(default_factory=Shown, repr=False)
    _authority: list[Authority] = field(default_factory=list, repr=False)

    @property
    def authority(self) -> UUID:
        return self.keys.authority

    async def asked(self, version: UUID) -> Asked:
        """A published version never changes, so it is read once."""
        if version not in self._asked:
            async with self.store.reading() as db:
                found = await versions.find(db, self.authority, version)
            if found is None:
                raise NothingThere
            words = cast("dict[str, Wording]", dict(found.words))
            self._asked[version] = Asked(version, Survey.model_validate(found.definition), words)
        return self._asked[version]

    async def arrangements(self) -> Authority:
        """What the authority has arranged: duty hours, help numbers, where Exit leads."""
        if not self._authority:
            async with self.store.reading() as db:
                self._authority.append(await authorities.find(db, self.authority))
        return self._authority[0]

    async def signs(self) -> Signs:
        """The clips that stand for words today."""
        return await self._shown.now(self.store, self.authority, demo=self.demo)
