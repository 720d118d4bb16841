"""Have a go: a child tries the kinds of question before anything counts. Nothing is sent, nothing is kept.

There is no verb behind these pages on purpose: what is typed is looked at by `read_reply`, so that a slip is said as
it would be, and dropped. Whoever needs to be heard must not think that this did it: each page says nobody reads it.
"""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import filling
from channels.web.asking import as_asked
from channels.web.carrying import asked, onward
from channels.web.filling import Filled
from channels.web.forms import Form, open_token, read_form
from channels.web.pages import page_for, show
from channels.web.recorder import MAY_RECORD, SIGN
from channels.web.visits import form_of, see_other, visit_if_any
from i18n.catalogue import catalogue
from i18n.marks import N_
from surveys.loading import have_a_go
from surveys.model import Kind, Question
from surveys.replies import NotAnAnswer, read_reply
from surveys.wording import freeze, words_of
from voice.receiving import LARGEST_RECORDING
from voice.visiting import Visit

ASIDE = {"help": "/help", "who": "/who-sees", "look": "/look", "stop": "/try"}
NOBODY = N_("Nobody reads this. It is only for trying.")
RECORD, HELLO = N_("Your voice or a video"), N_("Say hello, or wave. You can hear or see it again.")
SHORT = 60  # seconds: enough to try
NOT_UNDER_EIGHT = {Kind.FACES, Kind.SCALE, Kind.SHORT_WORDS}  # R81: what the youngest never meet later
CALLED = {
    Kind.ONE_OF: ("yes", N_("Answers to choose from")),
    Kind.FEELINGS: ("happy", N_("Feelings")),
    Kind.FACES: ("face4", N_("Faces")),
    Kind.SCALE: ("more", N_("From 0 to 10")),
    Kind.SHORT_WORDS: ("pencil", N_("Words")),
    Kind.DRAWING: ("paint", N_("Draw")),
    Kind.PEOPLE: ("circle_close", N_("Circles")),
    Kind.THREE_HOUSES: ("home", N_("Three houses")),
}


async def first(request: Request) -> Response:
    """What can be tried, and that it is only that."""
    visit = await visit_if_any(request)
    page = await page_for(request, visit)
    say = catalogue(page.lang).gettext
    tries = [(each.id, picture, say(called)) for each in _to_try(visit) for picture, called in [CALLED[each.kind]]]
    if visit is None or visit.known:
        tries.append(("voice/record", "microphone", say(RECORD)))
    return show(page, "trying.html", tries=tries, tried="tried" in request.query_params, back=_back(request, visit))


async def one(request: Request) -> Response:
    """One kind of question. What was pressed is forgotten before the next page is shown."""
    visit = await visit_if_any(request)
    wanted, after = _found(_to_try(visit), request.path_params["name"])
    if request.method != "POST":
        return await _show(request, visit, wanted, Filled())
    form = await (form_of(request, visit) if visit else read_form(request, open_token(), "open"))
    what = form.text("do")
    if what in ASIDE:
        return see_other(_in_language(request, visit, ASIDE[what]))
    if what == "more":
        return await _show(request, visit, wanted, filling.typed(form, wanted))
    if what != "skip" and (error := _wrong(wanted, form)):
        return await _show(request, visit, wanted, filling.typed(form, wanted), error)
    return see_other(_in_language(request, visit, f"/try/{after.id}" if after else "/try", tried=True))


async def record(request: Request) -> Response:
    """The recorder. What she records stays in the page: it has no form, and knows nowhere to send to."""
    visit = await visit_if_any(request)
    if visit and not visit.known:
        raise HTTPException(404)  # at the open door nothing is recorded
    page = await page_for(request, visit)
    say = catalogue(page.lang).gettext
    q = {"words": say(HELLO), "audience_words": say(NOBODY), "kind": "long_words", "lang": None}
    back, signs = _in_language(request, visit, "/try"), page.lang == SIGN
    context = {"back": back, "signs": signs, "question": "", "most": LARGEST_RECORDING, "seconds": SHORT}
    shown = show(page, "trying_record.html", q=q, **context)
    shown.headers.update(MAY_RECORD)
    shows = shown.headers["content-security-policy"].replace("img-src 'self'", "img-src 'self' blob:")
    shown.headers["content-security-policy"] = shows  # the picture she chose, out of the page's own memory
    return shown


def _wrong(wanted: Question, form: Form) -> str | None:
    try:
        read_reply(wanted, form)
    except NotAnAnswer as problem:
        return "nothing_chosen" if problem.code == "needs_answer" else problem.code
    return None


def _to_try(visit: Visit | None) -> Sequence[Question]:
    little = visit is not None and visit.under_eight
    return [each for each in have_a_go().questions if not (little and each.kind in NOT_UNDER_EIGHT)]


def _found(tries: Sequence[Question], name: str) -> tuple[Question, Question | None]:
    """The kind of this name, and the one after it."""
    for at, each in enumerate(tries):
        if each.id == name:
            return each, tries[at + 1] if at + 1 < len(tries) else None
    raise HTTPException(404)


def _in_language(request: Request, visit: Visit | None, address: str, *, tried: bool = False) -> str:
    return onward(address, {} if visit else asked(request), **({"tried": "1"} if tried else {}))


def _back(request: Request, visit: Visit | None) -> str:
    if visit is None:
        return _in_language(request, visit, "/")
    return "/sent" if visit.sent else "/start"


async def _show(
    request: Request, visit: Visit | None, wanted: Question, given: Filled, error: str | None = None
) -> Response:
    page = await page_for(request, visit)
    words, tries = catalogue(page.lang), _to_try(visit)
    shown = as_asked(wanted, words_of(freeze(have_a_go(), words), wanted.id), given, page.lang)
    place = {"n": tries.index(wanted) + 1, "total": len(tries), "back": _in_language(request, visit, "/try")}
    q = {**shown, **place, "keeps": False, "audience_words": words.gettext(NOBODY)}
    band = visit.kept.band if visit else None
    tried = "tried" in request.query_params and error is None
    return show(page, "trying_one.html", 422 if error else 200, q=q, error=error, band=band, tried=tried)
