"""Reads a form as it came: no field is trusted, no encoding guessed, and no other site can send one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from channels.web.bodies import LARGEST_BODY, says_too_much
from voice import clock
from voice.public_services import PublicServices

MOST_FIELDS = 200


@dataclass(slots=True)
class Form:
    """The fields of one form. Values are a child's words until proved otherwise: never shown."""

    fields: dict[str, list[str]] = field(repr=False)
    filed: bool = False  # a file came with it

    def getlist(self, key: str) -> Sequence[str]:
        return self.fields.get(key, [])

    def text(self, key: str) -> str:
        """The first value of this name, or nothing; NUL, which no database keeps, taken out."""
        return next(iter(self.fields.get(key, [])), "").replace("\0", "")


async def read_form(request: Request, token: str, purpose: str) -> Form:
    """The form, when it came from our own page. Raises HTTPException 400, 403, 413, 415."""
    from_here(request)
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = await _whole_body(request)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except (UnicodeDecodeError, ValueError):
        raise HTTPException(400) from None
    form = Form({})
    for name, value in pairs:
        form.fields.setdefault(name, []).append(value)
    check_token(request, form, token, purpose)
    return form


def id_in(form: Form) -> UUID:
    """The id that came with the form. Raises HTTPException 400."""
    try:
        return UUID(form.text("id"))
    except ValueError:
        raise HTTPException(400) from None


def number_of(given: str) -> int:
    """A number of an address, as we write it. Raises HTTPException 404."""
    if not (given.isascii() and given.isdigit() and len(given) < 4):
        raise HTTPException(404)
    return int(given)


def check_token(request: Request, form: Form, token: str, purpose: str) -> None:
    """Raises HTTPException 403 where the form is not from a page that we gave to this browser."""
    services: PublicServices = request.app.state.services
    tokens = (token, _yesterday()) if purpose == "open" else (token,)
    if not any(services.keys.form_token_is_right(form.text("csrf"), each, purpose) for each in tokens):
        raise HTTPException(403)


async def _whole_body(request: Request) -> bytes:
    """The body, up to its limit. Starlette's own limit would answer without our page and our headers."""
    if says_too_much(request.headers):
        raise HTTPException(413)
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_BODY:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)


def open_token() -> str:
    """What stands in for a visit's token on pages that anybody may open: it changes every day."""
    return clock.today().isoformat()


def _yesterday() -> str:
    """A page that was opened before midnight is still good after it."""
    return (clock.today() - timedelta(days=1)).isoformat()


def from_here(request: Request) -> None:
    """Refuse what another site sends. Our own pages send no referrer, so `Origin: null` is no proof of anything."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
    origin = request.headers.get("origin", "null")
    services: PublicServices = request.app.state.services
    here = (urlsplit(services.public_url).netloc, request.headers.get("host", ""))
    if origin != "null" and origin.rpartition("://")[2] not in here:
        raise HTTPException(403)
