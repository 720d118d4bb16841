"""Recordings arrive by tus 1.0.0 (https://tus.io/protocols/resumable-upload), so that a lost signal loses nothing.

With the extensions creation, creation-defer-length, termination, expiration and checksum. A recording belongs to the
visit whose cookie began it. Every request that changes something carries the form's token in a header, which no other
site can set.
"""

import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from storage.attachments import Attachment
from storage.errors import StoreAway, StoreBusy, TooManyChanges
from voice import receiving, visiting
from voice.errors import AlreadySent, NothingThere, NoVisit, SaidElsewhere, SealBroken, TooLarge
from voice.public_services import PublicServices
from voice.receiving import LARGEST_RECORDING, Checksum, InUse, NotARecording, NotAsSent, WrongPlace
from voice.visiting import Visit

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-defer-length,termination,expiration,checksum"
ALGORITHMS = ("sha1", "sha256")
UPLOADS = "/media/uploads"
BODY = "application/offset+octet-stream"
LONGEST_METADATA = 4096

ReadToken = Callable[[Request], str | None]
Do = Callable[[Request, PublicServices, Visit], Awaitable[Response]]

# What stands against a request, and how tus says it.
STATUS: dict[type[Exception], int] = {
    NoVisit: 403,
    AlreadySent: 403,
    SaidElsewhere: 403,
    NothingThere: 404,
    WrongPlace: 409,
    TooManyChanges: 409,
    TooLarge: 413,
    NotARecording: 415,
    SealBroken: 422,
    InUse: 423,
    NotAsSent: 460,
    StoreAway: 503,
    StoreBusy: 503,
}


class PolicyRoute(Route):
    """A route that says who may come: the browser whose cookie opens the visit."""

    policy = "visit"


class Refused(Exception):
    """Not as tus has it (a status)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Said:
    """What the headers of a request say."""

    length: int | None
    offset: int | None
    checksum: Checksum | None
    metadata: Mapping[str, str]


def routes(token_of: ReadToken) -> list[Route]:
    """The addresses of recordings; `token_of` reads the visit's cookie."""
    return [
        _route(UPLOADS, {"POST": _create, "OPTIONS": _describe}, token_of),
        _route(f"{UPLOADS}/{{id}}", {"HEAD": _look, "PATCH": _add, "DELETE": _remove}, token_of),
    ]


def _route(path: str, methods: Mapping[str, Do], token_of: ReadToken) -> PolicyRoute:
    async def endpoint(request: Request) -> Response:
        method = request.headers.get("x-http-method-override", request.method).upper()
        do = methods.get(method)
        if do is None or (method == "OPTIONS") != (request.method == "OPTIONS"):
            return _answer(405)
        if method != "OPTIONS" and request.headers.get("tus-resumable") != VERSION:
            return _answer(412, {"tus-version": VERSION})
        if method == "OPTIONS":
            return _answer(204, DESCRIBED)
        try:
            return await _for_visit(request, do, token_of, changes=method != "HEAD")
        except Refused as refused:
            return _answer(refused.status)
        except WrongPlace as wrong:
            return _answer(409, {"upload-offset": str(wrong.expected)})
        except tuple(STATUS) as refused:
            return _answer(next(status for kind, status in STATUS.items() if isinstance(refused, kind)))

    wanted = sorted({*methods, "POST"})  # a network that knows few methods sends POST, and says what it means
    return PolicyRoute(path, endpoint, methods=wanted)


DESCRIBED = {
    "tus-version": VERSION,
    "tus-extension": EXTENSIONS,
    "tus-max-size": str(LARGEST_RECORDING),
    "tus-checksum-algorithm": ",".join(ALGORITHMS),
}


async def _describe(request: Request, services: PublicServices, visit: Visit) -> Response:
    return _answer(204, DESCRIBED)


