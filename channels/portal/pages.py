"""Puts a page together: the template, who is signed in, and the form token of this session."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from channels.portal import notes
from channels.portal.cookies import form_token, session_token
from channels.portal.showing import environment
from voice.access import (
    SignedIn,
    confirms_looking_behind,
    hears_of_requests,
    keeps_interpreters,
    makes_clips,
    reads_unnamed,
    seconds_lifting,
    sees_figures,
)
from voice.case_record import hears_of_concerns, may_hear_of_concerns
from voice.interpreting.queue import has_a_queue
from voice.model import new_id
from voice.signs_of_life import sees_deliveries
from voice.texting.matching import hears_of_strangers
from voice.texting.wrong_record import sees_wrong_records

templates = Jinja2Templates(env=environment())


def page(request: Request, me: SignedIn | None, name: str, status: int = 200, **context: Any) -> Response:
    """A page for this person, or for nobody yet."""
    token = session_token(request) or ""
    shared = {
        "me": me,
        "demo": request.app.state.services.demo,
        "csrf": form_token(request, token, "staff") if me else "",
        "trouble": getattr(request.state, "trouble", None),
        "concerns_open": getattr(request.state, "concerns", []),
        "senders_waiting": getattr(request.state, "senders", 0),
        "waiting_for_me": len(getattr(request.state, "waiting", ())),
        "to_interpret": getattr(request.state, "to_interpret", 0),
        "deliveries_page": sees_deliveries(me) if me else False,
        "told_page": reads_unnamed(me) or confirms_looking_behind(me) if me else False,
        "asked_for_page": hears_of_requests(me) if me else False,
        "figures_page": sees_figures(me) if me else False,
        "unknown_page": hears_of_strangers(me) if me else False,
        "wrong_record_page": sees_wrong_records(me) if me else False,
        "interpreting_page": has_a_queue(me) if me else False,
        "interpreters_page": keeps_interpreters(me) if me else False,
        "holds_page": seconds_lifting(me) if me else False,
        "signing_page": makes_clips(me) if me else False,
        "concerns_page": hears_of_concerns(me) if me else False,
        "sees_concerns": may_hear_of_concerns(me) if me else False,
        "notice": notes.DONE.get(request.query_params.get("done", "")),
        "error": None,
        "form_id": new_id(),
    }
    return templates.TemplateResponse(request, name, shared | context, status_code=status)


def id_of(request: Request, name: str = "id") -> UUID:
    """The id in the address. What is no id is as unknown as one nobody has."""
    return as_id(request.path_params[name])


def as_id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise HTTPException(404) from None


def as_day(given: str) -> date | None:
    """A day from a form; None for nothing. Raises ValueError for what is no day."""
    return date.fromisoformat(given.strip()) if given.strip() else None


def chosen(form: Mapping[str, Any], name: str, choices: Mapping[Any, str]) -> Any | None:
    """The choice made, as the record knows it; None for nothing or for what was not offered."""
    given = form.get(name)
    return next((choice for choice in choices if choice == given), None)
