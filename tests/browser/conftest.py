"""A real Chromium and the real applications, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from channels.portal.app import portal
from channels.web.app import public
from tests.serving import address_of, free_socket, served
from tests.world import World, make_world

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, as Debian ships it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed: no page was tested in a browser")
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def line(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The whole line served: children's pages and portal, over each database in turn."""
    url = request.getfixturevalue("fresh_postgres") if request.param == "postgresql" else None
    child_end, staff_end = free_socket(), free_socket()
    async with AsyncExitStack() as stack:
        addresses = {"public_url": address_of(child_end), "staff_url": address_of(staff_end)}
        world = await stack.enter_async_context(make_world(tmp_path, url, **addresses))
        await stack.enter_async_context(served(public(world.public), child_end))
        await stack.enter_async_context(served(portal(world.staff), staff_end))
        yield world
