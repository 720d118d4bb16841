"""A concern: read it, take it up, write down what was done, close it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.statement import Shown, shown
from voice import case_record, preserving, sharing, taking_up
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere
from voice.model import Role
from voice.taking_up import Done, Line, NoteIncomplete, OpenConcern
from voice.texting import person

FIELDS = ("note", "told_child", "outcome")


async def concern(request: Request, me: SignedIn) -> Response:
    try:
        return await _concern(request, me, id_of(request))
    except NotAllowed:
        if Role.SERVICE_MANAGER in me.roles:  # told that there is one: the list says what they may know of it
            return see_other("/concerns")
        raise


async def acknowledge(request: Request, me: SignedIn, form: FormData) -> Response:
    """With whatever else stood on the same line of the list: each is taken up by itself, and kept so."""
    mine = await taking_up.acknowledge(services_of(request), me, id_of(request))
    for other in form.getlist("also"):
        with suppress(NotAllowed, NothingThere):  # closed, or not theirs any more, since the list was drawn
            await taking_up.acknowledge(services_of(request), me, as_id(str(other)))
    return see_other(f"/concerns/{id_of(request)}?done={'acknowledged' if mine else 'not_mine'}")


async def who_would_see(request: Request, me: SignedIn) -> Response:
    """Before it is decided: who will see what, and that nobody can take it back."""
    would = await sharing.look_at(services_of(request), me, id_of(request))
    if would.concern.shared:
        return see_other(f"/concerns/{id_of(request)}")
    return page(request, me, "share.html", would=would)


async def share(request: Request, me: SignedIn, form: FormData) -> Response:
    try:
        await sharing.share(services_of(request), me, id_of(request))
    except NoteIncomplete as incomplete:
        return await _concern(request, me, id_of(request), error=incomplete.missing)
    return see_other(f"/concerns/{id_of(request)}?done=shared")


async def write_down(request: Request, me: SignedIn, form: FormData) -> Response:
    """What was done, or a note beside it; with an outcome, it is closed."""
    services, id, given = services_of(request), id_of(request), _fields(form)
    done = Done(as_id(text(form, "id")), given["note"], given["told_child"])
    closing = text(form, "do") == "close"
    outcome = chosen(given, "outcome", words.OUTCOME)
    try:
        if closing and outcome is None:
            raise NoteIncomplete("outcome")
        if closing and outcome:
            await taking_up.close(services, me, id, done, outcome)
            return see_other("/?done=closed")
        await (taking_up.add_note if text(form, "do") == "note" else taking_up.act)(services, me, id, done)
    except NoteIncomplete as incomplete:
        return await _concern(request, me, id, given, incomplete.missing, text(form, "id"))
    return see_other(f"/concerns/{id}?done=kept")


async def keep_note(request: Request, me: SignedIn, form: FormData) -> str:
    """The session ran out while the note was written: keep it, and come back to it."""
    await taking_up.keep_half_written(services_of(request), me, id_of(request), _fields(form))
    return f"/concerns/{id_of(request)}"


async def _concern(
    request: Request,
    me: SignedIn,
    id: UUID,
    given: Mapping[str, Any] | None = None,
    error: str | None = None,
    form_id: str = "",
) -> Response:
    found = await taking_up.open_concern(services_of(request), me, id)
    draft = given if given is not None else found.draft
    texts = found.may_decide and found.concern.open
    others = await case_record.others_of(services_of(request), me, found.concern)
    context: dict[str, Any] = {
        "found": found,
        "others": others,
        "lines": shown_lines(found),
        "numbers": await person.numbers_to_text(services_of(request), me, id) if texts else [],
        "kept": await preserving.standing(services_of(request), found),
        "draft": {name: draft.get(name, "") for name in FIELDS},
        "restored": given is None and bool(found.draft),
        "error": error,
    }
    if form_id:
        context["form_id"] = as_id(form_id)
    return page(request, me, "concern.html", 400 if error else 200, **context)


def shown_lines(found: OpenConcern) -> list[tuple[Line, Shown | None]]:
    """Each step, with the child's answer where it is given for the first time."""
    return list(zip(found.lines, _answers(found.lines), strict=True))


def _answers(lines: Sequence[Line]) -> list[Shown | None]:
    """What the child answered, once: what she adds about it later comes with the same answer again."""
    given = [line.said.get("answer") for line in lines]
    return [shown(each) if each and each not in given[:n] else None for n, each in enumerate(given)]


def _fields(form: FormData) -> dict[str, str]:
    return {name: text(form, name) for name in FIELDS}