async def _for_visit(request: Request, do: Do, token_of: ReadToken, *, changes: bool) -> Response:
    services: PublicServices = request.app.state.services
    token = token_of(request)
    if changes:
        here = request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        given = request.headers.get("x-csrf", "")
        if not here or not services.keys.form_token_is_right(given, token or "", "form"):
            raise Refused(403)
    return await do(request, services, await visiting.current_visit(services, token))


async def _create(request: Request, services: PublicServices, visit: Visit) -> Response:
    said = _said(request)
    if said.length is None and request.headers.get("upload-defer-length") != "1":
        raise Refused(400)
    question, kind = said.metadata.get("question", ""), said.metadata.get("filetype", "")
    id = await receiving.begin(services, visit, question, said.length, kind)
    there = await receiving.standing(services, await visiting.current_visit(services, visit.token), id)
    return _answer(201, {"location": f"{UPLOADS}/{id}", "upload-expires": _http_date(there.expires)})


async def _look(request: Request, services: PublicServices, visit: Visit) -> Response:
    there = await receiving.standing(services, visit, _id(request))
    if there.state == "receiving" and there.size == there.declared:  # we died before we could close it
        there = await receiving.receive(services, visit, there.id, there.size, _nothing())
    return _answer(200, _as_headers(there))


async def _nothing() -> AsyncIterator[bytes]:
    yield b""


async def _add(request: Request, services: PublicServices, visit: Visit) -> Response:
    if request.headers.get("content-type") != BODY:
        raise Refused(415)
    said = _said(request)
    if said.offset is None:
        raise Refused(400)
    body = _as_far_as_it_comes(request, whole=said.checksum is not None)
    there = await receiving.receive(services, visit, _id(request), said.offset, body, said.length, said.checksum)
    return _answer(204, _as_headers(there))


async def _remove(request: Request, services: PublicServices, visit: Visit) -> Response:
    await receiving.delete(services, visit, _id(request))
    return _answer(204)


async def _as_far_as_it_comes(request: Request, *, whole: bool) -> AsyncIterator[bytes]:
    """The body, until its end or until the phone is gone. Half of a body that has a checksum is no use."""
    try:
        async for chunk in request.stream():
            if chunk:
                yield chunk
    except ClientDisconnect:
        if whole:
            raise NotAsSent from None


def _said(request: Request) -> _Said:
    return _Said(
        _number(request, "upload-length"),
        _number(request, "upload-offset"),
        _checksum(request.headers.get("upload-checksum")),
        _metadata(request.headers.get("upload-metadata", "")),
    )


def _number(request: Request, name: str) -> int | None:
    given = request.headers.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Refused(400)
    return int(given)


def _checksum(given: str | None) -> Checksum | None:
    if given is None:
        return None
    algorithm, _, digest = given.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refused(400)
    return Checksum(algorithm, _decoded(digest))


def _metadata(given: str) -> dict[str, str]:
    """`key base64,key base64`; only what we ask for is kept, and never a file's name."""
    if len(given) > LONGEST_METADATA:
        raise Refused(400)
    found = {}
    for each in filter(None, (pair.strip() for pair in given.split(","))):
        key, _, value = each.partition(" ")
        if key in ("filetype", "question"):
            found[key] = _decoded(value).decode("ascii", "replace")
    return found


def _decoded(given: str) -> bytes:
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400) from None


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["id"])
    except ValueError:
        raise NothingThere from None


def _as_headers(there: Attachment) -> dict[str, str]:
    length = {"upload-length": str(there.declared)} if there.declared is not None else {"upload-defer-length": "1"}
    until = {"upload-expires": _http_date(there.expires)} if there.state == "receiving" else {}
    return {"upload-offset": str(there.size), **length, **until}


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.replace(microsecond=0), usegmt=True)


def _answer(status: int, more: Mapping[str, str] | None = None) -> Response:
    return Response(status_code=status, headers={"tus-resumable": VERSION, **(more or {})})
