"""`python -m bench`: prints the table of ratios and writes bench/results.json and bench/results.svg.

Every figure is a ratio measured in one run, in rounds that take turns, with its median and its range: a machine that
others use too leaves ratios standing and nothing else. `--quick` shows that it runs; its figures mean nothing.
"""

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path

from bench import counting, growing, machine, on_a_phone, paging, recording, showing, submitting, texting, waiting
from bench.figures import Results
from bench.load import Load
from bench.plot import drawn
from bench.prepared import prepare
from bench.sizes import QUICK, Sizes
from bench.table import printed
from tests.world import make_world

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few requests each, to see that it runs")
    parser.add_argument("--to", type=Path, default=HERE, help="the folder for results.json and results.svg")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="voice-bench-") as place:
        results = asyncio.run(measure(QUICK if asked.quick else Sizes(), Path(place)))
    (asked.to / "results.json").write_text(json.dumps(results.as_json(), indent=1) + "\n")
    (asked.to / "results.svg").write_text(drawn(results))
    print(printed(results))
    print(f"\nIn {time.monotonic() - began:.0f} seconds.")
    return 1 if any(results.counted.values()) else 0


async def measure(sizes: Sizes, place: Path) -> Results:
    """Everything, one benchmark after another."""
    results = Results(machine.described(place))
    prepared = await prepare(place / "prepared", sizes.conversations)
    with Load() as load:
        submitting.measure(load, prepared, sizes, place, results)
        paging.measure(load, prepared, sizes, place, results)
        texting.measure(load, prepared, sizes, place, results)
        waiting.slow_disk(load, prepared, sizes, place, results)
        await waiting.on_postgres(load, prepared, sizes, place, results)
        await growing.measure(load, sizes, place, results)
    recording.upload(prepared, sizes, place, results)
    await recording.ranges(sizes, place, results)
    showing.start(prepared, sizes, place, results)
    for name in ("counting", "showing"):
        (place / name).mkdir()
    await counting.measure(sizes, place / "counting", results)
    async with make_world(place / "showing") as world:
        await showing.render(world, sizes, results)
        await showing.first_page(world, results)
        await on_a_phone.measure(world, sizes, results)
    return results


if __name__ == "__main__":
    raise SystemExit(main())
