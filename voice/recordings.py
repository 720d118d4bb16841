"""What of an answer was recorded. The recording lies beside the draft, sealed; the draft has its key and its name.

One recording answers a question. A new one takes the place of the one before when all of it is here, and not earlier:
until then nothing of the old is lost.
"""

import base64
from uuid import UUID

from storage import attachments
from storage.segments import place_of
from surveys.given import Fields
from surveys.model import Question
from surveys.replies import NotAnAnswer, Part, Reply, ReplyState, read_reply
from voice.draft import Draft, GivenReply
from voice.errors import NothingThere, SaidElsewhere
from voice.playing import Playable, kind_of, shown_as
from voice.public_services import PublicServices
from voice.visiting import Visit

UNFINISHED = "unfinished"


def of_question(visit: Visit, question: str) -> dict[UUID, bool]:
    """The recordings this visit may know of that were made for a question, and whether all of each is here."""
    return {
        UUID(id): each.whole
        for id, each in visit.draft.recordings.items()
        if each.question == question and visit.draft.is_of(each.visit, visit.number, visit.looks_back)
    }


def read_with(visit: Visit, question: Question, fields: Fields) -> Reply:
    """The answer in a form, with what was recorded for it. Raises NotAnAnswer."""
    recorded = tuple(Part(recording=id.hex) for id, whole in of_question(visit, question.id).items() if whole)
    try:
        reply = read_reply(question, fields)
    except NotAnAnswer as problem:
        if problem.code != "needs_answer" or not recorded:
            raise
        reply = Reply(question.id, ReplyState.ANSWERED)
    return _with_parts(reply, recorded)


def shown(visit: Visit, question: Question) -> str | None:
    """What a page says is there: video, audio, image or another file, or that one has not come through whole."""
    here = of_question(visit, question.id)
    whole = next((id for id, all_of_it in here.items() if all_of_it), None)
    if whole is None:
        return UNFINISHED if here else None
    return shown_as(visit.draft.recordings[whole.hex].kind)


async def playable(services: PublicServices, visit: Visit, question: str) -> Playable:
    """What this visit recorded for a question, whole. Raises NothingThere."""
    whole = next((id for id, all_of_it in of_question(visit, question).items() if all_of_it), None)
    if whole is None:
        raise NothingThere
    said = visit.draft.recordings[whole.hex]
    there = await attachments.pieces(services.store.glancing(), services.authority, whole)
    key = base64.b64decode(said.key)
    return Playable(said.length or 0, kind_of(said.kind), there, key, place_of(services.authority, whole))


def attach(mine: Visit, question: Question, id: UUID, length: int) -> list[UUID]:
    """All of it is here: from now on it answers its question. The recordings whose place it takes.

    Raises NothingThere where the child has taken it back meanwhile, SaidElsewhere.
    """
    recording = mine.draft.recordings.get(id.hex)
    if recording is None:
        raise NothingThere
    if mine.said_elsewhere(question.id):
        raise SaidElsewhere
    mine.draft.recordings[id.hex] = recording.model_copy(update={"length": length})
    reply = mine.draft.as_replies().get(question.id)
    said = reply if reply and reply.state is ReplyState.ANSWERED else Reply(question.id, ReplyState.ANSWERED)
    mine.draft.replies[question.id] = GivenReply.of(question, _with_parts(said, (Part(recording=id.hex),)), mine.number)
    return [each for each in of_question(mine, question.id) if each != id]


def detach(draft: Draft, id: UUID) -> None:
    """Forget it, and its key. An answer that was nothing else is none any more."""
    draft.recordings.pop(id.hex, None)
    for question, given in list(draft.replies.items()):
        if any(part.recording == id.hex for part in given.parts):
            left = given.model_copy(update={"parts": [part for part in given.parts if part.recording != id.hex]})
            draft.replies[question] = left
            if not left.parts and not left.words:
                del draft.replies[question]


def _with_parts(reply: Reply, recorded: tuple[Part, ...]) -> Reply:
    others = tuple(part for part in reply.parts if not part.recording)
    return Reply(reply.question, reply.state, reply.chosen, reply.words, (*others, *recorded))
