"""One question a page: show it, take the answer, go on."""

from contextlib import suppress
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import filling
from channels.web.asking import as_asked
from channels.web.filed import read_filed
from channels.web.filling import Filled
from channels.web.forms import Form
from channels.web.pages import show_visit, when_read
from channels.web.visits import form_of, open_visit, see_other, services_of, to_step
from surveys.model import Question
from surveys.progress import question_at
from surveys.replies import NotAnAnswer
from surveys.wording import words_of
from voice import answering, clock, half_typed, receiving, recordings, safeguarding, visiting, walking
from voice.draft import numbered
from voice.errors import NothingThere
from voice.help_lines import help_lines
from voice.public_services import Asked
from voice.visiting import Visit
from voice.walking import Walk

LONGEST_NOTE = 2000
ASIDE = {"help": "/help", "who": "/who-sees", "look": "/look"}  # a look aside keeps what was half typed
STATUS = {"file_too_large": 413, "no_room": 413, "not_a_recording": 415}
NOTES = ("reach", "must_not_know")


async def question(request: Request) -> Response:
    """A question of this visit's survey, by its number."""
    visit = await open_visit(request)
    asked = await services_of(request).asked(visit.kept.version)
    wanted = asked_for(asked, request.path_params["number"])
    if numbered(visit.number) not in visit.draft.near:
        return see_other("/around")
    if visit.said_elsewhere(wanted.id):
        return see_other("/elsewhere")
    if request.method == "POST":
        return await _take(request, visit, asked, wanted)
    walk = walking.walk(asked.survey, visit)
    if wanted not in walk:
        return to_step(walking.go_on(asked.survey, visit))
    return await _show(request, visit, asked, wanted, filling.before(visit, wanted), walk=walk)


def asked_for(asked: Asked, number: str) -> Question:
    """The question at this address. The longest number a survey has is two digits; Python refuses 5,000."""
    plain = number.isascii() and number.isdigit() and len(number) < 4
    wanted = question_at(asked.survey, int(number)) if plain else None
    if wanted is None:
        raise HTTPException(404)
    return wanted


async def _take(request: Request, visit: Visit, asked: Asked, wanted: Question) -> Response:
    form, wrong = await read_filed(request, visit, wanted)
    services, what = services_of(request), form.text("do")
    if form.filed or wrong:
        visit = await visiting.current_visit(services, visit.token)
    if wrong:
        return await _show(request, visit, asked, wanted, filling.typed(form, wanted), wrong)
    if what == "remove":
        return await _remove(request, visit, wanted)
    if what == "keep":
        return await _keep(request, visit, wanted, form)
    if what == "more":
        return await _show(request, visit, asked, wanted, filling.typed(form, wanted))
    aside = {**ASIDE, "record": f"{request.url.path}/record"} if wanted.takes_recordings else ASIDE
    if what in aside and wanted.safety:
        return see_other(aside[what])  # only Next, Skip and Save answer the safety question (R59)
    try:
        reply = answering.skip(wanted) if what == "skip" else recordings.read_with(visit, wanted, form)
        step = await answering.record_answer(services, visit, wanted, reply)
    except NotAnAnswer as problem:
        if problem.code == "needs_answer" and what in (*aside, "later"):
            return see_other(aside[what]) if what in aside else await _later(request, visit)
        return await _show(request, visit, asked, wanted, filling.typed(form, wanted), problem.code)
    if what in aside:
        return see_other(aside[what])
    return await _later(request, visit) if what == "later" and step.where != "safe" else to_step(step)


async def _keep(request: Request, visit: Visit, wanted: Question, form: Form) -> Response:
    """What is half typed, kept while it is typed. Nobody sees this answer: the page's script does."""
    try:
        fields = {name: form.text(name) for name in form.fields}
        await half_typed.keep(services_of(request), visit, wanted, fields)
    except NotAnAnswer:
        return Response(status_code=413)
    return Response(status_code=204)


async def _remove(request: Request, visit: Visit, wanted: Question) -> Response:
    """The child takes back what she recorded here."""
    services = services_of(request)
    for id in recordings.of_question(visit, wanted.id):
        with suppress(NothingThere):  # it has run out
            await receiving.delete(services, await visiting.current_visit(services, visit.token), id)
    return see_other(request.url.path)


async def _later(request: Request, visit: Visit) -> Response:
    services = services_of(request)
    await visiting.own_code(services, await visiting.current_visit(services, visit.token))
    return see_other("/later")


async def _show(
    request: Request,
    visit: Visit,
    asked: Asked,
    wanted: Question,
    given: Filled,
    error: str | None = None,
    walk: Walk | None = None,
) -> Response:
    walk = walk or walking.walk(asked.survey, visit)
    return await show_visit(
        request,
        visit,
        "question.html",
        STATUS.get(error, 422) if error else 200,
        q=shown_on_way(visit, asked, walk, wanted, given),
        error="nothing_chosen" if error == "needs_answer" else error,
        said_before=walk.elsewhere,
    )


def shown_on_way(visit: Visit, asked: Asked, walk: Walk, wanted: Question, given: Filled) -> dict[str, Any]:
    """The question in the frozen words of the child's language, with where it stands on her way."""
    words = words_of(asked.wording(visit.kept.language), wanted.id)
    (n, total), back = walk.place(wanted), walk.before(wanted)
    place = {"n": n, "total": total, "back": f"/q/{back}" if back else "/around"}
    recorded = recordings.shown(visit, wanted)
    shown = {**as_asked(wanted, words, given, visit.kept.language), **place, "recorded": recorded}
    return shown if visit.known else shown | {"accepts": "", "words_alone": wanted.takes_recordings}


async def safe(request: Request) -> Response:
    """After a safety answer: who reads it and when, and how to reach the child safely (R67, R68)."""
    visit = await open_visit(request)
    due = [told for told in visit.told.values() if not told.followed_up]
    asked = await services_of(request).asked(visit.kept.version)
    if not due:
        return to_step(walking.go_on(asked.survey, visit))
    if request.method != "POST":
        return await _show_safe(request, visit, due[0].read_by)
    form = await form_of(request, visit)
    said = {name: form.text(name) for name in NOTES}
    about = form.text("about_staff")
    if any(len(words) > LONGEST_NOTE for words in said.values()):
        return await _show_safe(request, visit, due[0].read_by, 422, error="too_long", about_staff=about, **said)
    answer: Any = about if about in ("yes", "no", "not_sure") else ""
    await safeguarding.follow_up(services_of(request), visit, said["reach"], said["must_not_know"], answer)
    again = await visiting.current_visit(services_of(request), visit.token)
    return to_step(walking.go_on(asked.survey, again))


async def _show_safe(request: Request, visit: Visit, read_by: Any, status: int = 200, **said: str) -> Response:
    arrangements = (await services_of(request).arrangements()).arrangements
    numbers = help_lines(visit.kept.band, arrangements.get("help_lines", ()), visit.kept.language)
    read = when_read(read_by, visit.kept.language, clock.today())
    return await show_visit(request, visit, "safe.html", status, read_by=read, numbers=numbers, **said)
