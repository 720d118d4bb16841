"""A text as places, each with every word of the lexicon that may be meant there, and every beginning of one."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from voice.lexicon.folding import STOP, Folding, fold, spaced_out, tokens
from voice.lexicon.spelling import Spelling, drawn_in

Places = list[tuple[str, ...]]
END = ("$",)  # what stands at the end of a sentence and of the text


class Reader:
    """Reads texts as places, knowing the words of the lexicon; beginnings of words end in a star there."""

    def __init__(self, folding: Folding, spelling: Spelling, words: frozenset[str]) -> None:
        self._folding, self._spelling, self._words = folding, spelling, words
        self._longest = max((len(word) - 1 for word in words if word.endswith("*")), default=0)
        self._meant = lru_cache(maxsize=20_000)(self._meant_by)

    def places(self, text: str) -> Places:
        """What may be meant at each place of the text; and a "$" at each end."""
        found: Places = []
        for token in _stops_that_end(tokens(fold(_closed_up(text, self._spelling), self._folding))):
            found += (END,) if token == STOP else self._meant(token)
        return [*found, END]

    def english(self, text: str) -> tuple[float, int]:
        """How much of a text is English as it is spelt, of 1, and of how many words: a slip may be a word of hers."""
        said = [token for token in tokens(fold(text, self._folding)) if token != STOP]
        ours = sum(token.isdigit() or self._is_ours(token.replace("'", "")) for token in said)
        return ours / max(len(said), 1), len(said)

    def _is_ours(self, token: str) -> bool:
        return self._spelling.knows(token) or any(map(self._spelling.knows, drawn_in(token)))

    def _meant_by(self, token: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(dict.fromkeys(self._known(place))) for place in self._spelling.readings(token))

    def _known(self, readings: Iterable[str]) -> Iterator[str]:
        for word in readings:
            if word in self._words:
                yield word
            for length in range(1, min(len(word), self._longest) + 1):
                if (stem := word[:length] + "*") in self._words:
                    yield stem


def _stops_that_end(found: Sequence[str]) -> list[str]:
    """Stops between sentences alone: not at the edges, not twice, and none where every word has its own."""
    words = [token for token in found if token != STOP]
    if 2 * (len(found) - len(words)) > len(words) > 0 and _alternate(found):
        return words
    kept: list[str] = []
    for token in found:
        if token != STOP or (kept and kept[-1] != STOP):
            kept.append(token)
    return kept[:-1] if kept and kept[-1] == STOP else kept


def _alternate(found: Sequence[str]) -> bool:
    runs = " ".join(found).split(STOP)
    return len(runs) > 3 and sum(len(run.split()) for run in runs) < 2 * len(runs)


def _closed_up(text: str, spelling: Spelling) -> str:
    made, at = [], 0
    for start, end, letters in spaced_out(text.casefold()):
        together = spelling.together(letters)
        if together:
            made += [text[at:start], " ", together, " "]
            at = end
    return "".join([*made, text[at:]]) if made else text
