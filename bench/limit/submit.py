"""A submission at the limit: the rows of the service's own, in the service's own tables, one call a batch.

It works on a copy of the database that the service gets, so tables, indices and what is in them are the same. The
answers come in the form, so nothing has to be read first. Five things are sealed, as many as the service's rows
need: four parts, and what the child said for her own mailbox.
"""

import json
import secrets
import sqlite3
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bench.limit import sealing, writing
from bench.limit.serving import Answer, Message

Rows = dict[str, list[tuple[Any, ...]]]

# In an order that pleases the foreign keys. What the service leaves empty is left out.
STATEMENTS = {
    "conversation": "UPDATE conversation SET draft=?, sent=?, revision=? WHERE authority=? AND id=?",
    "invitation": "UPDATE invitation SET used=? WHERE authority=? AND id=?",
    "way": "DELETE FROM way WHERE authority=? AND conversation=? AND kind<>'cookie'",
    "envelope": "INSERT INTO envelope (authority, id, kind, sealed, sha256, made) VALUES (?,?,?,?,?,?)",
    "mailbox": "INSERT INTO mailbox (authority, id, conversation, locator, salt, public_key, wrapped_private, "
    "revision, helped, made) VALUES (?,?,?,?,?,?,?,?,0,?)",
    "mailbox_item": "INSERT INTO mailbox_item (authority, id, mailbox, kind, sealed, made) VALUES (?,?,?,'said',?,?)",
    "statement": "INSERT INTO statement (authority, id, conversation, child, version, mailbox, kind, presence, helper, "
    "language, ways, sent) VALUES (?,?,?,?,?,?,'statement','just_me','nobody','en','[\"web\"]',?)",
    "statement_part": 'INSERT INTO statement_part (authority, id, statement, audience, envelope, "key") '
    "VALUES (?,?,?,?,?,?)",
    "outbox": "INSERT INTO outbox (authority, id, kind, subject, not_before, attempts, state, made) "
    "VALUES (?,?,?,?,?,0,'waiting',?)",
}
EVENT = (
    "INSERT INTO audit_event (authority, id, chain, place, at, actor_kind, action, subject_kind, subject, detail, "
    "before, hash) VALUES (?,?,?,?,?,'child','send','statement',?,'{}',?,?)"
)


class Submitting:
    """Takes statements, each with ten answers and more in its form."""

    def __init__(self, path: str) -> None:
        db = writing.connect(path)
        wanted = "SELECT c.authority, i.child, c.version FROM conversation c JOIN invitation i ON i.id = c.invitation"
        self._authority, self._child, self._version = db.execute(wanted).fetchone()
        self._keys = sealing.keys_by_purpose(db, self._child)
        self._chain, self._length, self._head = new_id(), 0, bytes(32)
        begun = (self._authority, self._chain, now(), self._head)
        db.execute("INSERT INTO audit_chain (authority,id,process,begun,length,head) VALUES (?,?,'limit',?,0,?)", begun)
        db.close()
        self._writer: writing.Writer[Rows] = writing.Writer(path, self._write)
        self.open, self.close = self._writer.start, self._writer.close

    async def answer(self, scope: Message, form: dict[str, str]) -> Answer:
        if not form:
            return 200, [], b"ready"
        await self._writer.keep(self._rows(form))
        return 303, [(b"location", b"/sent")], b""

    def _rows(self, form: dict[str, str]) -> Rows:
        mine, at, rows = self._authority, now(), defaultdict[str, list[tuple[Any, ...]]](list)
        conversation, invitation = form.pop("conversation"), form.pop("invitation")
        statement, said = new_id(), json.dumps(form).encode()
        mailbox = secrets.token_hex(16)
        seed, raw, public = sealing.new_mailbox_key()
        envelopes = []
        for audience, purpose in sealing.AUDIENCES.items():
            key_id, key = self._keys[purpose]
            room = sealing.LARGE if audience == "worker" else sealing.SMALL
            part = new_id()
            envelopes.append((part, f"part.{audience}", *sealing.seal(said[:room], room, key)))
            rows["statement_part"].append((mine, new_id(), statement, audience, part, key_id))
        rows["envelope"] = [(mine, *envelope, at) for envelope in envelopes]
        draft = sealing.lock(b"{}", sealing.SMALL, secrets.token_bytes(32))
        rows["conversation"].append((draft, at, secrets.randbits(62), mine, conversation))
        rows["invitation"].append((at, mine, invitation))
        rows["way"].append((mine, conversation))
        held = (secrets.token_bytes(32), secrets.token_bytes(16), raw, sealing.lock(seed, 96, secrets.token_bytes(32)))
        rows["mailbox"].append((mine, mailbox, conversation, *held, secrets.randbits(62), at))
        rows["mailbox_item"].append((mine, new_id(), mailbox, sealing.seal(said, sealing.LARGE, public)[0], at))
        rows["statement"].append((mine, statement, conversation, self._child, self._version, mailbox, at))
        rows["outbox"] = [(mine, new_id(), kind, statement, at, at) for kind in ("count", "statement")]
        return rows

    def _write(self, db: sqlite3.Connection, batch: Sequence[Rows]) -> None:
        for table, sql in STATEMENTS.items():
            db.executemany(sql, [row for rows in batch for row in rows[table]])
        db.executemany(EVENT, [self._event(rows["statement"][0][1]) for rows in batch])
        ends = (self._length, self._head, self._authority, self._chain)
        db.execute("UPDATE audit_chain SET length=?, head=? WHERE authority=? AND id=?", ends)

    def _event(self, statement: str) -> tuple[Any, ...]:
        """One line of the audit, bound to the one before it."""
        before, at, made = self._head, now(), new_id()
        self._length += 1
        said = json.dumps([self._authority, made, self._chain, self._length, at, "send", statement])
        self._head = sha256(before + said.encode()).digest()
        return (self._authority, made, self._chain, self._length, at, statement, before, self._head)


class SingleRow(Submitting):
    """The same sealing with everything in one row: how much of the limit's time its rows take."""

    def _write(self, db: sqlite3.Connection, batch: Sequence[Rows]) -> None:
        db.executemany(STATEMENTS["envelope"], [_all_in_one(rows) for rows in batch])


def _all_in_one(rows: Rows) -> tuple[Any, ...]:
    sealed = b"".join(row[3] for row in rows["envelope"]) + rows["mailbox_item"][0][3]
    authority, id, *_, sha256_of_one, made = rows["envelope"][0]
    return (authority, id, "all", sealed, sha256_of_one, made)


def new_id() -> str:
    """An id that begins with the time, as the service's do: new rows lie beside one another."""
    return f"{time.time_ns() >> 12:016x}{secrets.token_hex(8)}"


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
