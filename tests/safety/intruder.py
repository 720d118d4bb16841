"""Somebody has taken over the process that faces children. Everything it holds is tried on everything it can reach.

`python -m tests.safety.intruder HOME`: loads what `serve public` loads, becomes `nobody`, tries, and prints what opened
as JSON. What stands in GIVEN (words, one a line) is tried as well: with the right ones, the same tries must open.
"""

import asyncio
import codecs
import json
import os
import pwd
import sqlite3
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import voice.commands.serve
import voice.public_app  # noqa: F401 - loaded before the user changes, as the service would
from storage import conversations, locking, mailboxes, segments, statements, texts
from storage.codes import read_code
from storage.concerns import step_place
from storage.envelopes import Context, PrivateKey, open_envelope, recipients_of
from storage.intake_keys import IntakeKeys
from storage.requests import place_of
from storage.store import open_store
from voice import coming_back, visiting
from voice.errors import DeadLink, NoVisit, SealBroken
from voice.public_services import PublicServices

PURPOSES = ("cookie", "code", "link", "mailbox", "return", "delivery")
Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Loot:
    """What the process can read: rows, its file of keys, its environment, and what it makes of them."""

    tables: dict[str, Rows]
    keys: IntakeKeys
    strings: set[str] = field(default_factory=set)
    blobs: set[bytes] = field(default_factory=set)

    def gather(self, given: list[str]) -> None:
        for value in (v for rows in self.tables.values() for row in rows for v in row.values()):
            self._take(value)
        for value in (*self.keys_as_text().values(), *os.environ.values(), *given):
            self._take(value)

    def keys_as_text(self) -> dict[str, str]:
        facts = json.loads(self.keys.to_text())
        return {**{k: str(v) for k, v in facts.items()}, **facts["delivery"]}

    def _take(self, value: Any) -> None:
        if isinstance(value, bytes):
            self.blobs.add(value)
            self.strings |= {value.hex(), value.decode("latin-1")} if len(value) < 100 else set()
        elif isinstance(value, str):
            self.strings.add(value)
            self.blobs |= set(_decoded(value))

    def secret_keys(self) -> set[bytes]:
        """Everything of 32 bytes: as it is, at either end of something longer, and drawn from it as ours are."""
        cut = {piece for blob in self.blobs if len(blob) >= 32 for piece in (blob[:32], blob[-32:])}
        return cut | set(self.drawn())

    def drawn(self) -> Iterator[bytes]:
        salts = {row["salt"] for rows in self.tables.values() for row in rows if row.get("salt")}
        for word, salt, purpose in product(self.strings, salts, PURPOSES):
            yield self.keys.opening_key(word, salt, purpose)

    def seeds(self) -> set[bytes]:
        return {piece for blob in self.blobs if len(blob) >= 96 for piece in (blob[:96], blob[-96:])}


def _decoded(text: str) -> Iterator[bytes]:
    yield text.encode("utf-8", "surrogatepass")
    for decode in (bytes.fromhex, lambda t: b64decode(t, validate=True)):
        try:
            yield decode(text)
        except ValueError:
            continue


def read_tables(home: Path) -> dict[str, Rows]:
    with closing(sqlite3.connect(home / "voice.db")) as db:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in db.execute(f'SELECT * FROM "{name}"')] for name in names}  # noqa: S608


def locked_things(tables: dict[str, Rows], authority: UUID) -> Iterator[tuple[str, bytes, Context, bytes]]:
    """Everything that one secret key opens: name, bytes, place, and what else it is bound to."""
    for row in tables["conversation"]:
        if row["draft"]:
            yield "draft", row["draft"], conversations.draft_place(authority, UUID(row["id"])), b"draft"
    for row in tables["way"]:
        owner = UUID(row["conversation"] or row["mailbox"])
        yield (
            f"way.{row['kind']}",
            row["wrapped"],
            conversations.way_place(authority, owner, row["kind"], UUID(row["id"])),
            b"",
        )
    for row in tables["mailbox"]:
        if row["wrapped_private"]:
            yield "mailbox", row["wrapped_private"], mailboxes.private_place(authority, UUID(row["id"])), b""
    for row in tables["child_key"]:
        if row["wrapped_private"]:
            owner, id = UUID(row["child"]) if row["child"] else authority, UUID(row["id"])
            place = Context(authority, owner, f"key.{row['purpose']}", id)
            yield "private key", row["wrapped_private"], place, b""
            yield "private key", row["wrapped_private"], place, id.bytes


