"""Duty and a manager in the demonstration, in a real Chromium: on a telephone without scripts, and at a desk."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.async_api import Browser, Page

from channels.portal.app import portal
from storage import texts
from storage.store import open_store
from storage.tables import message
from tests.browser.conftest import browser
from tests.browser.test_the_line import fine
from tests.demonstration.conftest import Northfold
from tests.portal.browsing import code_now
from tests.serving import address_of, free_socket, served
from voice import clock

__all__ = ["browser"]
pytestmark = pytest.mark.browser
TELEPHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
async def served_copy(northfold: Northfold, tmp_path: Path) -> AsyncIterator[Northfold]:
    """A copy of the demonstration to press buttons in, a minute on: other tests may have used a one-time code."""
    clock.move(timedelta(minutes=1))
    await northfold.staff.store.tidy()
    shutil.copytree(northfold.home, tmp_path / "copy")
    store, end = await open_store(f"sqlite:///{tmp_path / 'copy' / 'voice.db'}", "all"), free_socket()
    try:
        staff = replace(northfold.staff, store=store, staff_url=address_of(end))
        async with served(portal(staff), end):
            yield replace(northfold, staff=staff)
    finally:
        await store.close()


async def signed_in(browser: Browser, northfold: Northfold, first_name: str, **how: object) -> Page:
    """At their first page."""
    line = next(each for each in northfold.sheet["staff"] if each["name"].startswith(first_name))
    page = await (await browser.new_context(**how)).new_page()  # type: ignore[arg-type]
    await page.goto(f"{northfold.staff.staff_url}/sign-in")
    code = code_now(line["totp_secret"])
    for name, value in (("email", line["email"]), ("password", line["password"]), ("code", code)):
        await page.fill(f"[name={name}]", value)
    await page.click("main button")
    return page


async def test_duty_hears_acts_tells_her_and_closes(served_copy: Northfold, browser: Browser) -> None:
    """From the red line on a small screen to the outcome, with what Bella was told; the paper has it in between."""
    page = await signed_in(browser, served_copy, "Morgan", viewport=TELEPHONE, java_script_enabled=False)
    await fine(page)
    first = page.locator(".cards > li").first
    assert "minutes late" in (await first.text_content() or "")
    assert "everybody here is invented" in (await page.text_content("body") or "")

    await first.locator("text=Read it").click()
    await fine(page)
    assert "No contact with the home until a person has decided" in (await page.text_content("main") or "")
    await page.click("#take button")
    assert "You have it" in (await page.text_content("aside") or "")

    await page.fill("[name=note]", "Went to her school with the head teacher")
    await page.click("button[value=act]")
    await page.goto(f"{served_copy.staff.staff_url}/concerns")
    await page.click("text=Everything on paper, to hand over")
    await fine(page)
    assert "Went to her school" in (await page.text_content("article:has-text('Bella')") or "")

    await page.goto(f"{served_copy.staff.staff_url}/concerns")
    await page.click("a.name:has-text('Bella')")
    await page.fill("[name=note]", "She sleeps at her nan's. A strategy discussion is tomorrow at ten")
    await page.fill("[name=told_child]", "Where she sleeps tonight, who decides tomorrow, and that she did right")
    await page.click("summary:has-text('Close it')")
    await page.click("label:has-text('Strategy discussion')")
    await page.click("button[value=close]")
    assert "Bella" not in (await page.text_content("main") or "")


async def test_a_manager_reads_what_is_shown_and_why_some_is_not(served_copy: Northfold, browser: Browser) -> None:
    """Priya at her desk in the dark, then on a telephone: a share, a `c` with what it means, her team, the file."""
    page = await signed_in(browser, served_copy, "Priya", viewport=DESK, color_scheme="dark")
    await page.click("nav >> text=Figures")
    await fine(page)
    shown, hides = page.locator("section:has(#q-time_alone)"), page.locator("section:has(#q-worker_listens)")
    assert await shown.locator("svg").count() > 0
    assert await hides.locator("abbr:text-is('c')").count() > 0
    assert "would tell what a few children said" in (await hides.text_content() or "")

    await page.select_option("[name=team]", label="East")
    await page.click("main form button")
    await page.set_viewport_size({"width": 320, "height": 640})
    await fine(page)
    assert "East" in (await page.text_content("#what") or "")
    async with page.expect_download() as download:
        await page.click("text=The same numbers as a file (CSV)")
    file = Path(await (await download.value).path()).read_text(encoding="utf-8-sig")  # noqa: ASYNC240 - a small file
    assert ",c," in file
    assert "West" not in file


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_worker_sees_the_text_before_it_goes(served_copy: Northfold, browser: Browser, scheme: str) -> None:
    """Kai has a telephone and was not asked: what stands on Sam's page is what goes, and to that number."""
    page = await signed_in(browser, served_copy, "Sam", viewport=TELEPHONE, color_scheme=scheme)
    await page.locator("main a", has_text="Kai").first.click()
    await page.click("main a:has-text('elephone')")
    await fine(page)
    shown = await page.locator("#ask .words bdi").all_inner_texts()
    assert "It is sent as 1 text." in await page.inner_text("#ask")

    await page.click("#ask button:text-is('Send this text')")

    assert "It goes at the next good hour." in await page.inner_text("[role=status]")
    assert "They can be asked again from" in await page.inner_text("#ask")
    staff = served_copy.staff
    async with staff.store.reading() as db:
        (made,) = (await db.execute(sa.select(message.c.id).where(message.c.state == "waiting"))).scalars()
        found = await texts.find_out(db, staff.authority, made)
    assert found is not None
    said = texts.read_out(staff.authority, found, staff.provider.delivery_key())
    assert (found.kind, said["to"], [said["words"]]) == ("invitation", "+447700900106", shown)
