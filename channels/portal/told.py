"""What children told to the service and not to their file: read without a name (R62)."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.cookies import services_of
from channels.portal.pages import id_of, page
from channels.portal.routing import see_other, text
from channels.portal.statement import shown
from voice import unnamed
from voice.access import SignedIn
from voice.unnamed import NoReason


async def told(request: Request, me: SignedIn) -> Response:
    return page(request, me, "told.html", lines=await unnamed.told_to_the_service(services_of(request), me))


async def one_told(request: Request, me: SignedIn) -> Response:
    return await _one(request, me)


async def worried(request: Request, me: SignedIn, form: FormData) -> Response:
    why = text(form, "why")
    try:
        await unnamed.be_worried(services_of(request), me, id_of(request), why)
    except NoReason:
        return await _one(request, me, why, "why")
    return see_other(f"/told/{id_of(request)}?done=kept")


async def look_behind(request: Request, me: SignedIn, form: FormData) -> Response:
    concern = await unnamed.look_behind(services_of(request), me, id_of(request))
    return see_other(f"/concerns/{concern}")


async def _one(request: Request, me: SignedIn, why: str = "", error: str | None = None) -> Response:
    found = await unnamed.open_one(services_of(request), me, id_of(request))
    answers = [shown(each) for each in found.answers]
    return page(request, me, "told_one.html", 400 if error else 200, found=found, answers=answers, why=why, error=error)
