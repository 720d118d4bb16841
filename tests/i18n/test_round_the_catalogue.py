"""No word that a child reads or hears goes round the catalogue: looked for in every page, verb and script as written.

`tests/web/test_pseudo.py` looks at pages as they are served, where a state that is seldom met is easily missed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "channels" / "web"
FOR_US = {"design.html", "design.py"}  # for those who build the pages, in English
EXPRESSION = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
DRAWN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
HEARD = re.compile(r"\b(?:aria-label|alt|title|placeholder|summary|label|data-(?!in=|do=)[a-z]+)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>")
SAID = re.compile(r"[A-Z][a-z]+(?: [a-z]+)*|[a-z]{2,}(?: [a-z]{2,})+")
SENTENCE = re.compile(r"^[A-Z][a-z’]+(?: [a-z’]+)+|[a-z] [a-z]+[.?!]$")
SCRIPT = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`|//[^\n]*")
OURS = {"N_", "_", "gettext", "ngettext", "vital", "say"}


def plain_in_page(source: str) -> list[str]:
    """Words that stand in a template as they are, to be read or to be heard."""
    written = DRAWN.sub(" ", EXPRESSION.sub("", source))
    return [each for text in (TAG.sub("\n", written), *HEARD.findall(written)) for each in SAID.findall(text)]


def plain_in_code(source: str) -> list[str]:
    """Sentences in Python that no call hands to the catalogue; what is raised or explained is not for a child."""
    tree = ast.parse(source)
    apart = {id(each) for node in ast.walk(tree) for each in _not_for_a_child(node)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in apart)
    return [node.value for node in found if isinstance(node.value, str) and SENTENCE.search(node.value)]


def _not_for_a_child(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr | ast.Raise) or (isinstance(node, ast.Call) and _called(node) in OURS):
        yield from ast.walk(node)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def plain_in_script(source: str) -> list[str]:
    texts = (each[1] or each[2] or each[3] or "" for each in SCRIPT.finditer(source))
    return [each for each in texts if SENTENCE.search(each)]


@pytest.mark.parametrize("page", sorted(WEB.rglob("*.html")), ids=lambda page: page.name)
def test_a_page_says_nothing_by_itself(page: Path) -> None:
    """Whatever its state."""
    assert page.name in FOR_US or plain_in_page(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "file", [*sorted(WEB.glob("*.py")), ROOT / "voice" / "help_lines.py"], ids=lambda file: file.name
)
def test_no_sentence_is_made_in_code(file: Path) -> None:
    """What a handler says to a child it says through the catalogue."""
    assert file.name in FOR_US or plain_in_code(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", sorted((WEB / "static").glob("*.js")), ids=lambda file: file.name)
def test_a_script_says_what_its_page_gave_it(file: Path) -> None:
    """Scripts have no catalogue: their words come with the page."""
    assert plain_in_script(file.read_text(encoding="utf-8")) == []


def test_a_planted_word_is_found() -> None:
    """In sight, in a label, in a macro that is seldom called, in a handler, in a script."""
    assert plain_in_page("{% if rare %}<p>Please wait</p>{% endif %}") == ["Please wait"]
    assert plain_in_page('{% macro x() %}<i aria-label="Close it now"></i>{% endmacro %}') == ["Close it now"]
    assert plain_in_page('<b class="Big one" id="A b">{{ _("Hello") }}</b>{# Not said. #}') == []
    assert plain_in_code('x = {"a": N_("Your page is here."), "b": "Your page is gone."}') == ["Your page is gone."]
    assert plain_in_code('"""What this is for."""\nraise ValueError("No such thing here.")') == []
    assert plain_in_script('say("Your words are safe."); at("main .go"); // It is said.') == ["Your words are safe."]
