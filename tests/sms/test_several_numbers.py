"""A child with several numbers, a number that changes hands, a telephone of several children (R22, R23, R87)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from starlette.applications import Starlette

from storage.outbox import Delivery
from storage.tables import concern, contact, message, outbox, statement, stranger
from storage.writes import Writes
from tests.sms.phone import AMARAS, Phone
from tests.sms.sending import Out, out, twilio
from tests.sms.talking import Talk, is_hers, part, talk_with
from tests.sms.test_talking import begun
from tests.web.looking import chosen, count, rows
from tests.world import World
from voice import clock
from voice.access import SignedIn
from voice.model import Role, new_id
from voice.texting import inviting
from voice.texting.keeping_numbers import remove_number
from voice.texting.numbers import contact_of
from voice.texting.reminding import remind

__all__ = ["out", "twilio"]
OTHER = "+447700900202"


def sam(world: World) -> SignedIn:
    return SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))


async def taken_off(world: World, number: UUID) -> None:
    await remove_number(world.staff, sam(world), number)


async def changed(world: World, number: UUID, **facts: Any) -> None:
    writes = Writes(world.staff.authority)
    writes.update(contact, number, **facts)
    await world.staff.store.write(writes)


async def written_to(world: World) -> list[tuple[str, bytes]]:
    """Each text of ours that may still go or went: its kind, and to which number."""
    return [(row["kind"], row["contact"]) for row in await rows(world, message) if row["state"] != "cancelled"]


async def test_a_number_that_is_another_childs_now_goes_on_with_nothing_of_hers(
    world: World, app: Starlette, talk: Talk
) -> None:
    """Amara's telephone went to Noor in the middle of a conversation: what Noor texts is Noor's, from the beginning."""
    await begun(talk)
    await talk.text("2")
    (hers,) = await rows(world, contact)
    await taken_off(world, hers["id"])
    await is_hers(world, world.noor)

    said = await talk.text("4")

    assert "How are things at school?" not in " ".join(said)
    assert await talk.text("START") != []
    await talk.text("yes", "A", "5", "8", "A", "a", "yes")
    made = next(row for row in await rows(world, statement) if row["conversation"])
    assert made["child"] == world.noor
    body = await part(world, made["id"], world.noor, "worker")
    assert [chosen(each) for each in body["answers"] if each["question"] == "feeling"] == [["5"]]
    assert await count(world, statement, child=world.amara) == 0


async def test_a_language_does_not_stay_with_the_telephone(world: World, talk: Talk) -> None:
    """Noor is not greeted in the language that Amara chose."""
    await begun(talk)
    await talk.text("LANGUAGE", "3")
    (hers,) = await rows(world, contact)
    await taken_off(world, hers["id"])
    await is_hers(world, world.noor)

    assert (await talk.text("START"))[1].startswith("Texts stay on this phone")


async def test_from_a_number_that_was_taken_off_nothing_is_believed(world: World, app: Starlette, talk: Talk) -> None:
    """A new number is hers, the old one nobody's: duty reads what comes from it, her conversation goes on without."""
    await begun(talk)
    (hers,) = await rows(world, contact)
    await is_hers(world, world.amara, OTHER)
    await taken_off(world, hers["id"])

    assert (await talk.text("4"))[0].startswith("Thanks for your text. We don't know this number yet.")
    assert [row["why"] for row in await rows(world, stranger)] == ["unknown"]
    new = talk_with(world, Phone(app, OTHER))
    assert (await new.text("START"))[0].startswith("Hi. You choose what to say")
    assert await count(world, statement) == 0


