"""A child's statement, and the answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.asked_in_english import in_english
from channels.portal.beside import Beside, Typed
from channels.portal.cookies import services_of
from channels.portal.headers import WITH_PLAYER
from channels.portal.pages import as_day, as_id, chosen, id_of
from channels.portal.routing import see_other, text
from i18n.catalogue import catalogue
from surveys.pieces import Piece, pieces_of
from surveys.record import ANSWERED, SKIPPED, Record, chosen_of
from voice import case_statement, clock, half_written, promising, replying, safe_contact, signs_of_life
from voice.access import SignedIn
from voice.case_statement import OpenStatement, Reached
from voice.in_sign import answers as in_sign
from voice.interpreting.beside import beside
from voice.model import SIGNED_WAYS, How
from voice.replying import SEEN_ON, Answer, AnswerIncomplete, Promise
from voice.screening import worries
from voice.unreadable import SIGN

PROMISES = (1, 2)
FIELDS = (
    "how",
    "on_day",
    "ready",
    "words",
    "alone",
    "said_back",
    *(f"{name}_{n}" for n in PROMISES for name in ("promise", "by")),
)
PLACE = {
    "no_code": "how",
    "too_long": "words",
    "promise": "promise_1",
    "by_past": "promise_1",
}  # where to mend what is wrong
KEPT = "kept"
ALONE = {"yes": True, "no": False}
ANSWERED_AND = {
    Reached.HER_PAGES: "answered",
    Reached.NO_CODE: "answered_no_code",
    Reached.NOT_HERS: "answered_not_hers",
}
SETTLED_AND = {
    Reached.HER_PAGES: "settled",
    Reached.NO_CODE: "settled_in_person",
    Reached.NOT_HERS: "settled_in_person",
    None: KEPT,  # it was settled before
}
PUT_OFF_AND = SETTLED_AND | {Reached.HER_PAGES: "put_off"}
ANSWER = Beside("statement.html", FIELDS, ("words",), PLACE)


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as the page shows it."""

    asked: str
    lang: str
    dir: str
    state: str
    chosen: list[str]
    words: str = field(repr=False)
    on_scale: int | None
    low: str
    high: str
    offered: list[str]
    pieces: list[Piece]
    question: str
    english: "Shown | None" = None  # the same with our words in English, where she was asked in another language


async def statement(request: Request, me: SignedIn) -> Response:
    return await _statement(request, me, Typed())


async def answer(request: Request, me: SignedIn, form: FormData) -> Response:
    async def keep(given: dict[str, str]) -> Response:
        services, id, said = services_of(request), id_of(request), _as_answer(form, given)
        if said.how in SIGNED_WAYS:
            await in_sign.begin(services, me, id, said)
            return see_other(f"/answers/{said.id}")
        return see_other(f"/statements/{id}?done={ANSWERED_AND[await replying.answer(services, me, id, said)]}")

    return await ANSWER.sent(form, keep, partial(_statement, request, me))


async def keep_answer(request: Request, me: SignedIn, form: FormData) -> str:
    """The session ran out while the answer was written: keep it, and come back to it."""
    id = id_of(request)
    await half_written.keep_beside(services_of(request), me, id, ANSWER.given(form))
    return f"/statements/{id}"


async def promise(request: Request, me: SignedIn, form: FormData) -> Response:
    """Kept, not yet, or what stopped us."""
    services, id, do = services_of(request), id_of(request), text(form, "do")
    stopped = chosen(form, "stopped_by", words.STOPPED) if do == "stopped" else None
    here = f"/statements/{as_id(text(form, 'statement'))}"
    if do == "not_yet":
        return await _put_off(request, me, id, text(form, "until"), here)
    if do not in (KEPT, "stopped") or (do == "stopped" and stopped is None):
        return see_other(f"{here}?done=choose#promises")
    settled = await promising.settle(services, me, id, stopped)
    return see_other(f"/statements/{settled.statement}?done={SETTLED_AND[settled.reached]}")


async def _put_off(request: Request, me: SignedIn, id: UUID, until: str, here: str) -> Response:
    try:
        day = as_day(until) or clock.today() - timedelta(days=1)
        settled = await promising.put_off(services_of(request), me, id, day)
    except (ValueError, promising.DayPassed):
        return see_other(f"{here}?done=choose_day#promises")
    return see_other(f"/statements/{settled.statement}?done={PUT_OFF_AND[settled.reached]}")


