"""Every address of the portal says who may come in: `open_to_all` or `signed_in`. There is no third way to make one.

`signed_in` checks the session, and on every POST the form's token and where it came from, before the handler runs.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message

from channels.portal.cookies import form_is_ours, services_of, session_token
from voice import case_record, duty, signing_in, signs_of_life
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere, SignInNeeded
from voice.interpreting import queue
from voice.texting import going_up

MOST_FIELDS = 60
LONGEST_FIELD = 64 * 1024
LARGEST_FORM = 128 * 1024

Endpoint = Callable[[Request], Awaitable[Response]]
Page = Callable[[Request, SignedIn], Awaitable[Response]]
Deed = Callable[[Request, SignedIn, FormData], Awaitable[Response]]
Keep = Callable[[Request, SignedIn, FormData], Awaitable[str]]


class PolicyRoute(Route):
    """A route that says who may come in."""

    def __init__(self, path: str, endpoint: Endpoint, *, method: str, policy: str, **rest: Any) -> None:
        super().__init__(path, endpoint, methods=[method], **rest)
        self.policy = policy


def open_to_all(path: str, endpoint: Endpoint, method: str = "GET") -> PolicyRoute:
    """Anybody may come here. A POST checks its own form."""
    return PolicyRoute(path, endpoint, method=method, policy="open to all")


def signed_in(path: str, page: Page) -> PolicyRoute:
    """A page for whoever is signed in; what they may see there is for voice/access.py."""

    async def endpoint(request: Request) -> Response:
        try:
            me = await signing_in.current(services_of(request), session_token(request))
        except SignInNeeded:
            return to_sign_in(request.url.path)
        await _look_for_trouble(request, me)
        return await page(request, me)

    return PolicyRoute(path, endpoint, method="GET", policy="signed in", name=page.__name__)


def signed_in_post(path: str, deed: Deed, keep: Keep | None = None) -> PolicyRoute:
    """Something a signed-in person does. `keep` saves what they wrote when their session has just run out.

    `keep` returns the address to come back to after signing in again.
    """

    async def endpoint(request: Request) -> Response:
        form = await read_form(request)
        token = session_token(request)
        if token is None:
            return to_sign_in("/")
        if not form_is_ours(request, text(form, "csrf"), token, "staff"):
            raise HTTPException(403)
        try:
            me = await signing_in.current(services_of(request), token)
        except SignInNeeded:
            return to_sign_in(await _kept(request, token, form, keep), kept=keep is not None)
        await _look_for_trouble(request, me)
        return await deed(request, me, form)

    return PolicyRoute(path, endpoint, method="POST", policy="signed in", name=deed.__name__)


def signed_in_upload(path: str, deed: Deed, largest: int, may: Callable[[SignedIn], bool]) -> PolicyRoute:
    """The same with one file, taken in memory: who brings it is known before any of it is read."""

    async def endpoint(request: Request) -> Response:
        token = session_token(request)
        try:
            me = await signing_in.current(services_of(request), token)
        except SignInNeeded:
            return to_sign_in("/")
        form = await _read_upload(request, largest if may(me) else LARGEST_FORM)
        try:
            if token is None or not form_is_ours(request, text(form, "csrf"), token, "staff"):
                raise HTTPException(403)
            await _look_for_trouble(request, me)
            return await deed(request, me, form)
        finally:
            await form.close()

    return PolicyRoute(path, endpoint, method="POST", policy="signed in", name=deed.__name__)


class _InMemory(MultiPartParser):
    """Starlette's own reader of forms puts a file of any size on a disk."""

    spool_max_size = 1 << 40


async def _read_upload(request: Request, largest: int) -> FormData:
    """Raises HTTPException 400, 413."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await read_form(request)
    try:
        return await _InMemory(request.headers, _no_more_than(request, largest), max_files=1, max_fields=9).parse()
    except MultiPartException:
        raise HTTPException(400) from None


async def _no_more_than(request: Request, largest: int) -> AsyncGenerator[bytes, None]:
    length, taken = request.headers.get("content-length", "0"), 0
    if not length.isdecimal() or len(length) > 9 or int(length) > largest:
        raise HTTPException(413)
    async for piece in request.stream():
        taken += len(piece)
        if taken > largest:
            raise HTTPException(413)
        yield piece


async def _look_for_trouble(request: Request, me: SignedIn) -> None:
    """Every page says when alerts may not go out, with what waits itself, read where it is written."""
    services = services_of(request)
    request.state.trouble = trouble = await signs_of_life.trouble(services)
    request.state.concerns = await case_record.concerns_to_see(services, me) if trouble else []
    request.state.waiting = await duty.wait_for_me(services, me)
    request.state.to_interpret = await queue.how_much_waits(services, me)
    request.state.senders = await going_up.how_many_wait(services, me) if trouble else 0


async def _kept(request: Request, token: str, form: FormData, keep: Keep | None) -> str:
    if keep is None:
        return "/"
    try:
        return await keep(request, await signing_in.known_again(services_of(request), token), form)
    except (SignInNeeded, NothingThere, NotAllowed):
        return "/"


def to_sign_in(then: str, *, kept: bool = False) -> RedirectResponse:
    """To the sign-in page, and on from there."""
    said = "&kept=1" if kept and then != "/" else ""
    return see_other(f"/sign-in?then={quote(then)}{said}" if then != "/" else "/sign-in")


def see_other(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)


async def read_form(request: Request) -> FormData:
    """The form, once its whole body has come. Raises HTTPException 400, and 413, which has a page of ours."""
    body = await _body(request)

    async def given() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    whole = Request(request.scope, given)
    return await whole.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)


async def _body(request: Request) -> bytes:
    """No more of it than a form of ours can have, whatever it says of its own length."""
    length, body = request.headers.get("content-length", "0"), bytearray()
    if not length.isdecimal() or len(length) > 9 or int(length) > LARGEST_FORM:
        raise HTTPException(413)
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    return bytes(body)


def text(form: FormData, name: str) -> str:
    """A field as it was typed, without what no database keeps, and with one kind of line end."""
    given = form.get(name)
    typed = given if isinstance(given, str) else ""
    return typed.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "replace").decode()
