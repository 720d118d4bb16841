"""*Stop asking me*, and taking it back: one page for a child who is known here (R107)."""

from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.forms import Form, read_form
from channels.web.pages import show
from channels.web.returning import page_of
from channels.web.visits import form_of, held_if_any, services_of, visit_if_any
from voice import stop_asking
from voice.model import new_id
from voice.stop_asking import Wish


async def stopping(request: Request) -> Response:
    visit, services = await visit_if_any(request), services_of(request)
    asks = visit if visit and visit.known else None  # who came by the open door was asked by nobody
    held = None if asks else await held_if_any(request)
    token = cookies.read(request, cookies.MAILBOX) or ""
    page = await page_of(request, visit, held)
    known = {"known": bool(asks or held), "back": "/help", "form_id": new_id()}
    if request.method != "POST":
        return show(page, "stop_asking.html", done=None, **known)
    if asks:
        wish, id = _said(await form_of(request, asks))
        await stop_asking.in_visit(services, asks, wish, id)
    elif held:
        wish, id = _said(await read_form(request, token, "form"))
        await stop_asking.from_mailbox(services, held, wish, id)
    else:
        raise HTTPException(403)
    return show(page, "stop_asking.html", done=wish.value, **known)


def _said(form: Form) -> tuple[Wish, UUID]:
    try:
        return Wish(form.text("do")), UUID(form.text("id"))
    except ValueError:
        raise HTTPException(400) from None
