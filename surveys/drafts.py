"""Answers on their way: how they are written into the sealed draft, and how much room it has.

The draft is 64 KB in all. 20,000 characters of English are 20 KB, of Arabic 40 KB, of nothing but
emoji 80 KB. An answer that does not fit beside the others is refused with `too_long` before
anything is written: the earlier draft stays as it is and the page still holds what was typed.
"""

import json
from collections.abc import Mapping
from typing import TypedDict

from surveys.replies import NotAnAnswer, Reply, ReplyState

ROOM = 60 * 1024  # of the draft's 64 KB; the rest is for position, presence and the seal


class DraftReply(TypedDict):
    state: str
    chosen: list[str]
    words: str | None


Draft = dict[str, DraftReply]


def to_draft(replies: Mapping[str, Reply]) -> Draft:
    return {
        question: {"state": reply.state.value, "chosen": list(reply.chosen), "words": reply.words}
        for question, reply in replies.items()
    }


def from_draft(draft: Mapping[str, DraftReply]) -> dict[str, Reply]:
    return {
        question: Reply(question, ReplyState(kept["state"]), tuple(kept["chosen"]), kept["words"])
        for question, kept in draft.items()
    }


def with_reply(replies: Mapping[str, Reply], reply: Reply) -> dict[str, Reply]:
    """The answers with this one added or replaced; raises NotAnAnswer('too_long') if they do not fit."""
    together = {**replies, reply.question: reply}
    if weight(together) > ROOM:
        raise NotAnAnswer("too_long")
    return together


def weight(replies: Mapping[str, Reply]) -> int:
    """Bytes of the answers as the draft holds them."""
    return len(json.dumps(to_draft(replies), ensure_ascii=False, separators=(",", ":")).encode())
