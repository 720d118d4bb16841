"""The ways in: the front page and its code, the open door, a personal link, the promise, who is around."""

import json

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.carrying import asked, look_of, onward
from channels.web.forms import open_token, read_form
from channels.web.pages import page_for, show, show_visit, wanted_language
from channels.web.visits import form_of, open_visit, see_other, services_of, to_step
from i18n.languages import SIGNED
from storage.errors import StoreBusy
from surveys.wording import texts_of
from voice import at_the_door, coming_back, inviting, not_me, visiting, walking
from voice.errors import DeadLink, NothingThere
from voice.model import Around, Helper
from voice.visiting import Visit

NOT_ME = ("not_me", "not_me_sure")


async def front(request: Request) -> Response:
    """The front page: a child's own code opens what it belongs to."""
    door = await at_the_door.is_open(services_of(request))
    if request.method != "POST":
        return show(await page_for(request), "front.html", wrong=False, door=door)
    form = await read_form(request, open_token(), "open")
    try:
        opened = await coming_back.open_with_code(services_of(request), form.text("code"))
    except DeadLink:
        return show(await page_for(request), "front.html", 404, wrong=True, door=door)
    if opened.link:
        return see_other(onward(f"/c/{opened.token}", asked(request)))
    response = see_other("/mine" if opened.mailbox else "/around")
    cookies.give(request, response, cookies.MAILBOX if opened.mailbox else cookies.VISIT, opened.token)
    return response


async def _at_the_door(request: Request, status: int = 200) -> Response:
    """The door, with work for the browser when many come; so full that she has to press again, it says so."""
    work = await at_the_door.work_to_do(services_of(request))
    page = show(await page_for(request), "open.html", status, work=json.dumps(work) if work else "", full=status == 503)
    if status == 503:
        page.headers["retry-after"] = "5"
    return page


async def open_door(request: Request) -> Response:
    """Without a link: nobody knows who she is, and the page says so before she begins. Closed, it is not there."""
    services = services_of(request)
    worked = (await read_form(request, open_token(), "open")).text("work") if request.method == "POST" else ""
    try:
        await at_the_door.survey_asked(services)
        if request.method != "POST":
            return await _at_the_door(request)
        token = await at_the_door.begin(services, wanted_language(request), worked, look_of(asked(request)))
    except NothingThere:
        raise HTTPException(404) from None
    except StoreBusy:
        return await _at_the_door(request, 503)
    response = see_other("/start")
    cookies.give(request, response, cookies.VISIT, token)
    return response


async def link(request: Request) -> Response:
    """A personal link. Opening it changes nothing, since previews open links; the button begins the visit."""
    token, services = request.path_params["token"], services_of(request)
    invited = await inviting.look_at(services, token)
    csrf = services.keys.form_token(token, "link")
    if request.method != "POST":
        page = await page_for(request, csrf=csrf, theme=invited.theme, link=f"/c/{token}")
        return show(page, "link.html")
    form = await read_form(request, token, "link")
    if form.text("do") in NOT_ME:
        return await _not_me(request, token, invited.theme, sure=form.text("do") == "not_me_sure")
    cookie = await visiting.begin(services, token, wanted_language(request), look_of(asked(request)))
    response = see_other("/start")
    cookies.give(request, response, cookies.VISIT, cookie)
    return response


async def _not_me(request: Request, token: str, theme: str, *, sure: bool) -> Response:
    """The link is somebody else's: asked once more, since a slip would shut the child out."""
    services = services_of(request)
    page = await page_for(request, csrf=services.keys.form_token(token, "link"), theme=theme, link=f"/c/{token}")
    if sure:
        await not_me.close_link(services, token)
    return show(page, "not_me.html", done=sure, back=request.url.path)


async def not_mine(request: Request) -> Response:
    """The same, once a visit has begun. Who came without a link was taken for nobody."""
    visit = await open_visit(request)
    if not visit.known:
        raise HTTPException(404)
    if request.method != "POST":
        return await show_visit(request, visit, "not_me.html", done=False, back="/start")
    await form_of(request, visit)
    page = await page_for(request, visit)
    await not_me.close_visit(services_of(request), visit)
    response = show(page, "not_me.html", done=True, back=None)
    cookies.take_back(request, response, cookies.VISIT)
    return response


async def start(request: Request) -> Response:
    """The promise, before the first question (R9)."""
    visit = await open_visit(request)
    if request.method != "POST":
        return await show_visit(request, visit, "start.html", signed=await _how_much_is_signed(request, visit))
    await form_of(request, visit)
    return see_other("/around")


async def _how_much_is_signed(request: Request, visit: Visit) -> tuple[int, int]:
    """Of the texts of her survey, how many have a clip, where she chose a signed language."""
    if visit.kept.language not in SIGNED:
        return 0, 0
    services = services_of(request)
    words = (await services.asked(visit.kept.version)).wording(visit.kept.language)
    texts = {text for question in words["questions"] for text in texts_of(question)}
    signs = await services.signs()
    return sum(bool(signs.of(text)) for text in texts), len(texts)


async def around(request: Request) -> Response:
    """Who is around, and who is helping (R7, R69)."""
    visit = await open_visit(request)
    if request.method != "POST":
        return await show_visit(request, visit, "around.html", error=None, around="", helper="")
    form = await form_of(request, visit)
    near, helper = form.text("around"), form.text("helper") or Helper.RATHER_NOT_SAY.value
    if near not in set(Around) or helper not in set(Helper):
        kept = {
            "around": near if near in set(Around) else "",
            "helper": helper if helper in set(Helper) else "",
        }
        return await show_visit(request, visit, "around.html", 422, error="who_is_near", **kept)
    services = services_of(request)
    await visiting.say_who_is_around(services, visit, Around(near), Helper(helper))
    again = await visiting.current_visit(services, visit.token)
    return to_step(walking.go_on((await services.asked(visit.kept.version)).survey, again))
