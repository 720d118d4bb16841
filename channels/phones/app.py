"""A page for each invented child's telephone: what came in, and a line to text from. Only for a demonstration.

It can do what a telephone can. Take its signature away and every text is refused, and the page says so.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from secrets import token_urlsafe

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from channels.phones import rest
from channels.phones.exchange import Exchange, Picture
from channels.phones.headers import SafeHeaders
from i18n import dates
from i18n.catalogue import catalogue

HERE = Path(__file__).parent
LONGEST = 1600
LARGEST_PICTURE = 16 * 1024 * 1024  # what WhatsApp takes
LARGEST = LARGEST_PICTURE + 64 * 1024
SORTS = ("image", "audio", "video")


@dataclass(frozen=True, slots=True)
class Telephone:
    """One telephone, and who holds it."""

    number: str
    whose: str


async def telephones(request: Request) -> Response:
    return _page(request, "telephones.html", telephones=request.app.state.telephones)


async def telephone(request: Request) -> Response:
    """The thread in a frame that looks again by itself, so that what is being typed stays."""
    return _page(request, "telephone.html", telephone=_known(request), longest=LONGEST)


async def thread(request: Request) -> Response:
    one, exchange = _known(request), request.app.state.exchange
    lines = exchange.threads.get(one.number, [])
    refused = lines[-1].refused if lines and lines[-1].mine else 0
    return _page(request, "thread.html", telephone=one, lines=lines, refused=refused)


async def text(request: Request) -> Response:
    one = _known(request)
    async with request.form(max_files=1, max_fields=2) as form:
        if form.get("token") != request.app.state.token:
            raise HTTPException(403)
        words = str(form.get("words", ""))[:LONGEST].replace("\r\n", "\n")
        picture = await _picture(form.get("picture"))
    if words.strip() or picture:
        await request.app.state.exchange.text(one.number, words, picture)
    return RedirectResponse(f"/telephones/{one.number.removeprefix('+')}", 303)


async def _picture(came: object) -> Picture | None:
    """What was chosen to go with the text; None where nothing was, or nothing that a telephone sends."""
    if not isinstance(came, UploadFile) or not came.size or (came.content_type or "").partition("/")[0] not in SORTS:
        return None
    return Picture(came.content_type or "", await came.read())


def phones(exchange: Exchange, known: Sequence[Telephone]) -> Starlette:
    """The application."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await exchange.close()

    app = Starlette(
        routes=[
            Route("/", telephones),
            Route("/telephones/{number}", telephone),
            Route("/telephones/{number}", text, methods=["POST"], max_body_size=LARGEST),
            Route("/telephones/{number}/thread", thread),
            *rest.ROUTES,
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(SafeHeaders)],
        lifespan=lifespan,
    )
    app.state.exchange, app.state.telephones, app.state.token = exchange, tuple(known), token_urlsafe(16)
    return app


def _known(request: Request) -> Telephone:
    wanted = f"+{request.path_params['number']}"
    found = next((each for each in request.app.state.telephones if each.number == wanted), None)
    if found is None:
        raise HTTPException(404)
    return found  # type: ignore[no-any-return]


@cache
def _environment() -> Environment:
    words = catalogue("en")
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["clock"] = lambda at: dates.clock_time(at, "en")
    return made


def _page(request: Request, template: str, **context: object) -> HTMLResponse:
    ours = request.app.state.exchange.ours
    shown = _environment().get_template(template).render(token=request.app.state.token, ours=ours, **context)
    return HTMLResponse(shown)
