"""One run of the harness: prepare, let the children come, disturb, end well, count."""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.faults.children import Children, Seen
from tests.faults.cluster import Killable
from tests.faults.counting import Counted, count
from tests.faults.lives import FAULTS, Story, disturb
from tests.faults.prepared import prepare
from tests.faults.served import served
from tests.serving import free_port

AFTERWARDS = 0.3  # seconds in which the children go on undisturbed


@dataclass(slots=True)
class Survived:
    """What was done, and what was left."""

    seed: int
    seconds: float
    done: list[str]
    seen: Seen = field(repr=False)
    counted: Counted

    @property
    def wrong(self) -> list[str]:
        return [*self.counted.wrong, *self.seen.refused]

    def said(self) -> str:
        c, s = self.counted, self.seen
        sent = sum(each.sent for each in s.promised.values())
        told = sum(bool(each.safety) for each in s.promised.values())
        lines = [
            f"seed {self.seed}: {len(self.done)} faults in {self.seconds:.0f} s: {_summed(self.done)}",
            f"  {c.children} children, {s.pressed} pages answered, {s.again} pressed again, {s.broken} errors of ours",
            f"  acknowledged: {sent} sent, {told} said whether they are safe",
            f"  kept: {c.statements} statements, {c.concerns} concerns, {c.audit_lines} audit lines, whole",
            f"  {c.tallied} statements counted, {c.waiting} wait to be",
            f"  {c.deliveries} deliveries, {c.delivered_again} of them twice under a lease that was cut short",
        ]
        return "\n".join([*lines, *(f"  WRONG: {each}" for each in self.wrong[:20])])


def run(
    place: Path,
    faults: Sequence[str],
    times: int,
    seed: int,
    *,
    postgres: Killable | None = None,
    links: int = 400,
    planted: str = "",
    preload: str = "",
) -> Survived:
    """Raises nothing for what is lost: what came out says it."""
    began, done = time.monotonic(), list[str]()
    url = postgres.cluster.create() if postgres else None
    prepared = asyncio.run(prepare(place, links, url))
    apart = "worker" in faults
    with ExitStack() as stack:
        start = partial(served, place, prepared.url, free_port(), planted=planted, preload=preload)
        program = stack.enter_context(start("serve public" if apart else "serve all"))
        worker = stack.enter_context(start("worker")) if apart else None
        children = stack.enter_context(Children(prepared.links, seed))
        story = Story(prepared, program, worker, children, random.Random(seed), postgres, done)
        running = [each for each in (program, worker) if each]
        for each in running:
            each.start()
        children.begin(program.port)
        disturb(story, [FAULTS[name] for name in faults], times)
        time.sleep(AFTERWARDS)
        seen = children.end()
        seen.refused += [f"a program ended with {status}" for each in running if (status := each.stop())]
    counted = asyncio.run(count(prepared, seen))
    return Survived(seed, time.monotonic() - began, done, seen, counted)


def _summed(done: list[str]) -> str:
    kinds = dict.fromkeys(each.partition(" after ")[0] for each in done)
    return ", ".join(f"{sum(each.startswith(kind) for each in done)} × {kind}" for kind in kinds)
