"""A conversation by text, through the real webhook, ends in the statement that a web answer makes (R20 to R25)."""

from datetime import timedelta
from typing import Any

import pytest

from storage.tables import concern, conversation, invitation, message, outbox, statement, statement_part
from tests.sms.talking import Talk, part
from tests.web.looking import chosen, count, rows, steps
from tests.world import World
from voice import clock
from voice.texting.segments import size_of


async def begun(talk: Talk) -> Talk:
    """At the first question, alone."""
    await talk.text("START")
    await talk.text("yes")
    await talk.text("A")
    return talk


async def answers(world: World, audience: str) -> dict[str, Any]:
    """What this audience reads of the one statement there is, by question."""
    (made,) = await rows(world, statement, kind="statement")
    body = await part(world, made["id"], world.amara, audience)
    return {each["question"]: each for each in body["answers"]} | {"whole": body}


async def test_she_texts_and_sam_reads_it(world: World, talk: Talk) -> None:
    """However Amara answers, Sam reads her exact words; what the worker must not see goes to his manager."""
    said = await talk.text("START")
    assert said[0].startswith("Hi. You choose what to say")
    assert said[1].endswith("Not a good time? Text LATER")
    assert (await talk.text("yes"))[0].startswith("Who is with you right now?")
    assert (await talk.text("a"))[0].startswith("How have you felt this week?")
    assert (await talk.text("4"))[0].startswith("How are things at school?")
    assert (await talk.text("9"))[0].startswith("Do you feel safe where you live?")
    assert (await talk.text("A"))[0].startswith("Is there any part you don't want your mum")
    assert (await talk.text("b"))[0].startswith("That was the last question.")
    sent, seen = await talk.text("YES")
    assert sent.startswith("Sent. Thank you. A person will read it by Thursday 26 November")
    assert seen.startswith("Did anyone see what you texted")

    worker, manager = await answers(world, "worker"), await answers(world, "manager")
    assert (chosen(worker["feeling"]), chosen(worker["school"])) == (["4"], ["9"])
    assert chosen(manager["safe_home"]) == ["always"]
    assert (worker["whole"]["parents"], worker["whole"]["around"]) == ("ask_first", "just_me")
    assert worker["whole"]["comes_back"] is False
    (made,) = await rows(world, statement)
    assert (made["ways"], made["presence"], made["child"]) == (["sms"], "just_me", world.amara)
    assert await count(world, concern) == 0
    (known,) = await rows(world, invitation)
    assert known["used"] == clock.now().replace(tzinfo=known["used"].tzinfo)


async def test_nothing_she_said_is_in_what_we_say(talk: Talk) -> None:
    """No text of ours names a child, a worker, the service or an answer, and each is as short as it can be (R20)."""
    await begun(talk)
    ours = [
        *await talk.text("4", "9", "d"),
        *await talk.text("text my friend biscuit"),
        *await talk.after_a_pause(),
        *await talk.text("no", "a", "yes", "no"),
    ]

    whole = " ".join(ours).casefold()
    assert len(ours) > 6
    for name in ("amara", "sam", "priya", "northfold", "social", "biscuit", "council", "voice"):
        assert name not in whole
    assert [words for words in ours if size_of(words).alphabet != "GSM-7" or size_of(words).parts > 2] == []


async def test_a_safety_answer_does_not_wait(world: World, talk: Talk) -> None:
    """Told at once, before anything is sent; then how to reach her, which is kept at once too (R59, R67, R68)."""
    await begun(talk)
    await talk.text("4", "9")

    told, reach = await talk.text("D")

    assert told.startswith("Thank you for telling us.")
    assert "10:15am" in told
    assert reach.startswith("How can we talk to you safely?")
    assert await count(world, concern) == 1
    assert await count(world, statement) == 0
    assert [row["kind"] for row in await rows(world, outbox, kind="concern")] == ["concern"]

    assert await talk.text("at school,", "never at home") == []
    assert (await talk.after_a_pause())[0].startswith("Is this about someone whose job")
    told_so_far = [said for _, _, said in await steps(world, world.amara)]
    assert told_so_far[-1]["reach"] == "at school,\nnever at home"
    await talk.text("no")

    whole = await steps(world, world.amara)
    assert [kind for kind, _, _ in whole] == ["raised", "child_said", "child_said"]
    assert whole[0][1] == {"apart"}
    assert whole[-1][1] == {"apart", "case"}
    assert whole[-1][2]["reach"] == "at school,\nnever at home"
    assert await count(world, concern) == 1


