"""The end of a visit: see everything, the parents' mark, the code, send, the receipt; or save for later."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import their_turn
from channels.web.answered import as_said
from channels.web.pages import show_visit, vital_language, when_read
from channels.web.visits import current_visit, form_of, open_visit, see_other, services_of, turns_of
from i18n.dates import day
from storage.codes import groups
from surveys.progress import question_number
from surveys.record import as_shown
from surveys.replies import NotAnAnswer
from surveys.wording import words_of
from voice import clock, left_behind, recordings, sending, sending_unknown, sending_unnamed, visiting, walking
from voice.errors import NoVisit
from voice.help_lines import help_lines
from voice.model import ParentsMark
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit

LONGEST_WHICH = 2000
PLAYED = ("video", "audio", "image", "application")
SEEN = ("yes", "no", "rather_not_say")


async def check(request: Request) -> Response:
    """Everything this visit may see, and nothing sent yet."""
    visit = await open_visit(request)
    asked = await services_of(request).asked(visit.kept.version)
    waits = await _still_arriving(services_of(request), visit)
    return await show_visit(request, visit, "check.html", **_said(visit, asked), told=bool(visit.told), waits=waits)


def _said(visit: Visit, asked: Asked) -> dict[str, Any]:
    """What she said, by who will read it (R58), in the order asked; and what she skipped."""
    rows = _rows(visit, asked)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if not row["skipped"]:
            groups.setdefault(row["reads"], []).append(row)
    return {"groups": list(groups.items()), "skips": [row for row in rows if row["skipped"]]}


def _rows(visit: Visit, asked: Asked) -> list[dict[str, Any]]:
    mine, wording = visit.seen, asked.wording(visit.kept.language)
    rows = []
    for question in walking.walk(asked.survey, visit).questions:
        if question.id in mine:
            shown = words_of(wording, question.id)
            record = as_shown(question, shown, mine[question.id])
            number, sort = question_number(asked.survey, question), recordings.shown(visit, question)
            said = as_said(record, number, (sort, f"/q/{number}/recording") if sort in PLAYED else None)
            rows.append({**said, "reads": shown["audience_words"]})
    return rows


async def parents(request: Request) -> Response:
    """Is there any part the adults at home should not know? (R61)"""
    visit = await open_visit(request)
    if not (visit.known and visit.marks_parents):
        return see_other("/keep")  # whose parents? and what another visit said is for the child's own code alone (R66)
    if request.method != "POST":
        mark = visit.draft.parents.value if visit.draft.parents else ""
        return await show_visit(request, visit, "parents.html", parents=mark, which=visit.draft.which)
    form = await form_of(request, visit)
    mark, which = form.text("parents"), form.text("which")
    if len(which) > LONGEST_WHICH or mark not in {*ParentsMark, ""}:
        return await show_visit(request, visit, "parents.html", 422, error="too_long", parents=mark, which=which)
    # Words about one part without a choice mean "please don't": the careful reading.
    chosen = mark or (ParentsMark.PLEASE_DONT if which.strip() else ParentsMark.ASK_FIRST)
    try:
        await sending.mark_for_parents(services_of(request), visit, ParentsMark(chosen), which)
    except NotAnAnswer:
        return await show_visit(request, visit, "parents.html", 422, error="too_long", parents=mark, which=which)
    return see_other("/keep")


async def keep(request: Request) -> Response:
    """The child's own code, before anything is sent. On a screen that is handed over she has it to herself first."""
    visit = await open_visit(request)
    in_person = False
    if request.method == "POST":
        in_person = (await form_of(request, visit)).text("do") == "in_person"
    elif their_turn.is_due(visit):
        return await their_turn.ask(request, visit, back="/check")
    code = None if in_person else await visiting.own_code(services_of(request), visit)
    return await show_visit(request, visit, "keep.html", code=groups(code) if code else None, in_person=in_person)


