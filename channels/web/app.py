"""The children's application: its own cookie, headers and error pages, so that a slip here opens no record.

Every route names its policy: `anyone` may come, a `visit` needs the child's cookie, a `mailbox` the cookie that
the child's code set. The policy is enforced by the handler's first line and guarded by tests/web/test_policies.py.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from channels.web import (
    adding,
    answering_back,
    answers,
    arriving,
    clips,
    design,
    ending,
    health,
    helping,
    leaving,
    not_this_person,
    playing,
    recorder,
    returning,
    stopping,
    trying,
)
from channels.web.bodies import BodyFirst
from channels.web.headers import SafeHeaders
from channels.web.onward import Onward
from channels.web.problems import HANDLERS
from channels.web.turns import Turns
from voice.public_services import PublicServices

STATIC = Path(__file__).parent / "static"

Handler = Callable[[Request], Awaitable[Response]]


class PolicyRoute(Route):
    """A route that says who may come."""

    policy: str


def _route(path: str, handler: Handler, policy: str, *methods: str) -> PolicyRoute:
    route = PolicyRoute(path, handler, methods=list(methods) or ["GET"])
    route.policy = policy
    return route


ROUTES: list[Route | Mount] = [
    _route("/", arriving.front, "anyone", "GET", "POST"),
    _route("/open", arriving.open_door, "anyone", "GET", "POST"),
    _route("/c/{token}", arriving.link, "anyone", "GET", "POST"),
    _route("/c/{token}/help", helping.help_page, "anyone"),
    _route("/c/{token}/who-sees", helping.who_sees, "anyone"),
    _route("/c/{token}/look", helping.look, "anyone", "GET", "POST"),
    _route("/start", arriving.start, "visit", "GET", "POST"),
    _route("/not-me", arriving.not_mine, "visit", "GET", "POST"),
    _route("/around", arriving.around, "visit", "GET", "POST"),
    _route("/q/{number}", answers.question, "visit", "GET", "POST"),
    _route("/q/{number}/record", recorder.record, "visit"),
    _route("/q/{number}/recording", playing.recording, "visit"),
    _route("/safe", answers.safe, "visit", "GET", "POST"),
    _route("/check", ending.check, "visit"),
    _route("/parents", ending.parents, "visit", "GET", "POST"),
    _route("/keep", ending.keep, "visit", "GET", "POST"),
    _route("/not-my-file", ending.not_my_file, "visit", "GET", "POST"),
    _route("/send", ending.send, "visit", "POST"),
    _route("/sent", ending.sent, "visit", "GET", "POST"),
    _route("/later", ending.later, "visit", "GET", "POST"),
    _route("/elsewhere", ending.elsewhere, "visit"),
    _route("/mine", returning.mine, "mailbox", "GET", "POST"),
    _route("/mine/told/{number}", answering_back.told, "mailbox", "GET", "POST"),
    _route("/mine/promise/{number}", answering_back.promise, "mailbox", "GET", "POST"),
    _route("/mine/english/{number}", answering_back.english, "mailbox", "GET", "POST"),
    _route("/mine/heard/{number}", answering_back.heard, "mailbox", "GET", "POST"),
    _route("/mine/add/{number}", adding.add, "mailbox", "GET", "POST"),
    _route("/mine/add/{number}/record", adding.record, "mailbox"),
    _route("/try", trying.first, "anyone"),
    _route("/try/voice/record", trying.record, "anyone"),
    _route("/try/{name}", trying.one, "anyone", "GET", "POST"),
    _route("/mine/recordings/{number}", playing.sent_recording, "mailbox"),
    _route("/mine/answers/{number}", playing.answer, "mailbox"),
    _route("/exit", leaving.leave, "anyone"),
    _route("/help", helping.help_page, "anyone"),
    _route("/help/advocate", helping.ask_for_advocate, "anyone", "GET", "POST"),
    _route("/help/complaint", helping.complain, "anyone", "GET", "POST"),
    _route("/help/person", helping.ask_for_person, "anyone", "GET", "POST"),
    _route("/not-this-person", not_this_person.choose, "anyone", "GET", "POST"),
    _route("/not-this-person/{name}", not_this_person.picture, "anyone"),
    _route("/stop-asking", stopping.stopping, "anyone", "GET", "POST"),
    _route("/who-sees", helping.who_sees, "anyone"),
    _route("/look", helping.look, "anyone", "GET", "POST"),
    _route("/accessibility", helping.plain, "anyone"),
    _route("/privacy", helping.plain, "anyone"),
    _route("/heard", helping.plain, "anyone"),
    _route("/clips/{name}", clips.clip, "anyone"),
    _route("/design", design.design, "anyone"),
    _route("/design/{name}", design.question, "anyone"),
    _route("/design/pages/{name}", design.whole_page, "anyone"),
    _route("/healthz", health.alive, "anyone"),
    _route("/readyz", health.ready, "anyone"),
    Mount("/static", StaticFiles(directory=STATIC)),
]


def public(services: PublicServices, *others: Route) -> Starlette:
    """The application that children see, with the addresses of other doors that the same process serves."""
    app = Starlette(
        routes=[*ROUTES, *others],
        middleware=[
            Middleware(SafeHeaders, https=services.public_url.startswith("https:")),
            Middleware(Onward),
            Middleware(BodyFirst),
        ],
        exception_handlers=HANDLERS,
    )
    app.router.redirect_slashes = False  # Starlette's redirect quotes the address, a link's token too, and the Host
    app.state.services, app.state.turns = services, Turns()
    return app
