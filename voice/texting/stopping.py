"""STOP and START. After a STOP nothing of ours follows but that it was heard; START lets us text again.

Twilio confirms STOP itself, and other words where it was told to. What it leaves to us we confirm in the same words
(words.md). Where it took the word after all it refuses ours, and she hears it once all the same.

A child who says STOP at a hard question must not meet silence: a person sees her, and nobody texts (R24, R73).
"""

from collections.abc import Callable
from uuid import UUID

from storage import phones, texts
from storage.writes import Writes
from surveys.model import Question
from voice import clock
from voice.model import Level
from voice.public_services import PublicServices
from voice.texting import phrases, said
from voice.texting.asides import At
from voice.texting.turns import Said, Says, Turn
from voice.working_days import concern_read_by

EVERYTHING = ("answer", "question", "invitation", "reminder", "person", "outside")
CHECK_IN_PERSON = (
    "Texted STOP when asked about safety, or for their own words. See them in person. Do not text: nothing can be sent."
)

TAKEN_FOR_STOP = (
    "Texted something that the carrier of our texts takes for STOP, and may have meant something else: it stands in "
    "their record. See them in person. Nothing can be sent until they text START."
)


def stop(turn: Turn, writes: Writes) -> Says:
    """From now on nothing goes to this number, whoever asks for it; what she hears of that from us."""
    phones.change(writes, turn.phone, opted_out=clock.now())
    texts.cancel_unsent(writes, turn.contact, EVERYTHING, answering=turn.said[-1].text.id)
    writes.event("stop_texts", "phone", turn.phone.id, actor_kind="child")
    if turn.phone.opted_out or _took(turn.said[0]):
        return []
    line = phrases.talk_to(turn.hers.band if turn.hers else None)
    return [("outside", phrases.vital(phrases.STOPPED, turn.language, line=line))]


def _took(said: Said) -> bool:
    """Whether Twilio took this for a STOP itself, and has confirmed it. It says so with Advanced Opt-Out alone.

    Without that it takes the bare word from a number that texts, and none that comes by WhatsApp.
    """
    return said.stopped or (said.words.strip().upper() == "STOP" and not said.by_whatsapp)


def start(turn: Turn, writes: Writes) -> None:
    if turn.phone.opted_out:
        phones.change(writes, turn.phone, opted_out=None)
        writes.event("start_texts", "phone", turn.phone.id, actor_kind="child")


def was_hard(question: Question | None) -> bool:
    """Whether this was asked about safety, or for her own words."""
    return question is not None and (
        question.safety is not None or not question.kind.closed or question.id in (At.REACH, At.ABOUT)
    )


async def look_in(
    public: PublicServices, child: UUID, keys: said.Keys, because: str = CHECK_IN_PERSON
) -> Callable[[Writes], UUID]:
    """A task for a person: check in person, do not text."""
    read_by = concern_read_by(clock.now(), Level.WORRY, (await public.arrangements()).arrangements)
    note: dict[str, object] = {"note": because}
    return lambda writes: said.raise_apart(writes, child, keys, "stop", note, Level.WORRY, read_by)
