"""The page of whoever is on duty: every open concern by urgency, and the paper to hand over with."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from channels.portal.concern import shown_lines
from channels.portal.cookies import services_of
from channels.portal.pages import page
from voice import being_understood, case_record, duty, signs_of_life
from voice.access import SignedIn, may_be_texted, need
from voice.texting import going_up, own_number


async def concerns(request: Request, me: SignedIn) -> Response:
    """What waits, what is late, who has what; and whether somebody could not be told."""
    services = services_of(request)
    need(case_record.may_hear_of_concerns(me))
    lines = await case_record.concerns_to_see(services, me)
    sees = signs_of_life.sees_deliveries(me)
    given_up = await signs_of_life.given_up(services, me) if sees else 0
    strangers = await going_up.to_see(services, me)
    mine, together = request.state.waiting, duty.by_urgency(lines, strangers)
    context: dict[str, Any] = {
        "waiting": [each for each in together if each.waits and each.about in mine],
        "for_others": [each for each in together if each.waits and each.about not in mine],
        "taken": [each for each in together if not each.waits],
        "holders": await going_up.holders(services, strangers),
        "unnamed": await duty.unnamed(services, me),
        "tasks": await being_understood.tasks_to_see(services, me),
        "given_up": given_up,
        "own": await own_number.own(services, me) if may_be_texted(me) else None,
        "may_be_texted": may_be_texted(me),
        "hands_over": duty.hands_over(me) and bool(lines),
    }
    return page(request, me, "concerns.html", waiting_for_me=len(context["waiting"]), **context)


async def hand_over(request: Request, me: SignedIn) -> Response:
    """Opening it is kept like the opening of each concern on it."""
    found = await duty.hand_over(services_of(request), me)
    return page(request, me, "hand_over.html", found=found, sheets=[(one, shown_lines(one)) for one in found.concerns])
