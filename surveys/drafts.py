"""How much a child can write before the draft is full, and what happens then.

The sealed draft is 64 KB in all. 20,000 characters of English are 20 KB, of Arabic 40 KB, of nothing
but emoji 80 KB. An answer that does not fit beside the others is refused with `too_long` before
anything is written: the earlier draft stays as it is, and the page still holds what was typed.
"""

import json
from collections.abc import Mapping

from surveys.replies import NotAnAnswer, Reply

ROOM = 60 * 1024  # of the draft's 64 KB; the rest is for presence, look, position and the seal
EACH = 256  # bytes for an answer without words: the same for every choice


def with_reply(replies: Mapping[str, Reply], reply: Reply) -> dict[str, Reply]:
    """The answers with this one added or replaced; raises NotAnAnswer('too_long') if they do not fit."""
    together = {**replies, reply.question: reply}
    if weight(together) > ROOM:
        raise NotAnAnswer("too_long")
    return together


def weight(replies: Mapping[str, Reply]) -> int:
    """The bytes that the answers take in a draft, at most."""
    return sum(EACH + sum(map(_bytes, _written_in(reply))) for reply in replies.values())


def _written_in(reply: Reply) -> list[str]:
    return [reply.words or "", *(text for part in reply.parts for text in (part.words, part.drawing))]


def _bytes(words: str) -> int:
    return len(json.dumps(words, ensure_ascii=False).encode())
