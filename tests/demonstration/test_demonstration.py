"""Whoever looks round meets thirteen children with whole stories, and each member of staff sees what is theirs."""

import csv
import io
import re
from collections import Counter
from html import unescape

import pytest

from channels.portal.app import portal
from storage import tables
from tests.demonstration.conftest import Northfold
from tests.playback.films import needs_ffmpeg
from tests.portal.browsing import Browser, browser
from voice import being_understood, case_record, clock, recounting, taking_on, unnamed
from voice.desk import Desk
from voice.interpreting import queue
from voice.model import ConcernState
from voice.texting import matching


async def desk(northfold: Northfold, who: str) -> Desk:
    return await case_record.my_children(northfold.staff, northfold.members[who])


async def signs_in(northfold: Northfold, first_name: str) -> Browser:
    """With what stands on the sheet."""
    found, mine = browser(portal(northfold.staff)), northfold.sheet["staff"]
    line = next(each for each in mine if each["name"].startswith(first_name))
    found.email, found.secret = line["email"], line["totp_secret"]
    answer = await found.sign_in(password=line["password"])
    assert answer.status_code == 303
    return found


def test_thirteen_children_are_on_the_sheet(northfold: Northfold) -> None:
    """From four to seventeen, and one who has left care; each with a way in, and all but the smallest with a phone."""
    children = northfold.sheet["children"]

    assert len(children) == 13
    assert {each["age"] for each in children} >= {5, 8, 9, 10, 12, 13, 17, 19}
    assert all("/c/" in each["link"] for each in children)
    assert [each["name"] for each in children if not each["phone"]] == ["Mia"]


async def test_they_say_it_in_their_own_ways(northfold: Northfold) -> None:
    """By web and by text, alone and helped, in three languages and in sign, at once and later; one not at all."""
    said = await northfold.rows(tables.statement)

    assert {way for row in said if row["kind"] == "statement" for way in row["ways"]} == {"web", "sms"}
    assert {row["language"] for row in said} - {"bfi"} == {"en", "en-simple", "ar"}
    assert {row["helper"] for row in said} >= {"nobody", "carer", "worker"}
    assert "later" in {row["kind"] for row in said}
    assert (max(row["sent"] for row in said) - min(row["sent"] for row in said)).days > 90
    lines = (await desk(northfold, "sam")).children
    assert [line.child.name for line in lines if not line.said] == ["Kai"]


async def test_a_concern_is_in_each_state(northfold: Northfold) -> None:
    """One that nobody has and that climbs, one taken up, one acted on, and two that were closed."""
    found = await northfold.rows(tables.concern)
    by_state = Counter(row["state"] for row in found)

    assert by_state == {ConcernState.NEW: 1, ConcernState.ACKNOWLEDGED: 1, ConcernState.ACTED_ON: 1, "closed": 2}
    assert next(row["climbed"] for row in found if row["state"] == "new") >= 3
    assert len(await northfold.rows(tables.legal_hold)) == 1
    assert next(row["read_by"] for row in found if row["state"] == "new") < clock.now()


async def test_promises_are_kept_and_not_and_why(northfold: Northfold) -> None:
    found = await northfold.rows(tables.action)

    assert Counter(row["state"] for row in found) >= Counter({"kept": 4, "stopped": 2, "open": 3})
    assert {row["stopped_by"] for row in found if row["state"] == "stopped"} == {"someone_elses_decision", "not_yet"}
    assert any(row["due"] < clock.today() for row in found if row["state"] == "open")


async def test_what_was_said_was_weighed(northfold: Northfold) -> None:
    """One weighing the child reads in her own words, and one she does not, with why."""
    assert sorted(row["withheld"] is not None for row in await northfold.rows(tables.weighing)) == [False, True]


async def test_somebody_has_waited_too_long(northfold: Northfold) -> None:
    """An answer is overdue on two desks; on one of them something else is new."""
    sam, dev = await desk(northfold, "sam"), await desk(northfold, "dev")

    assert {line.child.name: line.waiting[0].days_waiting for line in sam.waiting} == {"Tomos": 9}
    assert {line.child.name: line.waiting[0].days_waiting for line in dev.waiting} == {"Tyler": 16}
    assert {line.child.name for line in sam.fresh} == {"Ellie", "Leila", "Zack"}


