"""What one text means where the conversation stands. The verbs of the children's pages keep it: nothing is said twice.

Each function prepares what has to be looked up and returns the decision, which one transaction then keeps: the draft,
a concern where there is one, what is said next, and that the texts are handled.
"""

from dataclasses import replace

from storage.writes import Writes
from surveys.model import Audience, Question
from surveys.replies import NotAnAnswer, Reply, ReplyState
from surveys.understanding import asking_again
from surveys.understanding.tidying import tokens_of
from surveys.understanding.understand import understand
from voice import answering, clock, safeguarding, screening
from voice.errors import SaidElsewhere
from voice.model import Level
from voice.public_services import Asked
from voice.texting import phrases, pictures, said
from voice.texting.asides import At
from voice.texting.beside import BESIDE, SKIPS
from voice.texting.heard import Decide, Talk, ask_again, talk_of, too_long
from voice.texting.places import ask, ask_next, next_place, place_after, place_of, question_at, shown_at
from voice.texting.turns import Says, Turn
from voice.visiting import Visit
from voice.working_days import concern_read_by

NOTHING: Says = []
LONGEST_CHOICE = 24  # characters; a text that is longer says more than which choice it is


async def talk(turn: Turn, visit: Visit, asked: Asked) -> Decide:
    """What this text changes, and what is said to it."""
    place = _meant(turn, visit, asked)
    question = question_at(asked, place)
    if question is None:
        return lambda mine, _: ask_next(asked, mine)
    reply = understand(question, shown_at(asked, visit, place), turn.words, visit.kept.language)
    heard = await talk_of(turn, visit, asked, question, reply)
    beside = BESIDE.get(place)
    if turn.pictures and question.takes_recordings and not beside:
        return await _kept(heard, pictures.as_answer(heard), first=pictures.thanks(heard))
    decide = beside(heard) if beside else answered(heard, turn.words)
    return await (pictures.with_pictures(heard, decide) if turn.pictures else decide)


def _meant(turn: Turn, visit: Visit, asked: Asked) -> str:
    """Where she is; after HELP, a bare number or letter still answers the question that she was at."""
    place, at = place_of(visit), next_place(asked, visit)
    said, question = tokens_of(turn.words), question_at(asked, at)
    if place != At.HELP or question is None or len(said) != 1 or not (said[0].isdecimal() or len(said[0]) == 1):
        return place
    return at if understand(question, shown_at(asked, visit, at), turn.words, visit.kept.language) else place


async def skipped(turn: Turn, visit: Visit, asked: Asked) -> Decide:
    """SKIP, or NEXT at a question without an answer: not answering is an answer too (R17)."""
    question = question_at(asked, place_of(visit))
    if question is None:
        return lambda mine, _: ask_next(asked, mine)
    heard = await talk_of(turn, visit, asked, question)
    if question.id in SKIPS:
        return await SKIPS[At(question.id)](heard)
    return await _kept(heard, answering.skip(question))


async def answered(heard: Talk, words: str) -> Decide:
    """An answer to a question of the survey, or what is kept in its place (R21)."""
    question, reply, closed = heard.question, heard.reply, heard.question.kind.closed
    missed = heard.visit.draft.texting.missed if heard.visit.draft.texting else None
    nobody_reads_words = question.audience is Audience.NUMBERS
    if reply is None and question.safety and words.strip():
        # Whatever she writes here is told at once, understood or not; then she is asked once more.
        return await _kept(heard, _as_words(question, missed, words), again=missed is None)
    if not closed and reply is None and len(words) > question.longest:
        return lambda mine, writes: too_long(heard, mine, writes)
    if reply is None and closed and screening.cannot_wait(words, heard.language):
        return lambda mine, writes: _told_now(heard, mine, writes)
    if reply is None and missed is None:
        return lambda mine, _: ask_again(heard, mine)
    if reply is None:
        return await _kept(
            heard, answering.skip(question) if nobody_reads_words else _as_words(question, missed, words)
        )
    if closed and not nobody_reads_words:
        beside = _more_than_the_choice(missed, words) if reply.chosen else "\n".join(filter(None, [missed, words]))
        reply = replace(reply, words=beside)
    return await _kept(heard, reply)


def _more_than_the_choice(missed: str | None, words: str) -> str | None:
    """What she said first and was not understood, and whatever she said beside her choice: all of it is hers."""
    kept = [each for each in (missed, words if len(words) > LONGEST_CHOICE else None) if each and each.strip()]
    return "\n".join(kept) or None


def _as_words(question: Question, missed: str | None, words: str) -> Reply:
    whole = "\n".join(each for each in (missed, words) if each and each.strip())
    return Reply(question.id, ReplyState.ANSWERED if whole else ReplyState.SKIPPED, (), whole or None)


async def _kept(heard: Talk, reply: Reply, *, again: bool = False, first: Says = NOTHING) -> Decide:
    """Keep the answer by the verb that keeps every answer, and ask what is next."""
    if reply.state is ReplyState.ANSWERED and not reply.parts:
        reply = replace(reply, parts=pictures.kept_before(heard))
    keep = await answering.keeping(heard.turn.services.public, heard.visit, heard.question, reply)

    def decide(mine: Visit, writes: Writes) -> Says:
        known = set(mine.draft.told)
        try:
            keep(mine, writes)
        except NotAnAnswer:
            mine.draft = heard.visit.draft.copied()
            return too_long(heard, mine, writes)
        except SaidElsewhere:
            return _beside_the_page(heard, reply, mine, writes)
        new = [told for question, told in mine.draft.told.items() if question not in known]
        says: Says = [*first, *(("answer", heard.told(told.read_by)) for told in new)]
        if again:
            return says + ask_again(heard, mine, asking_again.HEARD)
        if reply.words and not (new or reply.chosen) and heard.question.id in known:
            says.append(("answer", phrases.vital(phrases.TOLD_TOO, heard.language)))
        return says + ask(heard.asked, mine, place_after(heard.asked, mine, heard.question.id))

    return decide


def _beside_the_page(heard: Talk, reply: Reply, mine: Visit, writes: Writes) -> Says:
    """She has answered it on a page too, which this telephone must not show (R66): what she texts is kept beside it.

    That she is not safe is told all the same, whatever the page says (R59).
    """
    says: Says = []
    if answering.is_worrying(heard.question, reply):
        read_by = concern_read_by(clock.now(), Level.UNSAFE, heard.arrangements)
        body = safeguarding.answer_as_given(heard.asked, heard.language, heard.question, reply, mine.draft)
        said.answer_apart(writes, heard.visit.child, heard.keys, body, Level.UNSAFE, read_by)
        says = [("answer", heard.told(read_by))]
    apart = heard.question.safety is not None or heard.question.audience is Audience.MANAGER
    aside = heard.aside(writes, Audience.MANAGER if apart else Audience.WORKER)
    return (says or aside) + ask_next(heard.asked, mine)


def _told_now(heard: Talk, mine: Visit, writes: Writes) -> Says:
    """What cannot wait and answers nothing that was asked is no answer that waits for Send (decision 46)."""
    says = heard.aside(writes, Audience.MANAGER if heard.question.audience is Audience.MANAGER else Audience.WORKER)
    again = asking_again.ask_again(shown_at(heard.asked, mine, heard.question.id), asking_again.HEARD)
    return [*says, ("question", again)]
