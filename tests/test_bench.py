"""The benchmarks run, compare like with like, and find nothing lost. How fast anything is, no test says."""

import ast
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from bench.limit.submit import Submitting
from bench.prepared import Prepared, prepare
from storage.intake_keys import IntakeKeys
from storage.store import open_store
from tests.arrows import ROOMS
from tests.postgres import find_programs
from voice import sending, visiting
from voice.public_services import PublicServices

TOP = Path(__file__).parent.parent
WRITTEN = ["mailbox", "mailbox_item", "statement", "statement_part", "outbox", "way", "audit_event"]


def test_the_limit_owes_the_service_nothing() -> None:
    """A prototype that used our code could not show what our code costs."""
    borrowed = []
    for path in sorted((TOP / "bench" / "limit").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            borrowed += [f"{path.name}: {name}" for name in names if name.split(".")[0] in {*ROOMS, "tests"}]

    assert borrowed == []


async def test_the_limit_writes_the_same_rows(tmp_path: Path) -> None:
    """Table by table as many rows, and envelope by envelope as many bytes."""
    ours = await prepare(tmp_path / "ours", 1)
    theirs = ours.copy(tmp_path / "theirs")

    await _send(ours)
    limit = Submitting(str(theirs.file))
    await limit.open()
    head, _, body = theirs.ready[0].send_to_prototype(theirs.answers).partition(b"\r\n\r\n")
    status, _, _ = await limit.answer({}, dict(parse_qsl(body.decode())))
    await limit.close()

    assert (head[:10], status) == (b"POST /send", 303)
    assert _rows(theirs.file) == _rows(ours.file)


async def _send(prepared: Prepared) -> None:
    store = await open_store(prepared.database, "public")
    services = PublicServices(store, IntakeKeys.load(prepared.home / "keys" / "intake.key"), "https://voice.test")
    visit = await visiting.current_visit(services, prepared.ready[0].token)
    await sending.send(services, visit, with_code=True)
    await store.close()


def _rows(file: Path) -> tuple[dict[str, int], Counter[tuple[str, int]], list[int]]:
    with sqlite3.connect(file) as db:
        counted = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in WRITTEN}  # noqa: S608
        envelopes = Counter(db.execute("SELECT kind, length(sealed) FROM envelope").fetchall())
        kept = db.execute("SELECT length(sealed) FROM mailbox_item UNION ALL SELECT length(draft) FROM conversation")
        return counted, envelopes, [row[0] for row in kept]


@pytest.mark.postgres
@pytest.mark.skipif(find_programs() is None, reason="one of the benchmarks is PostgreSQL's")
def test_every_benchmark_gives_its_figures(tmp_path: Path) -> None:
    """A few requests each: there is a figure for everything, and what must never be anything but zero is zero."""
    run = [sys.executable, "-m", "bench", "--quick", "--to", str(tmp_path)]
    done = subprocess.run(run, cwd=TOP, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    benchmarks = {figure["name"].split(",")[0].split(":")[0] for figure in results["figures"]}
    measured = {"submit", "question", "text", "PostgreSQL", "memory", "start", "render", "first page", "slow phone"}
    measured |= {"growing", "counting"}
    assert benchmarks >= measured
    assert set(results["counted"].values()) == {0}
    assert len(results["counted"]) == 6
    assert (tmp_path / "results.svg").read_text().startswith("<svg")
