"""Duty texts a child whose concern is open, from the portal to her telephone and back; kept with who wrote it (R70)."""

from datetime import timedelta
from uuid import UUID

import pytest

from channels.sms.app import routes
from channels.web.app import public
from storage.tables import audit_event, concern, contact, message, statement
from tests.portal.browsing import Browser
from tests.portal.saying import Says, says
from tests.portal.strangers import URGENT, WORDS, match, somebody, texted, token
from tests.sms.phone import ACCOUNT, AMARAS, Phone
from tests.sms.talking import Talk, is_hers, talk_with
from tests.web.looking import count, rows, steps
from tests.world import World
from voice import clock

__all__ = ["somebody"]
APART, SHARED = Says(safe="no", about_staff="not_sure"), Says(safe="no", about_staff="no")
OTHER = "+447700900202"
OURS, HERS = "Hi, are you OK to talk now?", "yes but not here"


@pytest.fixture
async def amara(world: World) -> Talk:
    """Amara's own telephone."""
    await is_hers(world, world.amara)
    return talk_with(world, Phone(public(world.public, *routes(ACCOUNT)), AMARAS))


async def the_concern(world: World) -> str:
    (found,) = await rows(world, concern)
    return f"/concerns/{found['id']}"


async def posts(who: Browser, address: str, **fields: str) -> int:
    """Without the page's own form."""
    answer = await who.client.post(address, data={"csrf": token((await who.get("/")).text), **fields})
    return answer.status_code


async def test_what_duty_texts_and_what_she_answers_stand_in_the_concern(
    world: World, amara: Talk, morgan: Browser, sam: Browser
) -> None:
    """With who wrote it, for duty; those who work with her see neither, as nothing else of it (R68)."""
    await says(world, APART)
    page = await the_concern(world)

    assert (await morgan.send(page, f"{page}/text", words=OURS)).status_code == 303
    assert await amara.new() == [("person", OURS)]
    assert await amara.text(HERS) == []

    shown = (await morgan.get(page)).text
    thread = shown.index("We texted the child")
    assert thread < shown.index("Morgan Bell", thread) < shown.index(OURS) < shown.index(HERS)
    assert {readers for kind, opened, _ in await steps(world, world.amara) for readers in opened} == {"apart"}
    assert (await sam.get(page)).status_code == 404
    assert await count(world, audit_event, action="text") == 1
    assert await count(world, statement, kind="statement") == 1, "her text is in the concern, and in no record of Sam's"


async def test_her_worker_reads_it_where_the_concern_is_shared(
    world: World, amara: Talk, morgan: Browser, sam: Browser
) -> None:
    """Sam sees that it was Morgan who texted, what she texted, and what Amara answered."""
    await says(world, SHARED)
    page = await the_concern(world)
    await morgan.send(page, f"{page}/text", words=OURS)
    await amara.text(HERS)

    shown = (await sam.get(page)).text

    assert "Morgan Bell" in shown
    assert OURS in shown
    assert HERS in shown


async def test_the_machine_holds_its_tongue_for_an_hour(world: World, amara: Talk, morgan: Browser) -> None:
    """Whatever she texts while a person is in the thread, HELP and START too; afterwards she is answered again."""
    await says(world, APART)
    page = await the_concern(world)
    await morgan.send(page, f"{page}/text", words=OURS)
    await amara.new()

    assert await amara.text("ok", "HELP", "START", "4") == []
    clock.move(timedelta(hours=1, minutes=1))

    assert "Childline" in (await amara.text("HELP"))[0]


async def test_what_must_not_stand_on_a_telephone_is_not_sent(world: World, amara: Talk, morgan: Browser) -> None:
    """Her name, a colleague's, what it is about; at night; after STOP. Nothing of it is kept as texted."""
    await says(world, APART)
    page = await the_concern(world)
    before = await count(world, message)
    for wrong in ("", "Amara, it's me", "Sam can ring you", "i am from the council", "x" * 307):
        assert (await morgan.send(page, f"{page}/text", words=wrong)).status_code == 400
    await amara.text("STOP")
    assert (await morgan.send(page, f"{page}/text", words=OURS)).status_code == 400
    await amara.text("START")
    clock.move(timedelta(hours=11))
    await morgan.sign_in()
    assert (await morgan.send(page, f"{page}/text", words=OURS)).status_code == 400

    assert await count(world, message, kind="person") == 0
    assert "We texted the child" not in (await morgan.get(page)).text
    assert await count(world, message) >= before


async def test_nobody_else_texts_her(world: World, amara: Talk, morgan: Browser, sam: Browser, dev: Browser) -> None:
    """Not from a shared concern either: duty and who takes it up."""
    await says(world, APART)
    page = await the_concern(world)

    for other in (sam, dev):
        assert await posts(other, f"{page}/text", words=OURS) == 404
    assert await count(world, message, kind="person") == 0


