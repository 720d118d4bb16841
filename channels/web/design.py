"""The living page of the look: every component, picture, kind and state, in every theme. In the demonstration alone.

It is made of the very templates that children see, so it cannot show what they would not.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web.answered import as_said
from channels.web.asked_back import Ask, ask
from channels.web.asking import as_asked
from channels.web.filling import Filled
from channels.web.pages import Page, environment, page_for, show
from channels.web.visits import services_of
from i18n.catalogue import Catalogue, catalogue
from i18n.languages import CHOSEN, MADE_UP
from surveys.given import Part, Reply, ReplyState
from surveys.loading import every_kind, library
from surveys.model import Question, Survey
from surveys.record import as_shown
from surveys.wording import WordedQuestion, freeze, words_of
from voice.coming_back import Inside
from voice.help_lines import help_lines
from voice.saying_back import About

CHOICES = {
    "theme": ("younger", "older", "leaving_care"),
    "mode": ("auto", "light", "dark", "contrast"),
    "size": ("normal", "large", "largest"),
    "spacing": ("normal", "wide"),
}
STATES = ("empty", "filled", "wrong")
A_HOUSE = (
    "g3054ExUyVyVyVyVyVyVxXyXyXyXyYyYyY.n21u44W4W4W5W5-W-W-W-W-WWyWyWyWy.r21f2R-7-7-7-v-v-v.b22H2qnWoWW-EWFWW2.n33S42W5W6yWWwWx."
    "y35k0yVeSdQcPaOXOVPSQQSPVOXOaPcQdSeVeXdaccadXe.y15K0KWK.y15y0ykW.k1173DVZVZTZTXTXTVTVTTVTVTXTXTZTZVZVZXZX"
    "ZZXZXZ.k10y3PWyKq.k10y3rip.k10g3aoQqe"
)
FILLED: Mapping[str, Filled] = {
    "feelings": Filled(("sad", "mixed_up"), "It was a long day."),
    "picture": Filled((), "Our house and me", {"drawing": A_HOUSE}),
    "birthday": Filled(fields={"day": "3", "month": "5", "year": "2027"}),
    "houses": Filled(
        fields={"words-worries": "Bed time. It is loud.", "words-good": "Rex, and my nan", "drawing-wishes": A_HOUSE}
    ),
    "people": Filled(fields={"who-1": "Tunde", "near-1": "close", "who-2": "Sam", "near-2": "middle"}),
    "helpers": Filled(fields={"row-teacher": "more", "row-reviewer": "who"}),
    "safe_home": Filled(("mostly",)),
    "feeling": Filled(("4",), "Because of Rex"),
    "school": Filled(("7",)),
    "find_out": Filled(("draw", "doing")),
    "on_my_side": Filled(("yes",)),
}
SENT = {
    "worker": "Sam",
    "band": "8-11",
    "known": True,
    "concern": None,
    "concern_due": None,
    "unnamed": False,
    "read_by_day": "Monday 30 November",
    "code": ["7KQ2M", "0YGNJ", "YBJJM"],
    "says_how": False,
    "seen_done": False,
    "over": False,
}
PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "sent": ("sent.html", {}),
    "closed": ("closed.html", {}),
    "not-here": ("problem.html", {"problem": "404"}),
    "expired": ("problem.html", {"problem": "403"}),
    "too-big": ("problem.html", {"problem": "413"}),
    "too-slow": ("problem.html", {"problem": "408"}),
    "busy": ("problem.html", {"problem": "503"}),
    "broken": ("problem.html", {"problem": "500"}),
}
WRONG = {"birthday": "not_a_day", "picture": "too_big", "houses": "too_long", "helpers": "too_many"}


async def design(request: Request) -> Response:
    """Everything at a glance."""
    page = await _page(request)
    pictures = environment(page.lang).get_template("pictures.html").module
    return show(
        page,
        "design.html",
        only=request.query_params.get("only"),
        names=list(pictures.every),  # type: ignore[attr-defined]
        questions=[each.id for each in _samples()],
        states=STATES,
        pages=PAGES,
        choices=CHOICES,
        languages=[*CHOSEN, *MADE_UP],
        asked=f"theme={page.theme}&mode={page.mode}&size={page.size}&spacing={page.spacing}&lang={page.lang}",
        said=_said(page.lang),
        backs=_asked_back(catalogue(page.lang)),
    )


async def question(request: Request) -> Response:
    """One question as a child sees it: empty, filled in, or sent back to her."""
    page, state = await _page(request), request.query_params.get("state", "empty")
    wanted = _samples_by_id().get(request.path_params["name"])
    if wanted is None:
        raise HTTPException(404)
    asked, words = wanted, _words(wanted, page.lang)
    filled = FILLED.get(asked.id, Filled(text="My nan is ill and", fields={})) if state == "filled" else Filled()
    shown = as_asked(asked, words, filled, page.lang) | {"n": 3, "total": 8, "back": "/design", "keeps": False}
    error = WRONG.get(asked.id, "nothing_chosen") if state == "wrong" else None
    return show(page, "question.html", q=shown, error=error, said_before=0, band="8-11")


async def whole_page(request: Request) -> Response:
    """A page on which something has ended: it is sent, or nothing is here any more."""
    page = await _page(request)
    template, facts = PAGES.get(request.path_params["name"], ("", {}))
    if not template:
        raise HTTPException(404)
    return show(page, template, numbers=help_lines("8-11", (), page.lang), **SENT, **facts)


async def _page(request: Request) -> Page:
    """The look that is asked for. Raises HTTPException 404 outside of the demonstration."""
    if not services_of(request).demo:
        raise HTTPException(404)
    wanted = {name: request.query_params.get(name, "") for name in CHOICES}
    return replace(await page_for(request), **{n: v for n, v in wanted.items() if v in CHOICES[n]})  # type: ignore[arg-type]


def _surveys() -> tuple[Survey, ...]:
    return (library()["about_me_8_11"], every_kind())


def _samples() -> list[Question]:
    return list(_samples_by_id().values())


def _samples_by_id() -> dict[str, Question]:
    return {question.id: question for survey in _surveys() for question in survey.questions}


def _words(question: Question, language: str) -> WordedQuestion:
    survey = next(each for each in _surveys() if question in each.questions)
    return words_of(freeze(survey, catalogue(language)), question.id)


def _said(language: str) -> list[dict[str, Any]]:
    """What a child has said, as it is shown again before sending."""
    samples = _samples_by_id()
    given = [
        Reply("feeling", ReplyState.ANSWERED, ("2",), "my cat died 🐈"),
        Reply("houses", ReplyState.ANSWERED, parts=(Part("worries", words="Bed time"), Part("good", drawing=A_HOUSE))),
        Reply("people", ReplyState.ANSWERED, parts=(Part("close", words="Tunde"), Part("further", words="Dad"))),
        Reply("helpers", ReplyState.ANSWERED, parts=(Part("teacher", "more"),)),
        Reply("wishes", ReplyState.SKIPPED),
    ]
    return [as_said(as_shown(samples[r.question], _words(samples[r.question], language), r), 1) for r in given]


def _asked_back(words: Catalogue) -> list[Ask]:
    """What a child is asked about what adults wrote: one she has not answered, and one she has."""
    line = {"weighing": "a", "means": "I think you miss your cat most at night."}
    back = {
        "about": "weighing",
        "id": "a",
        "chosen": "not_quite",
        "words": "In the day too 🐈",
        "when": "2026-11-24T10:00:00+00:00",
    }
    empty = Inside({"answers": [], "sent": None}, (), (), (), (), (), (), ())
    insides = (empty, replace(empty, backs=(back,)))
    return [each for inside in insides if (each := ask(inside, About.WEIGHING, 1, line, words))]
