"""Many come to the open door at once: browsers work for a second, the others wait a little, and nobody is shut out."""

import base64
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from altcha import v1 as altcha
from starlette.applications import Starlette

from storage.strangers import SET_ASIDE
from storage.tables import conversation, notice, rate_bucket, stranger
from storage.writes import Writes
from tests.door.saying import begun, taken_up
from tests.portal.browsing import Browser
from tests.web.browser import Browser as Child
from tests.web.browser import went
from tests.web.looking import count, rows
from tests.web.test_bytes import FIRST_PAGE, compressed, files
from tests.world import World
from voice import clock, taken_at_door
from voice.slowing import Doors

FREE = Doors().open.free
MANY = "Many people are here just now"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the door made each caller wait, without the waiting."""
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("voice.slowing.asyncio.sleep", note)
    return waits


async def crowd(world: World, more: int = 4) -> None:
    """So many have come in the last minutes."""
    door = world.public.doors.open
    for _ in range(FREE + more):
        await door.remember(world.public.store, world.public.keys)


def work_on(page: str) -> dict[str, Any]:
    (found,) = re.findall(r'data-work="([^"]+)"', page)
    asked: dict[str, Any] = json.loads(unescape(found))
    return asked


def done(asked: dict[str, Any], **changed: object) -> str:
    """What a browser sends once it has found the number."""
    options = altcha.Challenge("SHA-256", asked["challenge"], asked["maxNumber"], asked["salt"], asked["signature"])
    solved = altcha.solve_challenge(options)
    assert solved
    said = {name: asked[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(said | {"number": solved.number} | changed).encode()).decode()


async def test_on_a_quiet_day_nobody_works_or_waits(door: Starlette, slept: list[float]) -> None:
    """No script, no words about it, no delay: a school class may come together."""
    for _ in range(FREE):
        page = (await Child(door).open("/open")).text
        assert "work.js" not in page
    await begun(door)

    assert slept == [0.0]


async def test_whoever_works_does_not_wait_and_whoever_cannot_is_let_in_too(
    world: World, door: Starlette, slept: list[float]
) -> None:
    """The page says so, brings its script within the budget, and the work is good once; a second time it waits too."""
    await crowd(world)
    child = Child(door)
    page = await child.open("/open")
    assert MANY in page.text
    assert compressed(page.content) + files(page.text) <= FIRST_PAGE
    worked = done(work_on(page.text))

    assert went(await child.press(None, work=worked)) == "/start"
    assert slept == []
    assert went(await child.another().fill("/open", work=worked)) == "/start"
    assert went(await child.another().fill("/open")) == "/start"

    assert [wait > 0 for wait in slept] == [True, True]
    assert max(slept) <= 8
    assert await count(world, conversation) == 3


async def test_work_that_is_not_ours_is_only_not_done(world: World, door: Starlette, slept: list[float]) -> None:
    """Wrong, old, stolen from another place, or no work at all: she waits, as without a script, and is let in."""
    await crowd(world)
    child = Child(door)
    asked = work_on((await child.open("/open")).text)
    forged = altcha.create_challenge(altcha.ChallengeOptions(max_number=2, salt_length=12, hmac_key=b"mine")).to_dict()
    made_up = {**asked, **{k: v for k, v in forged.items() if k in ("challenge", "salt", "signature")}, "maxNumber": 2}
    wrong = (
        "x",
        "é",
        "=" * 5000,
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"salt":5}').decode(),
        done(asked, number=-1),
        done(asked, number=True),
        done(asked, salt=asked["salt"].replace("expires=", "expires=9")),
        done(made_up),
    )
    for number, each in enumerate(wrong, start=1):
        assert went(await child.another().fill("/open", work=each)) == "/start"
        assert len([wait for wait in slept if wait]) == number

    old = done(asked)
    clock.move(timedelta(minutes=11))
    await crowd(world)
    assert went(await child.another().fill("/open", work=old)) == "/start"
    assert len([wait for wait in slept if wait]) == len(wrong) + 1
    assert str(await rows(world, rate_bucket)).find(asked["challenge"]) == -1


async def test_more_come_more_work(world: World, door: Starlette) -> None:
    """The number is looked for in a longer row, up to some seconds, and no further."""
    await crowd(world)
    first = work_on((await Child(door).open("/open")).text)["maxNumber"]
    await crowd(world, FREE)
    assert work_on((await Child(door).open("/open")).text)["maxNumber"] > first
    await crowd(world, 12 * FREE)
    assert work_on((await Child(door).open("/open")).text)["maxNumber"] == 400_000


async def test_a_full_line_says_so_and_lets_her_press_again(
    world: World, door: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With help in sight, the same button, and the same answer once there is room: never a page that ends there."""
    await crowd(world)
    line = world.public.doors.open
    line._waiting[""] = line.most_waiting
    child = Child(door)
    full = await child.fill("/open")
    assert (full.status_code, full.headers["retry-after"]) == (503, "5")
    assert "You will get in." in full.text
    assert 'href="/help"' in full.text
    worked = done(work_on(full.text))
    child.page = full

    assert went(await child.press(None, work=worked)) == "/start"

    line._waiting.clear()
    monkeypatch.setattr("voice.slowing.LONGEST_DELAY", 0.0)
    child.page = full
    assert went(await child.press()) == "/start"


