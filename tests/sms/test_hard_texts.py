"""What a telephone can bring at its worst, and the carrier: nothing is lost, nothing is guessed, nobody is cut off."""

import base64
import random
from typing import Any

import pytest

from channels.portal.app import portal
from storage.tables import concern, contact, conversation, message, phone, statement, statement_part, stranger
from surveys.loading import library
from surveys.parts import Sms
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.strangers import match
from tests.sms.phone import Phone
from tests.sms.talking import Talk, part, talk_with
from tests.surveys.understanding.test_every_command import MADE_UP
from tests.web.looking import count, rows, steps
from tests.world import SURVEY, World
from voice import setting_up

PARTS = 40
NAMES = {"en": "English", "en-simple": "Easy Read", "ar": "العربية", "cy": "Cymraeg"}


async def asks_for_worries(world: World) -> None:
    """What is asked by text: her worries, in her own words, and nothing else."""
    asked = library()[SURVEY]
    only = tuple(
        each.model_copy(update={"sms": Sms(words="What worries you?") if each.id == "worries" else None})
        for each in asked.questions
    )
    world.version = await setting_up.publish(world.staff, asked.model_copy(update={"questions": only}))


async def said(world: World, audience: str = "worker") -> str:
    """Everything of hers that Sam reads, or his manager, one line after another."""
    found = []
    for row in await rows(world, statement_part, audience=audience):
        body = await part(world, row["statement"], world.amara, audience)
        found += [each["words"] or "" for each in body["answers"]]
    return "\n".join(found)


async def begun(talk: Talk) -> None:
    for words in ("START", "yes", "A"):
        await talk.text(words)


@pytest.mark.parametrize("length", [20, 160, 1600], ids=["short", "one text each", "as long as any"])
async def test_a_long_answer_in_very_many_parts(world: World, talk: Talk, length: int) -> None:
    """Every part is read by Sam exactly as it was typed, in the order in which it came, however long it all is."""
    await asks_for_worries(world)
    await begun(talk)
    parts = [f"{place:02d} {'worry ' * length}"[:length] for place in range(PARTS)]
    await talk.text(*parts)
    await talk.after_a_pause()
    await talk.text("a", "yes")

    assert "\n".join(parts) in await said(world)


async def test_parts_out_of_order_are_all_there(world: World, talk: Talk) -> None:
    """Networks bring parts as they like: each is kept once, also where one comes twice."""
    await asks_for_worries(world)
    await begun(talk)
    fields = [talk.phone.fields(f"part {place}") for place in range(8)]
    for each in random.Random(7).sample([*fields, *fields[:3]], 11):
        await talk.phone.post("/sms/inbound", each)
    await talk.heard()
    await talk.after_a_pause()
    await talk.text("a", "yes")

    lines = (await said(world)).splitlines()
    assert sorted(line for line in lines if line.startswith("part")) == [f"part {place}" for place in range(8)]


LOOKS_LIKE = {
    "base64": base64.b64encode(b"he hits me when nobody is there " * 12).decode(),
    "an address": "https://example.org/?q=%00%0a&a=b#c",
    "JSON": '{"words": "x", "from": "+447700900999", "pictures": [["http://127.0.0.1/", "image/png"]]}',
    "a template": "{{ 7 * 7 }} {% raw %} %(name)s {address}",
    "markup": "<script>alert(1)</script><!-- ]]> &lt;",
    "SQL": "'; DROP TABLE statement; --",
    "marks of direction": "\u202eon ma I\u202c \u2066x\u2069",
    "joined letters": "👩‍👩‍👧‍👦" * 30 + "e\u0301\u0301\u0301",
    "every alphabet": "ሰላም სალამი नमस्ते 你好 שלום العربية Việt",
    "halves": "a\ud7ff\ue000\ufffd\U0001f600",
}


@pytest.mark.parametrize("words", LOOKS_LIKE.values(), ids=LOOKS_LIKE.keys())
async def test_what_looks_like_something_else_is_her_words(world: World, talk: Talk, words: str) -> None:
    """It is read by Sam exactly, and does nothing."""
    await asks_for_worries(world)
    await begun(talk)
    await talk.text(words)
    await talk.after_a_pause()
    await talk.text("a", "yes")

    assert words in await said(world)
    assert await count(world, stranger) == 0


@pytest.mark.parametrize("tag", MADE_UP)
async def test_a_commands_word_in_her_sentence_is_hers(world: World, talk: Talk, tag: str) -> None:
    """Through the real webhook, in each language: all of it is read by Sam, in order, and nothing of it is obeyed."""
    await asks_for_worries(world)
    await talk.text("START", "LANGUAGE", NAMES[tag], "yes", "A")
    tells = [each for said in MADE_UP[tag].values() for each in said["neighbours"]]
    await talk.text(*tells)
    await talk.after_a_pause()
    assert (await rows(world, conversation))[0]["language"] == tag
    await talk.text("a", "yes")

    assert "\n".join(tells) in await said(world)
    assert (await rows(world, phone))[0]["opted_out"] is None


