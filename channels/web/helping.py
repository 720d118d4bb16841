"""Help from every page: numbers to ring now, an advocate, a complaint, who sees this, how it looks (R8)."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.carrying import LOOKS, asked, chosen, onward
from channels.web.forms import open_token, read_form
from channels.web.pages import Page, page_for, promised_to, show
from channels.web.returning import page_of
from channels.web.visits import form_of, held_if_any, see_other, services_of, visit_if_any
from i18n.languages import CHOSEN
from voice import asking_for, inviting, preferences, visiting, walking
from voice.errors import DeadLink
from voice.help_lines import help_lines
from voice.visiting import Visit


async def help_page(request: Request) -> Response:
    visit = await _visit(request)
    arrangements = (await services_of(request).arrangements()).arrangements
    page, band = await _page(request, visit), visit.kept.band if visit else None
    numbers = help_lines(band, arrangements.get("help_lines", ()), page.lang)
    return show(page, "help.html", numbers=numbers, back=await _back(request, visit))


async def ask_for_advocate(request: Request) -> Response:
    return await _ask(request, "advocate")


async def complain(request: Request) -> Response:
    return await _ask(request, "complaint")


async def ask_for_person(request: Request) -> Response:
    return await _ask(request, "person")


async def _ask(request: Request, kind: asking_for.Kind) -> Response:
    visit, services = await visit_if_any(request), services_of(request)
    asks = visit if visit and visit.known else None
    token = cookies.read(request, cookies.MAILBOX) or ""
    held = None if asks else await held_if_any(request)
    page = await page_of(request, visit, held)
    back = "/help" if kind != "person" else await _back(request, visit)
    context = {"kind": kind, "in_visit": bool(asks or held), "words": "", "back": back}
    if request.method != "POST":
        return show(page, "ask.html", done=False, **context)
    if asks is None and held is None:
        # Without either nobody could answer, and an open form would be a door without a lock.
        raise HTTPException(403)
    words = (await (form_of(request, asks) if asks else read_form(request, token, "form"))).text("words")
    if len(words) > asking_for.LONGEST:
        return show(page, "ask.html", 422, done=False, error="too_long", **{**context, "words": words})
    if asks:
        await asking_for.ask_for(services, asks, kind, words)
    elif held:
        await asking_for.ask_from_mailbox(services, held, kind, words)
    return show(page, "ask.html", done=True, **context)


async def who_sees(request: Request) -> Response:
    visit = await _visit(request)
    facts = promised_to(visit) if visit else {}
    return show(await _page(request, visit), "who_sees.html", back=await _back(request, visit), **facts)


async def look(request: Request) -> Response:
    """Language, colours, size and spacing: remembered for this conversation alone, and before it by the address."""
    visit, services = await _visit(request), services_of(request)
    back = await _back(request, visit)
    if request.method != "POST":
        return show(await _page(request, visit), "look.html", back=back)
    if visit:
        form = await form_of(request, visit)
    elif back == "/mine":
        form = await read_form(request, cookies.read(request, cookies.MAILBOX) or "", "form")
    else:
        form = await read_form(request, open_token(), "open")
    wanted = {"mode": form.text("theme_mode"), "size": form.text("size"), "spacing": form.text("spacing")}
    if visit is None:
        return see_other(onward(back, chosen(asked(request), lang=form.text("lang"), **wanted)))
    await preferences.change_look(services, visit, **{k: v for k, v in wanted.items() if v in LOOKS[k]})
    if form.text("lang") in CHOSEN:
        await preferences.change_language(
            services, await visiting.current_visit(services, visit.token), form.text("lang")
        )
    return see_other(back)


async def plain(request: Request) -> Response:
    """Accessibility, privacy, and what changed because children spoke up."""
    visit = await visit_if_any(request)
    return show(await _page(request, visit), "plain.html", back=await _back(request, visit))


async def _visit(request: Request) -> Visit | None:
    """Whose page this is. Beside a link not yet begun it is nobody's: the last visit here may be another child's."""
    return None if "token" in request.path_params else await visit_if_any(request)


async def _page(request: Request, visit: Visit | None) -> Page:
    if token := request.path_params.get("token"):
        try:
            theme = (await inviting.look_at(services_of(request), token)).theme
        except DeadLink:
            return await page_for(request)  # whoever needs help gets it, whatever became of the link
        return await page_for(request, theme=theme, link=f"/c/{token}")
    return await page_of(request, visit, None if visit else await held_if_any(request))


async def _back(request: Request, visit: Visit | None) -> str:
    """Where the child was: decided here, never taken from the form."""
    if visit is None:
        if token := request.path_params.get("token"):
            return f"/c/{token}"
        return "/mine" if await held_if_any(request) else "/"
    if visit.sent:
        return "/sent"
    if visit.draft.around is None:
        return "/start"
    step = walking.go_on((await services_of(request).asked(visit.kept.version)).survey, visit)
    return {"question": f"/q/{step.number}", "safe": "/safe", "check": "/check", "sent": "/sent"}[step.where]
