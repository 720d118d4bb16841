"""Renders a child's page: in her language, in the theme of her age, the way she likes to read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from channels.web import carrying
from channels.web.forms import open_token
from channels.web.signing import Draw, signed
from i18n import dates
from i18n.catalogue import catalogue
from i18n.languages import BSL, CHOSEN, EASY_READ, SIGNED, Language, language
from i18n.marks import N_
from storage.clips import Clip
from surveys.strokes import COLOURS, PENS, drawn
from voice.clips import Signs
from voice.public_services import PublicServices
from voice.visiting import Visit

NOBODYS = "older"  # the look before her age is known, the open door's too: plain at nine, and not babyish at fifteen
TEMPLATES = Path(__file__).parent / "templates"
WELCOME = N_("See this in British Sign Language (BSL)")


@dataclass(frozen=True, slots=True)
class Page:
    """What every template knows."""

    lang: str
    html_lang: str
    dir: str
    theme: str
    mode: str
    size: str
    spacing: str
    csrf: str
    in_visit: bool
    asked: dict[str, str]  # of the address, where no visit remembers how she reads
    link: str  # her link, while she stands before it: help and the look lie beside it, and lead back
    path: str
    languages: list[tuple[str, str, str]]  # tag, own name, html lang
    demo: bool  # everybody is invented, and the page says so
    live: bool  # whether a speaker has checked the texts on which safety hangs (R65)
    signs: Signs | None = None  # the clips that may stand beside its words, where she chose a signed language
    welcome: Clip | None = None  # what a child who signs sees before she has chosen


class _OneLanguage(Environment):
    """Templates that speak one language: a sentence without values is in the page from the start, as its text is."""

    said: Callable[..., Markup]
    draw: Draw

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A dictionary is asked for its item first: to have it refuse the attribute cost a tenth of a page."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        page = super()._parse(source, name, filename)
        for parent in [page, *page.find_all(nodes.Node)]:
            for field_name, value in parent.iter_fields():
                if isinstance(value, list):
                    value[:] = [self._settled(each) for each in value]
                elif isinstance(value, nodes.Node):
                    setattr(parent, field_name, self._settled(value))
        return page

    def _settled(self, node: object) -> object:
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(message))], kwargs=[]):
                return nodes.Const(self.said(message), lineno=node.lineno)
        return node


@cache
def environment(tag: str) -> _OneLanguage:
    """The templates, speaking one language."""
    words = catalogue(tag)
    made = _OneLanguage(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals["_"] = made.said = said_in(tag)
    made.globals["vital"] = vital_in(tag)
    made.globals |= {"drawn": drawn, "colours": COLOURS, "pens": PENS}
    made.globals["day"] = lambda when: dates.day(when, words.language)
    made.globals["clock_time"] = lambda when: dates.clock_time(when, words.language)
    _make_pieces(made)
    return made


def _make_pieces(made: _OneLanguage) -> None:
    """What every page is made of: at hand everywhere, since an import for each page cost a fifth of it.

    Drawings, and the cards of a survey's choices, are the same for everybody, and are made once.
    """
    drawings: Any = made.get_template("pictures.html").module
    drawings.picture = cache(drawings.picture)
    made.globals |= {"picture": drawings.picture, "landscape": drawings.landscape}
    pieces: Any = made.get_template("components.html").module
    pieces.choice = lru_cache(maxsize=4096)(pieces.choice)
    made.globals["c"] = pieces
    clips: Any = made.get_template("clips.html").module
    made.globals["clip_controls"] = cache(clips.controls)
    made.globals["clip"] = made.draw = lru_cache(maxsize=4096)(clips.clip)


def said_in(tag: str) -> Callable[..., Markup]:
    """What `_()` is in a template. The words are looked up once: each page says twenty things, the same every time."""
    words = catalogue(tag)

    @cache
    def found(message: str) -> Markup:
        return Markup(words.gettext(message))  # noqa: S704 - the catalogue's words are ours

    @cache
    def without_values(message: str) -> Markup:
        return found(message) % {}

    def said(message: str, **values: Any) -> Markup:
        return found(message) % values if values else without_values(message)

    return said


def vital_in(tag: str) -> Callable[..., Markup]:
    """R65's five texts: given in this language where a speaker has checked them, else in Easy Read, and marked so."""
    words = catalogue(tag)

    def vital(message: str, **values: Any) -> Markup:
        said = words.vital(message)
        text = (
            escape(said.text) % {name: escape(value) for name, value in values.items()} if values else escape(said.text)
        )
        if said.language.html_lang == words.language.html_lang:
            return text
        return Markup('<span lang="{}" dir="{}">{}</span>').format(
            said.language.html_lang, said.language.direction, text
        )

    return vital