async def test_of_a_flood_a_person_sees_all_and_is_called_for_what_is_urgent(
    world: World, door: Starlette, morgan: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can wait is set aside, sealed as ever; a safety answer is told whatever else comes in (R59)."""
    monkeypatch.setattr(taken_at_door, "FLOOD", 1)
    for number in range(3):
        child = await begun(door)
        await child.answer(1, words=f"the garden is nice {number}")
        await child.send()
        await taken_up(world)
    unsafe = await begun(door)
    await unsafe.answer(3, "not_at_all")
    await taken_up(world)

    found = sorted(await rows(world, stranger), key=lambda row: row["made"])
    assert [row["climbed"] < 1000 for row in found] == [True, False, False, True]
    page = (await morgan.get("/unknown")).text
    before, folded = page.split("<details", 1)
    assert "2 more came when very many came at once" in folded
    assert [str(row["id"]) in before for row in found] == [True, False, False, True]
    assert all(f"/unknown/{row['id']}" in page for row in found)


async def test_what_is_set_aside_hides_nobody_and_is_never_set_aside_for_good(
    world: World, door: Starlette, morgan: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where duty looks first a flood is not in the way; she who says more that cannot wait is there at once (R59)."""
    monkeypatch.setattr(taken_at_door, "FLOOD", 0)
    flooded = await begun(door)
    await flooded.answer(1, words="the garden is nice")
    code = await flooded.code()
    await flooded.send()
    await taken_up(world)
    (found,) = await rows(world, stranger)
    page, waits = f"/unknown/{found['id']}", "1 sender whom nobody knows waits"
    clock.move(timedelta(minutes=3))  # no worker was seen for so long: the bar on every page is red
    assert [page in (await morgan.get(each)).text for each in ("/unknown", "/concerns", "/")] == [True, False, False]
    assert waits not in (await morgan.get("/")).text
    assert await count(world, notice) == 0

    back = flooded.another()
    assert went(await back.fill("/", code=code)) == "/mine"
    await back.fill("/mine/add/0", words="i am going to kill myself tonight")
    await taken_up(world)

    assert {row["staff"] for row in await rows(world, notice)} == {world.people["morgan"]}
    for climbed in (0, SET_ASIDE):  # nor may any count of steps fold away what cannot wait
        writes = Writes(world.staff.authority)
        writes.update(stranger, found["id"], climbed=climbed)
        await world.staff.store.write(writes)
        for each in ("/", "/concerns"):
            shown = (await morgan.get(each)).text
            assert [words in shown for words in (page, f"{page}/take", waits)] == [True, True, True]
        assert page in (await morgan.get("/unknown")).text.split("<details", 1)[0]
