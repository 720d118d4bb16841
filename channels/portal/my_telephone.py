"""The number by which a member of staff is told of what cannot wait: given, shown to be theirs, taken off."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.cookies import services_of
from channels.portal.pages import page
from channels.portal.routing import see_other, text
from voice.access import SignedIn
from voice.signing_in import NotProved
from voice.texting import own_number
from voice.texting.own_number import NotTaken


async def my_telephone(request: Request, me: SignedIn) -> Response:
    return await _page(request, me)


async def give(request: Request, me: SignedIn, form: FormData) -> Response:
    """Where notices go is not changed by whoever finds a desk open: password and a new one-time code."""
    number, password, code = (text(form, name) for name in ("number", "password", "code"))
    try:
        await own_number.give(services_of(request), me, number, password, code)
    except NotTaken as refused:
        return await _page(request, me, refused.why.value, number)
    except NotProved:
        return await _page(request, me, "prove_again", number)
    return see_other("/my-telephone?done=code_texted")


async def confirm(request: Request, me: SignedIn, form: FormData) -> Response:
    try:
        await own_number.confirm(services_of(request), me, text(form, "texted"))
    except NotTaken as refused:
        return await _page(request, me, refused.why.value)
    return see_other("/my-telephone?done=own_number")


async def take_off(request: Request, me: SignedIn, _: FormData) -> Response:
    await own_number.take_off(services_of(request), me)
    return see_other("/my-telephone?done=own_number_gone")


async def _page(request: Request, me: SignedIn, error: str | None = None, typed: str = "") -> Response:
    own = await own_number.own(services_of(request), me)
    shown = own_number.what_arrives(services_of(request))
    status = 400 if error else 200
    return page(request, me, "my_telephone.html", status, own=own, shown=shown, error=error, typed=typed)
