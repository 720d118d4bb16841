"""A hold ends when two people say so: one who decides about its concern asks, another reads why and says so too."""

from datetime import timedelta
from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage import tables
from storage.writes import Writes
from tests.portal.browsing import PASSWORD, Browser, at_the_desk, code_now
from tests.portal.looking import rows
from tests.portal.saying import says
from tests.portal.test_preserving import SAID, WHY, concern, holds
from tests.world import World
from voice import clock, erasing, setting_up, taking_up
from voice.access import SignedIn
from voice.erasing import Ground
from voice.model import Role, new_id
from voice.taking_up import Done, Outcome

__all__ = ["concern"]

DONE = "The court made its order on 2 December, says our solicitor"


@pytest.fixture
async def rowan(world: World, app: Starlette) -> Browser:
    """Rowan keeps the records."""
    role = [Role.RECORDS_OFFICER]
    world.people["rowan"] = await setting_up.add_staff(world.staff, "Rowan", "Hale", "rowan@northfold.test", None, role)
    return await at_the_desk(world, app, "rowan")


async def asks(who: Browser, concern: UUID, why: str = DONE) -> int:
    page = f"/concerns/{concern}/preserve"
    return (await who.send(page, f"/concerns/{concern}/lift/ask", why_lifted=why)).status_code


async def lifts(who: Browser, concern: UUID, password: str = PASSWORD) -> int:
    """From the concern's own page, as somebody who decides about it."""
    clock.move(timedelta(seconds=31))
    proof = {"password": password, "code": code_now(who.secret)}
    return (await who.send(f"/concerns/{concern}/preserve", f"/concerns/{concern}/lift", **proof)).status_code


async def reads(who: Browser, hold: UUID) -> str:
    clock.move(timedelta(seconds=31))
    proof = {"password": PASSWORD, "code": code_now(who.secret)}
    answer = await who.send("/holds", f"/holds/{hold}/read", **proof)
    assert answer.status_code == 200, answer.text
    return answer.text


async def says_so(who: Browser, hold: UUID, deed: str = "lift") -> int:
    token = (await who.get("/holds")).text.split('name="csrf" value="')[1].split('"')[0]
    return (await who.client.post(f"/holds/{hold}/{deed}", data={"csrf": token})).status_code


async def the_hold(world: World) -> UUID:
    (found,) = await rows(world, tables.legal_hold)
    return UUID(str(found["id"]))


async def held(world: World) -> bool:
    return next(bool(row["held"]) for row in await rows(world, tables.child) if row["id"] == world.amara)


async def an_erasure_waits(world: World) -> None:
    """Two people have agreed on it, before the record was held."""
    writes = Writes(world.staff.authority)
    writes.update(tables.child, world.amara, looked_after=False)
    await world.staff.store.write(writes)
    asked = await erasing.ask_to_erase(world.staff, world.people["alex"], world.amara, Ground.KEPT_LONG_ENOUGH)
    second = SignedIn(world.people["priya"], "Priya", "Nair", None, frozenset({Role.SERVICE_MANAGER}))
    await erasing.confirm_erasure(world.staff, second, asked)


async def test_an_erasure_waits_until_two_have_said_so(
    world: World, morgan: Browser, priya: Browser, concern: UUID
) -> None:
    """Held, asked, said by the other: only then does what was agreed on before go on. Every step is in the audit."""
    await an_erasure_waits(world)
    await holds(morgan, concern)
    erased = world.home / "erased"
    assert await erasing.erase_confirmed(world.staff, erased) == 0

    assert await asks(morgan, concern) == 303
    assert await erasing.erase_confirmed(world.staff, erased) == 0
    shown = (await priya.get(f"/concerns/{concern}/preserve")).text
    assert "Morgan Bell asked to lift it" in shown
    assert DONE in shown
    assert await lifts(priya, concern) == 303

    lines = [row["action"] for row in await rows(world, tables.audit_event)]
    assert [each for each in lines if "hold" in each or "lift" in each] == ["hold", "ask_to_lift", "lift_hold"]
    sealed = {row["id"]: row["sealed"] for row in await rows(world, tables.envelope)}
    (hold,) = await rows(world, tables.legal_hold)
    assert DONE.encode() not in sealed[hold["lift_envelope"]]
    assert await erasing.erase_confirmed(world.staff, erased) == 1
    assert {row["sealed"] for row in await rows(world, tables.envelope) if row["kind"] == "legal_hold"} == {None}


