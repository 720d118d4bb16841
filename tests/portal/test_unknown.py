"""A text from a number nobody knows is read by duty, matched, and taken back where that was wrong: nothing is lost."""

import pytest

from channels.sms.app import routes
from channels.web.app import public
from storage.tables import (
    audit_event,
    child_key,
    concern,
    contact,
    envelope,
    message,
    statement,
    stranger,
    stranger_text,
)
from tests.portal.browsing import Browser
from tests.sms.phone import ACCOUNT, Phone
from tests.sms.talking import Talk, talk_with
from tests.web.looking import count, rows
from tests.world import World
from voice.delivering import Deliveries
from voice.texting import matching

SOMEBODYS = "+447700900555"
WORDS = "its amara can sam ring me"


@pytest.fixture
async def somebody(world: World) -> Talk:
    """A telephone that nobody has written down."""
    return talk_with(world, Phone(public(world.public, *routes(ACCOUNT)), SOMEBODYS))


async def texted(world: World, somebody: Talk) -> str:
    await somebody.text(WORDS)
    (found,) = await rows(world, stranger)
    return f"/unknown/{found['id']}"


async def match(world: World, morgan: Browser, page: str, child: object, do: str = "record") -> None:
    looked = await morgan.send(page, f"{page}/look", name="amara" if child == world.amara else "noor")
    assert str(child) in looked.text
    answer = await morgan.client.post(
        f"{page}/match", data={"csrf": token(looked.text), "child": str(child), "do": do, "name": "x"}
    )
    assert answer.status_code == 303


def token(html: str) -> str:
    return html.split('name="csrf" value="', 1)[1].split('"', 1)[0]


async def forgotten(world: World) -> None:
    while await Deliveries(world.staff, {matching.FORGET: matching.forget_match}).round():
        pass


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


async def test_a_wrong_match_is_taken_back(world: World, somebody: Talk, morgan: Browser, dev: Browser) -> None:
    """Dev loses it at once, the copy is emptied, who had read it is shown, and the words can still be matched."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.noor)
    (made,) = await rows(world, statement)
    assert WORDS in (await dev.get(f"/statements/{made['id']}")).text

    assert (await morgan.send(page, f"{page}/unmatch")).status_code == 303

    assert (await dev.get(f"/statements/{made['id']}")).status_code == 404
    assert f"/statements/{made['id']}" not in (await dev.get(f"/children/{world.noor}")).text
    await forgotten(world)
    (sealed,) = await rows(world, envelope, kind="part.worker")
    assert (sealed["sealed"], sealed["removed"] is not None) == (None, True)
    assert await count(world, contact) == 0
    shown = (await morgan.get(page)).text
    assert "Dev Rao" in shown
    assert "72 hours" in shown
    await match(world, morgan, page, world.amara)
    assert WORDS in (await morgan.get(page)).text


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
