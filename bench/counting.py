"""`counting`: the worker counts what children answered, against opening the same statements and nothing else."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.figures import Figure, Results, Spread
from bench.prepared import converse
from bench.sizes import Sizes
from storage import counting as waiting
from tests.world import World, make_world
from voice import counting, sending, visiting


async def measure(sizes: Sizes, place: Path, results: Results) -> None:
    """Statements a second, and by processor time: each round counts those that it sent."""
    counted, opened = _Rates(), _Rates()
    async with make_world(place, public_url="https://voice.test", staff_url="https://staff.test") as world:
        for _ in range(sizes.rounds):
            await _send(world, sizes.counted)
            await opened.add(sizes.counted, lambda: _open(world))
            await counted.add(sizes.counted, lambda: counting.count_waiting(world.staff))
    for name, ours, theirs in (
        ("counting", counted.by_the_clock, opened.by_the_clock),
        ("counting: processor", counted.by_processor, opened.by_processor),
    ):
        rates = Spread(ours), Spread(theirs)
        ratio = rates[0].over(rates[1])
        results.figures.append(
            Figure(name, "opening them", ratio, 0.7, ours=rates[0], theirs=rates[1], unit="statements a second")
        )


class _Rates:
    """What was done a second, by the clock and by the processor."""

    def __init__(self) -> None:
        self.by_the_clock: list[float] = []
        self.by_processor: list[float] = []

    async def add(self, count: int, work: Callable[[], Awaitable[int]]) -> None:
        began, used = time.perf_counter(), time.process_time()
        assert await work() == count
        self.by_the_clock.append(count / (time.perf_counter() - began))
        self.by_processor.append(count / (time.process_time() - used))


async def _send(world: World, count: int) -> None:
    asked = await world.public.asked(world.version)
    for _ in range(count):
        ready = await converse(world, asked)
        visit = await visiting.current_visit(world.public, ready.token)
        await sending.send(world.public, visit, with_code=True)


async def _open(world: World) -> int:
    """Every statement that waits, its parts read and opened one after another."""
    services = world.staff
    async with services.store.reading() as db:
        said = await waiting.waiting(db, services.authority, world.version, counting.AT_MOST)
        parts = await waiting.parts_of(db, services.authority, [each.statement for each in said])
    return len({part.statement for part in parts if part.open(services.authority, services.provider)})
