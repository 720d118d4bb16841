"""Holds that somebody asks to lift, for whoever keeps the records: two reasons to read, and a yes or a no (R39)."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.cookies import services_of
from channels.portal.pages import id_of, page
from channels.portal.routing import see_other, text
from voice import lifting, signing_in
from voice.access import SignedIn
from voice.lifting import NotLifted, OthersWereFirst
from voice.signing_in import NotProved


async def holds(request: Request, me: SignedIn) -> Response:
    return await _holds(request, me)


async def read(request: Request, me: SignedIn, form: FormData) -> Response:
    """Both reasons, for whoever proves once more who they are; that they were read is kept."""
    services = services_of(request)
    await lifting.waiting(services, me)  # who may not, learns nothing from a password
    try:
        await signing_in.prove_again(services, me, text(form, "password"), text(form, "code"))
    except NotProved:
        return await _holds(request, me, "prove_again")
    found = await lifting.read(services, me, id_of(request))
    return page(request, me, "hold.html", found=found)


async def lift(request: Request, me: SignedIn, _: FormData) -> Response:
    try:
        await lifting.lift(services_of(request), me, id_of(request))
    except NotLifted as refused:
        return await _holds(request, me, refused.why)
    except OthersWereFirst:
        return see_other("/holds?done=others_were_first")
    return see_other("/holds?done=lifted")


async def keep(request: Request, me: SignedIn, _: FormData) -> Response:
    try:
        await lifting.keep(services_of(request), me, id_of(request))
    except OthersWereFirst:
        return see_other("/holds?done=others_were_first")
    return see_other("/holds?done=stays_held")


async def _holds(request: Request, me: SignedIn, error: str | None = None) -> Response:
    lines = await lifting.waiting(services_of(request), me)
    return page(request, me, "holds.html", 400 if error else 200, lines=lines, error=error)
