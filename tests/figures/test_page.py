"""The page of figures: who sees which, what stands there, and that nothing hidden is anywhere in it."""

import csv
import io
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from channels.portal.app import portal
from channels.portal.figures import harmless
from storage import snapshots, tables
from storage.writes import Writes
from tests.portal.browsing import Browser, at_the_desk
from tests.world import World

TOP = Path(__file__).parent.parent.parent
LOOKS_AFTER_ALL = ("vera", "noel", "prin")


@pytest.fixture
def app(published: World) -> Starlette:
    return portal(published.staff)


@pytest.fixture
async def vera(published: World, app: Starlette) -> Browser:
    """The service manager."""
    return await at_the_desk(published, app, "vera")


def numbers(html: str) -> list[str]:
    """What stands in the cells of the tables, without marks."""
    found = re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", each)).strip() for each in found]


async def test_the_page_says_what_the_snapshot_says(published: World, vera: Browser) -> None:
    """Asked, answered and every count; the words the children saw; the interval beside the share."""
    page = (await vera.get("/figures")).text

    assert "When your social worker comes, do they talk with you on your own?" in page
    assert "Sent: 60" in page
    assert "Asked: 60. Answered: 48. Asked and left it: 12." in page
    assert re.search(r"\(\d+ to \d+\)", page)
    async with published.staff.store.reading() as db:
        [total] = await snapshots.of_version(db, published.staff.authority, published.version, "total")
    answers = total.figures["groups"]["all"]["answers"]
    for question, values in answers.items():
        section = page.split(f'id="q-{question}"')[1].split("</section>")[0]
        shown = [cell for cell in numbers(section)[1 if "In 100" in section else 0 :] if cell and "(" not in cell]
        assert shown == [str(value) for value in values[2:]], question


async def test_what_is_hidden_is_nowhere(published: World, vera: Browser) -> None:
    """Not in the page's source, not in the file, not as a share: neither the number nor the width of a bar."""
    page, file = (await vera.get("/figures")).text, (await vera.get("/figures.csv")).text
    section = page.split('id="q-worker_listens"')[1].split("</section>")[0]

    assert numbers(section).count("c") == 2
    assert "<svg" not in section
    assert "in 100" not in section.lower()
    for line in csv.DictReader(io.StringIO(file.lstrip("\ufeff"))):
        if line["question"] == "worker_listens":
            assert line["share_per_cent"] == line["low_per_cent"] == line["high_per_cent"] == ""
            assert line["count"] == "c" or line["answer"] not in ("sometimes", "never")


async def test_the_file_has_the_pages_numbers(vera: Browser) -> None:
    for query in ("", "?split=team", "?split=alone", "?split=month"):
        page, file = (await vera.get(f"/figures{query}")).text, (await vera.get(f"/figures.csv{query}")).text
        lines = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff"))))
        counts = [line["count"] for line in lines]
        if query:
            shown = [cell.split()[0] for cell in numbers(page)]
            rows = {(line["question"], line["group"]) for line in lines}
            assert len(shown) == len(counts) + 2 * len(rows)
        assert counts


async def test_a_manager_sees_her_team_and_the_authority(published: World, app: Starlette) -> None:
    """Priya sees East beside the whole, and of West not even that it is there."""
    priya = await at_the_desk(published, app, "priya")

    by_team = (await priya.get("/figures?split=team")).text
    assert '<th scope="row">East</th>' in by_team
    assert "West" not in by_team
    assert str(published.west) not in by_team
    assert (await priya.get(f"/figures?team={published.east}")).status_code == 200
    for address in ("/figures", "/figures.csv"):
        assert (await priya.get(f"{address}?team={published.west}")).status_code == 404
    assert "West" not in (await priya.get("/figures.csv?split=team")).text


@pytest.mark.parametrize("who", ["sam", "alex", "morgan", "dev"])
async def test_others_see_no_figures(published: World, app: Starlette, who: str) -> None:
    browser = await at_the_desk(published, app, who)

    for address in ("/figures", "/figures.csv"):
        assert (await browser.get(address)).status_code == 404
    assert 'href="/figures"' not in (await browser.get("/")).text


@pytest.mark.parametrize("who", LOOKS_AFTER_ALL)
async def test_those_who_look_after_the_whole_see_every_team(published: World, app: Starlette, who: str) -> None:
    browser = await at_the_desk(published, app, who)

    page = (await browser.get("/figures?split=team")).text

    assert '<th scope="row">East</th>' in page
    assert '<th scope="row">West</th>' in page


async def test_what_nobody_has_is_answered_kindly(vera: Browser) -> None:
    """An id that is none, one nobody has, a month and a split that never were."""
    assert (await vera.get("/figures?survey=nothing")).status_code == 404
    assert (await vera.get("/figures?survey=01a1f100-0000-7000-8000-000000000000")).status_code == 404
    for query in ("month=1999-01", "split=shoe", "split=team_age", "month=%00", f"team={'x' * 3000}"):
        assert (await vera.get(f"/figures?{query}")).status_code in (200, 404), query


async def test_a_table_that_waits_says_so(vera: Browser) -> None:
    """Everybody answered in one way: there is nothing to set side by side, and the page says what it waits for."""
    page = (await vera.get("/figures?split=way")).text

    assert "There is no such table yet" in page


async def test_before_the_first_month_is_closed(published: World, vera: Browser) -> None:
    writes = Writes(published.staff.authority)
    writes.change(sa.delete(tables.snapshot))
    await published.staff.store.write(writes)

    page = await vera.get("/figures")

    assert "Nothing is published yet" in page.text
    assert (await vera.get("/figures.csv")).status_code == 200


async def test_nothing_is_called_good_or_bad(vera: Browser) -> None:
    """No rank, no target, no colour of praise; and what the figures do not tell always stands there."""
    page = (await vera.get("/figures?split=team")).text

    assert "What this does not tell you" in page
    assert page.count("What might explain this?") == 3
    for word in ("best", "worst", "target met", "performance", "green", "amber"):
        assert word not in page.lower()


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@sum", "\tx", "\rx"])
def test_no_cell_starts_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(12) == 12
    assert harmless("fine = so") == "fine = so"


def test_no_door_reaches_the_tallies() -> None:
    """Whatever the applications load, the tallies and whoever opens statements to count them are not among it."""
    script = "import sys, channels.portal.app, channels.web.app, voice.showing_figures; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert "storage.snapshots" in loaded
    assert loaded.isdisjoint({"storage.tallies", "storage.counting", "voice.counting", "voice.publishing", "highspy"})
