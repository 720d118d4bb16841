"""Coming back: what I said, who opened it, what they answered and promised."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.answered import as_said
from channels.web.asked_back import ask
from channels.web.forms import read_form
from channels.web.pages import Page, page_for, show
from channels.web.visits import services_of
from channels.web.weighed import weighed
from i18n.catalogue import Catalogue, catalogue
from i18n.marks import N_
from storage.codes import groups
from surveys.parts import Audience
from voice import coming_back
from voice.at_the_door import FIND
from voice.playing import shown_as
from voice.saying_back import About
from voice.visiting import Visit

ROLES = {
    "social_worker": N_("your social worker"),
    "team_manager": N_("a manager"),
    "duty": N_("someone on duty"),
    "duty_manager": N_("the manager on duty"),
    "advocate": N_("an advocate"),
    "reviewing_officer": N_("the person who runs your reviews"),
    "personal_adviser": N_("your personal adviser"),
    "interpreter": N_("an interpreter"),
}
WHY = {
    "not_safe": N_("It did not happen, because it would not be safe."),
    "court_order": N_("It did not happen, because a judge decided something else."),
    "no_service": N_("It did not happen, because there was no place or no money for it."),
    "someone_elses_decision": N_("It did not happen, because someone else decides about it."),
    "another_childs_needs": N_("It did not happen, because of what another child needs."),
    "not_yet": N_("It did not happen yet."),
    "we_got_it_wrong": N_("It did not happen. We got it wrong, and we are sorry."),
    "child_changed_mind": N_("It did not happen, because you changed your mind."),
}
SOMEONE = N_("someone whose job is to help")
HOW = {
    "see_them": N_("They will come and see you."),
    "with_interpreter": N_("They will come and see you."),
    "ring": N_("They will ring you."),
    "write": "",
    "told_in_person": N_("They told you in person."),
}
ADDED = {
    "not_right_now": N_("You said: that’s not right now"),
    "changed_my_mind": N_("You changed your mind"),
    "more": N_("You added"),
}


async def mine(request: Request) -> Response:
    """The child's own page. Pressing the button gives the mailbox a new code."""
    services = services_of(request)
    token = cookies.read(request, cookies.MAILBOX)
    held = await coming_back.held_mailbox(services, token)
    new_code = None
    if request.method == "POST":
        await read_form(request, token or "", "form")
        new_code = await coming_back.replace_code(services, held)
        held = await coming_back.held_mailbox(services, token)
    inside = await coming_back.look_inside(services, held)
    page = await mailbox_page(request, inside, token)
    return show(
        page,
        "mine.html",
        new_code=groups(new_code) if new_code else None,
        offer_code=held.mailbox.helped,
        door=inside.said.get("door", False),
        says_how=any(each["question"] == FIND and each["words"] for each in inside.said["answers"]),
        **_shown(inside, catalogue(page.lang)),
    )


async def mailbox_page(request: Request, inside: coming_back.Inside, token: str | None) -> Page:
    """Her page looks and speaks as it did when she sent, unless she asks for another language."""
    csrf = services_of(request).keys.form_token(token or "", "form")
    return await page_for(request, csrf=csrf, theme=inside.said.get("theme"), tongue=inside.language)


async def page_of(request: Request, visit: Visit | None, held: coming_back.Held | None) -> Page:
    """A page that anybody may open: it goes on looking and speaking as the one she came from."""
    if visit or held is None:
        return await page_for(request, visit)
    inside = await coming_back.look_inside(services_of(request), held)
    return await mailbox_page(request, inside, cookies.read(request, cookies.MAILBOX))


def _shown(inside: coming_back.Inside, words: Catalogue) -> dict[str, Any]:
    return {
        "statement": _statement(inside, words),
        "opened": [{"who": _who(line, words), "when": _moment(line["when"])} for line in inside.opened],
        "replies": [_reply(line, words, number) for number, line in enumerate(inside.replies, start=1)],
        "promises": [
            _promise(line, words) | _asked(inside, About.PROMISE, n, line, words)
            for n, line in enumerate(inside.promises, start=1)
        ],
        "weighings": [
            weighed(line, words) | _asked(inside, About.WEIGHING, n, line, words)
            for n, line in reversed(list(enumerate(inside.weighings, start=1)))
        ],
        "translations": [
            _translation(line, words) | _asked(inside, About.TRANSLATION, n, line, words)
            for n, line in reversed(list(enumerate(inside.translations, start=1)))
        ],
        "heard": ask(inside, About.HEARD, 1, {}, words) if inside.replies or inside.weighings else None,
    }


