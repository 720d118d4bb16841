"""A form beside a child's words, the answer or the boxes: kept, looked at, or shown again with what is wrong in it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from accessibility.kinder import kinder_words
from accessibility.reading import reading_age
from channels.portal.pages import as_id, page
from channels.portal.routing import text
from voice import clock
from voice.access import SignedIn
from voice.case_statement import OpenStatement
from voice.errors import Incomplete

NOT_LOOKED_AT: Mapping[str, Any] = {"age": None, "kinder": ()}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came and is shown again. `given` is None where the page is only opened."""

    given: Mapping[str, str] | None = None
    error: str | None = None
    form_id: str = ""
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """One of the two forms: its fields, those the child reads, and where to mend what is wrong."""

    template: str
    fields: Sequence[str]
    child_reads: Sequence[str]
    places: Mapping[str, str]

    def given(self, form: FormData) -> dict[str, str]:
        return {name: text(form, name) for name in self.fields}

    async def sent(
        self,
        form: FormData,
        keep: Callable[[dict[str, str]], Awaitable[Response]],
        again: Callable[[Typed], Awaitable[Response]],
    ) -> Response:
        """Look at it where that was asked, else keep it; shown again where something is missing."""
        given, form_id = self.given(form), text(form, "id")
        if text(form, "do") == "check":
            return await again(Typed(given, form_id=form_id, looks=True))
        try:
            return await keep(given)
        except Incomplete as incomplete:
            return await again(Typed(given, incomplete.missing, form_id))

    def shown(
        self, request: Request, me: SignedIn, found: OpenStatement, typed: Typed, kept: Mapping[str, str], **more: Any
    ) -> Response:
        """The page, with what was typed or what was half written when a session ran out."""
        draft = typed.given if typed.given is not None else kept
        context: dict[str, Any] = {
            "found": found,
            "draft": {name: draft.get(name, "") for name in self.fields},
            "restored": typed.given is None and bool(kept),
            "line_age": found.child.age_on(clock.today()),
            "error": typed.error,
            "error_place": self.places.get(typed.error or "", typed.error or ""),
            **(looked_at(draft.get(name, "") for name in self.child_reads) if typed.looks else NOT_LOOKED_AT),
        }
        if typed.form_id:
            context["form_id"] = as_id(typed.form_id)
        return page(request, me, self.template, 400 if typed.error else 200, **context | more)


def looked_at(texts: Iterable[str]) -> dict[str, Any]:
    """How old a reader must be for this, and which words could be kinder. Nothing is changed."""
    given = tuple(texts)
    age = reading_age("\n".join(given), "en")
    return {"age": round(age) if age else None, "kinder": kinder_words(*given)}
