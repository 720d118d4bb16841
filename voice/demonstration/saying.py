"""How the children of the demonstration say things: on their pages, from the link to the receipt, and by their code."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from surveys.model import Question
from surveys.progress import next_unanswered
from surveys.replies import Reply, ReplyState, read_reply
from voice import (
    adding,
    answering,
    coming_back,
    handing_over,
    safeguarding,
    saying_back,
    sending,
    sending_unnamed,
    visiting,
    walking,
)
from voice.adding import Addition, What
from voice.coming_back import Held
from voice.demonstration.town import Child, Town
from voice.model import Around, Helper, ParentsMark, new_id
from voice.saying_back import About, SaidBack

Given = str | bytes | tuple[str, ...] | Mapping[str, Any]  # words, a film, choices, or the fields of a form
Reach = tuple[str, str, Literal["yes", "no", "not_sure", ""]]  # how to reach her, who must not know, is it about us


@dataclass(frozen=True, slots=True)
class Sent:
    """What she has sent, and her code for it."""

    statement: UUID
    code: str | None = field(repr=False)


async def says(
    town: Town,
    child: Child,
    answers: Mapping[str, Given],
    *,
    survey: str | None = None,
    around: Around = Around.JUST_ME,
    helper: Helper = Helper.NOBODY,
    language: str = "en",
    reach: Reach = ("", "", ""),
    parents: ParentsMark = ParentsMark.ASK_FIRST,
) -> Sent:
    """One conversation to its receipt. Questions that are not named are skipped."""
    cookie = await _through(town, child, answers, survey, around, helper, language, reach)
    public = town.public
    await sending.mark_for_parents(public, await visiting.current_visit(public, cookie), parents, "")
    code = await visiting.own_code(public, await visiting.current_visit(public, cookie))
    receipt = await sending.send(public, await visiting.current_visit(public, cookie), with_code=True)
    return Sent(receipt.statement, code)


async def tells_the_service(town: Town, child: Child, answers: Mapping[str, Given]) -> None:
    """The same without her name (R62)."""
    cookie = await _through(town, child, answers, None, Around.JUST_ME, Helper.NOBODY, "en", ("", "", ""))
    await sending_unnamed.send_unnamed(town.public, await visiting.current_visit(town.public, cookie))


async def says_and_leaves(town: Town, child: Child, answers: Mapping[str, Given], leaves_at: str) -> None:
    """She presses Exit straight after this question."""
    cookie = await _through(town, child, answers, None, Around.JUST_ME, Helper.NOBODY, "en", ("", "", ""), leaves_at)
    await visiting.leave(town.public, cookie)


async def _through(
    town: Town,
    child: Child,
    answers: Mapping[str, Given],
    survey: str | None,
    around: Around,
    helper: Helper,
    language: str,
    reach: Reach,
    leaves_at: str | None = None,
) -> str:
    """From the link to the check; the cookie."""
    public = town.public
    cookie = await visiting.begin(public, await town.invite(child, survey), language)
    await visiting.say_who_is_around(public, await visiting.current_visit(public, cookie), around, helper)
    visit = await visiting.current_visit(public, cookie)
    asked = (await public.asked(visit.kept.version)).survey
    while wanted := next_unanswered(asked, visit.draft.as_replies(), safety_last=visit.draft.safety_last):
        given = answers.get(wanted.id)
        if isinstance(given, bytes):
            await handing_over.hand_over(public, visit, wanted, "video/mp4", _at_once(given))
            visit = await visiting.current_visit(public, cookie)
            continue
        step = await answering.record_answer(public, visit, wanted, _reply(wanted, given))
        if leaves_at == wanted.id:
            break
        if step.where is walking.Where.SAFE:
            await safeguarding.follow_up(public, await visiting.current_visit(public, cookie), *reach)
        visit = await visiting.current_visit(public, cookie)
    return cookie


async def _at_once(film: bytes) -> AsyncIterator[bytes]:
    yield film


def _reply(question: Question, given: str | tuple[str, ...] | Mapping[str, Any] | None) -> Reply:
    if given is None:
        return answering.skip(question)
    if isinstance(given, str):
        return Reply(question.id, ReplyState.ANSWERED, (), given)
    if isinstance(given, tuple):
        return Reply(question.id, ReplyState.ANSWERED, given)
    return read_reply(question, given)


async def comes_back(
    town: Town, sent: Sent, about: str | None = None, what: What | None = None, words: str = ""
) -> Held:
    """She looks into her mailbox with her code, and adds to one of her answers where there is something to add."""
    opened = await coming_back.open_with_code(town.public, sent.code or "")
    held = await coming_back.held_mailbox(town.public, opened.token)
    inside = await coming_back.look_inside(town.public, held)
    if what:
        asked = [answer["question"] for answer in inside.said["answers"]]
        on = await adding.look_at(town.public, held, inside, asked.index(about) + 1 if about else 0)
        await adding.add(town.public, held, inside, on, Addition(new_id(), what, words))
    return held


async def says_back(town: Town, sent: Sent, about: About, chosen: str, words: str = "") -> None:
    """She answers what adults wrote: the first weighing or promise there is, or whether she feels listened to."""
    held = await comes_back(town, sent)
    inside = await coming_back.look_inside(town.public, held)
    line = saying_back.look_at(inside, about, 1)
    await saying_back.say_back(town.public, held, inside, about, line, SaidBack(new_id(), chosen, words))
