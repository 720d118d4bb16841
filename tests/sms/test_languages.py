"""Whole conversations in Easy Read, Arabic and Welsh, by the real webhook, end in what a web answer makes (R21)."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from storage.tables import concern, conversation, statement
from tests.portal.saying import answer, begin, chose
from tests.sms.talking import Talk, part
from tests.web.looking import chosen, count, rows, steps
from tests.world import World
from voice import sending, visiting
from voice.model import Around, Helper, ParentsMark
from voice.texting import phrases

ASKED = ("feeling", "school", "safe_home")
STOPPED = phrases.say(phrases.STOPPED, "en", line="Childline 0800 1111")


@dataclass(frozen=True, slots=True)
class Script:
    """What a child texts in one language, and how a question of ours begins in it."""

    number: str
    feeling: str
    back: str
    first: str
    then: str
    miss: str
    school: str
    help: str
    wrong: tuple[str, str]
    safe: str
    parents: str
    send: str
    no: str
    asks: str = field(default="How", repr=False)


SCRIPTS = {
    "en-simple": Script(
        *("2", "How", "BACK", "4", "5", "like a wet sunday", "9 out of 10", "help", ("i lost my coat", "at school")),
        *("always", "b", "send it", "no"),
    ),
    "ar": Script(
        *("3", "كيف", "رجوع", "٤", "خمسة", "مثل يوم ماطر", "٩", "مساعدة", ("ضاع معطفي", "في المدرسة")),
        *("A", "B", "أرسل", "لا"),
    ),
    "cy": Script(
        *("4", "How", "nôl", "pedwar", "pump", "fel dydd sul gwlyb", "naw", "cymorth", ("dwi di colli fy nghot", "yn")),
        *("A", "B", "anfon", "na"),
    ),
}


async def texted(talk: Talk, says: Script) -> None:
    """Begun, a language chosen, an answer put right, a miss asked again, help in parts, and sent."""
    await talk.text("START")
    await talk.text("LANGUAGE")
    await talk.text(says.number)
    assert (await talk.text("A"))[0].startswith(says.feeling)
    await talk.text(says.first)
    assert (await talk.text(says.back))[0].startswith(says.feeling)
    school = await talk.text(says.then)
    again = await talk.text(says.miss)
    assert len(again) == 1
    assert again != school
    await talk.text(says.school)
    assert "0800 1111" in (await talk.text(says.help))[0]
    assert await talk.text(*says.wrong) == []
    told, _ = await talk.after_a_pause()
    assert told.startswith("Thank you for telling us."), "Easy Read, until a speaker has checked it"
    await talk.text(says.safe, says.parents)
    sent, _ = await talk.text(says.send)
    assert sent.startswith("Sent. Thank you.")
    await talk.text(says.no)


async def on_the_web(world: World, language: str) -> dict[str, Any]:
    """What Noor's worker reads where she presses the same."""
    visit = await begin(world, world.noor, language)
    await visiting.say_who_is_around(world.public, visit, Around.JUST_ME, Helper.NOBODY)
    visit = await visiting.current_visit(world.public, visit.token)
    for question, choice in zip(ASKED, ("5", "9", "always"), strict=True):
        visit = await answer(world, visit, question, chose(question, choice))
    await sending.mark_for_parents(world.public, visit, ParentsMark.ASK_FIRST, "")
    visit = await visiting.current_visit(world.public, visit.token)
    made = (await sending.send(world.public, visit, with_code=False)).statement
    return {who: await part(world, made, world.noor, who) for who in ("worker", "manager")}


def answers(bodies: dict[str, Any]) -> dict[str, Any]:
    """Each answer as its readers get it, without the words beside it."""
    found = {each["question"]: each for body in bodies.values() for each in body["answers"]}
    return {name: {key: value for key, value in found[name].items() if key != "words"} for name in ASKED}


@pytest.mark.parametrize("language", SCRIPTS)
async def test_it_is_the_statement_that_a_web_answer_makes(world: World, talk: Talk, language: str) -> None:
    """The same choices in the same words, for the same readers; and what was not understood stands beside them."""
    says = SCRIPTS[language]
    await texted(talk, says)

    assert {row["language"] for row in await rows(world, conversation)} == {language}
    (made,) = await rows(world, statement, kind="statement", child=world.amara)
    bodies = {who: await part(world, made["id"], world.amara, who) for who in ("worker", "manager")}
    web = await on_the_web(world, language)
    assert answers(bodies) == answers(web)
    assert {name: bodies["worker"][name] for name in ("parents", "around", "survey", "language")} == {
        name: web["worker"][name] for name in ("parents", "around", "survey", "language")
    }
    by_question = {each["question"]: each for each in bodies["worker"]["answers"]}
    assert (chosen(by_question["feeling"]), chosen(by_question["school"])) == (["5"], ["9"])
    assert by_question["school"]["words"].startswith(says.miss)
    assert await count(world, concern) == 1
    assert [said["answer"]["words"] for _, _, said in await steps(world, world.amara)] == ["\n".join(says.wrong)]


@pytest.mark.parametrize("named", ["arabic", "عربي", "العربية", "Welsh", "Cymraeg", "easy read", "4", "٣"])
async def test_a_language_is_chosen_by_its_number_or_its_name(world: World, talk: Talk, named: str) -> None:
    await talk.text("START")
    await talk.text("LANGUAGE")
    await talk.text(named)

    (kept,) = await rows(world, conversation)
    assert kept["language"] == {"4": "cy", "w": "cy", "c": "cy", "e": "en-simple"}.get(named[0].lower(), "ar")


@pytest.mark.parametrize("words", ["stopio", "توقف", "STOP"])
async def test_stop_is_heard_in_every_language(world: World, talk: Talk, words: str) -> None:
    """Whatever language she is asked in. Twilio confirms its own word, and we any other, once (R24)."""
    await talk.text("START")

    assert await talk.text(words) == ([] if words == "STOP" else [STOPPED])
    assert await talk.text(words) == []
    assert await talk.text("hello") == []
