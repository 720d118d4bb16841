"""The machine and its noise: figures from two machines, or two hours, say nothing beside one another without them."""

import os
import platform
import sqlite3
import time
from pathlib import Path
from typing import Any

CLOCK_OF_A_PROCESS = 2  # the kernel's CPUCLOCK_SCHED: all of its threads, also those that have ended


def cpu_of(process: int) -> float:
    """Seconds of processor time a process has used so far."""
    return time.clock_gettime((~process << 3) | CLOCK_OF_A_PROCESS)


def described(place: Path) -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(terse=True),
        "fsync_a_second": round(fsync_rate(place)),
        "spin_spread": round(spin_spread(), 2),
    }


def fsync_rate(place: Path, times: int = 200) -> float:
    """4 KB appended and synced, a second. A fast disk hides a bad design."""
    with (place / "synced").open("wb", buffering=0) as file:
        began = time.perf_counter()
        for _ in range(times):
            file.write(bytes(4096))
            os.fsync(file.fileno())
        return times / (time.perf_counter() - began)


def spin_spread(times: int = 9) -> float:
    """The slowest of a few equal sums over the quickest: 1 on a machine of our own, 2 and more where others work."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        sum(range(1_000_000))
        taken.append(time.perf_counter() - began)
    return max(taken) / min(taken)
