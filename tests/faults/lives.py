"""The faults: what happens to the program while the children are at it, at moments that a seed chooses."""

import random
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass

import psycopg

from tests.faults.children import Children
from tests.faults.cluster import Killable
from tests.faults.line import cut_off
from tests.faults.prepared import Prepared
from tests.faults.served import Served
from tests.postgres import for_libpq

MOST_ANSWERS = 20  # between one fault and the next
PATIENCE = 60
LOCKED_FOR = 6.0  # seconds, which is longer than a connection waits for a lock
AT_ONCE = 256


@dataclass(slots=True)
class Story:
    """One run: what is disturbed, by what chance, and what was done to it."""

    prepared: Prepared
    served: Served
    worker: Served | None
    children: Children
    chance: random.Random
    postgres: Killable | None
    done: list[str]
    answered: int = 0

    def wait(self) -> None:
        """Until the children have had a few more answers, and a moment longer: no fault comes when nobody is near."""
        self.hear(self.chance.randint(1, MOST_ANSWERS))
        time.sleep(self.chance.uniform(0, 0.01))

    def hear(self, more: int) -> None:
        """Until so many more pages were answered. Raises where they are not: the fault has stopped everybody."""
        wanted, give_up = self.answered + more, time.monotonic() + PATIENCE
        while (now := self.children.pressed()) < wanted:
            if time.monotonic() > give_up:
                raise AssertionError(f"nobody was answered any more after {self.done[-1:]}, only {now} of {wanted}")
            time.sleep(0.002)

    def note(self, what: str) -> None:
        now = self.children.pressed()
        self.done.append(f"{what} after {now - self.answered} answers")
        self.answered = now


def program_killed(story: Story) -> None:
    """kill -9."""
    story.served.kill()
    story.note("kill -9")
    story.served.start()


def worker_killed(story: Story) -> None:
    """The worker, a process of its own, in the middle of what it has leased."""
    assert story.worker
    before = story.worker.arrived()
    while story.worker.arrived() == before:
        time.sleep(0.001)
    story.worker.kill()
    story.note("worker killed in a lease")
    story.worker.start()


def database_killed(story: Story) -> None:
    """PostgreSQL: killed, or ended at once; the program goes on and finds it again."""
    assert story.postgres
    how = story.chance.choice([signal.SIGKILL, signal.SIGQUIT])
    story.postgres.end(how)
    story.note(f"PostgreSQL {how.name}")
    story.postgres.start()


def cut(story: Story) -> None:
    """256 browsers go away at once, half in the middle of a form, half before its answer."""
    links = story.prepared.links[-AT_ONCE:]
    cut_off(story.served.port, [(f"/c/{link}", {"csrf": csrf}) for link, csrf in links])
    story.note(f"{AT_ONCE} cut off")


def locked(story: Story) -> None:
    """Somebody else holds the database for longer than anybody waits."""
    if story.postgres:
        with psycopg.connect(for_libpq(story.prepared.url)) as other:
            other.execute("LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE")
            time.sleep(LOCKED_FOR)
    else:
        with closing(sqlite3.connect(story.prepared.home / "voice.db", isolation_level=None)) as other:
            other.execute("PRAGMA busy_timeout=5000")
            other.execute("BEGIN IMMEDIATE")
            time.sleep(LOCKED_FOR)
            other.execute("ROLLBACK")
    story.note(f"locked for {LOCKED_FOR:.0f} s")


def clock_back(story: Story) -> None:
    """Somebody sets the machine's clock an hour back."""
    story.served.tell(signal.SIGUSR1)
    story.note("clock an hour back")


def disk_full(story: Story) -> None:
    """Whatever else lies on the disk takes the rest of it, and is taken away again."""
    place = story.postgres.home if story.postgres else story.prepared.home
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(64 * 1024))
        except OSError:
            pass
    give_up = time.monotonic() + PATIENCE
    while story.served.answers("/readyz") and time.monotonic() < give_up:
        time.sleep(0.02)
    noticed = not story.served.answers("/readyz")
    filler.unlink()
    assert noticed, "the disk is full, and the program says that it is ready"
    if story.postgres:
        story.postgres.start()  # without room for its log PostgreSQL stops
    story.note("disk full")


Fault = Callable[[Story], None]

FAULTS: Mapping[str, Fault] = {
    "kill": program_killed,
    "worker": worker_killed,
    "postgres": database_killed,
    "cut": cut,
    "locked": locked,
    "clock": clock_back,
    "full": disk_full,
}


def disturb(story: Story, faults: list[Fault], times: int) -> None:
    """So many times, one fault after another, each when the children have gone on a little."""
    for number in range(times):
        story.wait()
        faults[number % len(faults)](story)
    story.hear(1)