async def send(request: Request) -> Response:
    """Send. Pressed twice, it is sent once and the receipt is the same.

    Where something she recorded is still on its way she is asked first.
    """
    visit, services = await current_visit(request), services_of(request)
    form = await form_of(request, visit)
    if form.text("leave") != "yes" and (waits := await _still_arriving(services, visit)):
        return await show_visit(request, visit, "arriving.html", 409, waits=waits, do=form.text("do"))
    verb = sending if visit.known else sending_unknown
    async with turns_of(request).mine(request.receive):
        await verb.send(services, visit, with_code=form.text("do") != "send_no_code")
    await left_behind.clear_away(services, visit)
    return see_other("/sent")


async def _still_arriving(services: PublicServices, visit: Visit) -> list[dict[str, Any]]:
    """The questions for which something is on its way, as links to them."""
    asked = await services.asked(visit.kept.version)
    wording = asked.wording(visit.kept.language)
    shown = [words_of(wording, each) for each in await left_behind.still_arriving(services, visit)]
    return [
        {
            "n": question_number(asked.survey, asked.survey.question(each["id"])),
            "words": each["words"],
            "lang": each["html_lang"],
            "dir": each["direction"],
        }
        for each in shown
    ]


async def not_my_file(request: Request) -> Response:
    """Just tell the service, not my file (R62). For who can weigh it, not under eight, and has a file."""
    visit = await open_visit(request)
    if visit.under_eight or not visit.known:
        raise HTTPException(404)
    if request.method != "POST":
        facts = {"told": bool(visit.told), "recorded": bool(visit.draft.recordings)}
        return await show_visit(request, visit, "not_my_file.html", **facts)
    await form_of(request, visit)
    await sending_unnamed.send_unnamed(services_of(request), visit)
    await left_behind.clear_away(services_of(request), visit)
    return see_other("/sent")


async def sent(request: Request) -> Response:
    """The receipt, for half an hour. Of a screen that goes back to an adult it says nothing that they must not know."""
    visit, services = await current_visit(request), services_of(request)
    if not visit.sent:
        return see_other("/check")
    if request.method == "POST":
        form = await form_of(request, visit)
        if form.text("seen") in SEEN:
            await sending.say_if_seen(services, visit, form.text("seen"))
        return see_other("/sent")
    receipt = visit.draft.receipt
    if receipt is None or clock.now() > receipt.until:
        raise NoVisit
    arrangements = (await services.arrangements()).arrangements
    told = visit.draft.told.values()
    due = min((each.read_by for each in told if each.read_by > clock.now()), default=None)  # a past hour is no promise
    page = await show_visit(
        request,
        visit,
        "sent.html",
        read_by_day=day(receipt.read_by, vital_language(visit.kept.language)),
        code=groups(receipt.code) if receipt.code and not visit.on_anothers_screen else None,
        concern=bool(told) and not visit.on_anothers_screen,
        concern_due=when_read(due, visit.kept.language, clock.today()) if due else None,
        seen_done=receipt.seen_told or receipt.unnamed,  # it would go to the file
        over=visit.on_anothers_screen,
        unnamed=receipt.unnamed,
        says_how=receipt.says_how,
        numbers=help_lines(visit.kept.band, arrangements.get("help_lines", ()), visit.kept.language),
    )
    return await their_turn.end(request, visit, page) if visit.on_anothers_screen else page


async def later(request: Request) -> Response:
    """Saved: how to come back. On a screen that is handed over the visit ends with this page (R75)."""
    visit = await open_visit(request)
    in_person = False
    if request.method == "POST":
        in_person = (await form_of(request, visit)).text("do") == "in_person"
    elif their_turn.is_due(visit):
        return await their_turn.ask(request, visit, back="/check")
    code = None if in_person else await visiting.own_code(services_of(request), visit)
    page = await show_visit(
        request,
        visit,
        "later.html",
        code=groups(code) if code else None,
        elsewhere=False,
        told=bool(visit.told) and not visit.on_anothers_screen,
        until=visit.kept.expires,
        over=visit.on_anothers_screen,
    )
    return await their_turn.end(request, visit, page) if visit.on_anothers_screen else page


async def elsewhere(request: Request) -> Response:
    """What was said in another visit stays there."""
    visit = await open_visit(request)
    return await show_visit(
        request,
        visit,
        "later.html",
        code=None,
        elsewhere=True,
        told=False,
        until=visit.kept.expires,
    )