async def test_two_telephones_of_hers_are_one_child(world: World, app: Starlette, talk: Talk) -> None:
    """She begins on one and ends on the other: each telephone shows its own texts alone, and Sam reads all of it."""
    await is_hers(world, world.amara, OTHER)
    second = talk_with(world, Phone(app, OTHER))
    await begun(talk)
    await talk.text("4")

    assert (await second.text("START"))[0].startswith("Hi. You choose what to say")
    await second.text("yes", "A", "2", "9", "A", "a", "yes")
    await talk.text("9", "A", "a", "yes")

    made = await rows(world, statement, kind="statement", child=world.amara)
    assert len(made) == 2
    bodies = [await part(world, each["id"], world.amara, "worker") for each in made]
    assert sorted(chosen(each)[0] for body in bodies for each in body["answers"] if each["question"] == "feeling") == [
        "2",
        "4",
    ]


async def test_the_reminder_goes_to_the_number_that_was_asked(world: World) -> None:
    """Of her two numbers to the one at which Sam asked her, and to none that others use."""
    await is_hers(world, world.amara, OTHER)
    asked = await is_hers(world, world.amara)
    id = new_id()
    await inviting.ask(world.staff, sam(world), world.amara, asked, world.version, id)
    clock.move(timedelta(days=3, minutes=1))
    (waiting,) = await rows(world, outbox, kind="reminder")

    await remind(world.staff, _delivery(waiting))

    hers = contact_of(world.staff.keys, AMARAS)
    assert await written_to(world) == [("invitation", hers), ("reminder", hers)]


async def test_no_reminder_where_the_telephone_is_anothers_too_by_now(world: World) -> None:
    """Her brother's page has it since: a conversation would be nobody's (R87)."""
    asked = await is_hers(world, world.amara)
    await inviting.ask(world.staff, sam(world), world.amara, asked, world.version, new_id())
    await is_hers(world, world.noor)
    clock.move(timedelta(days=3, minutes=1))
    (waiting,) = await rows(world, outbox, kind="reminder")

    await remind(world.staff, _delivery(waiting))

    assert [kind for kind, _ in await written_to(world)] == ["invitation"]


async def test_an_invitation_that_has_not_gone_is_not_sent_to_a_telephone_of_two(world: World, out: Out) -> None:
    """Between asking and the next good hour her brother's page got the same number: only a link may go there (R87)."""
    asked = await is_hers(world, world.amara)
    clock.move(timedelta(hours=11))  # in the evening: it waits
    await inviting.ask(world.staff, sam(world), world.amara, asked, world.version, new_id())
    await is_hers(world, world.noor)
    clock.move(timedelta(days=1))

    await out.go()

    assert [(row["kind"], row["state"]) for row in await rows(world, message)] == [("invitation", "cancelled")]


async def test_safe_times_are_of_each_number(world: World, out: Out) -> None:
    """The one at school may be texted at noon alone, the other at any good hour."""
    noon = await is_hers(world, world.amara, safe_times={"from": "12:00", "to": "13:00"})
    await is_hers(world, world.amara, OTHER)
    clock.move(timedelta(days=4))  # a Saturday at ten: no school
    await inviting.ask(world.staff, sam(world), world.amara, noon, world.version, new_id())
    await out.go()
    assert [row["state"] for row in await rows(world, message)] == ["waiting"]

    clock.move(timedelta(hours=2, minutes=5))
    await out.go()

    assert [row["state"] for row in await rows(world, message)] == ["sent"]


async def test_in_the_middle_of_a_conversation_the_telephone_becomes_shared(world: World, talk: Talk) -> None:
    """From then on nobody's words are taken for hers, a safety answer included: duty reads them (R87)."""
    await begun(talk)
    await talk.text("4", "9")
    (hers,) = await rows(world, contact)
    await changed(world, hers["id"], shared=True)

    assert (await talk.text("D"))[0].startswith("Thanks for your text. We don't know this number yet.")

    assert await count(world, concern) == 0
    assert [row["why"] for row in await rows(world, stranger)] == ["shared"]


def _delivery(row: dict[str, Any]) -> Delivery:
    return Delivery(row["id"], row["kind"], row["subject"], 1)
