"""Conversations ready to be sent, made by the service's own verbs, and the requests that send them."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from storage.writes import Writes
from surveys.model import Question
from surveys.progress import path, question_number
from surveys.replies import Reply, ReplyState
from tests.world import World, make_world
from voice import visiting
from voice.draft import GivenReply
from voice.model import Around, Helper
from voice.public_services import Asked
from voice.visiting import Visit

TOGETHER = 64
WORDS = "I like it when she comes to my football and tells me before things change. "
KINDS = {"content-type": "application/x-www-form-urlencoded", "origin": "https://voice.test"}


@dataclass(frozen=True, slots=True)
class Ready:
    """One conversation with every answer given."""

    conversation: UUID
    invitation: UUID
    token: str
    csrf: str

    def send(self) -> bytes:
        """The request that sends it."""
        return post("/send", self.token, {"csrf": self.csrf, "do": "send"})

    def send_to_prototype(self, answers: dict[str, str]) -> bytes:
        whose = {"conversation": self.conversation.hex, "invitation": self.invitation.hex}
        return post("/send", self.token, {"csrf": self.csrf, "do": "send", **whose, **answers})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A home with its database and the conversations in it."""

    home: Path
    database: str
    ready: Sequence[Ready]
    answers: dict[str, str]  # what each of them says, by question
    questions: Sequence[tuple[int, str]]  # address and one choice of each closed question in order

    def copy(self, to: Path) -> "Prepared":
        """The same again, for another server to work on. Of SQLite alone."""
        shutil.copytree(self.home, to)
        return Prepared(to, f"sqlite:///{to / 'voice.db'}", self.ready, self.answers, self.questions)

    @property
    def file(self) -> Path:
        return self.home / "voice.db"

    def statements(self) -> list[str]:
        """The conversation of every statement that is stored."""
        with sqlite3.connect(self.file) as db:
            return [str(row[0]) for row in db.execute("SELECT conversation FROM statement")]


def post(address: str, token: str, fields: dict[str, str]) -> bytes:
    body = urlencode(fields)
    return _request("POST", address, token, {**KINDS, "content-length": str(len(body))}) + body.encode()


def get(address: str, token: str) -> bytes:
    return _request("GET", address, token, {})


def _request(method: str, address: str, token: str, more: dict[str, str]) -> bytes:
    headers = {"host": "voice.test", "cookie": f"__Host-visit={token}", **more}
    lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode()


async def prepare(home: Path, count: int, url: str | None = None) -> Prepared:
    """So many conversations in a new home, on SQLite or in the empty database at `url`."""
    await asyncio.to_thread(home.mkdir)
    ready: list[Ready] = []
    async with make_world(home, url, public_url="https://voice.test", staff_url="https://staff.test") as world:
        asked = await world.public.asked(world.version)
        for begun in range(0, count, TOGETHER):
            together = min(TOGETHER, count - begun)
            ready += await asyncio.gather(*(converse(world, asked) for _ in range(together)))
    return Prepared(home, url or f"sqlite:///{home / 'voice.db'}", ready, _said(asked), _closed(asked))


async def converse(world: World, asked: Asked) -> Ready:
    """A visit with every answer in it: as a child leaves it just before she sends."""
    services = world.public
    token = await visiting.begin(services, await world.link(), "en")
    visit = await visiting.current_visit(services, token)

    def verb(mine: Visit, _: Writes) -> None:
        mine.draft.say_near(mine.number, Around.JUST_ME, Helper.NOBODY)
        for question in path(asked.survey, {}):
            mine.draft.replies[question.id] = GivenReply.of(question, _reply(question), mine.number)

    await visiting.change(services, visit, verb)
    await visiting.own_code(services, await visiting.current_visit(services, token))
    assert visit.kept.invitation
    return Ready(visit.kept.id, visit.kept.invitation, token, services.keys.form_token(token, "form"))


def _reply(question: Question) -> Reply:
    closed = question.kind.closed
    return Reply(question.id, ReplyState.ANSWERED, (_choice(question),) if closed else (), None if closed else WORDS)


def _choice(question: Question) -> str:
    """The first that tells nobody straight away."""
    raises = question.safety.raises if question.safety else ()
    return next(choice for choice in question.choice_ids if choice not in raises)


def _said(asked: Asked) -> dict[str, str]:
    return {q.id: _choice(q) if q.kind.closed else WORDS for q in path(asked.survey, {})}


def _closed(asked: Asked) -> list[tuple[int, str]]:
    return [(question_number(asked.survey, q), _choice(q)) for q in path(asked.survey, {}) if q.kind.closed]
