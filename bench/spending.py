"""`python -m bench.spending`: where the processor time of a submission and of a question goes, ours and the limit's.

Each look at a server's threads is put down to the innermost part that is named here. The sums are of one run and hang
on the machine; beside one another they say what is dear, and what a quicker language could leave out at most.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bench.load import Job, Load
from bench.paging import walk
from bench.prepared import Prepared, get, prepare
from bench.sampling import TO
from bench.servers import TOP, Server, prototype, service

CLIENTS, CONVERSATIONS, WARM = 32, 1280, 160
UNDER = ["bench.sampling"]
# The first that names a file of the stack, from its innermost call outwards.
PARTS: Mapping[str, Sequence[str]] = {
    "sealing, and the mailbox's key": ("storage/envelopes.py", "bench/limit/sealing.py"),
    "looking through for what cannot wait": ("voice/lexicon/", "voice/screening.py"),
    "writing: rows, audit, SQLite, the commit": (
        *("storage/batch.py", "storage/chain", "storage/sqlite.py", "storage/write", "aiosqlite/"),
        *("bench/limit/writing.py", "bench/limit/submit.py:_write", "bench/limit/submit.py:_event"),
    ),
    "finding the visit and the keys": (
        *("storage/reading.py", "storage/looks.py", "storage/store.py", "storage/conversations.py", "storage/tables/"),
        *("storage/public_keys.py", "storage/locking.py", "storage/intake_keys.py", "storage/codes.py"),
        *("voice/visiting.py", "bench/limit/page.py:_draft"),
    ),
    "the draft's model": ("voice/draft.py", "pydantic"),
    "drawing the page": (
        "channels/web/pages.py",
        "/templates/",
        "jinja2/",
        "markupsafe/",
        "bench/limit/page.py:_shown",
    ),
    "the record of each answer, the way, the days": ("surveys/", "voice/", "i18n/", "bench/limit/submit.py"),
    "the server and its framework": ("uvicorn/", "starlette/", "asyncio/", "channels/", "bench/", "uvloop"),
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="voice-spending-") as place, Load() as load:
        prepared = asyncio.run(prepare(Path(place) / "prepared", CONVERSATIONS))
        sent = [[each.send()] for each in prepared.ready]
        plain = [[each.send_to_prototype(prepared.answers)] for each in prepared.ready]
        walks = [walk(prepared, each) for each in prepared.ready[: CONVERSATIONS // 4]]
        for kind, ours, theirs, each in (("submit", sent, plain, 1), ("page", walks, walks, 4)):
            print(f"\nOne {'submission' if kind == 'submit' else 'question'}, {CLIENTS} clients:")
            mine, other = Path(place) / f"{kind}-ours", Path(place) / f"{kind}-limit"
            spent = [
                _spent(load, _service(prepared, mine), ours, each, mine),
                _spent(load, _limit(kind, prepared, other), theirs, each, other),
            ]
            print(_table(*spent))
        print(f"\nA page of the service with nothing on it (/healthz): {_nothing(load, prepared, Path(place)):.2f} ms")
    return 0


def _service(prepared: Prepared, home: Path) -> AbstractContextManager[Server]:
    copy = prepared.copy(home)
    program = [sys.executable, "-m", *UNDER, "voice", "serve", "public"]
    return service(copy.home, copy.database, program=program, more={TO: str(home / "samples")})


def _limit(kind: str, prepared: Prepared, home: Path) -> AbstractContextManager[Server]:
    return prototype(kind, prepared.copy(home).file, under=UNDER, more={TO: str(home / "samples")})


def _spent(
    load: Load, starting: AbstractContextManager[Server], jobs: Sequence[Job], each: int, home: Path
) -> Counter[str]:
    """Milliseconds for one, by part."""
    warm, measured = jobs[:WARM], jobs[WARM:]
    with starting as server:
        load.run(server.port, CLIENTS, warm)
        os.kill(server.process.pid, signal.SIGUSR1)
        load.run(server.port, CLIENTS, measured)
        os.kill(server.process.pid, signal.SIGUSR2)
        while not (home / "samples").exists():
            time.sleep(0.05)
    spent: Counter[str] = Counter()
    for stack, seconds in json.loads((home / "samples").read_text()):
        spent[_part(stack)] += seconds * 1000 / (len(measured) * each)
    return spent


def _part(stack: Sequence[str]) -> str:
    for call in stack:
        for part, files in PARTS.items():
            if any(file in call.removeprefix(f"{TOP}/") for file in files):
                return part
    return "Python itself"


def _table(ours: Counter[str], limit: Counter[str]) -> str:
    rows = [(part, ours[part], limit[part]) for part in (*PARTS, "Python itself") if ours[part] or limit[part]]
    rows.append(("together", ours.total(), limit.total()))
    lines = [f"{part:46}{mine:8.2f}{theirs:8.2f}" for part, mine, theirs in rows]
    return "\n".join([f"{'ms of processor time':46}{'ours':>8}{'limit':>8}", *lines])


def _nothing(load: Load, prepared: Prepared, place: Path) -> float:
    """Milliseconds for one."""
    copy = prepared.copy(place / "nothing")
    with service(copy.home, copy.database) as server:
        before = server.cpu()
        load.run(server.port, CLIENTS, [[get("/healthz", "")]] * CONVERSATIONS)
        return (server.cpu() - before) * 1000 / CONVERSATIONS


if __name__ == "__main__":
    raise SystemExit(main())
