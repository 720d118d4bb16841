"""Who is not given a child's words to put into English: whom she does not want, or said must not know (R67, R92).

All of it is asked of sealed words, and answered with one word: whoever chooses an interpreter must not learn from a
refusal that a concern is there, or what stands in it.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from storage import concern_records, concerns
from storage.case_records import Statement
from storage.interpreters import Interpreter
from storage.opening import open_for
from storage.reading import Reader
from surveys.parts import Audience
from voice import clock
from voice.access import SignedIn, may_interpret
from voice.interpreting.lines import gather
from voice.model import Purpose, Role
from voice.relationship import tie_to
from voice.staff_services import StaffServices


async def may_be_given(db: Reader, services: StaffServices, said: Statement, person: Interpreter) -> bool:
    """Whether nothing stands against this person, for what this child said."""
    me = SignedIn(person.staff, person.first_name, person.last_name, None, frozenset({Role.INTERPRETER}))
    if not may_interpret(me, await tie_to(db, services.authority, me, said.child)):
        return False
    if not person.registered_on(clock.today()) or await has_refused(db, services, said, person.staff):
        return False
    named = _words_of(f"{person.first_name} {person.last_name}")
    return all(named.isdisjoint(_words_of(each)) for each in await _must_not_know(db, services, said.child))


def _refuses(body: Mapping[str, Any], person: UUID) -> bool:
    """Before she sent, or since (R92)."""
    return str(person) in str(body.get("not_these", "")).split()


async def has_refused(db: Reader, services: StaffServices, said: Statement, person: UUID) -> bool:
    """Whether she does not want this person, by what those who work with her may open."""
    gathered = await gather(db, services, said, Audience.WORKER)
    return any(_refuses(body, person) for body in gathered.bodies)


async def _must_not_know(db: Reader, services: StaffServices, child: UUID) -> list[str]:
    """Whom she named, with each concern there ever was."""
    found = [
        *await concern_records.open_concerns(db, services.authority, [child]),
        *await concern_records.closed_concerns(db, services.authority, child),
    ]
    named = []
    for each in found:
        for step in await concern_records.steps_of(db, services.authority, each.id):
            if step.sealed is not None:
                place = concerns.step_place(services.authority, child, step.id)
                body = await open_for(db, services.provider, step.sealed, place, child, Purpose.APART)
                named.append(str(json.loads(body).get("must_not_know", "")) if body else "")
    return named


def _words_of(said: str) -> set[str]:
    """Each word folded, and without its marks: a child writes a name as she hears it."""
    plain = unicodedata.normalize("NFKD", said.casefold())
    return set(re.findall(r"\w{2,}", "".join(each for each in plain if not unicodedata.combining(each))))
