"""A voice message, a picture or a video comes with a text: what is said to it, and which answer it is (R60, R73).

It is fetched afterwards (fetching.py), under an id that it has from its first moment. At a question that a recording
can answer it is the answer; anywhere else it becomes a statement of its own, and somebody has to look at it.
"""

from collections.abc import Awaitable

from i18n.marks import N_
from storage.writes import Writes
from surveys.replies import Part, Reply, ReplyState
from voice import clock
from voice.model import Level
from voice.texting import filing, phrases, said
from voice.texting.heard import Decide, Talk
from voice.texting.places import ask, place_of
from voice.texting.turns import Says
from voice.visiting import Visit
from voice.working_days import concern_read_by

CAME = N_("Thanks, it came. A person will look at it.")
CAME_BY_SMS = N_("Thanks. A person will look at it. To send a picture or a video next time, text LINK first.")


async def with_pictures(heard: Talk, answers: Awaitable[Decide]) -> Decide:
    """Where a picture is no answer: the words are heard as ever, and without words the same is asked again.

    At the safety question somebody is told at once, whatever it shows (R59).
    """
    decide = await answers
    unsafe = heard.question.safety is not None
    read_by = concern_read_by(clock.now(), Level.UNSAFE, heard.arrangements)

    def verb(mine: Visit, writes: Writes) -> Says:
        says = thanks(heard)
        if unsafe and heard.turn.child:
            note: dict[str, object] = {"note": filing.AT_SAFETY}
            said.raise_apart(writes, heard.turn.child, heard.keys, "picture", note, Level.UNSAFE, read_by)
            time = phrases.when(read_by, heard.language)
            says = [("answer", phrases.vital(phrases.TOLD, heard.language, time=time))]
        rest = decide(mine, writes) if heard.turn.words.strip() else ask(heard.asked, mine, place_of(mine))
        return [*dict.fromkeys([*says, *rest])]  # told of both, she hears it once

    return verb


def as_answer(heard: Talk) -> Reply:
    """What came is the answer, beside her words and what she had sent before."""
    before = heard.visit.draft.as_replies().get(heard.question.id)
    words = heard.turn.words if heard.turn.words.strip() else before.words if before else None
    parts = (*kept_before(heard), *(Part(recording=id.hex) for id in heard.turn.pictures))
    return Reply(heard.question.id, ReplyState.ANSWERED, (), words, parts)


def kept_before(heard: Talk) -> tuple[Part, ...]:
    """What she had recorded for this question: words that come later do not take its place."""
    before = heard.visit.draft.as_replies().get(heard.question.id)
    return tuple(part for part in before.parts if part.recording) if before else ()


def thanks(heard: Talk) -> Says:
    return [("answer", phrases.say(CAME if heard.turn.by_whatsapp else CAME_BY_SMS, heard.language))]
