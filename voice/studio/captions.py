"""Captions as somebody writes them: WebVTT, and of that only times and plain words.

What a browser would take for a mark, a style or a place on the picture is refused, and said where: a deaf child reads
captions, and nothing in them may do anything.
"""

import re
from dataclasses import dataclass

from i18n.marks import tidy
from voice.errors import VoiceError

LONGEST, MOST_CUES, LONGEST_CUE = 20_000, 200, 200  # characters, cues, characters of one
LATE = 1000  # milliseconds that the last may go beyond the film's end
A_WORD = 350  # milliseconds, for captions that nobody has timed

_HEAD = re.compile(r"WEBVTT[ \t]*")
_TIMES = re.compile(r"(?:(\d{2}):)?([0-5]\d):([0-5]\d)\.(\d{3}) --> (?:(\d{2}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
_MARKS = re.compile(r"[<>&\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|-->")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class BadCaptions(VoiceError):
    """Captions that are none (code), at a line: no_head, no_times, backwards, beyond, marks, empty, too_long."""

    def __init__(self, code: str, line: int = 1) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True, slots=True)
class Cue:
    begins: int  # milliseconds
    ends: int
    words: str


def read(written: str, lasts: int) -> list[Cue]:
    """The cues of what was written, for a film of so many milliseconds. Raises BadCaptions."""
    if len(written) > LONGEST:
        raise BadCaptions("too_long")
    lines = written.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    if not _HEAD.fullmatch(lines[0]):
        raise BadCaptions("no_head")
    cues: list[Cue] = []
    for line, block in _blocks(lines):
        cue = _cue(block, line)
        if cue.begins >= cue.ends or (cues and cue.begins < cues[-1].ends):
            raise BadCaptions("backwards", line)
        if cue.ends > lasts + LATE:
            raise BadCaptions("beyond", line)
        cues.append(cue)
    if not cues:
        raise BadCaptions("empty")
    if len(cues) > MOST_CUES:
        raise BadCaptions("too_long")
    return cues


def write(cues: list[Cue]) -> str:
    """The file that a browser is given."""
    return "WEBVTT\n" + "".join(f"\n{_time(cue.begins)} --> {_time(cue.ends)}\n{cue.words}\n" for cue in cues)


def drafted(words: str, lasts: int) -> str:
    """A first try: the script, sentence by sentence, over the length of the film. Whoever knows the film mends it."""
    sentences = [plain for each in _SENTENCE.split(tidy(words)) if (plain := tidy(_MARKS.sub("", each)[:LONGEST_CUE]))]
    share = lasts // max(1, len(sentences))
    return write([Cue(at * share, max(at * share + 1, (at + 1) * share), each) for at, each in enumerate(sentences)])


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """What stands between empty lines, each with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and (not found or not lines[number - 2].strip()):
            found.append((number, []))
        if line.strip():
            found[-1][1].append(line)
    return found


def _cue(block: list[str], line: int) -> Cue:
    times = _TIMES.fullmatch(block[0].strip())
    if times is None:
        raise BadCaptions("no_times", line)
    words = "\n".join(tidy(each) for each in block[1:])
    if not words:
        raise BadCaptions("empty", line)
    if len(words) > LONGEST_CUE:
        raise BadCaptions("too_long", line)
    for at, each in enumerate(block[1:], 1):
        if _MARKS.search(each):
            raise BadCaptions("marks", line + at)
    given = [int(part or 0) for part in times.groups()]
    return Cue(_milliseconds(given[:4]), _milliseconds(given[4:]), words)


def _milliseconds(parts: list[int]) -> int:
    hours, minutes, seconds, rest = parts
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
