"""Whoever sees to it that a child is understood chooses who puts her words into English, and who checks it."""

from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from voice.access import SignedIn
from voice.interpreting import asking_her, giving
from voice.interpreting.giving import Giving, NotThisPerson


async def people(request: Request, me: SignedIn) -> Response:
    return await _people(request, me, id_of(request))


async def give(request: Request, me: SignedIn, form: FormData) -> Response:
    services, id, audience = services_of(request), id_of(request), request.path_params["audience"]
    await giving.look_at(services, me, id, audience)  # whose it is not hears nothing of what is wrong in the form
    work = chosen(form, "work", words.IN_ENGLISH)
    if work is None or not text(form, "to"):
        return await _people(request, me, id, "interpreter")
    try:
        given = Giving(as_id(text(form, "id")), work, as_id(text(form, "to")))
        await giving.give(services, me, id, audience, given)
    except NotThisPerson:
        return await _people(request, me, id, "not_this_person")
    return see_other(f"/statements/{id}/english/{audience}?done=given")


async def take_back(request: Request, me: SignedIn, form: FormData) -> Response:
    statement, audience = await giving.take_back(services_of(request), me, id_of(request))
    return see_other(f"/statements/{statement}/english/{audience}?done=taken_back")


async def ask_her(request: Request, me: SignedIn, form: FormData) -> Response:
    statement = await asking_her.wish(services_of(request), me, id_of(request))
    return see_other(f"/statements/{statement}?done=wished#english")


async def _people(request: Request, me: SignedIn, id: UUID, error: str | None = None) -> Response:
    found = await giving.look_at(services_of(request), me, id, request.path_params["audience"])
    return page(request, me, "give_interpreter.html", 400 if error else 200, found=found, error=error)
