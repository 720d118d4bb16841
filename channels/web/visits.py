"""Whose visit is this? Every page of a conversation begins here."""

from starlette.requests import Request
from starlette.responses import RedirectResponse

from channels.web import cookies
from channels.web.forms import Form, read_form
from channels.web.turns import Turns
from voice import asking_for, coming_back, visiting
from voice.coming_back import Held
from voice.errors import AlreadySent, NoVisit
from voice.public_services import PublicServices
from voice.visiting import Visit
from voice.walking import Step, Where

ADDRESS = {Where.SAFE: "/safe", Where.CHECK: "/check", Where.SENT: "/sent"}


def services_of(request: Request) -> PublicServices:
    services: PublicServices = request.app.state.services
    return services


def turns_of(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


async def current_visit(request: Request) -> Visit:
    """The visit of this browser. Raises NoVisit."""
    return await visiting.current_visit(services_of(request), cookies.read(request, cookies.VISIT))


async def open_visit(request: Request) -> Visit:
    """The visit of this browser, while it has not been sent. Raises NoVisit, AlreadySent."""
    visit = await current_visit(request)
    if visit.sent:
        raise AlreadySent
    return visit


async def visit_if_any(request: Request) -> Visit | None:
    """The visit of this browser, on pages that need none."""
    try:
        return await current_visit(request)
    except NoVisit:
        return None


async def held_if_any(request: Request) -> Held | None:
    """The mailbox that a returning child has open, where we know whose it is: she is known too."""
    services = services_of(request)
    try:
        held = await coming_back.held_mailbox(services, cookies.read(request, cookies.MAILBOX))
    except NoVisit:
        return None
    return held if await asking_for.knows_her(services, held) else None


async def form_of(request: Request, visit: Visit) -> Form:
    """The form this visit sent."""
    return await read_form(request, visit.token, "form")


def see_other(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)


def to_step(step: Step) -> RedirectResponse:
    return see_other(f"/q/{step.number}" if step.where is Where.QUESTION else ADDRESS[step.where])
