"""What stands in the archive of a record that is held: as it was said and written, with a checksum for each file."""

import hashlib
import json
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage.legal_holds import Original
from voice import clock
from voice.case_statement import OpenStatement
from voice.interpreting.beside import InEnglish
from voice.taking_up import OpenConcern
from voice.written_back import OpenReply

README = """What this is
============
Made from a concern about one child, under a legal hold, by the person named in manifest.json.

concern.json     the concern, step by step, in the words that were written down
statements.json  what the child said that the maker of this archive may read: each question as the child saw it, and the
                 answer exactly as it was given; replies, promises, what was made of it, and what the child said to
                 that. And what it says in English: every version, with who made it, who checked it, and which
                 recording a line is of
recordings/      what the child recorded for those answers, each exactly as it came, byte for byte
answers/         the film of each answer in sign, as it came; statements.json says which it is
recordings.json  which answer each belongs to, what it is, how long, and the SHA-256 that was taken when it came
originals.json   everything the child said, whoever it is for, what was answered, what was made of it, what it says in
                 English, what opens each recording, and every step of the concern, with the SHA-256 of each as it lies
                 sealed in the record
sealed/          those originals, and in sealed/recordings/ the pieces of every recording whose answer the maker may not
                 read. They open with the authority's keys and with nothing else
audit.json       who did what with these records, with the place and hash of each line in its chain
SHA256SUMS       the SHA-256 of each file here: sha256sum --check SHA256SUMS

It holds what a child said: keep it as you would the record itself.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive, whole or as it comes."""

    name: str
    body: bytes | AsyncIterator[bytes] = field(repr=False)


class _Out:
    """What the zip file is written into. Whoever sends it on takes out what has come: the whole is never here."""

    def __init__(self) -> None:
        self._come = bytearray()

    def write(self, some: bytes) -> int:
        self._come += some
        return len(some)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        come = bytes(self._come)
        self._come.clear()
        return come


async def packed(entries: AsyncIterator[Entry]) -> AsyncIterator[bytes]:
    """The files in one, as they come, with their checksums at the end as `sha256sum --check` reads them."""
    out, sums = _Out(), []
    with zipfile.ZipFile(out, "w") as made:  # type: ignore[call-overload] # it asks for no more than `write`
        async for entry in entries:
            digest = hashlib.sha256()
            with made.open(_info(entry), "w") as into:
                async for some in _pieces(entry.body):
                    digest.update(some)
                    into.write(some)
                    yield out.take()
            sums.append(f"{digest.hexdigest()}  {entry.name}\n")
        made.writestr(_info(Entry("SHA256SUMS", b"")), "".join(sorted(sums, key=lambda line: line[66:])))
    yield out.take()


def _info(entry: Entry) -> zipfile.ZipInfo:
    """What was recorded is small already; everything else is words."""
    info = zipfile.ZipInfo(entry.name, clock.now().timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED if isinstance(entry.body, bytes) else zipfile.ZIP_STORED
    return info


async def _pieces(body: bytes | AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    async for some in body:
        yield some


def as_json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def concern_as_kept(opened: OpenConcern) -> dict[str, Any]:
    found = opened.concern
    return {
        "level": found.level,
        "state": found.state,
        "raised": found.raised,
        "read_by": found.read_by,
        "acknowledged": found.acknowledged,
        "held_by": opened.held_by,
        "closed": found.closed,
        "steps": [
            {"kind": line.kind, "at": line.at, "by": line.by, "outcome": line.outcome, "said": line.said}
            for line in opened.lines
        ],
    }


def statement_as_kept(opened: OpenStatement, english: Sequence[InEnglish]) -> dict[str, Any]:
    said = opened.statement
    return {
        "id": said.id,
        "sent": said.sent,
        "ways": said.ways,
        "language": said.language,
        "around": said.presence,
        "helper": said.helper,
        "parents": opened.parents,
        "which": opened.which,
        "answers": opened.answers,
        "thread": [{"by": each.by, "ours": each.ours, "words": each.words, "at": each.at} for each in opened.thread],
        "later": [
            {"asked": each.asked, "what": each.what, "words": each.words, "recording": each.recording, "at": each.at}
            for each in opened.later
        ],
        "replies": [_reply(each) for each in opened.replies],
        "promises": [
            {"id": each.id, "words": each.words, "due": each.due, "state": each.state} for each in opened.promises
        ],
        "weighings": [
            {"id": each.id, "by": each.by, "at": each.made, "hidden": each.hidden, **each.boxes.to_body()}
            for each in opened.weighings
        ],
        "said_back": [
            {"about": each.about, "id": each.id, "chosen": each.chosen, "words": each.words, "at": each.at}
            for each in opened.backs
        ],
        "english": [_english_as_kept(each) for each in english],
    }


def _english_as_kept(version: InEnglish) -> dict[str, Any]:
    return {
        "id": version.id,
        "version": version.version,
        "by": version.by,
        "at": version.made,
        "checked_by": version.checked_by,
        "put_otherwise_what_was_by": version.checks,
        "said_more_since": version.earlier,
        "lines": [line.as_kept() for line in version.lines],
        "note": version.note,
    }


def _reply(each: OpenReply) -> dict[str, Any]:
    signed = {"film": each.film, "signed_by": each.signed_by, "checked_by": each.checked_by} if each.film else {}
    return {"by": each.by, "how": each.how, "words": each.words, "at": each.made, **signed}


def original_as_kept(each: Original) -> dict[str, Any]:
    digest = hashlib.sha256(each.sealed).hexdigest() if each.sealed else None
    return {"id": each.id, "of": each.of, "kind": each.kind, "sha256": digest}


def line_as_kept(line: Mapping[str, Any], people: Mapping[UUID, str]) -> dict[str, Any]:
    facts = {name: value for name, value in line.items() if name not in ("authority", "id")}
    return {**facts, "who": people.get(line["actor"])}
