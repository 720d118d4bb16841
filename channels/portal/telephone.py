"""A child's numbers, and asking her by text: what will arrive is on the page before it goes."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.pages import as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from storage.errors import StoreRefused
from voice import case_record, making_links, rationing
from voice.access import SignedIn, need
from voice.rationing import MayNotAsk
from voice.texting import inviting, keeping_numbers
from voice.texting.inviting import NotAsked
from voice.texting.keeping_numbers import NumberRefused


async def telephone(request: Request, me: SignedIn) -> Response:
    return await _page(request, me, id_of(request))


async def add(request: Request, me: SignedIn, form: FormData) -> Response:
    id, owner = id_of(request), chosen(form, "owner", words.OWNER)
    if owner is None:
        return await _page(request, me, id, "owner", form)
    safe = (text(form, "safe_from"), text(form, "safe_to"))
    try:
        await keeping_numbers.add_number(
            services_of(request), me, id, text(form, "number"), owner, shared="shared" in form, safe=safe
        )
    except NumberRefused as refused:
        return await _page(request, me, id, refused.why.value, form)
    return see_other(f"/children/{id}/telephone?done=number")


async def confirm(request: Request, me: SignedIn, _: FormData) -> Response:
    child = await keeping_numbers.confirm_number(services_of(request), me, id_of(request))
    return see_other(f"/children/{child}/telephone?done=confirmed")


async def remove(request: Request, me: SignedIn, _: FormData) -> Response:
    child = await keeping_numbers.remove_number(services_of(request), me, id_of(request))
    return see_other(f"/children/{child}/telephone?done=removed")


async def ask(request: Request, me: SignedIn, form: FormData) -> Response:
    """Put the text out that stood on the page."""
    id = id_of(request)
    if not text(form, "number") or not text(form, "version"):
        return await _page(request, me, id, "ask")
    number, version, made = (as_id(text(form, name)) for name in ("number", "version", "id"))
    try:
        await inviting.ask(services_of(request), me, id, number, version, made)
    except (NotAsked, MayNotAsk) as refused:
        return await _page(request, me, id, refused.why.value)
    except StoreRefused:
        return await _page(request, me, id, "asked_again")
    return see_other(f"/children/{id}/telephone?done=asked")


async def _page(
    request: Request, me: SignedIn, id: UUID, error: str | None = None, form: FormData | None = None
) -> Response:
    services = services_of(request)
    shown = await case_record.look_at_child(services, me, id)
    need(shown.may_invite)
    context: dict[str, Any] = {
        "numbers": await keeping_numbers.numbers_of(services, me, id),
        "surveys": await making_links.offered(services),
        "standing": await rationing.standing_of(services, me, id),
        "conversation": await inviting.preview(services),
        "link": await inviting.preview(services, talks=False),
        "typed": {name: text(form, name) for name in ("number", "owner", "safe_from", "safe_to")} if form else {},
        "shared": form is not None and "shared" in form,
    }
    return page(
        request, me, "telephone.html", 400 if error else 200, shown=shown, line=shown.line, error=error, **context
    )
