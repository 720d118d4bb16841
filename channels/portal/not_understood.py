"""Something a child said that nobody understands yet: where it stands, tell duty, say that it is understood."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.showing import say
from voice import being_understood
from voice.access import SignedIn


async def task(request: Request, me: SignedIn) -> Response:
    found = await being_understood.look_at(services_of(request), me, id_of(request))
    return page(request, me, "not_understood.html", found=found)


async def understood(request: Request, me: SignedIn, form: FormData) -> Response:
    await being_understood.understood(services_of(request), me, id_of(request))
    return see_other(f"/not-understood/{id_of(request)}?done=understood")


async def tell_duty(request: Request, me: SignedIn, form: FormData) -> Response:
    made, services = as_id(text(form, "id")), services_of(request)
    await being_understood.tell_duty(services, me, id_of(request), made, say(words.TOLD_DUTY))
    return see_other(f"/not-understood/{id_of(request)}?done=raised")
