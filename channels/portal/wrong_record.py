"""Words that stood in the wrong child's record: who opened them, until when it is reported, and what was decided."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import chosen, id_of, page
from channels.portal.routing import see_other
from voice.access import SignedIn
from voice.texting import wrong_record as verbs


async def wrong_record(request: Request, me: SignedIn) -> Response:
    return page(request, me, "wrong_record.html", lines=await verbs.to_see_to(services_of(request), me))


async def deal(request: Request, me: SignedIn, form: FormData) -> Response:
    outcome = chosen(form, "outcome", words.DECIDED)
    if outcome is None:
        lines = await verbs.to_see_to(services_of(request), me)
        return page(request, me, "wrong_record.html", 400, lines=lines, error="decided", at=id_of(request))
    await verbs.deal(services_of(request), me, id_of(request), outcome)
    return see_other("/wrong-record?done=dealt")
