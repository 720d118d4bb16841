"""The building stands on its drawing: whoever reads one room need not fear what is above it."""

from pathlib import Path

import pytest

from tests.arrows import arrows_up

TOP = Path(__file__).parent.parent

ALLOWED = {
    "voice/__main__.py": "from voice import app\nimport voice.commands.demo",
    "voice/commands/demo.py": "from voice.answering import record_answer",
    "voice/app.py": "from channels.web.answers import routes\nfrom channels import portal",
    "channels/web/answers.py": "from . import forms\nfrom voice.answering import x\nimport surveys.kinds",
    "channels/web/forms.py": "from starlette.requests import Request\nfrom i18n import languages",
    "channels/portal/__init__.py": "",
    "voice/answering.py": "from storage.statements import add\nfrom voice import model, sending",
    "voice/sending.py": "",
    "voice/model.py": "from surveys.kinds import Kind",
    "surveys/kinds.py": "from i18n.languages import Language\nfrom voice.errors import VoiceError",
    "voice/errors.py": "",
    "storage/statements.py": "import sqlalchemy as sa\nfrom cryptography import x509\nimport voice.model",
    "i18n/languages.py": "from . import dates\nimport babel",
    "i18n/dates.py": "",
    "accessibility/pages.py": "",
}

REFUSED = {
    "a store that reaches for a verb": (
        "storage/statements.py",
        "from voice.answering import x",
        "stores to verbs",
    ),
    "a verb that reaches for a door": ("voice/sending.py", "import channels.web.forms", "verbs to doors"),
    "a noun that reaches for a store": (
        "voice/model.py",
        "from storage import statements",
        "nouns to stores",
    ),
    "a door that reaches for a join": ("channels/web/forms.py", "from voice import app", "doors to joins"),
    "a verb that reaches for a command": ("voice/sending.py", "import voice.commands.demo", "verbs to joins"),
    "a door that reaches for a door": (
        "channels/web/forms.py",
        "from ..portal import x",
        "doors never import",
    ),
    "words that reach for a noun": ("i18n/dates.py", "from surveys.kinds import Kind", "nothing of ours"),
    "words that reach for words": ("accessibility/pages.py", "import i18n.dates", "nothing of ours"),
    "SQL outside of the stores": (
        "voice/sending.py",
        "from sqlalchemy import text",
        "only storage may use sqlalchemy",
    ),
    "a cipher outside of the stores": (
        "voice/sending.py",
        "import cryptography",
        "only storage may use cryptography",
    ),
    "a package that does more than hold": ("voice/__init__.py", "import voice.app", "only holds others"),
    "an arrow inside a function": ("voice/model.py", "def f():\n    import storage", "nouns to stores"),
}


def build(top: Path, modules: dict[str, str]) -> Path:
    """A small tree of modules, as the project's is a large one."""
    for name, text in modules.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    return top


def test_imports_go_down() -> None:
    """Every import in the project follows the drawing."""
    assert arrows_up(TOP) == []


def test_a_good_tree_passes(tmp_path: Path) -> None:
    """The guard lets through what the drawing allows."""
    assert arrows_up(build(tmp_path, ALLOWED)) == []


@pytest.mark.parametrize(("where", "line", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_an_arrow_that_goes_up_is_named(tmp_path: Path, where: str, line: str, reason: str) -> None:
    """The guard finds one bad import in a good tree, says in which module, and why."""
    build(tmp_path, ALLOWED | {where: line})

    (found,) = arrows_up(tmp_path)

    assert found.startswith(where.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    assert reason in found
