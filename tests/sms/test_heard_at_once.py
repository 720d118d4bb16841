"""By text: what cannot wait is told at once, and a child hears that before anything else is asked (R59, R60, R68)."""

import pytest

from storage.tables import concern, statement, statement_part
from tests.sms.talking import Talk
from tests.sms.test_talking import begun
from tests.web.looking import chosen, count, rows, steps
from tests.world import World


@pytest.mark.parametrize("words", ["1", "2", "mm"])
async def test_what_may_mean_two_things_about_being_safe_is_told(world: World, talk: Talk, words: str) -> None:
    """1 was the saddest face a moment ago: nobody takes it for the safest letter, and she hears that it is kept."""
    await begun(talk)
    await talk.text("4", "9")

    told, again = await talk.text(words)
    kept, reach = await talk.text(words)

    assert told.startswith("Thank you for telling us. Someone whose job")
    assert again.startswith("We keep what you said. Text one letter")
    assert kept == "Thank you. We keep that too, and the same people read it."
    assert reach.startswith("How can we talk to you safely?")
    given = [said["answer"] for _, _, said in await steps(world, world.amara)]
    assert [(chosen(each), each["words"]) for each in given] == [([], words), ([], f"{words}\n{words}")]
    assert await count(world, concern, level="unsafe") == 1


@pytest.mark.parametrize("place", ["ready", "around", "send"])
async def test_what_cannot_wait_is_told_wherever_it_comes(world: World, talk: Talk, place: str) -> None:
    """Beside whatever is asked then, she hears who reads it, and by when, before anything else (decision 46)."""
    await talk.text("START")
    if place != "ready":
        await talk.text("yes")
    if place == "send":
        await talk.text("A", "4", "9", "A", "b")

    told, *more = await talk.text("my stepdad hits me")

    assert told.startswith("Thank you for telling us. Someone whose job")
    assert not any("did not understand" in each for each in more)
    assert await count(world, concern, level="urgent") == 1
    (made,) = await rows(world, statement)
    assert [row["audience"] for row in await rows(world, statement_part, statement=made["id"])] == ["manager"]


async def test_whom_it_is_about_is_not_lost_where_it_is_asked_again(world: World, talk: Talk) -> None:
    """She names somebody, is asked once more and texts YES: the name is with duty (R68)."""
    await begun(talk)
    await talk.text("4", "9", "D", "at school")
    await talk.after_a_pause()

    await talk.text("the lady who drives me")
    await talk.text("yes")

    said = (await steps(world, world.amara))[-1][2]
    assert (said["reach"], said["about_staff"]) == ("at school\nthe lady who drives me", "yes")


async def test_what_was_told_is_not_promised_for_another_day(talk: Talk) -> None:
    """Her words could not wait: with Send she hears that somebody knows, and of the rest by when."""
    await begun(talk)
    await talk.text("4", "9", "D", "at school")
    await talk.after_a_pause()
    await talk.text("no", "a")

    already, sent, _ = await talk.text("yes")

    assert already.startswith("We have already told someone")
    assert sent.startswith("Sent. Thank you. A person will read the rest by Thursday 26 November")
