"""The page on which a child records herself. It is the only one that may ask for the camera and the microphone."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web.answers import asked_for, shown_on_way
from channels.web.filling import Filled
from channels.web.headers import ALWAYS
from channels.web.pages import show_visit
from channels.web.visits import open_visit, see_other, services_of
from surveys.offered import Kind
from voice import walking
from voice.draft import numbered
from voice.receiving import LARGEST_RECORDING

LONGEST = 600  # seconds
SIGN = "bfi"  # British Sign Language: a child who signs is asked for no sound (R94)
MAY_RECORD = {
    "permissions-policy": ALWAYS["permissions-policy"].replace(
        "camera=(), microphone=()", "camera=(self), microphone=(self)"
    ),
    "content-security-policy": ALWAYS["content-security-policy"].replace("media-src 'self'", "media-src 'self' blob:"),
}


async def record(request: Request) -> Response:
    """Record an answer to this question."""
    visit, services = await open_visit(request), services_of(request)
    asked = await services.asked(visit.kept.version)
    wanted = asked_for(asked, request.path_params["number"])
    if not (visit.known and wanted.takes_recordings) or wanted.kind is Kind.PHOTO:
        raise HTTPException(404)
    if numbered(visit.number) not in visit.draft.near:
        return see_other("/around")
    if visit.said_elsewhere(wanted.id):
        return see_other("/elsewhere")
    page = await show_visit(
        request,
        visit,
        "record.html",
        q=shown_on_way(visit, asked, walking.walk(asked.survey, visit), wanted, Filled()),
        question=wanted.id,
        back=f"/q/{request.path_params['number']}",
        signs=visit.kept.language == SIGN,
        most=LARGEST_RECORDING,
        seconds=LONGEST,
    )
    page.headers.update(MAY_RECORD)
    return page
