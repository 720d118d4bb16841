"""The five boxes beside a child's words (R34), and for a manager why she is not shown them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import as_day, as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.statement import NOT_LOOKED_AT, looked_at, shown
from voice import case_statement, clock, weighing, withholding
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
WEIGHED_AND = {
    Reached.HER_PAGES: "weighed",
    Reached.NO_CODE: "weighed_in_person",
    Reached.NOT_HERS: "weighed_in_person",
    None: "weighed_hidden",
}


async def boxes(request: Request, me: SignedIn) -> Response:
    return await _page(request, me, id_of(request))


async def weigh(request: Request, me: SignedIn, form: FormData) -> Response:
    id, given = id_of(request), _fields(form)
    if text(form, "do") == "check":
        return await _page(request, me, id, given, checked=True, form_id=text(form, "id"))
    try:
        reached = await weighing.weigh(services_of(request), me, id, _as_weighing(form, given))
    except WeighingIncomplete as incomplete:
        return await _page(request, me, id, given, incomplete.missing, form_id=text(form, "id"))
    return see_other(f"/statements/{id}?done={WEIGHED_AND[reached]}")


async def keep(request: Request, me: SignedIn, form: FormData) -> str:
    """The session ran out in the middle of it: keep it, and come back to it."""
    id = id_of(request)
    await weighing.keep_half_weighed(services_of(request), me, id, _fields(form))
    return f"/statements/{id}/weigh"


async def withheld(request: Request, me: SignedIn) -> Response:
    """Why a child is not shown something, for her team's manager."""
    return page(
        request, me, "withheld.html", one=await withholding.open_reason(services_of(request), me, id_of(request))
    )


async def _page(
    request: Request,
    me: SignedIn,
    id: UUID,
    given: Mapping[str, str] | None = None,
    error: str | None = None,
    form_id: str = "",
    *,
    checked: bool = False,
) -> Response:
    services = services_of(request)
    found = await case_statement.open_statement(services, me, id)
    need(found.may_answer)
    draft = given if given is not None else await weighing.half_weighed(services, me, found.child.id, id)
    context: dict[str, Any] = {
        "found": found,
        "answers": [shown(each) for each in found.answers],
        "english": await beside(services, found),
        "draft": {name: draft.get(name, "") for name in FIELDS},
        "restored": given is None and bool(draft),
        "line_age": found.child.age_on(clock.today()),
        "error": error,
        "error_place": PLACE.get(error or "", error or ""),
        **(looked_at(*(draft.get(name, "") for name in SHE_READS)) if checked else NOT_LOOKED_AT),
    }
    if form_id:
        context["form_id"] = as_id(form_id)
    return page(request, me, "weigh.html", 400 if error else 200, **context)


def _fields(form: FormData) -> dict[str, str]:
    return {name: text(form, name) for name in FIELDS}


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
