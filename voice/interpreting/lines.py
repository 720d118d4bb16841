"""What of a statement has to be put into English: the words that somebody here may be unable to read, and recordings.

Choices are ours and stand in every language already. Nothing else of the child is among the lines.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from storage import case_records, statements
from storage.case_records import Part, Statement
from storage.opening import open_for
from storage.reading import Reader
from surveys.parts import Audience
from surveys.pieces import pieces_of
from voice import recorded
from voice.recorded import Sent
from voice.sending import KEY_OF
from voice.staff_services import StaffServices
from voice.unreadable import because_of_words

PLAYED = ("video", "audio")
MOST_LINES = 40  # at a time: a form has a box for each
TONGUE = {"html_lang": "en-GB", "direction": "ltr"}


@dataclass(frozen=True, slots=True)
class Line:
    """Something a child said, in her own words or recorded, and the question it answers. `said_in`: its statement."""

    said_in: str
    question: str
    asked: str
    label: str
    words: str = field(repr=False)
    recording: str
    html_lang: str
    direction: str
    english: str = field(default="", repr=False)

    @property
    def place(self) -> tuple[str, str, str, str, str]:
        """Where it stands, and what: the same words at the same place need not be put into English twice."""
        return self.said_in, self.question, self.label, self.recording, self.words

    def as_kept(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The lines of one audience's part, and of which sealed parts they are. `mailbox`: the child's own, by its hash.

    `recordings`: what opens those among the lines.
    """

    lines: Sequence[Line]
    recordings: Mapping[str, Sent]
    parts: Sequence[str]
    mailbox: str
    bodies: Sequence[Mapping[str, Any]] = field(repr=False)


async def gather(db: Reader, services: StaffServices, said: Statement, audience: Audience) -> Gathered:
    """Open one audience's part of a statement, and what she added for the same readers since.

    Whoever calls has decided who may have the lines, and keeps that they were opened.
    """
    lines: list[Line] = []
    parts, bodies = [], []
    every = await _parts(db, services, said, audience)
    opens = {part.statement: {KEY_OF[audience]} for part in every}
    sent = await recorded.sent_with(db, services, said, opens)
    played = {id: each for id, each in sent.items() if each.sort in PLAYED}
    for part in every:
        body = await _body(db, services, said, part)
        if body is None or (part.statement != said.id and body.get("after") != str(said.id)):
            continue
        bodies.append(body)
        found = [line for line in _lines(body, str(part.statement)) if _unread(line, said.language, played)]
        if found and (not lines or len(lines) + len(found) <= MOST_LINES):
            lines += found[:MOST_LINES]
            parts.append(str(part.id))
    return Gathered(lines, played, parts, str(bodies[0].get("mailbox", "")) if bodies else "", bodies)


async def _parts(db: Reader, services: StaffServices, said: Statement, audience: Audience) -> list[Part]:
    """What she sent first, then what she added, oldest first."""
    later = await case_records.said_later(db, services.authority, said.conversation) if said.conversation else []
    order = [said.id, *(each.id for each in later)]
    parts = await case_records.parts_of(db, services.authority, order)
    return sorted((part for part in parts if part.audience == audience), key=lambda part: order.index(part.statement))


async def _body(db: Reader, services: StaffServices, said: Statement, part: Part) -> dict[str, Any] | None:
    if part.sealed is None:
        return None
    place = statements.part_place(services.authority, said.child, part.audience, part.statement)
    purpose = KEY_OF[Audience(part.audience)]
    body = await open_for(db, services.provider, part.sealed, place, said.child, purpose)
    opened: dict[str, Any] | None = json.loads(body) if body else None
    return opened


def _lines(body: Mapping[str, Any], said_in: str) -> Iterator[Line]:
    for record in body.get("answers", ()):
        whose = (said_in, record["question"], record["asked"])
        how = (record["html_lang"], record["direction"])
        if record["words"]:
            yield Line(*whose, "", record["words"], "", *how)
        for piece in pieces_of(record):
            if piece.recording:
                yield Line(*whose, piece.label, "", piece.recording, *how)
            if piece.lines and not piece.chosen:
                yield Line(*whose, piece.label, "\n".join(piece.lines), "", *how)
    if body.get("recording"):
        how = (body.get("html_lang") or TONGUE["html_lang"], body.get("direction") or TONGUE["direction"])
        yield Line(said_in, body.get("question") or "", body.get("asked") or "", "", "", body["recording"], *how)
    said = body.get("back", body)
    if said.get("words", "").strip():
        how = (body.get("html_lang") or TONGUE["html_lang"], body.get("direction") or TONGUE["direction"])
        yield Line(said_in, body.get("question") or "", body.get("asked") or "", "", said["words"], "", *how)


def _unread(line: Line, language: str, played: Mapping[str, Sent]) -> bool:
    """Whether somebody who reads English alone may not understand it. A picture has nothing to put into English."""
    if line.recording:
        return line.recording in played
    return because_of_words([line.words], language) is not None
