"""A text from a number nobody knows is read by duty, matched, and taken back where that was wrong: nothing is lost."""

from datetime import timedelta

from starlette.applications import Starlette

from storage import notices
from storage.tables import (
    audit_event,
    child_key,
    concern,
    contact,
    message,
    notice,
    staff_role,
    statement,
    stranger,
    stranger_text,
)
from storage.writes import Writes
from tests.portal.browsing import Browser
from tests.portal.strangers import URGENT, WORDS, joins, match, somebody, texted, token
from tests.sms.talking import Talk
from tests.web.looking import count, rows
from tests.world import World
from voice import clock
from voice.model import Role, new_id
from voice.texting import going_up, matching

__all__ = ["somebody"]


async def test_a_kind_answer_and_then_how_to_be_found(world: World, somebody: Talk) -> None:
    """Help numbers and when a person reads; the second time how to be found; then nothing for a while."""
    (first,) = await somebody.text(WORDS)
    assert first.startswith("Thanks for your text. We don't know this number yet. A person will read it by")
    assert "999" in first
    assert "Childline 0800 1111" in first
    (second,) = await somebody.text("hello")
    assert second.startswith("Want us to find you?")
    assert await somebody.text("hello??") == []
    assert await count(world, stranger) == 1
    assert await count(world, stranger_text) == 3
    assert await count(world, statement) == 0


async def test_duty_reads_it_and_nobody_else(
    world: World, somebody: Talk, morgan: Browser, sam: Browser, priya: Browser, dev: Browser
) -> None:
    """Her name in it does not make it Sam's to read before a person has said so; that duty read it is kept."""
    page = await texted(world, somebody)

    assert page in (await morgan.get("/unknown")).text
    assert WORDS in (await morgan.get(page)).text
    for other in (sam, priya, dev):
        assert [(await other.get(each)).status_code for each in ("/unknown", page)] == [404, 404]
    opened = [
        row for row in await rows(world, audit_event) if row["action"] == "open" and row["subject_kind"] == "stranger"
    ]
    assert [row["actor"] for row in opened] == [world.people["morgan"]]


async def test_matched_it_is_hers(world: World, somebody: Talk, morgan: Browser, sam: Browser) -> None:
    """Sam reads her exact words on her page; her number is written down and still has to be confirmed with her."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.amara)

    (made,) = await rows(world, statement)
    assert (made["child"], made["ways"]) == (world.amara, ["sms"])
    assert f"/statements/{made['id']}" in (await sam.get(f"/children/{world.amara}")).text
    assert WORDS in (await sam.get(f"/statements/{made['id']}")).text
    (number,) = await rows(world, contact)
    assert (number["child"], number["confirmed"]) == (world.amara, None)


async def test_kept_apart_it_never_meets_who_it_may_be_about(
    world: World, somebody: Talk, morgan: Browser, sam: Browser
) -> None:
    """Duty keeps it apart: a concern that nobody who works with her sees (R68)."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.amara, do="apart")

    (raised,) = await rows(world, concern)
    assert WORDS in (await morgan.get(f"/concerns/{raised['id']}")).text
    assert (await sam.get(f"/concerns/{raised['id']}")).status_code == 404
    assert WORDS not in (await sam.get(f"/children/{world.amara}")).text
    assert await count(world, statement) == 0


async def test_whoever_works_with_her_cannot_keep_it_to_themselves(
    world: World, somebody: Talk, sam: Browser, priya: Browser
) -> None:
    """Sam is on duty, and the text may be about him: it stands apart, whatever he presses (R68)."""
    writes = Writes(world.staff.authority)
    facts = {"staff": world.people["sam"], "role": "duty", "since": clock.now()}
    writes.insert(staff_role, id=new_id(), **facts)
    await world.staff.store.write(writes)
    page = await texted(world, somebody, "sam shouts at me")

    await match(world, sam, page, world.amara)

    assert await count(world, statement) == 0
    (raised,) = await rows(world, concern)
    assert (await sam.get(f"/concerns/{raised['id']}")).status_code == 404
    assert "sam shouts at me" in (await priya.get(f"/concerns/{raised['id']}")).text