def wanted_language(request: Request, visit: Visit | None = None, spoken: str | None = None) -> str:
    """The language chosen in the conversation, else in the address, else the one she spoke when she sent (`spoken`),
    else the one the browser prefers."""
    if visit is not None:
        return visit.kept.language
    if tag := carrying.asked(request).get("lang"):
        return tag
    if spoken is not None:
        return spoken
    preferred = [
        part.split(";")[0].strip().split("-")[0] for part in request.headers.get("accept-language", "").split(",")
    ]
    return next((tag for tag in preferred if tag in CHOSEN), "en")


async def page_for(
    request: Request,
    visit: Visit | None = None,
    csrf: str | None = None,
    theme: str | None = None,
    tongue: str | None = None,
    link: str = "",
) -> Page:
    """What the templates know of this request. `link`: the address of an open link that she stands before."""
    services: PublicServices = request.app.state.services
    spoken = language(wanted_language(request, visit, tongue))
    signs = await services.signs() if visit is None or spoken.tag in SIGNED else Signs()
    asked = {} if visit else carrying.asked(request)
    look = visit.draft.look if visit else carrying.look_of(asked)
    if visit:
        theme = (await services.asked(visit.kept.version)).survey.theme
        csrf = services.keys.form_token(visit.token, "form")
    return Page(
        lang=spoken.tag,
        html_lang=spoken.html_lang,
        dir=spoken.direction,
        theme=theme or NOBODYS,
        mode=look.mode,
        size=look.size,
        spacing=look.spacing,
        csrf=csrf or services.keys.form_token(open_token(), "open"),
        in_visit=visit is not None,
        asked=asked,
        link=link,
        path=request.url.path,
        languages=[(each.tag, each.own_name, each.html_lang) for each in CHOSEN.values()],
        demo=services.demo,
        live=catalogue(spoken.tag).live,
        signs=signs if spoken.tag in SIGNED else None,
        welcome=next(iter(signs.of(catalogue(BSL.tag).gettext(WELCOME))), None),
    )


def show(page: Page, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
    """One page."""
    spoken = environment(page.lang)
    html = carrying.carried(spoken.get_template(template).render(page=page, **context), page.asked)
    if page.signs is None:
        return HTMLResponse(html, status)
    signs = page.signs.all_or_none(context.get("q", {}).get("signed_together", ()))
    return HTMLResponse(signed(html, signs, spoken.draw), status)


async def show_visit(request: Request, visit: Visit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """One page of a visit."""
    return show(await page_for(request, visit), template, status, **{**promised_to(visit), **context})


def promised_to(visit: Visit) -> dict[str, Any]:
    """Who reads what is said here, and of what age she is; who came by the open door is not known."""
    kept = visit.kept
    return {"worker": kept.worker, "cover": kept.cover, "band": kept.band, "known": visit.known}


def vital_language(tag: str) -> Language:
    """The language that R65's texts are given in, for the days and times that stand inside them."""
    words = catalogue(tag)
    return words.language if words.live else catalogue(EASY_READ.tag).language


def when_read(moment: datetime, tag: str, today: date) -> str:
    """ "2:15pm" today, "9:15am, Monday 23 November" on another day: inside a vital text, in its language."""
    spoken = vital_language(tag)
    time, on = dates.clock_time(moment, spoken), dates.day(moment, spoken)
    return time if moment.astimezone(dates.LONDON).date() == today else f"{time}, {on}"
