"""A child hands over a whole file by a form, without a script: all of it is kept, or none."""

from collections.abc import AsyncIterator
from contextlib import suppress

from storage.errors import StoreAway
from surveys.model import Question
from voice import receiving, visiting
from voice.errors import NothingThere, VoiceError
from voice.public_services import PublicServices
from voice.receiving import InUse
from voice.visiting import Visit


class NothingInIt(VoiceError):
    """The file is empty."""


async def hand_over(
    services: PublicServices, visit: Visit, question: Question, kind: str, body: AsyncIterator[bytes]
) -> None:
    """Keep this file as the answer to this question, in the place of one that was there.

    Raises NothingInIt, NotARecording, TooLarge, NothingThere, AlreadySent, SaidElsewhere, StoreAway.
    """
    id = await receiving.begin(services, visit, question.id, None, kind)
    visit = await visiting.current_visit(services, visit.token)
    try:
        there = await receiving.receive(services, visit, id, 0, body)
        if not there.size:
            raise NothingInIt
        await receiving.receive(services, visit, id, there.size, nothing_more(), declared=there.size)
    except BaseException:
        with suppress(NothingThere, InUse, StoreAway):  # what cannot be removed now never counts, and runs out
            await receiving.delete(services, await visiting.current_visit(services, visit.token), id)
        raise


async def nothing_more() -> AsyncIterator[bytes]:
    """The body of a request that only says how long the whole is."""
    yield b""