async def test_words_at_the_safety_question_are_told(world: World, talk: Talk) -> None:
    """She need not find the letter: whatever she writes there reaches a person, before she is asked once more."""
    await begun(talk)
    await talk.text("4", "9")

    told, again = await talk.text("he comes in at night")

    assert told.startswith("Thank you for telling us.")
    assert again.startswith("We keep what you said. Text one letter")
    assert [said["answer"]["words"] for _, _, said in await steps(world, world.amara)] == ["he comes in at night"]
    assert (await talk.text("D"))[0].startswith("How can we talk to you safely?")
    assert await count(world, concern) == 1
    assert chosen((await steps(world, world.amara))[-1][2]["answer"]) == ["no"]


async def test_what_is_not_understood_is_asked_once_more_and_then_kept(world: World, talk: Talk) -> None:
    """Nothing she texts is lost, and nobody puts a number on what she did not number (R21)."""
    await begun(talk)

    assert (await talk.text("like a wet sunday"))[0].startswith("Sorry, we did not understand. Text one number from 1")
    assert (await talk.text("like when it rains"))[0].startswith("How are things at school?")
    assert (await talk.text("ok ish"))[0].startswith("Sorry, we did not understand. Text one number from 0")
    await talk.text("7")
    await talk.text("A", "a", "yes")

    said = await answers(world, "worker")
    assert (chosen(said["feeling"]), said["feeling"]["words"]) == ([], "like a wet sunday\nlike when it rains")
    assert (chosen(said["school"]), said["school"]["words"]) == (["7"], "ok ish")


async def test_what_she_adds_to_an_answer_is_kept(world: World, talk: Talk) -> None:
    """The number is counted, and her own words stand beside it, exactly."""
    await begun(talk)
    await talk.text("4 coz nan came and we had chips", "9", "A", "a", "yes")

    said = await answers(world, "worker")
    assert (chosen(said["feeling"]), said["feeling"]["words"]) == (["4"], "4 coz nan came and we had chips")
    assert said["school"]["words"] == ""


async def test_she_goes_back_skips_and_stays_in_charge(world: World, talk: Talk) -> None:
    """BACK, SKIP, NEXT, HELP, LATER and START, as whole messages and in the middle of it all."""
    await begun(talk)
    await talk.text("1")
    assert (await talk.text("BACK"))[0].startswith("How have you felt")
    assert (await talk.text("5"))[0].startswith("How are things at school?")
    assert "Childline 0800 1111" in (await talk.text("help"))[0]
    assert (await talk.text("later"))[0].startswith("OK. Nothing is lost.")
    assert (await talk.text("start"))[0].startswith("How are things at school?")
    assert (await talk.text("skip"))[0].startswith("Do you feel safe")
    assert (await talk.text("back"))[0].startswith("How are things at school?")
    assert (await talk.text("back"))[0].startswith("How have you felt")
    assert (await talk.text("next"))[0].startswith("How are things at school?")
    assert (await talk.text("next"))[0].startswith("Do you feel safe")
    await talk.text("mostly")
    assert (await talk.text("hm"))[0].startswith("Sorry, we did not understand. Text one letter")
    await talk.text("they can know", "yes")

    said = await answers(world, "worker")
    assert (chosen(said["feeling"]), said["school"]["state"]) == (["5"], "s")


