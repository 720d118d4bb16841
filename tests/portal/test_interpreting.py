"""Amara answers in Arabic; an interpreter puts it into English, a second one checks it, and Sam reads both."""

from datetime import timedelta
from html import unescape

from starlette.applications import Starlette

from storage import tables
from storage.writes import Writes
from tests.portal.browsing import Browser, browser, hidden
from tests.portal.interpreters import (
    ARABIC,
    ENGLISH,
    NAN,
    choosing,
    given_to,
    gives,
    hands_in,
    in_english,
)
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, looks_inside, says
from tests.world import World
from voice import adding, clock, coming_back
from voice.adding import Addition, What
from voice.draft import Receipt
from voice.interpreting import queue
from voice.model import new_id


async def test_robin_puts_it_into_english_and_sam_reads_both(world: World, sam: Browser, robin: Browser) -> None:
    """Her own words first, the English under them with who made it; the task ends with it, by name."""
    receipt = await says(world, ARABIC)
    assert choosing(receipt.statement) in (await sam.get(f"/statements/{receipt.statement}")).text
    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 303

    page = await given_to(world, "robin")
    assert page in (await robin.get("/interpreting")).text
    assert NAN in (await robin.get(page)).text
    assert (await hands_in(robin, page, ENGLISH, note="She says it as small children do")).status_code == 303

    shown = unescape((await sam.get(f"/statements/{receipt.statement}")).text)
    assert shown.index(NAN) < shown.index(ENGLISH)
    assert "By Robin Hale, today at 10am. No second person has checked it yet." in shown
    assert "She says it as small children do" in shown
    (task,) = await rows(world, tables.not_yet_understood)
    assert task["by"] == world.people["robin"]
    assert ("interpret", world.people["robin"]) in await actions_of(world, "statement")


async def test_start_says_what_waits_for_robin(world: World, sam: Browser, robin: Browser) -> None:
    """As many as the page itself shows, beside its name on every page; and Start does not say that nothing waits."""
    receipt = await says(world, ARABIC)
    calm = (await robin.get("/")).text
    await gives(world, sam, receipt.statement, "robin")
    start, queue_page = (await robin.get("/")).text, (await robin.get("/interpreting")).text

    assert "Nothing waits on this page" in calm
    assert "badge" not in calm
    assert "Nothing waits on this page" not in start
    assert 'To put into English <span class="count">1</span>' in start
    assert queue_page.count('href="/interpreting/') == 1
    for shown in (start, queue_page):
        assert 'To put into English <span class="badge">1<span class="vh"> waits for you</span></span>' in shown

    await robin.send(await given_to(world, "robin"), f"{await given_to(world, 'robin')}/give-back")
    assert "Nothing waits on this page" in (await robin.get("/")).text


async def test_nothing_else_of_her_is_there(world: World, sam: Browser, robin: Browser) -> None:
    """Not her name, not what she chose, not what she wrote in English, and no other page of hers."""
    said = Says(words=NAN, language="en", extra={"worker_listens": "never"})
    receipt = await says(world, said)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")

    shown = (await robin.get(page)).text

    assert NAN in shown
    assert "Amara" not in shown
    assert "Did not answer" not in shown
    assert shown.count("<textarea") == 2  # her one line, and a note
    for other in (f"/children/{world.amara}", f"/statements/{receipt.statement}", choosing(receipt.statement)):
        assert (await robin.get(other)).status_code == 404
    assert "Amara" not in (await robin.get("/")).text


async def test_it_is_over_when_it_is_handed_in(world: World, sam: Browser, robin: Browser) -> None:
    """Robin cannot open it again, sees nothing in a session that ran out, and the copy and its key are deleted."""
    receipt = await says(world, ARABIC)
    page = await in_english(world, sam, robin, receipt.statement)

    assert (await robin.get(page)).status_code == 404
    assert page not in (await robin.get("/interpreting")).text
    assert await queue.delete_copies(world.staff) == 1
    (work,) = await rows(world, tables.interpreting)
    assert (work["sealed"], work["key"]) == (None, None)
    assert "interpreting" not in {row["purpose"] for row in await rows(world, tables.child_key)}


