"""What children asked for: a person, somebody on their side, a complaint. Whoever must answer takes it on by name."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.cookies import services_of
from channels.portal.pages import id_of, page
from channels.portal.routing import see_other
from voice import taking_on
from voice.access import SignedIn


async def asked_for(request: Request, me: SignedIn) -> Response:
    lines = await taking_on.requests_to_see(services_of(request), me)
    everything = request.query_params.get("all") == "1"
    aside = sum(line.aside for line in lines)
    shown = [line for line in lines if everything or not line.aside]
    return page(request, me, "asked_for.html", lines=shown, aside=aside, everything=everything)


async def one_asked_for(request: Request, me: SignedIn) -> Response:
    found = await taking_on.open_request(services_of(request), me, id_of(request))
    return page(request, me, "asked_for_one.html", found=found)


async def take_on(request: Request, me: SignedIn, form: FormData) -> Response:
    mine = await taking_on.take_on(services_of(request), me, id_of(request))
    return see_other(f"/asked-for/{id_of(request)}?done={'taken_on' if mine else 'not_mine'}")