def _asked(
    inside: coming_back.Inside, about: About, number: int, line: Mapping[str, Any], words: Catalogue
) -> dict[str, Any]:
    """What she is asked about it, and where on the page."""
    return {"asked": ask(inside, about, number, line, words), "at": f"{about.value}-{number}"}


def _statement(inside: coming_back.Inside, words: Catalogue) -> dict[str, Any] | None:
    """What she said, each answer with what she added to it since, newest first."""
    said = inside.said
    if not said["sent"]:
        return None
    rows, recorded = [], _recorded(said)
    for number, record in enumerate(said["answers"], start=1):
        row = as_said(record, recorded=recorded.get(record["question"])) | {"added": _added(inside, record, words)}
        rows.append({**row, "add": number if record["audience"] != Audience.NUMBERS else None})
    asked_of_us = {"parents": said.get("parents"), "which": said.get("which")}
    return {"day": _moment(said["sent"]), "rows": rows, "added": _added(inside, None, words), **asked_of_us}


def _recorded(said: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What sort of recording answered a question, and where it is played."""
    return {
        each["question"]: (shown_as(each["kind"]), f"/mine/recordings/{number}")
        for number, each in enumerate(said.get("recordings", []), start=1)
    }


def _added(inside: coming_back.Inside, record: Mapping[str, Any] | None, words: Catalogue) -> list[dict[str, Any]]:
    about = record["question"] if record else None
    first = len(inside.said.get("recordings", [])) + 1
    recorded = {each["id"]: n for n, each in enumerate(inside.recordings, start=1) if n >= first}
    return [_one_added(one, recorded, words) for one in reversed(inside.later) if one["question"] == about]


def _one_added(one: Mapping[str, Any], recorded: Mapping[str, int], words: Catalogue) -> dict[str, Any]:
    sent = next(iter(one.get("recordings", [])), None)
    played = (shown_as(sent["kind"]), f"/mine/recordings/{recorded[sent['id']]}") if sent else None
    how = ADDED[one["what"]]
    return {"how": words.gettext(how), "when": _moment(one["when"]), "words": one["words"], "recorded": played}


def _who(line: Mapping[str, Any], words: Catalogue) -> dict[str, str]:
    """First name and role of people allocated to the child, the role alone for others (R33)."""
    return {"first": line.get("first_name", ""), "role": words.gettext(ROLES.get(line["role"], SOMEONE))}


def _reply(line: Mapping[str, Any], words: Catalogue, number: int) -> dict[str, Any]:
    """An answer; one in sign with where its film lies, who signs in it, and who checked that (R91, R92)."""
    how = HOW.get(line["how"], "")
    signed = "film" in line
    return {
        "film": f"/mine/answers/{number}" if signed else None,
        "captions": bool(line.get("captions")),
        "signer": _who(line["signer"], words) if signed else None,
        "checker": line.get("checker", ""),
        "who": _who(line, words),
        "when": _moment(line["when"]),
        "words": line["words"],
        "how": words.gettext(how) if how else "",
        "interpreter": line["how"] == "with_interpreter",
        "on_day": date.fromisoformat(line["on_day"]) if line.get("on_day") else None,
    }


def _promise(line: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """A promise as it stands; one that stopped says why, in a child's words (R101)."""
    reason = WHY.get(line.get("why") or "")
    why = words.gettext(reason) if reason else ""
    return {**line, "by": date.fromisoformat(line["by"]), "why_words": why}


def _translation(line: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """What she said in another language, each line with the English under it."""
    return {"lines": line["lines"], "who": _who(line, words), "when": _moment(line["when"])}


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
