"""HELP by text gives her words that she can use by text, and what she said before is not lost by it (R20, R21, R68)."""

import pytest

from storage.tables import concern, statement
from tests.sms.talking import Talk, part
from tests.sms.test_talking import begun
from tests.web.looking import count, rows, steps
from tests.world import World
from voice.texting.segments import size_of


async def test_help_is_more_than_a_number_to_ring(talk: Talk) -> None:
    """Whom to ring, in one text; and in another what she can do from this telephone, with her thumbs alone."""
    await begun(talk)

    ring, here = await talk.text("HELP")

    assert ring == "In danger? Call 999. Talk now, free, any time: Childline 0800 1111"
    assert here.startswith("Can't talk? Text here what is wrong. A person reads it by ")
    assert here.endswith("Or text BACK, SKIP, LATER, LINK for a web page, LANGUAGE, STOP")
    assert (size_of(ring).parts, size_of(here).parts) == (1, 1)


@pytest.mark.parametrize(
    ("words", "level"), [(("my dad's mate", "keeps coming round"), "urgent"), (("i lost", "my coat"), "worry")]
)
async def test_what_is_wrong_reaches_duty_and_nobody_who_works_with_her(
    world: World, talk: Talk, words: tuple[str, str], level: str
) -> None:
    """It is no answer to the question that was open, and that is asked once she was heard."""
    await begun(talk)
    await talk.text("help me")

    assert await talk.text(*words) == []
    told, asked = await talk.after_a_pause()

    assert told.startswith("Thank you for telling us. Someone whose job is to keep children safe reads this by")
    assert asked.startswith("How have you felt this week?")
    ((kind, readers, said),) = await steps(world, world.amara)
    assert (kind, readers) == ("raised", {"apart"})
    assert said["answer"]["words"] == "\n".join(words)
    assert [row["level"] for row in await rows(world, concern)] == [level]


@pytest.mark.parametrize("words", ["4", "٤", "4️⃣"])
async def test_a_bare_number_after_help_is_the_answer(world: World, talk: Talk, words: str) -> None:
    await begun(talk)
    await talk.text("HELP")

    assert [said[:21] for said in await talk.text(words)] + [s[:21] for s in await talk.after_a_pause()] == [
        "How are things at sch"
    ]
    assert await count(world, concern) == 0


@pytest.mark.parametrize("command", ["NEXT", "START", "SKIP", "BACK"])
async def test_she_goes_on_without_a_word(world: World, talk: Talk, command: str) -> None:
    await begun(talk)
    await talk.text("HELP")

    assert (await talk.text(command))[0].startswith("How have you felt this week?")
    assert await count(world, concern) == 0


async def test_help_before_anything_is_asked(talk: Talk) -> None:
    """Outside of a conversation too."""
    ring, here = await talk.text("help")

    assert "Childline 0800 1111" in ring
    assert "Text here what is wrong" in here


@pytest.mark.parametrize("command", ["HELP", "SKIP", "BACK", "LANGUAGE", "NEXT"])
async def test_a_command_loses_nothing_that_was_not_understood(world: World, talk: Talk, command: str) -> None:
    """She wrote it, was asked again, and asked for something else: a person reads it all the same (R21)."""
    await begun(talk)
    await talk.text("4")
    assert (await talk.text("depends who is in"))[0].startswith("Sorry, we did not understand")

    await talk.text(command)

    (made,) = await rows(world, statement)
    body = await part(world, made["id"], world.amara, "worker")
    assert body["answers"][0]["words"] == "depends who is in"


async def test_what_was_missed_beside_the_questions_is_kept_too(world: World, talk: Talk) -> None:
    """Who is near, and what parents may know: the first words stand with what was understood afterwards."""
    await talk.text("START")
    await talk.text("yes")
    await talk.text("my nans cat")
    await talk.text("A")
    (made,) = await rows(world, statement)
    assert (await part(world, made["id"], world.amara, "worker"))["answers"][0]["words"] == "my nans cat"

    await talk.text("4", "9", "A", "not the bit about the cat", "b", "yes")

    sent = next(row for row in await rows(world, statement) if row["conversation"])
    assert (await part(world, sent["id"], world.amara, "worker"))["which"] == "not the bit about the cat"


SENDS = ["SEND", "send it", "Send!", "yes send it", "ok send", "ANFON", "ارسل", "أرسل", "إرسال"]


@pytest.mark.parametrize("words", SENDS)
async def test_send_sends(world: World, talk: Talk, words: str) -> None:
    """The word that everybody has for it, where we ask for a YES."""
    await begun(talk)
    await talk.text("4", "9", "A", "a")

    assert (await talk.text(words))[0].startswith("Sent. Thank you.")
    assert await count(world, statement, kind="statement") == 1


@pytest.mark.parametrize("words", ["dont send it", "send it to my mum", "paid ag anfon", "لا ترسل", "do not send"])
async def test_what_only_speaks_of_sending_does_not(world: World, talk: Talk, words: str) -> None:
    """Never the opposite: it is kept, and she is asked again."""
    await begun(talk)
    await talk.text("4", "9", "A", "a")

    assert (await talk.text(words))[-1].startswith("That was the last question.")
    assert [row["conversation"] for row in await rows(world, statement)] == [None]
