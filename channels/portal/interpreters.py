"""An administrator's pages: who interprets here, somebody new, one of them with their registration, and its end."""

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.cookies import services_of
from channels.portal.pages import as_day, as_id, id_of, page
from channels.portal.routing import LARGEST_FORM, see_other, text
from voice.access import SignedIn
from voice.interpreting import engaging, picturing, shortage
from voice.interpreting.engaging import NotEngaged, Skills, Somebody
from voice.playback.sniffing import Unplayable

LARGEST = picturing.LARGEST + LARGEST_FORM
FIELDS = ("first", "last", "email", "register", "number", "until")
PLACES = {"name": "first", "taken": "email", "signs": "register", "over": "until", "too_long": "register"}


async def interpreters(request: Request, me: SignedIn) -> Response:
    return await _all(request, me)


async def begin(request: Request, me: SignedIn, form: FormData) -> Response:
    given = _given(form)
    who = Somebody(as_id(text(form, "id")), *(given[name] for name in FIELDS[:3]))
    try:
        await engaging.begin(services_of(request), me, who, _skills(given))
    except NotEngaged as why:
        return await _all(request, me, given, why.code)
    return see_other("/interpreters?done=engaged")


async def one(request: Request, me: SignedIn) -> Response:
    return await _one(request, me)


async def change(request: Request, me: SignedIn, form: FormData) -> Response:
    given = _given(form)
    try:
        await engaging.change(services_of(request), me, id_of(request), _skills(given))
    except NotEngaged as why:
        return await _one(request, me, given, why.code)
    return see_other("/interpreters?done=kept")


async def end(request: Request, me: SignedIn, form: FormData) -> Response:
    await engaging.end(services_of(request), me, id_of(request))
    return see_other("/interpreters?done=engaged_no_more")


async def put_up(request: Request, me: SignedIn, form: FormData) -> Response:
    brought = form.get("picture")
    try:
        if not isinstance(brought, UploadFile) or not brought.size:
            raise Unplayable("file")
        await picturing.put_up(services_of(request), me, id_of(request), await brought.read())
    except Unplayable as why:
        return await _one(request, me, error=f"picture_{why.code}")
    return see_other(f"/interpreters/{id_of(request)}?done=picture_up")


async def take_down(request: Request, me: SignedIn, form: FormData) -> Response:
    await picturing.take_down(services_of(request), me, id_of(request))
    return see_other(f"/interpreters/{id_of(request)}?done=picture_down")


async def picture(request: Request, me: SignedIn) -> Response:
    """As children see it."""
    return Response(await picturing.look(services_of(request), me, id_of(request)), media_type="image/jpeg")


async def _all(
    request: Request, me: SignedIn, given: dict[str, Any] | None = None, error: str | None = None
) -> Response:
    found = await engaging.look(services_of(request), me)
    shown = given or dict.fromkeys(FIELDS, "") | {"languages": []}
    context = {"found": found, "draft": shown, "short": await shortage.look(services_of(request), me)}
    return page(request, me, "interpreters.html", 400 if error else 200, **context, **_wrong(error))


async def _one(
    request: Request, me: SignedIn, given: dict[str, Any] | None = None, error: str | None = None
) -> Response:
    found = await engaging.find(services_of(request), me, id_of(request))
    where = found.register
    there = {"register": where.name, "number": where.number, "until": where.until or ""} if where else {}
    shown = given or dict.fromkeys(FIELDS, "") | there | {"languages": found.languages}
    return page(request, me, "interpreter.html", 400 if error else 200, found=found, draft=shown, **_wrong(error))


def _wrong(error: str | None) -> dict[str, Any]:
    error = error or ""
    if error.startswith("picture_"):
        said, place = error, "picture"
    else:
        said, place = f"interpreter_{error}", PLACES.get(error, error)
    return {"error": error and said, "error_place": place, "languages": engaging.LANGUAGES}


def _given(form: FormData) -> dict[str, Any]:
    chosen = [each for each in form.getlist("languages") if isinstance(each, str)]
    return {name: text(form, name).strip() for name in FIELDS} | {"languages": chosen}


def _skills(given: dict[str, Any]) -> Skills:
    try:
        until = as_day(given["until"])
    except ValueError:
        raise NotEngaged("over") from None
    return Skills(given["languages"], given["register"], given["number"], until)
