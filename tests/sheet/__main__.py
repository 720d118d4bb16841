"""Takes a picture of every page in every theme and puts them on one sheet, to be looked at with one's own eyes.

    python -m tests.sheet                                    everything, into test-results/sheet
    python -m tests.sheet --themes younger --modes dark --widths 320 --only houses,people
    python -m tests.sheet --modes paper --widths 718         as printed on A4

Each is one PNG named theme-mode-width-page; and THEME-MODE-WIDTH.png has them all side by side.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from channels.web.app import public
from tests.browser.conftest import FLAGS
from tests.serving import address_of, free_socket, served
from tests.sheet.pages import THEMES, walk
from tests.sheet.putting_together import put_together
from tests.sheet.taking import Taker
from tests.world import World, make_world
from voice import opening_door

MODES = ("light", "dark", "contrast", "forced", "forced_dark")
WIDTHS = (320, 1280)


def main(argv: Sequence[str]) -> int:
    asked = _usage().parse_args(argv)
    shutil.rmtree(asked.into, ignore_errors=True)
    asked.into.mkdir(parents=True)
    taken = asyncio.run(take(asked, asked.into))
    sys.stdout.write(f"{taken} pictures in {asked.into}\n")
    return 0


async def take(asked: argparse.Namespace, folder: Path) -> int:
    """How many pictures were taken."""
    with tempfile.TemporaryDirectory() as home:
        async with AsyncExitStack() as stack:
            end = free_socket()
            world = await stack.enter_async_context(make_world(Path(home), public_url=address_of(end)))
            await opening_door.open_door(world.staff)
            await stack.enter_async_context(served(public(world.public), end))
            driver = await stack.enter_async_context(async_playwright())
            chromium = await driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            taken = [await _theme(chromium, world, theme, asked, folder) for theme in asked.themes]
            await put_together(chromium, folder, asked.columns)
            await chromium.close()
    return sum(taken)


async def _theme(chromium: Browser, world: World, theme: str, asked: argparse.Namespace, folder: Path) -> int:
    """One walk through all pages; each page is taken in every mode and width while the child stands on it."""
    taker = Taker(folder, theme, asked.modes, asked.widths, asked.only, asked.language)
    phone = await chromium.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    taker.page = await phone.new_page()
    await walk(taker, world)
    await phone.close()
    return taker.taken


def _list(given: str) -> list[str]:
    return given.split(",")


def _usage() -> argparse.ArgumentParser:
    usage = argparse.ArgumentParser(prog="python -m tests.sheet", description="Pictures of every page.")
    usage.add_argument("--themes", type=_list, default=list(THEMES))
    usage.add_argument("--modes", type=_list, default=list(MODES))
    usage.add_argument("--widths", type=lambda given: [int(each) for each in _list(given)], default=list(WIDTHS))
    usage.add_argument("--only", type=_list, default=[], help="pages whose names have one of these in them")
    usage.add_argument("--language", default="en")
    usage.add_argument("--columns", type=int, default=6)
    usage.add_argument("--into", type=Path, default=Path("test-results/sheet"))
    return usage


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
