"""README tells the truth: its commands exist, and every setting is in it."""

import ast
import re
from pathlib import Path

TOP = Path(__file__).parent.parent


def commands_of(text: str) -> set[str]:
    """Every make target in the blocks of commands of a paper written in Markdown."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^make ([a-z-]+)", "\n".join(blocks), re.MULTILINE))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (TOP / "Makefile").read_text(), re.MULTILINE))


def settings_table() -> set[str]:
    table = (TOP / "README.md").read_text().partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    return set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))


def settings_of(config: str) -> set[str]:
    """The settings a module reads: the fields of its Settings classes, and any it names outright."""
    named = set(re.findall(r"\bVOICE_[A-Z][A-Z_]*[A-Z]\b", config))
    for each in ast.walk(ast.parse(config)):
        if isinstance(each, ast.ClassDef) and any("Settings" in ast.unparse(base) for base in each.bases):
            named |= {_variable(field) for field in each.body if isinstance(field, ast.AnnAssign)}
    return {name for name in named if name and not name.endswith("_FILE")}


def _variable(field: ast.AnnAssign) -> str:
    """The environment variable behind a field: the one it names, or VOICE_ and its own name."""
    name = ast.unparse(field.target)
    if name.startswith("_") or name == "model_config" or "ClassVar" in ast.unparse(field.annotation):
        return ""
    alias = re.search(r"alias='([A-Z_]+)'", ast.unparse(field.value)) if field.value else None
    return alias[1] if alias else f"VOICE_{name.upper()}"


def test_its_commands_are_real() -> None:
    """Whoever follows README or CONTRIBUTING finds that each command is there."""
    asked = commands_of((TOP / "README.md").read_text()) | commands_of((TOP / "CONTRIBUTING.md").read_text())

    assert {"run", "test"} <= asked
    assert asked - targets() == set()


def test_its_commands_are_the_ones_that_are_tried() -> None:
    """The automatic check of each change runs the very command that README gives for the tests."""
    tried = set(re.findall(r"make ([a-z-]+)", (TOP / ".ci" / "run").read_text()))

    assert tried
    assert tried <= commands_of((TOP / "README.md").read_text())


def test_every_setting_is_explained() -> None:
    """An operator finds every setting in README's table, and none that is not there."""
    settings = settings_of((TOP / "voice" / "config.py").read_text())

    assert settings - settings_table() == set(), "these settings are not in README"
    assert settings_table() - settings == set(), "README has settings that do nothing"


def test_settings_are_found() -> None:
    """The comparison sees a setting however it is written down."""
    config = """
class Settings(BaseSettings):
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix="VOICE_")
    home: Path = Path("var")
    port: int = Field(8000, validation_alias="PORT")

demo = os.environ.get("VOICE_DEMO")
"""

    assert settings_of(config) == {"VOICE_HOME", "PORT", "VOICE_DEMO"}
