"""What serves children never loads what opens their words, nor what it has no use for (security.md, 1)."""

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
OPENS_WORDS = [
    "storage.case_keys",
    "storage.case_file",
    "storage.private_keys",
    "storage.key_files",
    "storage.directory",
    "storage.opening",
    "storage.rotation",
    "storage.pairs",
    "voice.staff_services",
    "voice.demonstration",
    "channels.portal",
]
NO_USE_FOR = [
    "weasyprint",
    "scipy",
    "authlib",
    "fhir",
    "twilio.rest",
    "twilio.http",
    "requests",
    "aiohttp",
    "pwdlib",
    "pyotp",
    "webauthn",
    "alembic",  # for who migrates
    "psycopg",  # for an authority on PostgreSQL, as what follows
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.postgresql",
    "holidays.countries",  # every country of the world: loaded beside the pages, after the start
]
# What `python -m voice serve public` has loaded when its application is built.
SERVES_CHILDREN = ["voice.__main__", "voice.commands.serve", "voice.public_app"]


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Every module that a fresh process has after loading the children's application."""
    script = f"import sys, {', '.join(SERVES_CHILDREN)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_it_is_the_childrens_application(loaded: set[str]) -> None:
    """The budget is measured on the real thing."""
    assert {"channels.web.app", "voice.answering", "storage.intake_keys"} <= loaded


@pytest.mark.parametrize("module", [*OPENS_WORDS, *NO_USE_FOR])
def test_it_never_loads(loaded: set[str], module: str) -> None:
    """Not even by way of something else."""
    assert {name for name in loaded if name == module or name.startswith(f"{module}.")} == set()
