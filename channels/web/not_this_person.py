"""*Not this person*: who may put what she says into English, shown before anybody does (R92)."""

from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.forms import Form, read_form
from channels.web.pages import show
from channels.web.returning import page_of
from channels.web.visits import form_of, held_if_any, services_of, visit_if_any
from storage import conversations
from voice import not_this_person
from voice.coming_back import Held
from voice.errors import NothingThere
from voice.model import new_id
from voice.public_services import PublicServices
from voice.visiting import Visit


async def choose(request: Request) -> Response:
    """For a visit that is not sent yet, and for a child who has come back."""
    visit, services = await visit_if_any(request), services_of(request)
    asks = visit if visit and visit.known and not visit.sent else None
    held = None if asks else await held_if_any(request)
    token = cookies.read(request, cookies.MAILBOX) or ""
    page = await page_of(request, visit, held)
    people = await not_this_person.who_may(services, await _language(services, asks, held))
    pictured = await not_this_person.pictured(services)
    context = {"people": people, "pictured": pictured, "back": "/check" if asks else "/mine", "form_id": new_id()}
    if not (asks or held):
        raise HTTPException(403 if request.method == "POST" else 404)
    if request.method != "POST":
        return show(page, "not_this_person.html", done=False, **context)
    form = await form_of(request, asks) if asks else await read_form(request, token, "form")
    refused = [each for each in people if str(each) in form.getlist("not")]
    if refused and asks:
        await not_this_person.in_visit(services, asks, refused)
    elif refused and held:
        await not_this_person.from_mailbox(services, held, refused, _id(form))
    return show(page, "not_this_person.html", done=bool(refused), **context)


async def picture(request: Request) -> Response:
    """What somebody looks like who may be asked: for a child who has a page of her own open, and for nobody else."""
    visit = await visit_if_any(request)
    if not (visit and visit.known) and not await held_if_any(request):
        raise HTTPException(404)
    try:
        found = await not_this_person.picture_of(services_of(request), UUID(request.path_params["name"]))
    except (ValueError, NothingThere):
        raise HTTPException(404) from None
    return Response(found, media_type="image/jpeg")


async def _language(services: PublicServices, visit: Visit | None, held: Held | None) -> str:
    if visit:
        return visit.kept.language
    if held is None:
        return ""
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
    return origin.language if origin else ""


def _id(form: Form) -> UUID:
    try:
        return UUID(form.text("id"))
    except ValueError:
        raise HTTPException(400) from None