async def test_a_second_person_checks_it_and_never_the_same(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """Kit changes nothing and has checked it. Robin cannot be given Robin's own."""
    receipt = await says(world, ARABIC)
    await in_english(world, sam, robin, receipt.statement)

    refused = await gives(world, sam, receipt.statement, "robin", "checks")
    assert refused.status_code == 400
    assert "cannot be given to this person" in refused.text
    assert (await gives(world, sam, receipt.statement, "kit", "checks")).status_code == 303
    assert (await hands_in(kit, await given_to(world, "kit"), ENGLISH)).status_code == 303

    (version,) = await rows(world, tables.interpretation)
    assert (version["made_by"], version["checked_by"]) == (world.people["robin"], world.people["kit"])
    assert "checked by Kit Lane" in (await sam.get(f"/statements/{receipt.statement}")).text


async def test_ones_own_is_not_checked_by_whoever_was_given_it(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """That Kit may check it was decided before: it is asked again when Kit hands it in (R28)."""
    receipt = await says(world, ARABIC)
    await in_english(world, sam, robin, receipt.statement)
    await gives(world, sam, receipt.statement, "kit", "checks")
    (version,) = await rows(world, tables.interpretation)
    writes = Writes(world.staff.authority)
    writes.update(tables.interpretation, version["id"], made_by=world.people["kit"])
    await world.staff.store.write(writes)

    assert (await hands_in(kit, await given_to(world, "kit"), ENGLISH)).status_code == 404

    assert [row["checked_by"] for row in await rows(world, tables.interpretation)] == [None]


async def test_what_the_checker_changes_is_the_next_version(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """The first stays as Robin wrote it; the second says of which it is, and Robin may check that one."""
    receipt = await says(world, ARABIC)
    await in_english(world, sam, robin, receipt.statement, "I forgot my nan")
    await gives(world, sam, receipt.statement, "kit", "checks")
    await hands_in(kit, await given_to(world, "kit"), ENGLISH)

    first, second = sorted(await rows(world, tables.interpretation), key=lambda row: row["version"])
    assert (first["checked_by"], second["of"], second["made_by"]) == (None, first["id"], world.people["kit"])
    shown = (await sam.get(f"/statements/{receipt.statement}")).text
    assert "Robin Hale wrote it. Kit Lane checked it, today at 10am, and put some of it otherwise" in shown
    assert "No second person has checked it" not in shown
    before, now = shown.index("I forgot my nan"), shown.rindex(ENGLISH)
    assert shown.index(ENGLISH) < shown.index("What Kit Lane put otherwise") < before < now
    assert "checked the version before it" in (await sam.get(choosing(receipt.statement))).text
    assert (await gives(world, sam, receipt.statement, "kit", "checks")).status_code == 400
    assert (await gives(world, sam, receipt.statement, "robin", "checks")).status_code == 303


async def test_what_she_adds_since_is_not_in_it(world: World, sam: Browser, robin: Browser) -> None:
    """The English says that it is of the earlier words, her new ones wait, and the next version has both."""
    receipt = await says(world, ARABIC)
    await in_english(world, sam, robin, receipt.statement)
    await adds(world, receipt, "وجدي أيضا")

    shown = (await sam.get(f"/statements/{receipt.statement}")).text
    assert "It is of the earlier words" in shown
    assert sum(row["understood"] is None for row in await rows(world, tables.not_yet_understood)) == 1
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    assert ENGLISH in (await robin.get(page)).text
    await hands_in(robin, page, ENGLISH, "and my grandad")

    shown = (await sam.get(f"/statements/{receipt.statement}")).text
    assert "It is of the earlier words" not in shown
    assert shown.index("وجدي أيضا") < shown.index("and my grandad")
    assert all(row["understood"] for row in await rows(world, tables.not_yet_understood))


async def adds(world: World, receipt: Receipt, words: str) -> None:
    assert receipt.code
    opened = await coming_back.open_with_code(world.public, receipt.code)
    held = await coming_back.held_mailbox(world.public, opened.token)
    inside = await coming_back.look_inside(world.public, held)
    about = await adding.look_at(world.public, held, inside, 0)
    await adding.add(world.public, held, inside, about, Addition(new_id(), What.MORE, words))


async def test_she_sees_who_opened_it(world: World, sam: Browser, robin: Browser) -> None:
    """By first name, and once however often Robin looks; every opening is kept."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    for _ in range(3):
        await robin.get(page)

    opened = (await looks_inside(world, receipt)).opened
    assert [(each["first_name"], each["role"]) for each in opened] == [("Robin", "interpreter")]
    assert (await actions_of(world, "interpreting")).count(("open", world.people["robin"])) == 3
    assert "Robin Hale, interpreter" in (await sam.get(f"/statements/{receipt.statement}")).text


async def test_given_back_nobody_asks_why(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")

    assert (await robin.send(page, f"{page}/give-back")).status_code == 303

    assert (await robin.get(page)).status_code == 404
    assert (await gives(world, sam, receipt.statement, "kit")).status_code == 303


async def test_pressed_twice_it_is_once(world: World, sam: Browser, robin: Browser) -> None:
    receipt = await says(world, ARABIC)
    page = choosing(receipt.statement)
    fields = hidden((await sam.get(page)).text, page) | {"to": str(world.people["robin"])}
    assert [(await sam.client.post(page, data=fields)).status_code for _ in range(2)] == [303, 404]
    assert len(await rows(world, tables.interpreting)) == 1

    mine = await given_to(world, "robin")
    filled = hidden((await robin.get(mine)).text, mine) | {"english_0": ENGLISH}
    assert [(await robin.client.post(mine, data=filled)).status_code for _ in range(2)] == [303, 303]
    assert len(await rows(world, tables.interpretation)) == 1


async def test_what_is_half_written_is_there_after_signing_in_again(
    world: World, app: Starlette, sam: Browser, robin: Browser
) -> None:
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    filled = hidden((await robin.get(page)).text, page) | {"english_0": "I miss"}
    clock.move(timedelta(minutes=20))

    answer = await robin.client.post(page, data=filled)

    assert answer.headers["location"].startswith("/sign-in")
    again = browser(app)
    again.email, again.secret = robin.email, robin.secret
    await again.sign_in()
    shown = (await again.get(page)).text
    assert "I miss" in shown
    assert "It has not been handed in" in shown
