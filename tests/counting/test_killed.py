"""A worker dies without warning at each step: afterwards every statement is counted once, and no month twice."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from storage import tables
from tests.counting.reading import everything
from tests.counting.saying import all_sent, rows, sends, waiting
from tests.world import World
from voice import clock, counting

TOP = Path(__file__).parent.parent.parent
DIES = """
import asyncio, os, signal, sys
from datetime import datetime
from pathlib import Path
from storage.case_keys import FileKeyProvider
from storage.intake_keys import IntakeKeys
from storage.store import open_store, Store
from voice import clock, counting
from voice.staff_services import StaffServices

home, step, at = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
clock.stand(at)
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
opened, write = counting.open_statements, Store.write

async def dies_opening(*given):
    await opened(*given)
    die()

async def dies_writing(self, writes):
    if writes.claimed and step == "before the write":
        die()
    answer = await write(self, writes)
    if writes.claimed and step == "after the write":
        die()
    return answer

async def main():
    store = await open_store(f"sqlite:///{home / 'voice.db'}", "worker")
    keys = home / "keys"
    intake, case = IntakeKeys.load(keys / "intake.key"), FileKeyProvider.load(keys / "case.key")
    services = StaffServices(store, intake, case, "", "")
    if step == "opened":
        counting.open_statements = dies_opening
    Store.write = dies_writing
    await counting.count_waiting(services)

asyncio.run(main())
"""


def dies(home: Path, step: str, at: datetime) -> int:
    """A worker on this home that is killed at this step; how it ended."""
    command = [sys.executable, "-c", DIES, str(home), step, at.isoformat()]
    return subprocess.run(
        command, cwd=TOP, check=False, capture_output=True, env={"PATH": os.environ["PATH"]}
    ).returncode


@pytest.mark.parametrize("step", ["opened", "before the write", "after the write"])
async def test_kill_9(nine: World, step: str) -> None:
    await sends(nine, nine.amara)
    before = await rows(nine, tables.statement)

    assert dies(nine.home, step, clock.now()) == -signal.SIGKILL
    assert await waiting(nine) == (0 if step == "after the write" else 10)
    await counting.count_waiting(nine.staff)

    sheet = await everything(nine)
    assert await waiting(nine) == 0
    assert sheet.statements == set(await all_sent(nine))
    assert sheet.total == 10
    assert await rows(nine, tables.statement) == before
