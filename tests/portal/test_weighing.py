"""Sam weighs what Amara said (R34, R101). She sees what he made of it, and his manager why she does not."""

import html
import json
from typing import Any
from uuid import UUID, uuid4

import httpx

from storage import case_writes, tables
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import actions_of, rows
from tests.portal.saying import looks_inside, says
from tests.web.looking import openers, sealed_body
from tests.world import World
from voice import clock

WEIGHED = {
    "bears_on": "review",
    "which": "Review of 20 November",
    "means": "I think you miss your nan.",
    "doubts": "Canary doubt: whether it is school",
    "wants": "To see your nan.",
    "decided": "You see her once a month.",
    "decided_by": "The judge",
    "decided_on": "2026-11-18",
    "stopped_us": "court_order",
    "told": "I came on Monday. You said OK.",
    "do": "keep",
}
BLANK = dict.fromkeys(WEIGHED, "") | {"do": "keep"}


async def weighs(who: Browser, statement: UUID, **fields: Any) -> httpx.Response:
    page = f"/statements/{statement}/weigh"
    return await who.send(page, page, **(WEIGHED | fields))


async def test_amara_sees_what_sam_made_of_it(world: World, sam: Browser, priya: Browser) -> None:
    """1, 3, 4 and 5 are in her mailbox as he wrote them; 2 is not. All five are in the record, with the day."""
    receipt = await says(world)

    answer = await weighs(sam, receipt.statement)

    assert answer.status_code == 303, answer.text
    (shown,) = (await looks_inside(world, receipt)).weighings
    assert {name: shown[name] for name in ("means", "wants", "decided", "decided_by", "told", "stopped_by")} == {
        name: WEIGHED[name] for name in ("means", "wants", "decided", "decided_by", "told")
    } | {"stopped_by": "court_order"}
    assert (shown["first_name"], shown["decided_on"], shown["as_wanted"]) == ("Sam", "2026-11-18", False)
    assert "Canary doubt" not in json.dumps(shown, default=str)
    page = html.unescape((await sam.get(f"/statements/{receipt.statement}")).text)
    for words in ("A review", "I think you miss your nan.", "Canary doubt", "What stopped us: A court order"):
        assert words in page
    assert "Sam Okafor, today at" in page
    (kept,) = await rows(world, tables.weighing)
    assert (await priya.get(f"/withheld/{kept['id']}")).status_code == 404  # no reason was needed
    assert "Not shown to the child" not in (await priya.get("/team")).text


async def test_it_can_be_added_to_and_never_changed(world: World, sam: Browser) -> None:
    """What was written before need not be written again; the first stands as it was."""
    receipt = await says(world)
    await weighs(sam, receipt.statement, told="")
    assert await rows(world, tables.weighing) == []
    await weighs(sam, receipt.statement)
    clock.stand(clock.now().replace(day=23))
    await sam.sign_in()

    added = await weighs(sam, receipt.statement, **(BLANK | {"bears_on": "plan", "told": "I rang you. You said good."}))

    assert added.status_code == 303
    first, second = (await looks_inside(world, receipt)).weighings
    assert (first["told"], second["told"]) == (WEIGHED["told"], "I rang you. You said good.")
    page = (await sam.get(f"/statements/{receipt.statement}")).text
    assert page.index("I rang you. You said good.") < page.index("I came on Monday. You said OK.")


INCOMPLETE = [
    ({"means": " "}, "what you think they are telling you"),
    ({"told": ""}, "how and when you told them"),
    ({"decided": ""}, "Write what was decided"),
    ({"stopped_us": ""}, "what stopped us"),
    ({"stopped_us": "the weather"}, "what stopped us"),
    ({"decided_on": "soon"}, "Choose it again"),
    ({"hide": "yes", "why_hidden": " "}, "Write why they are not shown it"),
    ({"doubts": "x" * 4001}, "shorter"),
    (BLANK, "at least one of the boxes"),
]


async def test_what_is_incomplete_is_handed_back(world: World, sam: Browser) -> None:
    """What is missing is said and what was typed is still there. Where nothing is decided one box is enough (R98)."""
    receipt = await says(world)
    for fields, problem in INCOMPLETE:
        answer = await weighs(sam, receipt.statement, **fields)

        assert (answer.status_code, problem in answer.text) == (400, True), (fields, answer.text)
        assert fields.get("wants", WEIGHED["wants"]) in answer.text
    assert await rows(world, tables.weighing) == []

    page = f"/statements/{receipt.statement}/weigh"
    fields = hidden((await sam.get(page)).text, page) | BLANK | {"wants": "To see your nan."}
    for _ in range(2):  # a second press is the first
        assert (await sam.client.post(page, data=fields)).status_code == 303
    assert len(await rows(world, tables.weighing)) == 1
    assert len((await looks_inside(world, receipt)).weighings) == 1


