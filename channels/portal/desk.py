"""The pages a worker starts from: my children, my team; and one child's page with its links."""

from urllib.parse import urlsplit
from uuid import UUID

import segno
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal import delivery_words, words
from channels.portal.cookies import clear_session, services_of
from channels.portal.pages import as_id, chosen, id_of, page
from channels.portal.routing import see_other, text
from storage.attachments import DELIVERY
from storage.codes import groups
from storage.errors import StoreRefused
from voice import being_understood, case_record, duty, making_links, rationing, signing_in, signs_of_life, withholding
from voice.access import SignedIn
from voice.desk import ChildLine
from voice.making_links import Link
from voice.model import HandedOver
from voice.rationing import MayNotAsk
from voice.texting import going_up


async def my_children(request: Request, me: SignedIn) -> Response:
    desk = await case_record.my_children(services_of(request), me)
    tasks = await being_understood.tasks_to_see(services_of(request), me)
    unknown = [each for each in await going_up.to_see(services_of(request), me) if each.waits]
    concerns = duty.by_urgency(desk.concerns, unknown)
    return page(request, me, "desk.html", desk=desk, concerns=concerns, tasks=tasks)


async def my_team(request: Request, me: SignedIn) -> Response:
    lines = await case_record.my_team(services_of(request), me)
    hidden = await withholding.in_my_team(services_of(request), me)
    return page(request, me, "team.html", lines=lines, hidden=hidden)


async def deliveries(request: Request, me: SignedIn) -> Response:
    found = await signs_of_life.not_delivered(services_of(request), me)
    silent = await signs_of_life.silent_telephones(services_of(request), me)
    alone = [each for each in found if not each.has_a_way and each.kind != DELIVERY]  # of recordings nobody is told
    lines = [each for each in found if each not in alone]
    return page(request, me, "deliveries.html", lines=lines, alone=alone, silent=silent, dw=delivery_words)


async def child(request: Request, me: SignedIn) -> Response:
    return await _child(request, me, id_of(request))


async def make_link(request: Request, me: SignedIn, form: FormData) -> Response:
    """The link is shown on this one page and kept nowhere."""
    services, id = services_of(request), id_of(request)
    shown = await case_record.look_at_child(services, me, id)
    handed_over = chosen(form, "handed_over", words.HANDED_OVER)
    if handed_over is None or not text(form, "version"):
        return await _child(request, me, id, "link")
    try:
        version, made = as_id(text(form, "version")), as_id(text(form, "id"))
        wants = bool(text(form, "she_asked"))
        link = await making_links.make_link(services, me, id, version, handed_over, made, she_asked=wants)
    except MayNotAsk as refused:
        return await _child(request, me, id, refused.why.value)
    except StoreRefused:
        return await _child(request, me, id, "link_again")
    if handed_over is HandedOver.ON_THIS_SCREEN:
        return await _pass_the_screen(request, me, shown.line, link)
    code, at = groups(link.code) if link.code else (), urlsplit(services.public_url).netloc
    context = {"qr": _qr(link.address), "handed_over": handed_over, "code": code, "at": at}
    return page(request, me, "link.html", line=shown.line, link=link, **context)


async def _pass_the_screen(request: Request, me: SignedIn, line: ChildLine, link: Link) -> Response:
    """The session ends before the child has the screen: coming back takes a whole sign-in (R75)."""
    await signing_in.sign_out(services_of(request), me)
    answer = page(request, None, "pass_the_screen.html", line=line, link=link)
    answer.headers["clear-site-data"] = '"cache", "storage"'
    clear_session(request, answer)
    return answer


async def revoke_link(request: Request, me: SignedIn, form: FormData) -> Response:
    child = await making_links.revoke_link(services_of(request), me, id_of(request))
    return see_other(f"/children/{child}?done=revoked")


async def _child(request: Request, me: SignedIn, id: UUID, error: str | None = None) -> Response:
    services = services_of(request)
    shown = await case_record.look_at_child(services, me, id)
    surveys = await making_links.offered(services) if shown.may_invite else []
    standing = await rationing.standing_of(services, me, id) if shown.may_invite else None
    context = {
        "surveys": surveys,
        "standing": standing,
        "links": await making_links.open_links(services, me, id),
        "error": error,
    }
    return page(request, me, "child.html", 400 if error else 200, shown=shown, line=shown.line, **context)


def _qr(address: str) -> Markup:
    """Drawn as an inline picture, because the page may load nothing."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=5, dark="#000", light="#fff", omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn by us, from an address of ours