async def test_what_the_carrier_takes_for_stop(world: World, talk: Talk) -> None:
    """Its list is longer than ours: her word is kept, nothing more is sent, and a person looks in (R24, R73)."""
    await begun(talk)
    assert (await talk.phone.text("that is enough questions", OptOutType="STOP")).status_code == 200
    assert await talk.heard() == []

    assert (await rows(world, phone))[0]["opted_out"] is not None
    assert [(row["level"], row["source"]) for row in await rows(world, concern)] == [("worry", "stop")]
    assert [note["note"][:22] for _, _, note in await steps(world, world.amara)] == ["Texted something that "]
    assert await said(world) == "that is enough questions"
    assert await count(world, message, state="waiting") == 0
    assert (await talk.text("UNSTOP"))[0].startswith("How have you felt this week?")


async def test_stop_is_stop_however_the_carrier_calls_it(world: World, talk: Talk) -> None:
    """Our own word for it is no words of hers, and at an easy question nobody is asked to look in."""
    await begun(talk)
    await talk.phone.text("STOP", OptOutType="STOP")
    assert await talk.heard() == []

    assert (await rows(world, phone))[0]["opted_out"] is not None
    assert (await count(world, concern), await count(world, statement)) == (0, 0)


async def test_after_stop_what_cannot_wait_is_told(world: World, talk: Talk) -> None:
    """Nothing can be said to her, and somebody hears of it at once all the same (R73)."""
    await begun(talk)
    await talk.text("STOP")
    assert await talk.text("i am going to kill myself tonight") == []

    assert [(row["level"], row["source"]) for row in await rows(world, concern)] == [("urgent", "text")]
    assert await count(world, statement) == 1


async def test_a_child_has_a_new_telephone(world: World, talk: Talk, app: Any) -> None:
    """She texts from it; duty says whose it is, Sam asks her and confirms it, takes out the old: she goes on there."""
    new = talk_with(world, Phone(app, "+447700900299"))
    assert (await new.text("its amara, new phone"))[0].startswith("Thanks for your text. We don't know this number")
    (found,) = await rows(world, stranger)
    desk = portal(world.staff)
    morgan, sam = [await at_the_desk(world, desk, who) for who in ("morgan", "sam")]
    await match(world, morgan, f"/unknown/{found['id']}", world.amara)
    assert (await new.text("hello?"))[0].startswith(("Thanks", "Want us"))
    old, hers = await rows(world, contact)
    await _presses(sam, world, hers["id"], "confirm")
    await _presses(sam, world, old["id"], "remove")

    assert (await new.text("START"))[0].startswith("Hi. You choose what to say")
    assert await count(world, conversation) == 1
    assert (await talk.text("hi"))[0].startswith("Thanks for your text. We don't know this number")


async def _presses(sam: Browser, world: World, number: Any, what: str) -> None:
    page = f"/children/{world.amara}/telephone"
    assert (await sam.send(page, f"/numbers/{number}/{what}")).status_code == 303


@pytest.mark.parametrize(
    "before",
    [["START"], ["START", "yes", "what"], ["START", "yes", "A", "4", "9", "A", "b"]],
    ids=["ready", "near", "send"],
)
async def test_what_cannot_wait_is_told_wherever_it_is_said(world: World, talk: Talk, before: list[str]) -> None:
    """Also where she was asked something else and it answers nothing: it does not wait until somebody reads (R13)."""
    for words in before:
        await talk.text(words)
    await talk.text("i am going to kill myself tonight")

    assert ("urgent", "text") in [(row["level"], row["source"]) for row in await rows(world, concern)]


async def test_what_cannot_wait_is_told_where_a_number_was_asked_for(world: World, talk: Talk) -> None:
    """No number, and no answer that waits for Send: duty hears now, she is told so, and asked once more (R13)."""
    await begun(talk)
    heard = await talk.text("my dad hits me and im scared to go home")

    assert [(row["level"], row["source"]) for row in await rows(world, concern)] == [("urgent", "text")]
    assert "Someone whose job is to keep children safe reads this" in heard[0]
    assert "Text one" in heard[-1]

    for words in ("4", "9", "A", "b", "yes"):
        await talk.text(words)
    assert (await said(world, "manager")).count("my dad hits me") == 1
    assert "my dad hits me" not in await said(world)  # nobody told her that Sam reads it, and it may be about him (R68)
    assert await count(world, concern) == 1
