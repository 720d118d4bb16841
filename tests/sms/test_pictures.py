"""What a child sends by WhatsApp beside words is fetched once, sealed, and deleted where it came from (R28, R60)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from storage import case_records
from storage.tables import attachment, concern, not_yet_understood, picture, segment, statement
from surveys.loading import library
from surveys.parts import Sms
from tests.safety.searching import everything_under
from tests.sms.phone import AMARAS
from tests.sms.sending import twilio
from tests.sms.talking import part
from tests.sms.whatsapp import SECRET, VIDEO, Whatsapp, played, whatsapp
from tests.web.looking import count, rows, steps
from tests.world import SURVEY, World
from voice import recorded, setting_up
from voice.model import Purpose

__all__ = ["twilio", "whatsapp"]


async def begun(whatsapp: Whatsapp) -> None:
    await whatsapp.text("START", "yes", "A")


async def test_a_video_outside_of_a_conversation(whatsapp: Whatsapp) -> None:
    """It becomes a statement of hers, somebody is found who understands it, and Twilio has it no longer."""
    (answer,) = await whatsapp.sends(VIDEO)

    world = whatsapp.out.world
    assert answer.startswith("Thanks for your text. A person will read it by")
    assert whatsapp.there.sent[-1].to == f"whatsapp:{AMARAS}"
    (made,) = await rows(world, statement)
    body = await part(world, made["id"], world.amara, "worker")
    (recording,) = [piece["recording"] for piece in body["answers"][0]["parts"]]
    (came,) = await rows(world, picture)
    assert recording == came["id"].hex
    heard = await played(world, came["id"])
    assert {purpose: sound for purpose, (sound, _) in heard.items()} == {"case": VIDEO}
    assert heard["case"][1]["kind"] == "video/mp4"
    (task,) = await rows(world, not_yet_understood)
    assert (task["statement"], task["because"]) == (made["id"], "spoken")
    assert (came["state"], came["sealed"], whatsapp.there.media) == ("kept", None, {})
    async with world.staff.store.reading() as db:
        found = await case_records.find_statement(db, world.staff.authority, made["id"])
        assert found
        assert came["id"].hex in await recorded.sent_with(
            db, world.staff, found, {found.id: {Purpose.CASE}}
        )  # her worker plays it


async def test_nothing_of_it_is_ever_readable_on_a_disk(
    whatsapp: Whatsapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither while it comes nor afterwards: no temporary file is made, and none of what is kept can be read."""
    monkeypatch.setattr("tempfile._TemporaryFileWrapper.__init__", None)
    await whatsapp.sends(VIDEO)

    assert await count(whatsapp.out.world, segment) == 3
    assert [path for path in everything_under(tmp_path) if SECRET in path.read_bytes()] == []
    assert [path for path in everything_under(tmp_path) if b"api.twilio.com" in path.read_bytes()] == []


async def asks_for_worries(world: World) -> None:
    """What is asked by text: her worries, in her own words, and nothing else."""
    asked = library()[SURVEY]
    only = tuple(
        each.model_copy(update={"sms": Sms(words="What worries you?") if each.id == "worries" else None})
        for each in asked.questions
    )
    world.version = await setting_up.publish(world.staff, asked.model_copy(update={"questions": only}))


async def test_a_picture_is_her_answer_where_she_may_say_what_she_likes(whatsapp: Whatsapp) -> None:
    """Beside her words, before or after; until she sends, what opens it lies in her draft alone (R59)."""
    world = whatsapp.out.world
    await asks_for_worries(world)
    await begun(whatsapp)

    said = await whatsapp.sends(VIDEO)
    assert said[0] == "Thanks, it came. A person will look at it."
    (came,) = await rows(world, picture)
    assert (came["state"], whatsapp.there.media) == ("kept", {})
    assert (await rows(world, attachment))[0]["manifest"] is None
    assert await count(world, not_yet_understood) == 0
    await whatsapp.text("BACK", "it is about school", "a", "yes")

    (made,) = await rows(world, statement, kind="statement")
    (worries,) = [each for each in await body(world, made["id"]) if each["question"] == "worries"]
    assert (worries["words"], worries["parts"][0]["recording"]) == ("it is about school", came["id"].hex)
    assert {who: sound for who, (sound, _) in (await played(world, came["id"])).items()} == {"case": VIDEO}
    assert await count(world, not_yet_understood) == 1