async def test_nobody_lifts_it_alone(world: World, morgan: Browser, priya: Browser, concern: UUID) -> None:
    """Not who asked, not without a reason, not by a wrong password, and not before anybody has asked."""
    await holds(morgan, concern)
    assert await asks(morgan, concern, "  ") == 400
    token = (await priya.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
    before = await priya.client.post(f"/concerns/{concern}/lift", data={"csrf": token})
    assert "done=others_were_first" in before.headers["location"]
    await asks(morgan, concern)

    token = (await morgan.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
    clock.move(timedelta(seconds=31))
    proof = {"csrf": token, "password": PASSWORD, "code": code_now(morgan.secret)}
    assert (await morgan.client.post(f"/concerns/{concern}/lift", data=proof)).status_code == 400
    assert await lifts(priya, concern, "a guess") == 400

    assert await held(world)


async def test_nor_alone_as_whoever_keeps_the_records(
    world: World, morgan: Browser, priya: Browser, concern: UUID
) -> None:
    """Morgan keeps the records too, reads the reasons there, and does not lift what Morgan asked for. And a screen that
    Priya left open lifts nothing by that page, which asks for a password only where the reasons are read.
    """
    writes = Writes(world.staff.authority)
    facts = {"staff": world.people["morgan"], "role": Role.RECORDS_OFFICER.value, "since": clock.now()}
    writes.insert(tables.staff_role, id=new_id(), **facts)
    await world.staff.store.write(writes)
    await holds(morgan, concern)
    await asks(morgan, concern)
    hold = await the_hold(world)
    token = (await morgan.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
    clock.move(timedelta(seconds=31))
    proof = {"csrf": token, "password": PASSWORD, "code": code_now(morgan.secret)}
    assert DONE in (await morgan.client.post(f"/holds/{hold}/read", data=proof)).text

    assert await says_so(morgan, hold) == 400
    token = (await priya.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
    unproved = await priya.client.post(f"/holds/{hold}/lift", data={"csrf": token})

    assert (unproved.status_code, await held(world)) == (404, True)


async def test_what_nobody_asks_is_not_lifted(world: World, morgan: Browser, rowan: Browser, concern: UUID) -> None:
    """Whoever keeps the records does not begin: a hold of which nobody has asked is not there for them."""
    await holds(morgan, concern)
    hold = await the_hold(world)
    token = (await rowan.get("/holds")).text.split('name="csrf" value="')[1].split('"')[0]
    for deed in ("read", "lift", "keep"):
        clock.move(timedelta(seconds=31))
        proof = {"csrf": token, "password": PASSWORD, "code": code_now(rowan.secret)}
        assert (await rowan.client.post(f"/holds/{hold}/{deed}", data=proof)).status_code == 404

    assert await held(world)


async def test_it_stays_held(world: World, morgan: Browser, priya: Browser, concern: UUID) -> None:
    """The other says no: the record stays held, and it can be asked for again, with another reason."""
    await holds(morgan, concern)
    await asks(morgan, concern)
    page = f"/concerns/{concern}/preserve"
    assert (await priya.send(page, f"/concerns/{concern}/lift/keep")).status_code == 303

    assert DONE not in (await morgan.get(page)).text
    assert await held(world)
    assert await asks(morgan, concern, "The police closed it too") == 303
    assert "The police closed it too" in (await priya.get(page)).text


async def test_a_records_officer_is_the_other_and_reads_no_more(
    world: World, morgan: Browser, priya: Browser, rowan: Browser, concern: UUID
) -> None:
    """The concern is closed, and Priya alone sees it still: Rowan reads two reasons, after proving who they are."""
    await holds(morgan, concern)
    me = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    await taking_up.acknowledge(world.staff, me, concern)
    done = Done(new_id(), "Seen at school", "We told her")
    await taking_up.close(world.staff, me, concern, done, Outcome.SPOKE_WITH_CHILD)
    assert await asks(priya, concern) == 303
    hold = await the_hold(world)

    listed = (await rowan.get("/holds")).text
    assert "Priya Nair asked to lift it" in listed
    assert [word for word in ("Amara", WHY, DONE, str(concern)) if word in listed] == []
    assert await says_so(rowan, hold) == 400, "not unread"
    page = await reads(rowan, hold)
    assert WHY in page
    assert DONE in page
    assert "Amara" not in page
    for closed in (f"/concerns/{concern}", f"/concerns/{concern}/preserve", f"/children/{world.amara}"):
        assert (await rowan.get(closed)).status_code == 404
    assert await says_so(rowan, hold) == 303

    assert not await held(world)
    lines = [(row["action"], row["actor"]) for row in await rows(world, tables.audit_event)]
    assert ("read_hold", world.people["rowan"]) in lines
    assert lines[-1] == ("lift_hold", world.people["rowan"])


async def test_another_hold_of_hers_still_stands(world: World, morgan: Browser, priya: Browser, concern: UUID) -> None:
    """Two concerns, two holds: one is lifted, and nothing is erased. From the same concern it can be held again."""
    await holds(morgan, concern)
    await says(world, SAID)
    other = next(row["id"] for row in await rows(world, tables.concern) if row["id"] != concern)
    await holds(morgan, other, "The police ask too")
    await asks(morgan, concern)
    await lifts(priya, concern)
    assert await held(world)

    await asks(morgan, other)
    await lifts(priya, other)
    assert not await held(world)
    assert await holds(morgan, concern, "The court asks once more") == 303
    assert await held(world)
    assert "The court asks once more" in (await priya.get(f"/concerns/{concern}/preserve")).text


async def test_who_has_no_say_learns_nothing(
    world: World, morgan: Browser, sam: Browser, alex: Browser, concern: UUID
) -> None:
    """Her own worker and the administrator: as if there were nothing, whether a hold is there or not."""
    await holds(morgan, concern)
    await asks(morgan, concern)
    hold = await the_hold(world)
    for who in (sam, alex):
        token = (await who.get("/")).text.split('name="csrf" value="')[1].split('"')[0]
        posts = [f"/concerns/{concern}/lift{end}" for end in ("", "/ask", "/keep")]
        posts += [f"/holds/{which}/{deed}" for which in (hold, new_id()) for deed in ("read", "lift", "keep")]
        form = {"csrf": token, "why_lifted": "x", "password": PASSWORD, "code": "000000"}
        assert {(await who.client.post(each, data=form)).status_code for each in posts} == {404}
        assert (await who.get("/holds")).status_code == 404
    assert await held(world)
