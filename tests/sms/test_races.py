"""Everything at once: several workers, a text brought again and again, many telephones. Each thing is said once."""

import asyncio
from datetime import timedelta
from random import Random

from channels.sms.app import routes
from channels.web.app import public
from storage.tables import inbound_message, message, outbox, statement, stranger, stranger_text
from tests.sms.phone import ACCOUNT, AMARAS, Phone
from tests.sms.talking import Talk, is_hers, part, talk_with
from tests.sms.test_talking import answers
from tests.web.looking import chosen, count, rows
from tests.world import World
from voice import clock, setting_up
from voice.delivering import Deliveries
from voice.texting.hearing import Hearing
from voice.texting.turns import MOST_A_DAY

WORKERS = 4
SAYS = ("START", "yes", "A", "4", "9", "A", "b", "yes", "no")


async def by_many(world: World) -> None:
    """Several workers, until none finds anything to do. One that comes second may have to try again a little later."""
    workers = [Deliveries(world.staff, {"turn": Hearing()}) for _ in range(WORKERS)]
    for _ in range(20):
        while any(await asyncio.gather(*(each.round() for each in workers))):
            pass
        if not await rows(world, inbound_message, state="waiting"):
            return
        clock.move(timedelta(seconds=10))


def telephone(world: World, number: str = AMARAS) -> Phone:
    return Phone(public(world.public, *routes(ACCOUNT)), number)


async def test_several_workers_hear_her_once(each_world: World) -> None:
    """Each text is brought three times in one moment and four workers take it up: her answers are hers, once."""
    await is_hers(each_world, each_world.amara)
    phone = telephone(each_world)

    for words in SAYS:
        fields = phone.fields(words)
        brought = await asyncio.gather(*(phone.post("/sms/inbound", fields) for _ in range(3)))
        assert [answer.status_code for answer in brought] == [200] * 3
        await by_many(each_world)

    assert await count(each_world, inbound_message) == len(SAYS)
    worker, manager = await answers(each_world, "worker"), await answers(each_world, "manager")
    assert (chosen(worker["feeling"]), chosen(worker["school"])) == (["4"], ["9"])
    assert chosen(manager["safe_home"]) == ["always"]
    answered = [row["answers"] for row in await rows(each_world, message) if row["answers"]]
    assert len(answered) == len(set(answered)), "no text was answered twice"


async def test_a_whole_conversation_in_one_moment(each_world: World) -> None:
    """She types ahead of every question: in the order in which the texts came, one turn after another."""
    await is_hers(each_world, each_world.amara)
    phone = telephone(each_world)
    for words in SAYS:
        assert (await phone.text(words)).status_code == 200

    await by_many(each_world)

    worker = await answers(each_world, "worker")
    assert (chosen(worker["feeling"]), chosen(worker["school"])) == (["4"], ["9"])
    assert await count(each_world, statement, kind="statement") == 1


async def test_many_telephones_at_once_are_never_confused(each_world: World) -> None:
    """Six children text all they say in the same moments: each record has that child's answers and no other's."""
    chance, born = Random(6), clock.today() - timedelta(days=3500)
    said = {f"+44770090040{place}": str(place % 5 + 1) for place in range(6)}
    theirs = {}
    for number in said:
        theirs[number] = await setting_up.add_child(each_world.staff, "Robin", born, each_world.east)
        await is_hers(each_world, theirs[number], number)
    phones = {number: telephone(each_world, number) for number in said}
    for step, words in enumerate(SAYS):
        order = chance.sample(sorted(said), len(said))
        await asyncio.gather(*(phones[number].text(said[number] if step == 3 else words) for number in order))
        await by_many(each_world)

    for number, child in theirs.items():
        (made,) = await rows(each_world, statement, child=child, kind="statement")
        given = (await part(each_world, made["id"], child, "worker"))["answers"]
        assert [chosen(each) for each in given if each["question"] == "feeling"] == [[said[number]]]


async def test_what_twilio_brings_again_a_year_later(world: World, talk: Talk) -> None:
    """An id counts once for ever: after it was answered, with other words under it, and beside new ones."""
    fields = talk.phone.fields("START")
    await talk.phone.post("/sms/inbound", fields)
    assert await talk.heard()
    clock.move(timedelta(days=366))
    before = [await count(world, table) for table in (inbound_message, message, outbox, statement)]

    for again in (fields, {**fields, "Body": "i am not safe"}, {**fields, "From": "+447700900299"}):
        assert (await talk.phone.post("/sms/inbound", again)).status_code == 200
    assert await talk.heard() == []

    assert [await count(world, table) for table in (inbound_message, message, outbox, statement)] == before


async def test_a_flood_from_a_number_nobody_knows(world: World) -> None:
    """All of it is kept for duty, in one thread, and hardly any of it costs a text (R25)."""
    somebody = talk_with(world, telephone(world, "+447700900555"))

    said = await somebody.text(*(f"hello {place}" for place in range(MOST_A_DAY + 10)))

    assert len(said) == 2
    assert await count(world, stranger) == 1
    assert await count(world, stranger_text) == MOST_A_DAY + 10
