"""Somebody nobody knows yet, by text or at the open door: duty reads, says whose it is, takes that back, or closes.

And answers: by text to a number, at the door in the mailbox that the child's own code opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.beside import NOT_LOOKED_AT, looked_at
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.statement import Shown, shown
from channels.portal.unknown_words import AT_DOOR, DOOR_SAID, TEXTED
from i18n.languages import EASY_READ, ENGLISH
from storage.errors import TooManyChanges
from storage.strangers import Line
from voice import answering_unknown, playing
from voice.access import SignedIn
from voice.answering_unknown import Answer, AnswerNotKept
from voice.at_the_door import What
from voice.texting import going_up, matching, person, unknown_pictures
from voice.texting.person import NotSent

READ_BY_EVERYBODY = (None, ENGLISH.tag, EASY_READ)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One thing that was said, or that we answered, as the page shows it."""

    line: Line
    heading: str
    answers: Sequence[Shown]
    notes: Sequence[tuple[str, str]] = field(repr=False)
    around: str | None
    helper: str | None
    language: str | None


async def unknown(request: Request, me: SignedIn) -> Response:
    services, opens = services_of(request), matching.sees_strangers(me)
    waiting, matched = await matching.waiting(services, me), await matching.matched(services, me) if opens else []
    holders = await going_up.holders(services, waiting)
    aside = [each for each in waiting if each.set_aside]
    waiting = [each for each in waiting if not each.set_aside]
    context: dict[str, Any] = {
        "waiting": waiting,
        "aside": aside,
        "matched": matched,
        "opens": opens,
        "holders": holders,
    }
    return page(request, me, "unknown.html", **context)


async def one(request: Request, me: SignedIn) -> Response:
    return await _one(request, me, id_of(request))


async def look(request: Request, me: SignedIn, form: FormData) -> Response:
    """Look for a child by the name in the text."""
    return await _one(request, me, id_of(request), looked_for=text(form, "name"))


async def match(request: Request, me: SignedIn, form: FormData) -> Response:
    id = id_of(request)
    if not text(form, "child"):
        return await _one(request, me, id, "child", looked_for=text(form, "name"))
    child, apart = as_id(text(form, "child")), text(form, "do") == "apart"
    try:
        stands = await matching.match(services_of(request), me, id, child, apart=apart)
    except TooManyChanges:
        return see_other(f"/unknown/{id}?done=others_were_first")
    return see_other(f"/unknown?done={stands}")


async def unmatch(request: Request, me: SignedIn, _: FormData) -> Response:
    id = id_of(request)
    try:
        await matching.unmatch(services_of(request), me, id)
    except TooManyChanges:
        return see_other("/unknown?done=others_were_first")
    return see_other("/wrong-record?done=unmatched")


async def close(request: Request, me: SignedIn, form: FormData) -> Response:
    id = id_of(request)
    if "sure" not in form:
        return await _one(request, me, id, "sure")
    try:
        await matching.close(services_of(request), me, id)
    except TooManyChanges:
        return see_other("/unknown?done=others_were_first")
    return see_other("/unknown?done=closed_sender")


async def take(request: Request, me: SignedIn, _: FormData) -> Response:
    """ "I have it": nobody else is told."""
    id = id_of(request)
    try:
        await matching.take(services_of(request), me, id)
    except TooManyChanges:
        return see_other("/unknown?done=others_were_first")
    return see_other(f"/unknown/{id}?done=taken")


async def answer(request: Request, me: SignedIn, form: FormData) -> Response:
    """To her who came by the door, where her code leads."""
    id, said = id_of(request), text(form, "words")
    if text(form, "do") == "check":
        return await _one(request, me, id, typed=said, form_id=text(form, "id"), checked=True)
    try:
        await answering_unknown.answer(services_of(request), me, id, Answer(as_id(text(form, "id")), said))
    except AnswerNotKept as wrong:
        return await _one(request, me, id, wrong.wrong, typed=said, form_id=text(form, "id"))
    return see_other(f"/unknown/{id}?done=answered")


async def text_back(request: Request, me: SignedIn, form: FormData) -> Response:
    id, said = id_of(request), text(form, "words")
    try:
        await person.text_stranger(services_of(request), me, id, said)
    except NotSent as wrong:
        return await _one(request, me, id, wrong.why.value, typed=said)
    except TooManyChanges:
        return await _one(request, me, id, "form_old", typed=said)
    return see_other(f"/unknown/{id}?done=texted")


async def text_child(request: Request, me: SignedIn, form: FormData) -> Response:
    """From a concern's page: to the child's own confirmed number."""
    id, said, chosen = id_of(request), text(form, "words"), text(form, "number")
    try:
        await person.text_child(services_of(request), me, id, said, as_id(chosen) if chosen else None)
    except (NotSent, TooManyChanges) as wrong:
        status, why = (400, wrong.why.value) if isinstance(wrong, NotSent) else (409, "form_old")
        numbers = await person.numbers_to_text(services_of(request), me, id)
        context = {"concern": id, "error": why, "typed": said, "numbers": numbers, "chosen": chosen}
        return page(request, me, "text_child.html", status, **context)
    return see_other(f"/concerns/{id}?done=texted")


async def _one(
    request: Request,
    me: SignedIn,
    id: UUID,
    error: str | None = None,
    *,
    looked_for: str = "",
    typed: str = "",
    form_id: str = "",
    checked: bool = False,
) -> Response:
    services = services_of(request)
    found = await matching.open_one(services, me, id)
    comes_back = await answering_unknown.tell_opened(services, me, found.lines)
    children = await matching.look_for(services, me, looked_for) if looked_for else []
    context = {"found": found, "children": children, "looked_for": looked_for, "typed": typed, "error": error}
    came = [each for line in found.lines for each, _ in line.pictures]
    context |= {"came": await unknown_pictures.states(services, came), "sort_of": playing.sort_of}
    context |= {"lines": [_line(each) for each in found.lines], "comes_back": comes_back}
    context |= looked_at([typed]) if checked else NOT_LOOKED_AT
    context |= {"form_id": as_id(form_id)} if form_id else {}
    return page(request, me, "unknown_one.html", 400 if error else 200, **context)


def _line(line: Line) -> ShownLine:
    """A text is shown by its words; what was said at the door by its questions, then how to be found."""
    body = line.said.get("said", {})
    safety = [body["answer"]] if line.said.get("what") == What.SAFETY else []
    notes = [(label, body[name]) for name, label in AT_DOOR.items() if (body.get(name) or "").strip()]
    heading = DOOR_SAID.get(line.said.get("what", ""), TEXTED[line.by])
    answers = [shown(each) for each in (*safety, *body.get("answers", []))]
    near = body if line.said.get("what") != What.REACH else {}  # it stood beside the answer already
    spoken = line.said.get("language")
    language = spoken if spoken not in READ_BY_EVERYBODY else None
    return ShownLine(line, heading, answers, notes, near.get("around"), near.get("helper"), language)
