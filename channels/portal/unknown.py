"""Texts from somebody nobody knows yet: duty reads, says whose they are, takes that back, or closes. And texts back."""

from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.cookies import services_of
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import see_other, text
from storage.errors import TooManyChanges
from voice.access import SignedIn
from voice.texting import matching, person
from voice.texting.person import NotSent


async def unknown(request: Request, me: SignedIn) -> Response:
    services, opens = services_of(request), matching.sees_strangers(me)
    waiting, matched = await matching.waiting(services, me), await matching.matched(services, me) if opens else []
    return page(request, me, "unknown.html", waiting=waiting, matched=matched, opens=opens)


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
        stands_apart = await matching.match(services_of(request), me, id, child, apart=apart)
    except TooManyChanges:
        return see_other(f"/unknown/{id}?done=others_were_first")
    return see_other(f"/unknown?done={'matched_apart' if stands_apart else 'matched'}")


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


async def text_back(request: Request, me: SignedIn, form: FormData) -> Response:
    id, words = id_of(request), text(form, "words")
    try:
        await person.text_stranger(services_of(request), me, id, words)
    except NotSent as wrong:
        return await _one(request, me, id, wrong.why.value, typed=words)
    except TooManyChanges:
        return await _one(request, me, id, "form_old", typed=words)
    return see_other(f"/unknown/{id}?done=texted")


async def text_child(request: Request, me: SignedIn, form: FormData) -> Response:
    """From a concern's page: to the child's own confirmed number."""
    id, words = id_of(request), text(form, "words")
    try:
        await person.text_child(services_of(request), me, id, words)
    except NotSent as wrong:
        return page(request, me, "text_child.html", 400, concern=id, error=wrong.why.value, typed=words)
    except TooManyChanges:
        return page(request, me, "text_child.html", 409, concern=id, error="form_old", typed=words)
    return see_other(f"/concerns/{id}?done=texted")


async def _one(
    request: Request, me: SignedIn, id: UUID, error: str | None = None, *, looked_for: str = "", typed: str = ""
) -> Response:
    services = services_of(request)
    found = await matching.open_one(services, me, id)
    children = await matching.look_for(services, me, looked_for) if looked_for else []
    context = {"found": found, "children": children, "looked_for": looked_for, "typed": typed, "error": error}
    return page(request, me, "unknown_one.html", 400 if error else 200, **context)
