"""Preserve: hold a child's record from a concern, and take out what stands in it (R72)."""

from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.portal.cookies import services_of
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import see_other, text
from voice import lifting, preserving, signing_in, taking_out
from voice.access import SignedIn
from voice.lifting import NotLifted, OthersWereFirst
from voice.signing_in import NotProved
from voice.taking_out import NotHeld
from voice.taking_up import NoteIncomplete


async def preserve(request: Request, me: SignedIn) -> Response:
    return await _preserve(request, me, id_of(request))


async def hold(request: Request, me: SignedIn, form: FormData) -> Response:
    id, why = id_of(request), text(form, "why_held")
    try:
        await preserving.hold(services_of(request), me, id, as_id(text(form, "id")), why)
    except NoteIncomplete as incomplete:
        return await _preserve(request, me, id, error=incomplete.missing, why=why)
    return see_other(f"/concerns/{id}/preserve?done=held")


async def take_out(request: Request, me: SignedIn, form: FormData) -> Response:
    """The archive, for whoever proves once more who they are."""
    services, id = services_of(request), id_of(request)
    await preserving.look_at(services, me, id)  # who may not, learns nothing from a password
    try:
        await signing_in.prove_again(services, me, text(form, "password"), text(form, "code"))
        made = await taking_out.take_out(services, me, id)
    except NotProved:
        return await _preserve(request, me, id, error="prove_again")
    except NotHeld:
        return await _preserve(request, me, id, error="not_held")
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return StreamingResponse(made.body, media_type="application/zip", headers=headers)


async def ask_to_lift(request: Request, me: SignedIn, form: FormData) -> Response:
    id, why = id_of(request), text(form, "why_lifted")
    try:
        await lifting.ask(services_of(request), me, id, why)
    except NoteIncomplete:
        return await _preserve(request, me, id, error="why_lifted", lifted=why)
    return see_other(f"/concerns/{id}/preserve?done=lift_asked")


async def lift_here(request: Request, me: SignedIn, form: FormData) -> Response:
    """The second of two who decide about the concern, who proves once more who they are."""
    services, id = services_of(request), id_of(request)
    asked = await lifting.asked_of(services, me, id)
    if asked is None:
        return see_other(f"/concerns/{id}/preserve?done=others_were_first")
    if asked.mine:
        return await _preserve(request, me, id, error="same_person")
    try:
        await signing_in.prove_again(services, me, text(form, "password"), text(form, "code"))
    except NotProved:
        return await _preserve(request, me, id, error="prove_again")
    try:
        await lifting.lift(services, me, asked.hold, stepped_up=True)
    except NotLifted as refused:
        return await _preserve(request, me, id, error=refused.why)
    except OthersWereFirst:
        return see_other(f"/concerns/{id}/preserve?done=others_were_first")
    return see_other(f"/concerns/{id}/preserve?done=lifted")


async def keep_here(request: Request, me: SignedIn, _: FormData) -> Response:
    services, id = services_of(request), id_of(request)
    asked = await lifting.asked_of(services, me, id)
    try:
        if asked is None:
            raise OthersWereFirst
        await lifting.keep(services, me, asked.hold)
    except OthersWereFirst:
        return see_other(f"/concerns/{id}/preserve?done=others_were_first")
    return see_other(f"/concerns/{id}/preserve?done=stays_held")


async def _preserve(
    request: Request, me: SignedIn, id: UUID, error: str | None = None, why: str = "", lifted: str = ""
) -> Response:
    found = await preserving.look_at(services_of(request), me, id)
    asked = await lifting.asked_of(services_of(request), me, id)
    typed = {"why": why, "lifted": lifted}
    return page(request, me, "preserve.html", 400 if error else 200, found=found, asked=asked, error=error, **typed)
