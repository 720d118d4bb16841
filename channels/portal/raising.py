"""A concern that an adult raises by hand."""

from collections.abc import Mapping
from typing import Any, cast

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.showing import say
from voice import case_record, raising
from voice.access import SignedIn
from voice.raising import AboutStaff, Raised
from voice.taking_up import NoteIncomplete

FIELDS = ("level", "note", "reach", "must_not_know", "about_staff", "statement")


async def form(request: Request, me: SignedIn) -> Response:
    kept = await raising.half_raised(services_of(request), me, id_of(request))
    asked = {
        "statement": request.query_params.get("statement", ""),
        "note": _moment(request.query_params.get("at", "")),
    }
    return await _form(request, me, kept or asked, restored=bool(kept))


def _moment(at: str) -> str:
    """Where in a recording it was seen or heard: the seconds that the player gave."""
    if not (at.isascii() and at.isdigit() and 0 < len(at) < 6):
        return ""
    minutes, seconds = divmod(int(at), 60)
    return say(words.AT_MOMENT) % {"minutes": minutes, "seconds": f"{seconds:02}"}


async def tell_duty(request: Request, me: SignedIn, form: FormData) -> Response:
    given = _fields(form)
    level = chosen(given, "level", words.LEVEL_TO_CHOOSE)
    about = cast("AboutStaff | None", chosen(given, "about_staff", words.ABOUT_STAFF))
    statement = as_id(given["statement"]) if given["statement"] else None
    try:
        if level is None or about is None:
            raise NoteIncomplete("level" if level is None else "about_staff")
        raised = Raised(as_id(text(form, "id")), level, given["note"], about, given["reach"], given["must_not_know"])
        await raising.raise_by_hand(services_of(request), me, id_of(request), raised, statement)
    except NoteIncomplete as incomplete:
        return await _form(request, me, given, error=incomplete.missing, form_id=text(form, "id"))
    return see_other("/?done=raised")


async def keep(request: Request, me: SignedIn, form: FormData) -> str:
    """The session ran out while it was written: keep it, and come back to it."""
    await raising.keep_half_raised(services_of(request), me, id_of(request), _fields(form))
    return f"/children/{id_of(request)}/concern"


async def _form(
    request: Request,
    me: SignedIn,
    given: Mapping[str, Any],
    *,
    error: str | None = None,
    form_id: str = "",
    restored: bool = False,
) -> Response:
    shown = await case_record.look_at_child(services_of(request), me, id_of(request))
    context: dict[str, Any] = {"shown": shown, "error": error, "restored": restored}
    context["draft"] = {name: given.get(name, "") for name in FIELDS}
    if form_id:
        context["form_id"] = as_id(form_id)
    return page(request, me, "raise.html", 400 if error else 200, **context)


def _fields(form: FormData) -> dict[str, str]:
    return {name: text(form, name) for name in FIELDS}
