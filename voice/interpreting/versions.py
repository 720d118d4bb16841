"""What a child said, in English: the newest version, and each as it was written."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from storage import interpretations, interpreting
from storage.interpretations import Version
from storage.opening import open_for
from storage.reading import Reader
from surveys.parts import Audience
from voice.interpreting.lines import Line
from voice.model import Work
from voice.sending import KEY_OF
from voice.staff_services import StaffServices


async def newest_of(db: Reader, services: StaffServices, statement: UUID, audience: Audience) -> Version | None:
    every = await interpretations.of_statement(db, services.authority, statement)
    return next((each for each in reversed(every) if each.audience == audience), None)


async def checks_among(db: Reader, services: StaffServices, statement: UUID) -> set[UUID]:
    """Which versions came of checking the one before: a version has the id of the work it came from."""
    given = await interpreting.of_statement(db, services.authority, statement)
    checked = {each.id: each.of for each in given if each.work is Work.CHECKS}
    every = await interpretations.of_statement(db, services.authority, statement)
    return {each.id for each in every if each.of and checked.get(each.id) == each.of}


async def english_of(db: Reader, services: StaffServices, version: Version | None) -> Mapping[str, Any]:
    """What a version says; nothing where there is none, or where it was erased."""
    if version is None or version.sealed is None:
        return {}
    place = interpretations.version_place(services.authority, version.child, version.id)
    purpose = KEY_OF[Audience(version.audience)]
    body = await open_for(db, services.provider, version.sealed, place, version.child, purpose)
    opened: dict[str, Any] = json.loads(body) if body else {}
    return opened


def lines_in(body: Mapping[str, Any]) -> Sequence[Line]:
    return [Line(**line) for line in body.get("lines", ())]