async def test_what_only_some_may_see(northfold: Northfold) -> None:
    """Each queue has something in it for whoever it belongs to."""
    staff, by_name = northfold.staff, northfold.members

    assert [line.name for line in await being_understood.tasks_to_see(staff, by_name["sam"])] == ["Leila"]
    assert [line.kind for line in await taking_on.requests_to_see(staff, by_name["cass"])] == ["complaint"]
    assert len(await matching.waiting(staff, by_name["morgan"])) == 1
    assert [line.asked for line in await unnamed.told_to_the_service(staff, by_name["noel"])] == [True, False]
    assert len(await unnamed.told_to_the_service(staff, by_name["harper"])) == 1
    waits = {who: await queue.my_work(staff, by_name[who]) for who in ("robin", "yara")}
    assert {who: [each.work.value for each in mine] for who, mine in waits.items()} == {
        "robin": ["makes"] * (2 if northfold.staff.ffmpeg else 1),
        "yara": ["checks"],
    }


@needs_ffmpeg
async def test_a_film_stands_for_a_signed_answer(northfold: Northfold) -> None:
    """Dev's page has the film, and under it the English with who wrote it, which says what it is (R28, R65)."""
    dev = await signs_in(northfold, "Dev")
    first = next(line for line in (await desk(northfold, "dev")).children if line.child.name == "Nia").said[-1]

    page = unescape((await dev.get(f"/statements/{first.statement.id}")).text)
    recording = next(iter(re.findall(r'src="(/statements/[^"]+/recordings/[0-9a-f]+)"', page)))

    assert (await dev.get(recording)).content[4:8] == b"ftyp"
    assert page.index("<video") < page.index("[Placeholder. Nobody signs in this film.]") < page.index("By Robin Hale")
    answer = next(iter(re.findall(r'src="(/answers/[^"]+/films/[^"]+)"', page)))
    assert (await dev.get(answer)).content[4:8] == b"ftyp"
    assert "Signed by Dev" in page


async def test_nobody_has_the_same_desk(northfold: Northfold) -> None:
    """Sam, Dev and Pat meet children of their own, and none of another's."""
    mine = {who: {line.child.name for line in (await desk(northfold, who)).children} for who in ("sam", "dev", "pat")}

    assert mine["dev"] == {"Nia", "Noor", "Reece", "Tyler"}
    assert mine["pat"] == {"Jade"}
    assert mine["sam"].isdisjoint(mine["dev"] | mine["pat"])
    assert not (await desk(northfold, "alex")).children


async def test_figures_are_shown_and_hidden(northfold: Northfold) -> None:
    """Vera signs in with the sheet: shares of one question, `c` in another, and in the file what stands on the page."""
    vera = await signs_in(northfold, "Vera")
    page, file = (await vera.get("/figures")).text, (await vera.get("/figures.csv?split=team")).text

    assert "October 2026" in page
    alone = page.split('id="q-time_alone"')[1].split("</section>")[0]
    assert "<svg" in alone
    assert ">c<" not in alone
    listens = page.split('id="q-worker_listens"')[1].split("</section>")[0]
    assert ">c<" in listens
    assert "<svg" not in listens
    counts = Counter(line["count"] for line in csv.DictReader(io.StringIO(file.lstrip("\ufeff"))))
    assert counts["c"] > 5
    assert any(count.isdigit() and int(count) > 5 for count in counts)


async def test_the_figures_are_the_workers_own(northfold: Northfold) -> None:
    """Three months are closed, and counting again from the statements gives the same."""
    assert {row["month"].month for row in await northfold.rows(tables.snapshot)} == {8, 9, 10}
    assert all(each.agrees for each in await recounting.recount(northfold.staff))


async def test_it_is_made_with_few_steps(northfold: Northfold) -> None:
    """Its time is its steps: whoever adds to the demonstration sees here what it costs (decision 0027)."""
    said = await northfold.rows(tables.statement)
    lines = await northfold.rows(tables.audit_event)

    assert len(said) < 180
    assert len(lines) < 1200


@pytest.mark.parametrize("who", ["Sam", "Morgan", "Rowan"])
async def test_the_sheet_opens_the_door(northfold: Northfold, who: str) -> None:
    assert (await (await signs_in(northfold, who)).get("/")).status_code == 200
