"""Signing in and out."""

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import cookies
from channels.portal.pages import page
from channels.portal.routing import read_form, see_other, text
from voice import signing_in
from voice.access import SignedIn
from voice.errors import SignInNeeded
from voice.signing_in import Tried

OURS = re.compile(r"/(?:[a-z0-9-]+/?)*")


async def sign_in_page(request: Request) -> Response:
    asked = request.query_params
    return _form(request, _then(asked.get("then", "/")), kept="kept" in asked, out="out" in asked)


async def sign_in(request: Request) -> Response:
    form = await read_form(request)
    then = _then(text(form, "then"))
    if not cookies.sent_from_here(request):
        return _form(request, then, 403, error="form_old")
    if not cookies.form_is_ours(request, text(form, "csrf"), cookies.before_token(request), "sign in"):
        return _form(request, then, 403, error="form_old", email=text(form, "email"))
    tried = Tried(text(form, "email"), text(form, "password"), text(form, "code"))
    try:
        token = await signing_in.sign_in(cookies.services_of(request), tried)
    except SignInNeeded:
        return _form(request, then, 400, error="sign_in", email=tried.email)
    answer = see_other(then)
    cookies.set_session(request, answer, token)
    return answer


async def sign_out(request: Request, me: SignedIn, form: FormData) -> Response:
    await signing_in.sign_out(cookies.services_of(request), me)
    answer = see_other("/sign-in?out=1")
    answer.headers["clear-site-data"] = '"cache", "storage"'
    cookies.clear_session(request, answer)
    return answer


def _form(
    request: Request,
    then: str,
    status: int = 200,
    error: str | None = None,
    email: str = "",
    *,
    kept: bool = False,
    out: bool = False,
) -> Response:
    before = cookies.new_before(request)
    token = cookies.form_token(request, before, "sign in")
    context = {"then": then, "error": error, "email": email, "before": token, "kept": kept, "out": out}
    answer = page(request, None, "sign_in.html", status, **context)
    cookies.fresh_before(request, answer, before)
    return answer


def _then(asked: str) -> str:
    """Where to go on: an address of ours and nothing else."""
    return asked if OURS.fullmatch(asked) else "/"
