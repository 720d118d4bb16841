"""What stands in the archive of a record that is held: as it was said and written, with a checksum for each file."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from storage.legal_holds import Original
from voice import clock
from voice.case_statement import OpenStatement
from voice.taking_up import OpenConcern

README = """What this is
============
Made from a concern about one child, under a legal hold, by the person named in manifest.json.

concern.json     the concern, step by step, in the words that were written down
statements.json  what the child said that the maker of this archive may read: each question as the child saw it, and the
                 answer exactly as it was given; replies, promises, what was made of it, and what the child said to that
originals.json   everything the child said, whoever it is for, and every step of the concern, with the SHA-256 of each
                 as it lies sealed in the record
sealed/          those originals. They open with the authority's keys and with nothing else
audit.json       who did what with these records, with the place and hash of each line in its chain
SHA256SUMS       the SHA-256 of each file here: sha256sum --check SHA256SUMS

Recordings are not in it. It holds what a child said: keep it as you would the record itself.
"""


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in one, with their checksums as `sha256sum --check` reads them."""
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in {**files, "SHA256SUMS": sums.encode()}.items():
            made.writestr(zipfile.ZipInfo(name, clock.now().timetuple()[:6]), body)
    return out.getvalue()


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


def statement_as_kept(opened: OpenStatement) -> dict[str, Any]:
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
        "later": [
            {"asked": each.asked, "what": each.what, "words": each.words, "at": each.at} for each in opened.later
        ],
        "replies": [{"by": each.by, "how": each.how, "words": each.words, "at": each.made} for each in opened.replies],
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
    }


def original_as_kept(each: Original) -> dict[str, Any]:
    digest = hashlib.sha256(each.sealed).hexdigest() if each.sealed else None
    return {"id": each.id, "of": each.of, "kind": each.kind, "sha256": digest}


def line_as_kept(line: Mapping[str, Any], people: Mapping[UUID, str]) -> dict[str, Any]:
    facts = {name: value for name, value in line.items() if name not in ("authority", "id")}
    return {**facts, "who": people.get(line["actor"])}