async def test_the_same_words_twice_are_two_answers(world: World, talk: Talk) -> None:
    """Equal text is not a duplicate, equal id is."""
    await begun(talk)
    fields = talk.phone.fields("4")
    for _ in range(3):
        await talk.phone.post("/sms/inbound", fields)
    assert [words[:20] for words in await talk.heard()] == ["How are things at sc"]

    assert (await talk.text("4"))[0].startswith("Do you feel safe")


async def test_a_newer_question_cancels_the_unsent_older_one(world: World, talk: Talk) -> None:
    """Where nothing could be sent for a while, one question arrives and not four."""
    await begun(talk)
    await talk.text("4", "9")

    waiting = await rows(world, message, state="waiting", kind="question")
    assert len(waiting) == 1
    assert {row["state"] for row in await rows(world, message, kind="question")} == {"waiting", "cancelled"}
    assert [row for row in await rows(world, message, state="cancelled") if row["words"]] == []


async def test_what_she_adds_after_sending_is_read_too(world: World, talk: Talk) -> None:
    """Her words never fall into a hole because no question was open."""
    await begun(talk)
    await talk.text("4", "9", "A", "a", "yes")
    await talk.text("they told me what to put")
    await talk.text("and he is coming back friday")

    later = [each for each in await rows(world, statement, kind="statement") if each["conversation"] is None]
    read = {row["statement"]: row["audience"] for row in await rows(world, statement_part)}
    bodies = [await part(world, each["id"], world.amara, read[each["id"]]) for each in later]
    assert sorted(body["answers"][0]["words"] for body in bodies) == [
        "and he is coming back friday",
        "they told me what to put",
    ]


async def test_who_saw_it_is_kept_with_it(world: World, talk: Talk) -> None:
    """ "Did anyone see?" is asked after the receipt and goes to the same readers (R69)."""
    await begun(talk)
    await talk.text("4", "9", "A", "a", "yes")
    assert await talk.text("yes") == ["Thanks. A person will read that."]

    (later,) = await rows(world, statement, kind="later")
    assert (await part(world, later["id"], world.amara, "worker"))["seen"] == "yes"


async def test_another_language(world: World, talk: Talk) -> None:
    """LANGUAGE offers each by its own name; what safety hangs on comes in Easy Read until a speaker has checked it."""
    await begun(talk)
    assert (await talk.text("language"))[0] == "1 English\n2 Easy Read\n3 العربية\n4 Cymraeg"
    assert any("\u0600" < letter < "\u06ff" for letter in (await talk.text("3"))[0])
    (kept,) = await rows(world, conversation)
    assert kept["language"] == "ar"

    await talk.text("٤", "٩")
    assert (await talk.text("d"))[0].isascii()


async def test_not_now_is_an_answer(world: World, talk: Talk) -> None:
    """NO at the promise begins nothing, and what she writes there all the same is read."""
    await talk.text("START")
    assert (await talk.text("no"))[0].startswith("OK. Nothing is lost.")
    await talk.text("mum has my phone tomorrow")

    (made,) = await rows(world, statement)
    body = await part(world, made["id"], world.amara, "worker")
    assert body["answers"][0]["words"] == "mum has my phone tomorrow"


@pytest.mark.parametrize("words", ["", " ", "🏠" * 400, "a\x00b", "x" * 1600, "%s{0}"])
async def test_odd_words_break_nothing(world: World, talk: Talk, words: str) -> None:
    """Empty, endless, half a formula: she is asked again, and goes on."""
    await begun(talk)
    assert (await talk.text(words))[0].startswith("Sorry, we did not understand. Text one number")
    assert (await talk.text("4"))[0].startswith("How are things at school?")
    assert await count(world, outbox, kind="turn", state="waiting") == 0


async def test_a_day_later_it_goes_on(world: World, talk: Talk) -> None:
    """She answers when she likes."""
    await begun(talk)
    clock.move(timedelta(days=9))
    assert (await talk.text("4"))[0].startswith("How are things at school?")
    assert await count(world, conversation) == 1
