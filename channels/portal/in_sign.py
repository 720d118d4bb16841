"""An answer in sign, before whoever gives it: sign it yourself, or choose who signs it and who checks that (R91)."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.portal.cookies import services_of
from channels.portal.headers import MAY_RECORD
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import LARGEST_FORM, see_other, text
from storage.errors import StoreRefused
from voice import playing, signs_of_life
from voice.access import SignedIn
from voice.in_sign import answers, films, giving
from voice.in_sign.answers import Step
from voice.in_sign.films import Brought
from voice.in_sign.giving import Giving
from voice.interpreting.giving import NotThisPerson
from voice.playback.sniffing import Unplayable

LARGEST = films.LARGEST + LARGEST_FORM


async def one(request: Request, me: SignedIn) -> Response:
    gone = await answers.gone_from(services_of(request), me, id_of(request))
    if gone is not None:
        return see_other(f"/statements/{gone}")
    return await _one(request, me, id_of(request))


async def record(request: Request, me: SignedIn, form: FormData) -> Response:
    id = id_of(request)
    try:
        await answers.record(services_of(request), me, id, await brought(form))
    except Unplayable as why:
        return await _one(request, me, id, f"clip_{why.code}")
    except StoreRefused:
        raise HTTPException(404) from None
    return see_other(f"/answers/{id}?done=signed_here")


async def give(request: Request, me: SignedIn, form: FormData) -> Response:
    id, to, checker = id_of(request), text(form, "to"), text(form, "checker")
    if not to:
        return await _one(request, me, id, "interpreter")
    given = Giving(as_id(text(form, "id")), as_id(to), as_id(checker) if checker else None, text(form, "brief"))
    try:
        await giving.give(services_of(request), me, id, given)
    except NotThisPerson:
        return await _one(request, me, id, "same_signer" if to == checker else "not_this_person")
    return see_other(f"/answers/{id}?done=given")


async def take_back(request: Request, me: SignedIn, form: FormData) -> Response:
    answer = await giving.take_back(services_of(request), me, id_of(request))
    return see_other(f"/answers/{answer}?done=taken_back")


async def drop(request: Request, me: SignedIn, form: FormData) -> Response:
    statement = await answers.drop(services_of(request), me, id_of(request))
    return see_other(f"/statements/{statement}?done=answer_dropped#answer")


async def film(request: Request, me: SignedIn) -> Response:
    services, which = services_of(request), (id_of(request), id_of(request, "film"))
    found = await answers.watch(services, request.app.state.openings, me, *which)
    played = playing.play(found, services.media, request.headers.get("range"))
    return StreamingResponse(played.body, played.status, dict(played.headers))


async def brought(form: FormData) -> Brought:
    """The film in a form. Raises Unplayable."""
    came = form.get("film")
    if not isinstance(came, UploadFile) or not came.size:
        raise Unplayable("file")
    return Brought(as_id(text(form, "id")), came.content_type or "", await came.read())


async def _one(request: Request, me: SignedIn, id: UUID, error: str | None = None) -> Response:
    found = await answers.look_at(services_of(request), me, id)
    films_here = error is not None and error.startswith("clip_")
    context: dict[str, Any] = {
        "found": found,
        "no_copies": found.step is Step.GOING and await signs_of_life.no_copies(services_of(request)),
        "error": error,
        "error_place": "film" if films_here else "interpreter",
        "may_record": found.step is Step.TO_SIGN and found.answer.staff == me.id,
        "most": films.LARGEST,
        "seconds": films.LONGEST,
    }
    shown = page(request, me, "in_sign.html", 400 if error else 200, **context)
    if context["may_record"]:
        shown.headers.update(MAY_RECORD)
    return shown
