"""The five boxes beside a child's words (R34), and for a manager why she is not shown them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.beside import Beside, Typed
from channels.portal.cookies import services_of
from channels.portal.pages import as_day, as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.statement import shown
from voice import case_statement, half_written, weighing, withholding
from voice.access import SignedIn, need
from voice.boxes import Boxes, WeighingIncomplete
from voice.case_statement import Reached
from voice.interpreting.beside import beside
from voice.weighing import Weighing

SHE_READS = ("means", "wants", "decided", "told")
BOXES = (*SHE_READS, "doubts", "which", "decided_by")
FIELDS = (*BOXES, "bears_on", "decided_on", "stopped_us", "hide", "why_hidden")
WANTED = "wanted"
PLACE = {"nothing_weighed": "means", "too_long": "means", "what_decided": "decided"}  # where to mend what is wrong
WEIGH = Beside("weigh.html", FIELDS, SHE_READS, PLACE)
WEIGHED_AND = {
    Reached.HER_PAGES: "weighed",
    Reached.NO_CODE: "weighed_in_person",
    Reached.NOT_HERS: "weighed_in_person",
    None: "weighed_hidden",
}


async def boxes(request: Request, me: SignedIn) -> Response:
    return await _page(request, me, Typed())


async def weigh(request: Request, me: SignedIn, form: FormData) -> Response:
    async def keep_it(given: dict[str, str]) -> Response:
        id = id_of(request)
        reached = await weighing.weigh(services_of(request), me, id, _as_weighing(form, given))
        return see_other(f"/statements/{id}?done={WEIGHED_AND[reached]}")

    return await WEIGH.sent(form, keep_it, partial(_page, request, me))


async def keep(request: Request, me: SignedIn, form: FormData) -> str:
    """The session ran out in the middle of it: keep it, and come back to it."""
    id = id_of(request)
    await half_written.keep_beside(services_of(request), me, id, WEIGH.given(form), weighing.FORM)
    return f"/statements/{id}/weigh"


async def withheld(request: Request, me: SignedIn) -> Response:
    """Why a child is not shown something, for her team's manager."""
    return page(
        request, me, "withheld.html", one=await withholding.open_reason(services_of(request), me, id_of(request))
    )


async def _page(request: Request, me: SignedIn, typed: Typed) -> Response:
    services, id = services_of(request), id_of(request)
    found = await case_statement.open_statement(services, me, id)
    need(found.may_answer)
    context: dict[str, Any] = {
        "answers": [shown(each) for each in found.answers],
        "english": await beside(services, found),
    }
    kept = await weighing.half_weighed(services, me, found.child.id, id)
    return WEIGH.shown(request, me, found, typed, kept, **context)


def _as_weighing(form: FormData, given: Mapping[str, str]) -> Weighing:
    """Raises WeighingIncomplete."""
    try:
        decided_on = as_day(given["decided_on"])
    except ValueError:
        raise WeighingIncomplete("decided_on") from None
    boxes = Boxes(
        bears_on=chosen(given, "bears_on", words.BEARS_ON),
        decided_on=decided_on,
        as_wanted=given["stopped_us"] == WANTED,
        stopped_by=chosen(given, "stopped_us", words.STOPPED),
        **{name: given[name] for name in BOXES},
    )
    return Weighing(as_id(text(form, "id")), boxes, given["why_hidden"] if given["hide"] else None)
