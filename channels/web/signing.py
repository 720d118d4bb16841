"""Puts clips beside the words of a page that is shown in a signed language.

The page is made as any other, in Easy Read, and each of its texts that has a clip gets it here: above the question,
beside a choice or a button, never inside one, so that watching is not choosing. No template has to think of it, and a
text that has none stays as it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

from i18n.marks import tidy
from storage.clips import Clip
from voice.clips import Signs

Draw = Callable[..., str]  # the piece for a clip: its words, and whether it stands open

_CARRIES = frozenset(
    (
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "button",
        "a",
        "legend",
        "label",
        "summary",
        "figcaption",
        "div",
        "span",
        "strong",
    )
)
_HOLDS_WORDS_ALONE = frozenset(
    ("h1", "h2", "h3", "h4", "p", "button", "a", "legend", "label", "summary", "span", "strong", "bdi", "em", "b", "i")
)
_OUT_OF = {"legend": "fieldset", "summary": "details"}  # what is first inside these has to stay first
_UNSEEN = frozenset(("script", "style", "svg", "title", "textarea", "option", "noscript"))
_NEVER_CLOSED = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


_WITHOUT = frozenset(("vh", "first", "where"))  # heard or seen only with a keyboard; numbers, which dots show too


@dataclass(slots=True)
class _Element:
    tag: str
    start: int
    inside: int  # where its content begins
    unseen: bool
    text: list[str] = field(default_factory=list)
    clips: list[tuple[Clip, str]] = field(default_factory=list)
    heads: bool = False  # it is, or holds, the page's own heading


def signed(html: str, signs: Signs, draw: Draw) -> str:
    """The same page with its clips."""
    reader = _Reader(html, signs)
    reader.feed(html)
    reader.close()
    return "".join(_put_in(html, reader.put(draw)))


def _put_in(html: str, pieces: list[tuple[int, str]]) -> Iterator[str]:
    done = 0
    for at, piece in sorted(pieces, key=lambda each: each[0]):
        yield html[done:at]
        yield piece
        done = at
    yield html[done:]


class _Reader(HTMLParser):
    """Finds each text that has a clip, and the place where that may stand."""

    def __init__(self, html: str, signs: Signs) -> None:
        super().__init__(convert_charrefs=True)
        self._signs = signs
        self._lines = [0, *accumulate(map(len, html.splitlines(keepends=True)))]
        self._html = html
        self._open: list[_Element] = []
        self._found: list[tuple[_Element, int]] = []

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEVER_CLOSED:
            return
        classes = (dict(attrs).get("class") or "").split()
        hidden = tag in _UNSEEN or not _WITHOUT.isdisjoint(classes)
        unseen = hidden or bool(self._open and self._open[-1].unseen)
        self._open.append(_Element(tag, self._at, self._at + len(self.get_starttag_text() or ""), unseen))

    def handle_data(self, data: str) -> None:
        for element in reversed(self._open):
            if element.unseen:
                return
            if element.tag in _CARRIES:
                element.text.append(data)
                return

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            element = self._open.pop()
            self._find_clips(element)
            if element.clips:
                ends = self._html.index(">", self._at) + 1 if element.tag == tag else self._at
                self._found.append((element, ends))
            if element.tag == tag:
                return

    def _find_clips(self, element: _Element) -> None:
        words = tidy("".join(element.text))
        clips = self._signs.of(words) if words else []
        holder = self._holder(element)
        holder.heads = holder.heads or element.tag == "h1"
        holder.clips += [(clip, words) for clip in clips]

    def _holder(self, element: _Element) -> _Element:
        """The outermost element around this text that may hold nothing but words: a clip stands before it."""
        above, holder = list(reversed(self._open)), element
        while holder.tag in _HOLDS_WORDS_ALONE and above:
            if above[0].tag not in _HOLDS_WORDS_ALONE and above[0].tag != _OUT_OF.get(holder.tag):
                break
            holder = above.pop(0)
        return holder

    def put(self, draw: Draw) -> list[tuple[int, str]]:
        """Each piece, with where it goes."""
        pieces, headed = [], False
        for element, ends in sorted(self._found, key=lambda each: each[0].start):
            opens = element.heads and not headed
            headed = headed or opens
            drawn = "".join(draw(clip, words, opens and at == 0) for at, (clip, words) in enumerate(element.clips))
            begins = f'<div class="signed{" asks" if opens else ""}">{drawn}'
            if element.tag in _HOLDS_WORDS_ALONE:
                pieces += [(element.start, begins), (ends, "</div>")]
            elif element.tag in _OUT_OF.values():
                pieces.append((element.start, f"{begins}</div>"))
            else:
                pieces.append((element.inside, drawn))
        return pieces
