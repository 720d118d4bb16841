"""What a service that was killed had taken in: the secrets that must be nowhere, and the words, opened by right."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage import conversations, mailboxes, private_keys
from storage.case_keys import FileKeyProvider
from storage.codes import groups, token_hash
from storage.envelopes import open_envelope
from storage.intake_keys import IntakeKeys
from storage.statements import part_place
from storage.store import Store, open_store
from storage.tables import concern_step, envelope, statement, statement_part
from tests.safety.searching import Sought
from voice.errors import SealBroken


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record of a dead service, with the keys of intake and case."""

    store: Store
    keys: IntakeKeys
    provider: FileKeyProvider

    async def draft_behind(self, token: str) -> tuple[bytes, bytes]:
        """The draft's key and what is in it, for whoever holds the cookie."""
        async with self.store.reading() as db:
            kept = await conversations.find_by_way(db, self.keys.authority, token_hash(token), "cookie")
        assert kept is not None
        under = self.keys.opening_key(token, kept.way.salt, "cookie")
        key = conversations.key_through(self.keys.authority, kept, under)
        return key, conversations.read_draft(self.keys.authority, kept, key) or b""

    async def mailbox_behind(self, code: str) -> tuple[bytes, str]:
        """The mailbox's private key and what it says, for whoever has the code."""
        async with self.store.reading() as db:
            found = await mailboxes.find_by_locator(db, self.keys.authority, self.keys.locator(code))
            assert found is not None
            assert found.wrapped_private
            under = self.keys.opening_key(code, found.salt, "mailbox")
            key = mailboxes.unwrap_private(self.keys.authority, found.id, found.wrapped_private, under)
            [said] = await mailboxes.items(db, self.keys.authority, found.id)
        opened = mailboxes.take_out(self.keys.authority, found.id, key, said, self.keys.signing_public)
        assert opened is not None
        return key.seed, json.loads(opened)

    async def parts(self) -> dict[str, dict[str, Any]]:
        """What each audience of the one sent statement gets that this authority holds a key for."""
        wanted = (
            sa.select(statement.c.id, statement.c.child, statement_part.c.audience, statement_part.c.key, envelope)
            .join(statement_part, statement_part.c.statement == statement.c.id)
            .join(envelope, envelope.c.id == statement_part.c.envelope)
            .where(statement.c.kind == "statement")
        )
        opened = {}
        async with self.store.reading() as db:
            for row in (await db.execute(wanted)).all():
                place = part_place(self.keys.authority, row.child, row.audience, row.id)
                body = await self._open(row.sealed, row.key, place)
                if body:
                    opened[row.audience] = json.loads(body)
        return opened

    async def said_about_safety(self) -> list[str]:
        """How many sealed words lie with the concerns, by kind."""
        async with self.store.reading() as db:
            rows = await db.execute(sa.select(concern_step.c.kind).where(concern_step.c.envelope.is_not(None)))
            return [row.kind for row in rows]

    async def _open(self, sealed: bytes, key_id: Any, place: Any) -> bytes | None:
        async with self.store.reading() as db:
            try:
                key = await private_keys.private_key(db, self.keys.authority, self.provider, key_id)
                return open_envelope(sealed, key, place)
            except (SealBroken, LookupError):
                return None
            except Exception as refused:
                if type(refused).__name__ == "NothingThere":  # the advocacy provider's key is nowhere here
                    return None
                raise


@asynccontextmanager
async def evidence(home: Path, url: str | None = None) -> AsyncIterator[Evidence]:
    store = await open_store(url or f"sqlite:///{home / 'voice.db'}", "command")
    try:
        keys = home / "keys"
        yield Evidence(store, IntakeKeys.load(keys / "intake.key"), FileKeyProvider.load(keys / "case.key"))
    finally:
        await store.close()


def secrets_of(codes: list[str], tokens: list[str], keys: dict[str, bytes]) -> Sought:
    """A child's codes in every way of writing them, tokens, and keys."""
    sought = Sought.words(*tokens)
    for code in codes:
        ways = ("".join(groups(code)), "-".join(groups(code)), " ".join(groups(code)))
        sought |= Sought.words(*ways)
    for name, key in keys.items():
        sought |= Sought.secret(name, key)
    return sought
