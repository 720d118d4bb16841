"""What was said or signed in a recording, line by line with times, as WebVTT for whoever plays it (R26).

An interpreter writes a time before what is said from then on: `00:12 I miss my nan`. Words before the first time are
there from the beginning. Nothing in it can be more than words: what WebVTT would read as a mark is written out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from storage import interpretations
from surveys.parts import Audience
from voice import watching
from voice.access import SignedIn
from voice.errors import NothingThere
from voice.interpreting.versions import english_of, lines_in
from voice.staff_services import StaffServices
from voice.watching import Openings

MARK = re.compile(r"^[ \t]*\[?(\d{1,3}):([0-5]\d)\]?[ \t]*", re.MULTILINE)
LAST = 20  # seconds for which what comes last stays
WRITTEN_OUT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one second until another."""

    begins: int
    ends: int
    words: str = field(repr=False)


def cues(english: str) -> Sequence[Cue]:
    """The words between the times, in the order of the times; without any, all of it from the beginning."""
    marks = [*MARK.finditer(english)]
    starts = [(0, 0, 0), *((int(m[1]) * 60 + int(m[2]), m.start(), m.end()) for m in marks)]
    ends = [each[1] for each in starts[1:]] + [len(english)]
    said = [(second, english[begin:end].strip()) for (second, _, begin), end in zip(starts, ends, strict=True)]
    there = sorted((each for each in said if each[1]), key=lambda each: each[0])
    until = [second for second, _ in there[1:]] + [second + LAST for second, _ in there[-1:]]
    return [Cue(begins, max(end, begins + 1), words) for (begins, words), end in zip(there, until, strict=True)]


def as_vtt(english: str) -> str:
    """A file of captions. A blank line would end a cue, so that there is none within one."""
    made = ["WEBVTT", ""]
    for each in cues(english):
        words = "\n".join(line for line in each.words.splitlines() if line.strip())
        made += [f"{_time(each.begins)} --> {_time(each.ends)}", words.translate(WRITTEN_OUT), ""]
    return "\n".join(made)


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


async def of_recording(
    services: StaffServices, openings: Openings, me: SignedIn, statement: UUID, recording: UUID
) -> str:
    """For whoever may play it, which is kept as playing it is. Raises NothingThere, NotAllowed."""
    await watching.watch(services, openings, me, statement, recording)
    async with services.store.reading() as db:
        every = await interpretations.of_statement(db, services.authority, statement)
        newest = {Audience(each.audience): each for each in every}
        for version in newest.values():
            lines = lines_in(await english_of(db, services, version))
            found = next((line for line in lines if line.recording == recording.hex), None)
            if found is not None:
                return as_vtt(found.english)
    raise NothingThere
