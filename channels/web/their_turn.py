"""A screen that an adult handed over: the child has her code to herself; the visit ends with its last page (R75)."""

from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.pages import show_visit
from channels.web.visits import services_of
from voice import visiting
from voice.visiting import Visit


def is_due(visit: Visit) -> bool:
    """Whether somebody may be looking on who must not see her code. There is none under eight (R81)."""
    return visit.on_anothers_screen and not visit.under_eight


async def ask(request: Request, visit: Visit, back: str) -> Response:
    """Only she should see what comes next; or she is told in person and has no code."""
    return await show_visit(request, visit, "their_turn.html", back=back)


async def end(request: Request, visit: Visit, page: Response) -> Response:
    """Nothing behind this page opens any more: not with Back, and not with what the browser kept."""
    await visiting.leave(services_of(request), visit.token)
    cookies.take_back(request, page, cookies.VISIT, cookies.MAILBOX)
    page.headers["clear-site-data"] = '"cache", "storage"'
    return page