async def test_why_it_is_not_shown_is_for_the_manager(world: World, sam: Browser, priya: Browser, dev: Browser) -> None:
    """Amara gets nothing; Priya reads the reason and not the boxes, and that she did is kept. Dev finds nothing."""
    receipt = await says(world)
    await weighs(sam, receipt.statement, hide="yes", why_hidden="Canary reason: she rings him if she reads it")
    (kept,) = await rows(world, tables.weighing)
    where = f"/withheld/{kept['id']}"

    assert (await looks_inside(world, receipt)).weighings == []
    team = await priya.get("/team")
    assert where in team.text
    assert "Canary reason" not in team.text
    read = await priya.get(where)
    assert "Canary reason" in read.text
    assert WEIGHED["means"] not in read.text
    assert await actions_of(world, "withheld") == [("open", world.people["priya"])]
    assert "Canary reason" in (await sam.get(f"/statements/{receipt.statement}")).text
    for who in (sam, dev):
        assert (await who.get(where)).status_code == 404
    assert (await priya.get(f"/withheld/{uuid4()}")).status_code == 404
    await _only_the_right_keys_open_it(world, kept)


async def _only_the_right_keys_open_it(world: World, kept: Any) -> None:
    """The boxes open with Amara's case key alone, the reason with the manager's too, and no word lies in the clear."""
    boxes = case_writes.weighing_place(world.staff.authority, world.amara, kept["id"])
    reason = case_writes.withheld_place(world.staff.authority, world.amara, kept["id"])
    case, apart = ("case", world.amara), ("apart", world.amara)

    assert set(await openers(world, await sealed_body(world, kept["envelope"]), boxes)) == {case}
    assert set(await openers(world, await sealed_body(world, kept["withheld"]), reason)) == {case, apart}
    assert "stopped_by" not in kept
    written = b"".join(path.read_bytes() for path in world.home.rglob("*") if path.is_file())
    events = json.dumps([str(row["detail"]) for row in await rows(world, tables.audit_event)])
    assert b"SQLite format 3" in written
    for words in ("Canary doubt", "Canary reason", "miss your nan", "The judge", "Review of 20"):
        assert words.encode() not in written
        assert words not in events


async def test_nobody_else_weighs(world: World, dev: Browser, priya: Browser, morgan: Browser, alex: Browser) -> None:
    """Only who works with her: the page and the deed are the same nothing for everybody else."""
    receipt = await says(world)
    page = f"/statements/{receipt.statement}/weigh"
    for other in (dev, priya, morgan, alex):
        token = hidden((await other.get("/")).text, "/sign-out")["csrf"]

        answer = await other.client.post(page, data={"csrf": token, "id": str(uuid4())} | WEIGHED)

        assert (answer.status_code, (await other.get(page)).status_code) == (404, 404)
    assert await rows(world, tables.weighing) == []


async def test_a_session_that_ran_out_loses_nothing(world: World, sam: Browser) -> None:
    """Both an answer and the boxes were half written: each stands in its own form, and sending one leaves the other."""
    receipt = await says(world)
    statement, page = f"/statements/{receipt.statement}", f"/statements/{receipt.statement}/weigh"
    answer = hidden((await sam.get(statement)).text, f"{statement}/answer") | {"words": "Half an answer"}
    boxes = hidden((await sam.get(page)).text, page) | WEIGHED | {"means": "Half a thought"}
    clock.stand(clock.now().replace(hour=11))

    await sam.client.post(f"{statement}/answer", data=answer)
    kept = await sam.client.post(page, data=boxes)
    assert kept.headers["location"] == f"/sign-in?then={page}&kept=1"
    await sam.sign_in()

    assert "Half a thought</textarea>" in (await sam.get(page)).text
    await weighs(sam, receipt.statement, means="Half a thought")
    assert "Half an answer</textarea>" in (await sam.get(statement)).text
    assert "Half a thought" not in (await sam.get(page)).text.partition('id="weigh"')[2]


async def test_kinder_words_are_a_suggestion(world: World, sam: Browser) -> None:
    """How old she must be, and what could be said instead, stand beside the boxes; nothing is changed or kept."""
    receipt = await says(world)

    answer = await weighs(sam, receipt.statement, do="check", means="Contact is important to your placement.")

    shown = html.unescape(answer.text)
    assert answer.status_code == 200
    assert "Contact → seeing your family" in shown.replace("<bdi>", "").replace("</bdi>", "")
    assert "Contact is important to your placement.</textarea>" in shown
    assert "You must be about" in shown
    assert await rows(world, tables.weighing) == []