async def test_of_several_numbers_duty_chooses(world: World, amara: Talk, morgan: Browser) -> None:
    """Two that are hers alone: each by its last figures, none until one is chosen, and that one it goes to (R22)."""
    second = await is_hers(world, world.amara, OTHER)
    await says(world, APART)
    page = await the_concern(world)
    shown = (await morgan.get(page)).text
    assert "ending in 201" in shown
    assert "ending in 202" in shown
    refused = await morgan.send(page, f"{page}/text", words=OURS)
    assert (refused.status_code, "Choose which number" in refused.text, OURS in refused.text) == (400, True, True)

    assert (await morgan.send(page, f"{page}/text", words=OURS, number=str(second))).status_code == 303

    other = talk_with(world, Phone(public(world.public, *routes(ACCOUNT)), OTHER))
    assert await amara.new() == []
    assert await other.new() == [("person", OURS)]


async def test_a_telephone_of_two_children_is_texted_for_neither(world: World, amara: Talk, morgan: Browser) -> None:
    """It stands on her brother's page too: whoever holds it must not be taken for her (R87)."""
    await is_hers(world, world.noor)
    await says(world, APART)
    page = await the_concern(world)

    assert f'action="{page}/text"' not in (await morgan.get(page)).text
    (first, *_) = await rows(world, contact, child=world.amara)
    for fields in ({}, {"number": str(first["id"])}, {"number": str(UUID(int=7))}):
        assert await posts(morgan, f"{page}/text", words=OURS, **fields) == 400
    assert await count(world, message, kind="person") == 0


async def test_what_was_texted_before_anybody_knew_her(world: World, somebody: Talk, morgan: Browser) -> None:
    """To a number nobody knew: who wrote it stands in the thread, and with the concern once duty says whose it is."""
    page = await texted(world, somebody, URGENT)
    await morgan.send(page, f"{page}/text", words=OURS)
    thread = (await morgan.get(page)).text.split("We texted")[1]
    assert thread.index("Morgan Bell") < thread.index(OURS)

    clock.move(timedelta(minutes=90))
    await morgan.sign_in()
    await match(world, morgan, page, world.amara, do="apart")

    shown = (await morgan.get(await the_concern(world))).text
    assert URGENT in shown
    assert shown.index("We texted the child") < shown.index("10am, Morgan Bell") < shown.index(OURS)


async def test_what_was_texted_is_in_the_record_too(
    world: World, somebody: Talk, morgan: Browser, sam: Browser
) -> None:
    """Without a concern Sam reads, on her page, what we texted between her two texts, by whom and when (R70)."""
    page = await texted(world, somebody)
    await morgan.send(page, f"{page}/text", words=OURS)
    await somebody.text(HERS)
    clock.move(timedelta(minutes=90))
    await morgan.sign_in()
    await match(world, morgan, page, world.amara)

    (made,) = await rows(world, statement)
    await sam.sign_in()
    thread = (await sam.get(f"/statements/{made['id']}")).text.split("To and fro, before we knew who it was")[1]
    order = [thread.index(each) for each in (WORDS, "We wrote", "10am, Morgan Bell", OURS, "They wrote", HERS)]
    assert order[:4] == sorted(order[:4])
    assert order[3] < order[5]
    assert await count(world, concern) == 0


async def test_nothing_stands_twice_where_nobody_texted_back(
    world: World, somebody: Talk, morgan: Browser, sam: Browser
) -> None:
    """Her words alone are her answer, and stand there once."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.amara)

    (made,) = await rows(world, statement)
    assert (await sam.get(f"/statements/{made['id']}")).text.count(WORDS) == 1


async def test_duty_is_told_the_truth_of_what_it_put_into_the_record(
    world: World, somebody: Talk, morgan: Browser, sam: Browser
) -> None:
    """Urgent, and put into her record: Sam reads the words and not that they are a concern; every page says so."""
    page = await texted(world, somebody, URGENT)
    looked = await morgan.send(page, f"{page}/look", name="amara")
    pressed = {"csrf": token(looked.text), "child": str(world.amara), "do": "record", "name": "x"}
    said = (await morgan.get((await morgan.client.post(f"{page}/match", data=pressed)).headers["location"])).text
    shown = (await morgan.get(await the_concern(world))).text

    (made,) = await rows(world, statement)
    assert "where those who work with the child read it. It stands as a concern too" in said
    assert "they can read the words themselves: duty put them into the child’s record" in shown
    assert "Nobody who does can see it." not in shown
    assert f"/statements/{made['id']}" in shown
    assert URGENT in (await sam.get(f"/statements/{made['id']}")).text
    assert (await sam.get(await the_concern(world))).status_code == 404
    assert "/concerns" not in (await sam.get(f"/statements/{made['id']}")).text


async def test_kept_apart_nobody_who_works_with_her_reads_it(world: World, somebody: Talk, morgan: Browser) -> None:
    """The control: there the sentence that nobody sees it is the true one."""
    page = await texted(world, somebody, URGENT)
    await match(world, morgan, page, world.amara, do="apart")

    shown = (await morgan.get(await the_concern(world))).text
    assert "Nobody who does can see it." in shown
    assert "they can read the words themselves" not in shown
