"""One question a page at the limit: find the draft, open it, put the answer in, lock it, commit; then show the next."""

import json
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from bench.limit import sealing, writing
from bench.limit.serving import Answer, Message

QUESTIONS = 11
CHOICES = [f"A choice of about this many words, number {n}" for n in range(9)]
HTML = (b"content-type", b"text/html; charset=utf-8")
FOUND = (
    "SELECT c.id, c.draft, i.worker_name FROM way w JOIN conversation c ON c.authority=w.authority "
    "AND c.id=w.conversation JOIN invitation i ON i.authority=c.authority AND i.id=c.invitation "
    "WHERE w.authority=? AND w.locator=?"
)

Kept = tuple[str, dict[str, Any]]


class Paging:
    """Keeps answers in the service's own table; the drafts are locked in a plainer way."""

    def __init__(self, path: str) -> None:
        self._reader = writing.connect(path)
        self._authority = self._reader.execute("SELECT authority FROM conversation").fetchone()[0]
        self._writer: writing.Writer[tuple[bytes, str, str]] = writing.Writer(path, _write)
        self.open = self._writer.start
        words = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, auto_reload=False)
        self._template = words.get_template("question.html")

    async def answer(self, scope: Message, form: dict[str, str]) -> Answer:
        token = next((v.partition(b"=")[2] for k, v in scope["headers"] if k == b"cookie"), b"")
        if not token:
            return 200, [], b"ready"
        number, key = scope["path"].rpartition("/")[2], sha256(token).digest()
        conversation, replies, worker = self._draft(key, sha256(b"voice/token/1\0" + token).digest())
        if scope["method"] == "GET":
            return 200, [HTML], self._shown(int(number), replies, worker)
        replies[number] = form["choice"]
        locked = sealing.lock(json.dumps(replies).encode(), sealing.SMALL, key)
        await self._writer.keep((locked, self._authority, conversation))
        return 303, [(b"location", b"/q/%d" % (int(number) % QUESTIONS + 1))], b""

    def _draft(self, key: bytes, locator: bytes) -> tuple[str, dict[str, str], str]:
        conversation, draft, worker = self._reader.execute(FOUND, (self._authority, locator)).fetchone()
        try:
            return conversation, json.loads(sealing.unlock(draft, key)), worker
        except Exception:  # noqa: BLE001 - the first answer finds the service's own draft, which is not for us
            return conversation, {}, worker

    def _shown(self, number: int, replies: dict[str, str], worker: str) -> bytes:
        chosen = replies.get(str(number))
        page = self._template.render(n=number, total=QUESTIONS, choices=CHOICES, chosen=chosen, worker=worker)
        return page.encode()


def _write(db: sqlite3.Connection, batch: Sequence[tuple[bytes, str, str]]) -> None:
    db.executemany("UPDATE conversation SET draft=? WHERE authority=? AND id=?", batch)
