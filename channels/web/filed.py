"""A form with or without a file in it: a question's, or of what is added later."""

from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request

from channels.web.bodies import LARGEST_BODY
from channels.web.forms import MOST_FIELDS, Form, check_token, from_here
from channels.web.parts import Part, Parts
from channels.web.visits import form_of, services_of
from surveys.model import Question
from voice.errors import TooLarge
from voice.handing_over import NothingInIt, hand_over
from voice.receiving import LARGEST_RECORDING, NotARecording
from voice.visiting import Visit

FILE = "recording"
ROUND_IT = 2 * LARGEST_BODY  # the other fields, and what stands between them

Keep = Callable[[Part], Awaitable[None]]


async def read_filed(request: Request, visit: Visit, question: Question) -> tuple[Form, str | None]:
    """The form, and what was wrong with the file in it. Raises HTTPException 400, 403, 413, 415."""
    takes = question.takes_recordings and visit.known  # at the open door there are words alone
    if not takes or "multipart/" not in request.headers.get("content-type", ""):
        return await form_of(request, visit), None

    async def keep(part: Part) -> None:
        await hand_over(services_of(request), visit, question, part.kind, part.body())

    return await taken(request, visit.token, keep)


def _says(request: Request) -> int:
    """How long the body is, by its own word."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 16 else 0


async def taken(request: Request, token: str, keep: Keep) -> tuple[Form, str | None]:
    """The same for whatever takes the file. Raises HTTPException 400, 403, 413, 415."""
    from_here(request)
    too_long = _says(request) > LARGEST_RECORDING + ROUND_IT
    form, wrong, size = Form({}), None, 0
    async for part in Parts(request):
        if part.file and part.name == FILE:
            check_token(request, form, token, "form")
            wrong = wrong or ("file_too_large" if too_long else await _wrong(part, keep))  # before a byte is kept
            form.filed = True
            continue
        value = b"".join([piece async for piece in _no_more_than(part, LARGEST_BODY - size)])
        size += len(value)
        form.fields.setdefault(part.name, []).append(_text(value))
        if sum(map(len, form.fields.values())) > MOST_FIELDS:
            raise HTTPException(400)
    check_token(request, form, token, "form")
    return form, wrong


async def _wrong(part: Part, keep: Keep) -> str | None:
    """Keep the file; or what is wrong with it. What is not wanted is read all the same, or no page would come."""
    try:
        await keep(part)
    except NothingInIt:
        return "empty_file"
    except NotARecording:
        return "not_a_recording"
    except TooLarge as problem:
        return "file_too_large" if problem.most == LARGEST_RECORDING else "no_room"
    return None


async def _no_more_than(part: Part, most: int) -> AsyncIterator[bytes]:
    async for piece in part.body():
        most -= len(piece)
        if most < 0:
            raise HTTPException(413)
        yield piece


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise HTTPException(400) from None
