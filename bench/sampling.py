"""`python -m bench.sampling MODULE …` runs it, and notes where its processor time goes, between SIGUSR1 and SIGUSR2.

Each thread's own clock says how much it used since the last look, and its stack says at what: so a thread in SQLite
counts beside the one that serves, and waiting counts as nothing.
"""

import json
import os
import runpy
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

EVERY = 0.001  # seconds of processor time; the kernel makes four thousandths of it
TO = "BENCH_SAMPLES"


class Sampler:
    """What each stack took, in seconds."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, ...], float] = defaultdict(float)
        self._clocks: dict[int, float] = {}

    def begin(self, *_: object) -> None:
        self._clocks = {thread: _clock(thread) for thread, _ in _stacks()}
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def end(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        taken = [[list(stack), seconds] for stack, seconds in self._taken.items()]
        whole = Path(os.environ[TO])
        whole.with_suffix(".part").write_text(json.dumps(taken))
        whole.with_suffix(".part").rename(whole)

    def _look(self, _: int, interrupted: FrameType | None) -> None:
        mine = threading.get_ident()
        for thread, frame in _stacks():
            now = _clock(thread)
            used, self._clocks[thread] = now - self._clocks.get(thread, now), now
            if used:
                self._taken[_stack(interrupted if thread == mine else frame)] += used


def _stacks() -> Iterable[tuple[int, FrameType]]:
    return sys._current_frames().items()  # noqa: SLF001 - the one way to see another thread's stack


def _clock(thread: int) -> float:
    return time.clock_gettime(time.pthread_getcpuclockid(thread))


def _stack(frame: FrameType | None) -> tuple[str, ...]:
    """From the innermost outwards: the file and the function."""
    found = []
    while frame:
        found.append(f"{frame.f_code.co_filename}:{frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(found)


if __name__ == "__main__":
    sampler = Sampler()
    signal.signal(signal.SIGUSR1, sampler.begin)
    signal.signal(signal.SIGUSR2, sampler.end)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
