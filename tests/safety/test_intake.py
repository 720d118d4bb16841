"""The process that faces children takes words in and cannot read one back (security.md, 1)."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from channels.web.app import public
from storage import private_keys, public_keys
from storage.media import open_media
from tests.safety.browser import Browser, Child
from tests.safety.serving import TOP
from tests.world import PUBLIC_URL, World, make_world
from voice import receiving, visiting
from voice.model import Purpose
from voice.texting import taking_in
from voice.texting.taking_in import Text

KEY_PROVIDER = {"case_keys", "case_file", "private_keys", "key_files", "directory", "opening"}

# Everything in the public process that opens something sealed, and what it takes. A new one has to be tried in
# tests/safety/intruder.py before it is written down here.
OPENS = {
    "storage.envelopes.open_envelope": "a private key",
    "storage.locking.unlock": "a secret key",
    "storage.locking.unwrap": "a secret key",
    "storage.locking._decrypt": "a secret key",
    "storage.conversations.read_draft": "the draft's key",
    "storage.conversations.key_through": "what a cookie, code or link opens",
    "storage.segments.open_segment": "the recording's own key",
    "storage.segments.open_manifest": "the recording's own key",
    "storage.segments.opened": "the recording's own key",
    "storage.segments.closed_over": "the recording's own key",
    "voice.receiving._close": "the recording's own key",
    "voice.enclosing._one": "the recording's own key",
    "voice.playing._bytes": "the recording's own key",
    "storage.copies.opened": "the recording's own key",
    "voice.playing.copy_of": "the recording's own key",
    "storage.texts._read": "the delivery key",
    "storage.texts.read_in": "the delivery key",
    "storage.texts.body_in": "the delivery key",
    "storage.texts.read_out": "the delivery key",
    "storage.mailboxes.take_out": "the mailbox's private key",
    "storage.mailboxes.unwrap_private": "what the child's code opens",
    "storage.mailboxes.key_through_return": "what a returning child's cookie opens",
    "voice.visiting._begin": "a link",
    "voice.visiting.join": "the draft's key",
    "voice.visiting.current_visit": "a cookie",
    "voice.coming_back._open": "a code",
    "voice.coming_back._go_on": "a code",
    "voice.coming_back.held_mailbox": "a cookie",
    "voice.coming_back.look_inside": "the mailbox's private key",
}
OPENERS = {"decrypt", *(name.rpartition(".")[2] for name in OPENS if name.startswith("storage."))}


@dataclass(slots=True)
class Taken:
    """A service with one statement sent and another saved, and what would open them."""

    home: Path
    right_words: list[str]


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that `nobody` may own: pytest's own are closed to everyone but the user who runs it."""
    made = Path(tempfile.mkdtemp(prefix="voice-intake-", dir="/tmp"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
async def taken(home: Path) -> Taken:
    if os.geteuid() != 0:
        pytest.skip("ONLY ROOT CAN BECOME ANOTHER USER: the intake was not tried without the rights to case.key")
    async with make_world(home) as made:
        media = open_media(f"file:{home / 'media'}")
        world = replace(made, public=replace(made.public, media=media))
        right_words = [*await _played(world), *await _recorded_and_texted(world)]
    _give_to_nobody(home)
    return Taken(home, right_words)


def _give_to_nobody(home: Path) -> None:
    for path in (home, home / "keys", *home.glob("voice.db*"), home / "keys" / "intake.key", *home.rglob("media*/**")):
        shutil.chown(path, "nobody")


async def _played(world: World) -> list[str]:
    app = public(world.public)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
        sends, saves = (Child(Browser(client), "I want to live with my nan") for _ in range(2))
        await sends.ask_for_help_in(await sends.begin(await world.link()))
        await sends.send()
        await sends.come_back()
        await saves.save_for_later(await saves.begin(await world.link()))
    async with world.public.store.reading() as db:
        sealed_to = await public_keys.recipients(db, world.public.keys, world.amara)
        id = sealed_to[Purpose.CASE].id
        case = await private_keys.private_key(db, world.public.authority, world.staff.provider, id)
    return [sends.code, saves.code, *saves.browser.seen, *sends.browser.seen, case.seed.hex()]


async def _recorded_and_texted(world: World) -> list[str]:
    """A recording that has arrived, and a text that waits for its turn: the recording's key, and the delivery key."""
    services = world.public
    token = await visiting.begin(services, await world.link(), "en")
    made = await receiving.begin(services, await visiting.current_visit(services, token), "worries", 4, "video/webm")

    async def film() -> AsyncIterator[bytes]:
        yield b"film"

    visit = await visiting.current_visit(services, token)
    await receiving.receive(services, visit, made, 0, film())
    await taking_in.take_text(services, Text("SM" + "0" * 32, "+447700900001", "+447700900000", "hello", ()))
    delivery = world.staff.provider.delivery_key()
    return [visit.draft.recordings[made.hex].key, delivery.seed.hex()]


def taken_over(taken: Taken, *given: str) -> dict[str, Any]:
    """What an intruder in the public process can do."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(TOP), "GIVEN": "\n".join(given)}
    command = [sys.executable, "-m", "tests.safety.intruder", str(taken.home)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=TOP)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


async def test_nothing_the_public_process_holds_opens_anything(taken: Taken) -> None:
    """Every row, every line of intake.key, the environment: as keys, as seeds, as tokens. Nothing opens."""
    told = taken_over(taken)

    assert not told["reads case.key"]
    assert {name.rpartition(".")[2] for name in told["modules"] if name.startswith("storage.")}.isdisjoint(KEY_PROVIDER)
    assert {"voice.public_app", "channels.web.app", "storage.intake_keys"} <= set(told["modules"])
    assert told["opened"] == []
    assert told["handed out"] == []
    assert min(told["tried"]) > 20


async def test_the_same_tries_open_what_the_right_words_open(taken: Taken) -> None:
    """The control: with the child's code and cookies and with one private key, the same tries do open."""
    told = taken_over(taken, *taken.right_words)

    assert {"asked for", "concern", "item", "part", "text"} == set(told["sealed"])
    assert {"manifest", "recording"} == set(told["recorded"])
    assert {"draft", "mailbox", "private key", "way.code", "way.cookie", "way.link", "way.return"} == set(
        told["locked"]
    )
    assert {"part", "mailbox", "way.cookie", "way.code", "way.return"} <= set(told["opened"])
    assert {"manifest", "recording", "text"} <= set(told["opened"])
    assert {"visit", "mailbox held", "code"} == set(told["handed out"])


def test_every_function_that_opens_is_known() -> None:
    """Whoever adds another way to open something to the public process has to try it as an intruder first."""
    command = [sys.executable, "-c", "import sys, voice.public_app, voice.commands.serve; print(*sys.modules)"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TOP).stdout.split()
    ours = [name for name in loaded if name.startswith(("storage.", "voice.", "channels.", "surveys."))]

    found = {f"{name}.{opener}" for name in ours for opener in _openers_in(TOP / f"{name.replace('.', '/')}.py")}

    assert found - {"storage.envelopes.open_envelope", *OPENS} == set()
    assert set(OPENS) - found <= {"storage.locking._decrypt"}, "known, but gone: take it out"


def _openers_in(path: Path) -> Iterator[str]:
    """The functions of a module that call anything which opens."""
    if not path.exists():
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _called(node) & OPENERS:
            yield node.name


def _called(function: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