async def test_a_sender_nobody_has_goes_up(world: World, somebody: Talk, morgan: Browser, app: Starlette) -> None:
    """Duty at once, then whoever is next, until somebody on duty does something; no notice says what it is."""
    robin = await joins(world, app, Role.SERVICE_MANAGER)
    page = await texted(world, somebody, URGENT)
    await going_up.climb_all(world.staff)
    assert await told(world) == ["morgan"]

    clock.move(timedelta(minutes=61))
    await going_up.climb_all(world.staff)

    assert await told(world) == ["morgan", "robin"]
    await robin.sign_in()
    listed = (await robin.get("/unknown")).text
    assert "Late: they were told" in listed
    assert page not in listed
    assert (await robin.get(page)).status_code == 404
    await morgan.sign_in()
    assert (await morgan.send(page, f"{page}/text", words="Are you OK to talk?")).status_code == 303
    async with world.staff.store.reading() as db:
        waits = [await notices.find(db, world.staff.authority, row["id"]) for row in await rows(world, notice)]
        assert [await going_up.still_waits_for(db, world.staff, each) for each in waits if each] == [None, None]
    assert "Morgan Bell has it" in (await morgan.get("/unknown")).text


async def test_the_red_bar_counts_senders_nobody_has(
    world: World, somebody: Talk, morgan: Browser, sam: Browser, app: Starlette
) -> None:
    """No alert may go out: duty, and who sees to it that somebody reads, find them there all the same; Sam does not."""
    robin, waits = await joins(world, app, Role.SERVICE_MANAGER), "1 sender whom nobody knows waits"
    page = await texted(world, somebody)
    clock.move(timedelta(minutes=3))
    seen = {
        name: waits in (await who.get("/")).text for name, who in (("morgan", morgan), ("robin", robin), ("sam", sam))
    }
    assert seen == {"morgan": True, "robin": True, "sam": False}

    await morgan.send(page, f"{page}/take")

    assert waits not in (await morgan.get("/")).text
    assert "Alerts may not be going out." in (await morgan.get("/")).text


async def test_what_cannot_wait_is_told_anew(world: World, somebody: Talk) -> None:
    """A worry by day becomes urgent with her next text: it is late sooner, and goes up from the beginning."""
    await texted(world, somebody)
    (before,) = await rows(world, stranger)
    clock.move(timedelta(minutes=5))
    await somebody.text(URGENT)

    (after,) = await rows(world, stranger)
    assert (before["level"], after["level"], after["climbed"]) == ("worry", "urgent", 0)
    assert after["read_by"] < before["read_by"]


async def told(world: World) -> list[str]:
    names = {id: name for name, id in world.people.items()}
    return sorted(names[row["staff"]] for row in await rows(world, notice, about="stranger"))


async def test_closed_it_can_never_be_read_again(world: World, somebody: Talk, morgan: Browser) -> None:
    """Closing asks twice, and deletes the key."""
    page = await texted(world, somebody)
    key = (await rows(world, stranger))[0]["key"]
    assert (await morgan.send(page, f"{page}/close")).status_code == 400
    assert (await morgan.send(page, f"{page}/close", sure="1")).status_code == 303
    assert await matching.delete_keys(world.staff) == 1

    assert await count(world, child_key, id=key) == 0
    assert (await morgan.get(page)).status_code == 404
    await somebody.text("me again")
    assert sorted(row["state"] for row in await rows(world, stranger)) == ["closed", "open"]


async def test_a_person_may_text_back(world: World, somebody: Talk, morgan: Browser) -> None:
    """No names, no subject; each line is in the audit; the machine is silent meanwhile (R70)."""
    page = await texted(world, somebody)
    for wrong in ("", "x" * 400, "Sam will ring you", "I am a social worker", "is this about the police"):
        assert (await morgan.send(page, f"{page}/text", words=wrong)).status_code == 400
    before = await count(world, message)

    assert (await morgan.send(page, f"{page}/text", words="Hi, are you OK to talk now?")).status_code == 303

    assert (await somebody.new())[-1] == ("person", "Hi, are you OK to talk now?")
    assert await count(world, message) == before + 1
    assert await somebody.text("yes") == []
    assert "yes" in (await morgan.get(page)).text
    assert await count(world, audit_event, action="text") == 1


async def test_two_at_duty(world: World, somebody: Talk, morgan: Browser) -> None:
    """Of two who deal with it at once the first has it; a match is one match."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.amara)
    again = await morgan.client.post(
        f"{page}/match",
        data={"csrf": token((await morgan.get("/unknown")).text), "child": str(world.noor), "do": "record"},
    )

    assert again.status_code in (303, 404)
    assert [row["child"] for row in await rows(world, statement)] == [world.amara]