async def test_she_sends_before_it_has_come(whatsapp: Whatsapp) -> None:
    """Twilio is slow, and she is not: it goes to the same readers, beside the same answer."""
    world = whatsapp.out.world
    await asks_for_worries(world)
    await begun(whatsapp)
    await whatsapp.sends(Response(status_code=503))
    await whatsapp.text("a", "yes")
    assert await count(world, statement) == 1

    whatsapp.there.media = dict.fromkeys(whatsapp.there.media, VIDEO)
    await whatsapp.out.after(timedelta(minutes=5))

    (came,) = await rows(world, picture)
    (made,) = await rows(world, statement)
    (worries,) = [each for each in await body(world, made["id"]) if each["question"] == "worries"]
    assert worries["parts"][0]["recording"] == came["id"].hex
    heard = await played(world, came["id"])
    assert (heard["case"][0], heard["case"][1]["question"]) == (VIDEO, "worries")


async def body(world: World, made: Any) -> list[dict[str, Any]]:
    """Each answer that the worker reads."""
    answers: list[dict[str, Any]] = (await part(world, made, world.amara, "worker"))["answers"]
    return answers


async def test_a_picture_at_the_safety_question_is_told_at_once(whatsapp: Whatsapp) -> None:
    """Whatever it shows; nobody who works with her opens it (R59, R68); and she is asked again."""
    world = whatsapp.out.world
    await begun(whatsapp)
    await whatsapp.text("4", "9")

    told, again = await whatsapp.sends(b"a picture", kind="image/jpeg")

    assert told.startswith("Thank you for telling us.")
    assert again.startswith("Do you feel safe")
    (raised,) = await rows(world, concern)
    assert (raised["level"], raised["source"]) == ("unsafe", "picture")
    assert [said["note"][:14] for _, _, said in await steps(world, world.amara)] == ["Sent a picture"]
    (came,) = await rows(world, picture)
    assert set(await played(world, came["id"])) == {"apart"}
    (task,) = await rows(world, not_yet_understood)
    assert (task["audience"], task["because"]) == ("manager", "drawn")


async def test_words_beside_a_picture_are_heard(whatsapp: Whatsapp) -> None:
    """A caption that answers the question answers it."""
    await begun(whatsapp)
    said = await whatsapp.sends(b"a picture", "4", "image/jpeg")

    assert said[0] == "Thanks, it came. A person will look at it."
    assert said[1].startswith("How are things at school?")


async def test_it_comes_once(whatsapp: Whatsapp) -> None:
    """Twilio may bring one text twice, and a worker may take its delivery twice."""
    fields = whatsapp.comes(VIDEO)
    for _ in range(3):
        await whatsapp.phone.post("/sms/inbound", fields)
    await whatsapp.out.go()
    await whatsapp.out.go()

    world = whatsapp.out.world
    assert [await count(world, table) for table in (picture, attachment, statement)] == [1, 1, 1]


async def test_a_picture_by_sms_is_answered_with_link(whatsapp: Whatsapp) -> None:
    """Numbers in the United Kingdom cannot take one; where one arrives all the same it is kept."""
    await begun(whatsapp)
    (came, _) = await whatsapp.sends(b"a picture", kind="image/png", From=AMARAS)

    assert came == "Thanks. A person will look at it. To send a picture or a video next time, text LINK first."
    assert whatsapp.there.sent[-1].to == AMARAS
    assert await count(whatsapp.out.world, attachment, state="received") == 1
