"""Whoever says STOP hears once that it was heard: from Twilio where it takes the word, and else from us (R24)."""

from tests.sms.sending import twilio
from tests.sms.talking import Talk
from tests.sms.whatsapp import Whatsapp, whatsapp
from voice.texting import phrases

__all__ = ["twilio", "whatsapp"]

HEARD = phrases.say(phrases.STOPPED, "en", line="Childline 0800 1111")


async def test_outside_of_a_conversation(talk: Talk) -> None:
    """Nothing was asked, and she wants no more of it."""
    assert await talk.text("please stop") == [HEARD]
    assert await talk.text("stop please", "hello") == []


async def test_in_a_language_that_nobody_has_checked(talk: Talk) -> None:
    """Words that she may need in danger come in Easy Read until a speaker has read them (R65)."""
    await talk.text("START", "LANGUAGE")
    await talk.text("3")

    assert await talk.text("توقف") == [phrases.say(phrases.STOPPED, "en-simple", line="Childline 0800 1111")]


async def test_by_whatsapp_the_bare_word_is_ours_to_confirm(whatsapp: Whatsapp) -> None:
    """Twilio's own list is of numbers that take texts: a word by WhatsApp it leaves to us, and we say so there."""
    await whatsapp.text("START")

    assert await whatsapp.text("STOP") == [HEARD]
    assert whatsapp.there.sent[-1].to == f"whatsapp:{whatsapp.phone.number}"
    assert await whatsapp.text("STOP", "hello") == []


async def test_by_whatsapp_what_twilio_took_it_has_confirmed(whatsapp: Whatsapp) -> None:
    """Where Advanced Opt-Out holds for WhatsApp too, Twilio says with the text that it took it."""
    await whatsapp.text("START")
    before = len(whatsapp.there.sent)

    told = await whatsapp.phone.text("STOP", From=f"whatsapp:{whatsapp.phone.number}", OptOutType="STOP")
    await whatsapp.out.go()

    assert told.status_code == 200
    assert len(whatsapp.there.sent) == before