async def _statement(request: Request, me: SignedIn, typed: Typed) -> Response:
    services = services_of(request)
    found = await case_statement.open_statement(services, me, id_of(request))
    context: dict[str, Any] = {
        "recordings": found.recordings,
        "english": await beside(services, found),
        "in_sign": await in_sign.stand(services, found.in_sign),
        "no_copies": bool(found.recordings) and await signs_of_life.no_copies(services),
        "answers": _recorded_first([shown(each) for each in found.answers]),
        "concerns": await safe_contact.before_answering(services, me, found.statement) if found.may_answer else [],
        "promises": PROMISES,
        "ways_to_answer": _ways(found, films=services.media is not None),
        "ready": _ready(found),
        "signs": _signs(found),
    }
    shown_page = ANSWER.shown(request, me, found, typed, found.draft, **context)
    if found.recordings:
        shown_page.headers["content-security-policy"] = WITH_PLAYER
    return shown_page


def _ready(found: OpenStatement) -> list[str]:
    """Ready words, for good news alone (R98): not beside anything in which the lexicon finds so much as a worry.

    A worry raises no concern, so that their absence tells nobody that there is one.
    """
    said = [each for given in found.answers for each in (given["words"], *(part["said"] for part in given["parts"]))]
    since = [*(each.words for each in found.later), *(each.words for each in found.backs)]
    if worries([*said, *since], found.statement.language):
        return []
    return [catalogue(found.statement.language).vital(each).text for each in words.READY]


def _ways(found: OpenStatement, *, films: bool) -> dict[How, str]:
    """Who may sign is answered in sign, where films can be kept; nobody is written to who cannot come back to read."""
    there = films and found.comes_back and found.mailbox_is_hers
    left_out = {*(() if found.comes_back else (How.WRITE,)), *(() if _signs(found) and there else SIGNED_WAYS)}
    ways = {how: said for how, said in words.HOW.items() if how not in left_out}
    first = [How.SEND_FOR_SIGNING, How.SIGN_MYSELF, How.WITH_INTERPRETER] if _signs(found) else []
    return {how: ways[how] for how in [*first, *ways] if how in ways}


def _signs(found: OpenStatement) -> bool:
    """Whether they may sign: how easy the English is to read is no measure then, and English alone no answer (R91)."""
    filmed = any(each.sort == "video" for each in found.recordings.values())
    return filmed or found.statement.language == SIGN


def _recorded_first(answers: Sequence[Shown]) -> list[Shown]:
    """What has to be watched or listened to comes before what is read at a glance."""
    return sorted(answers, key=lambda answer: not any(piece.recording for piece in answer.pieces))


def shown(record: Record) -> Shown:
    """One answer for the page: nothing in it is put into a sentence of ours."""
    english = in_english(record)
    return replace(_shown(record), english=_shown(english) if english else None)


def _shown(record: Record) -> Shown:
    picked = chosen_of(record)
    labels = {choice["id"]: choice["words"] for choice in record["choices"]}
    scale = int(picked[0]) if record["kind"] == "scale" and picked and picked[0].isdigit() else None
    state = {ANSWERED: "answered", SKIPPED: "skipped"}.get(record["state"], "left")
    return Shown(
        record["asked"],
        record["html_lang"],
        record["direction"],
        state,
        [] if scale is not None else [labels[each] for each in picked],
        record["words"],
        scale,
        record["low"] or "",
        record["high"] or "",
        [] if record["kind"] == "scale" else list(labels.values()),
        pieces_of(record),
        record["question"],
    )


def _as_answer(form: FormData, given: Mapping[str, str]) -> Answer:
    """Raises AnswerIncomplete."""
    how = chosen(given, "how", words.HOW)
    if how is None:
        raise AnswerIncomplete("how")
    promises = [made for n in PROMISES if (made := _as_promise(given[f"promise_{n}"], given[f"by_{n}"]))]
    on_day = _day(given["on_day"], "on_day") if how in SEEN_ON else None
    back = given["said_back"] if how is How.TOLD_IN_PERSON else ""
    alone = ALONE.get(given["alone"]) if how is How.TOLD_IN_PERSON else None
    said = given["words"] if given["words"].strip() else given["ready"]
    return Answer(as_id(text(form, "id")), how, said, back, alone, on_day, promises)


def _as_promise(what: str, by: str) -> Promise | None:
    due = _day(by, "promise")
    if not what.strip() and due is None:
        return None
    if not what.strip() or due is None:
        raise AnswerIncomplete("promise")
    return Promise(what, due)


def _day(given: str, name: str) -> date | None:
    try:
        return as_day(given)
    except ValueError:
        raise AnswerIncomplete(name) from None