def recorded_things(
    tables: dict[str, Rows], authority: UUID, media: Path
) -> Iterator[tuple[str, bytes, Context, bytes]]:
    """Every recording: what closes it, and its pieces as they lie in the store."""
    for row in tables["attachment"]:
        place = segments.place_of(authority, UUID(row["id"]))
        if row["closing"]:
            yield "manifest", row["closing"], place, b"draft"
        for piece in tables["segment"]:
            if piece["attachment"] == row["id"]:
                bound = segments.bound(piece["offset"], piece["length"])
                yield "recording", (media / piece["store_key"]).read_bytes(), place, bound


def sealed_things(tables: dict[str, Rows], authority: UUID) -> Iterator[tuple[str, bytes, Context]]:
    """Every envelope, with the place where it belongs."""
    sealed = {row["id"]: row["sealed"] for row in tables["envelope"]}
    whose = {row["id"]: UUID(row["child"]) for row in (*tables["statement"], *tables["concern"])}
    for row in tables["statement_part"]:
        owner = whose[row["statement"]]
        yield (
            "part",
            sealed[row["envelope"]],
            statements.part_place(authority, owner, row["audience"], UUID(row["statement"])),
        )
    for row in tables["concern_step"]:
        if row["envelope"]:
            yield "concern", sealed[row["envelope"]], step_place(authority, whose[row["concern"]], UUID(row["id"]))
    for row in tables["asked_for"]:
        yield "asked for", sealed[row["envelope"]], place_of(authority, UUID(row["child"]), UUID(row["id"]))
    for row in tables["mailbox_item"]:
        mailbox = UUID(row["mailbox"])
        yield "item", row["sealed"], mailboxes.item_place(authority, mailbox, row["kind"], UUID(row["id"]))
    for row in tables["inbound_message"]:
        yield "text", row["words"], texts.place_of(authority, "text.in", UUID(row["id"]))


def opened(loot: Loot, media: Path) -> list[str]:
    """The names of what opened with any of the keys."""
    found = []
    authority = loot.keys.authority
    keys, seeds = loot.secret_keys(), loot.seeds()
    recorded = recorded_things(loot.tables, authority, media)
    for name, locked, place, also in (*locked_things(loot.tables, authority), *recorded):
        for key in keys:
            try:
                _ = locking.unlock(locked, key, place) if also == b"draft" else locking.unwrap(locked, key, place, also)
            except SealBroken:
                continue
            found.append(name)
    for name, sealed, place in sealed_things(loot.tables, authority):
        for seed, id in product(seeds, recipients_of(sealed)):
            try:
                open_envelope(sealed, PrivateKey(id, seed), place)
            except SealBroken:
                continue
            found.append(name)
    return sorted(set(found))


async def asked_nicely(home: Path, loot: Loot) -> list[str]:
    """What the application's own functions hand out for anything that can be read."""
    store = await open_store(f"sqlite:///{home / 'voice.db'}", "public")
    services = PublicServices(store, loot.keys, "https://voice.test")
    found = []
    try:
        for word in sorted(loot.strings):
            for name, door in (("visit", visiting.current_visit), ("mailbox held", coming_back.held_mailbox)):
                try:
                    await door(services, word)
                except NoVisit:
                    continue
                found.append(name)
            if read_code(word):
                try:
                    await coming_back.open_with_code(services, word)
                except DeadLink:
                    continue
                found.append("code")
    finally:
        await store.close()
    return sorted(set(found))


def load_what_comes_later() -> None:
    """Python's own files may be out of nobody's reach: what would be loaded at first use is loaded now."""
    for codec in ("ascii", "latin-1", "idna"):
        codecs.lookup(codec)

    async def use_a_store() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = await open_store(f"sqlite:///{folder}/empty.db", "public")
            async with store.reading() as db:
                await db.execute(sa.text("SELECT 1"))
            await store.close()

    asyncio.run(use_a_store())


def become_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def can_read(path: Path) -> bool:
    try:
        path.read_bytes()
    except PermissionError:
        return False
    return True


def main(home: Path) -> None:
    loaded = sorted(name for name in sys.modules if name.split(".")[0] in ("storage", "voice", "channels"))
    load_what_comes_later()
    become_nobody()
    loot = Loot(read_tables(home), IntakeKeys.load(home / "keys" / "intake.key"))
    loot.gather(os.environ.pop("GIVEN", "").splitlines())
    told = {
        "modules": loaded,
        "reads case.key": can_read(home / "keys" / "case.key"),
        "opened": opened(loot, home / "media"),
        "handed out": asyncio.run(asked_nicely(home, loot)),
        "sealed": sorted({name for name, *_ in sealed_things(loot.tables, loot.keys.authority)}),
        "locked": sorted({name for name, *_ in locked_things(loot.tables, loot.keys.authority)}),
        "recorded": sorted({name for name, *_ in recorded_things(loot.tables, loot.keys.authority, home / "media")}),
        "tried": [len(loot.secret_keys()), len(loot.seeds()), len(loot.strings)],
    }
    print(json.dumps(told))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
