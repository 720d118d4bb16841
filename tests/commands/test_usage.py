"""Every command: 0 when done, 1 with one clear line when it could not, 2 for wrong usage; never a traceback."""

import sqlite3

import pytest

from tests.commands.conftest import Place
from voice import __main__ as voice_main

WRONG_USAGE = [
    "",
    "sing",
    "serve everything",
    "serve public staff",
    "worker now",
    "migrate back",
    "demo twice",
    "words",
    "words count",
    "keys",
    "keys lose",
    "recover",
    "recover make",
    "keys init --child",
    "keys rotate --child Amara",
    "audit",
    "audit repair",
    "survey",
    "understand",
    "understand --survey about_me_8_11",
    "screen this",
    "texts --language xx",
    "screen --language",
]
HELPS = [
    "",
    "serve",
    "worker",
    "recover",
    "migrate",
    "demo",
    "words",
    "keys",
    "audit",
    "survey",
    "understand",
    "texts",
    "screen",
]


@pytest.fixture
def here(empty: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """As if this process were the command: quicker, for what ends before it begins."""
    monkeypatch.setattr(voice_main, "_keep_to_ourselves", lambda: None)
    for name, value in empty.environment().items():
        monkeypatch.setenv(name, value)
    return empty


@pytest.mark.parametrize("command", WRONG_USAGE)
def test_wrong_usage_is_2(here: Place, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how it is meant to be used, and touches nothing."""
    assert voice_main.main(command.split()) == 2

    assert "usage: python -m voice" in capsys.readouterr().err
    assert not here.home.exists()


@pytest.mark.parametrize("command", HELPS)
def test_help_ends_with_an_example(here: Place, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for help sees what to type."""
    assert voice_main.main([*command.split(), "--help"]) == 0

    assert capsys.readouterr().out.splitlines()[-1].startswith("example: python -m voice ")


def test_wrong_usage_in_a_process_of_its_own(empty: Place) -> None:
    """The code reaches whoever called, without a traceback."""
    for command in ("sing", "keys rotate --child Amara"):
        done = empty.voice(command)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_from_nothing(empty: Place) -> None:
    """Migrate, make keys, look at them: each says what it did, and twice is once."""
    assert empty.voice("migrate").returncode == 0
    assert empty.voice("migrate").stdout == "the database is current\n"
    assert empty.voice("keys init").returncode == 0
    assert "already there" in empty.refused("keys init")
    assert "belong together" in empty.voice("keys status").stdout
    assert {path.stat().st_mode & 0o077 for path in empty.home.rglob("*")} == {0}


def test_what_is_not_there_is_named(empty: Place) -> None:
    """In the order in which somebody new meets it."""
    assert "python -m voice migrate" in empty.refused("serve public")
    empty.voice("migrate")
    assert "python -m voice keys init" in empty.refused("serve public")
    empty.voice("keys init", VOICE_DEMO="1")
    assert "VOICE_INTAKE_KEYS" in empty.refused("audit verify")


def test_a_wrong_setting_is_named(empty: Place) -> None:
    """Whichever command meets it."""
    for command in ("serve all", "worker", "migrate", "keys status"):
        assert "VOICE_HOEM" in empty.refused(command, VOICE_HOEM="/srv")


def test_words_status(empty: Place) -> None:
    """A line for each language, by whoever wants to help with the words."""
    done = empty.voice("words status")

    assert done.returncode == 0
    assert {line.split()[0] for line in done.stdout.splitlines()} >= {"en-simple", "ar"}


def test_keys_rotate(place: Place) -> None:
    """Counts, and never a key or a name; the next time is the next version."""
    first, second = place.voice("keys rotate"), place.voice("keys rotate")

    assert (first.returncode, first.stdout.splitlines()[0]) == (0, "new version 2")
    assert (second.returncode, second.stdout.splitlines()[0]) == (0, "new version 3")
    status = place.voice("keys status").stdout
    assert "newest version 3" in status
    assert "version 1:" not in status


def test_keys_rotate_child(place: Place) -> None:
    """New pairs for one child, who has to be there."""
    with sqlite3.connect(place.home / "voice.db") as db:
        (child,) = db.execute("SELECT id FROM child").fetchone()
    db.close()

    assert place.voice(f"keys rotate --child {child}").returncode == 0
    assert "no child has this id" in place.refused("keys rotate --child 0b000000-0000-4000-8000-000000000001")


def test_audit_verify(place: Place) -> None:
    """Sound, and then touched: the first bad row and what is wrong, by its id."""
    assert place.voice("audit verify").returncode == 0
    with sqlite3.connect(place.home / "voice.db") as db:
        db.execute("UPDATE audit_event SET action = 'nothing' WHERE place = 3")
    db.close()

    line = place.refused("audit verify")

    assert line.startswith("voice: row ")
    assert line.endswith("was changed")
    assert "VOICE_AUDIT_ANCHOR" in place.refused("audit verify", VOICE_AUDIT_ANCHOR=str(place.home / "gone"))


def test_demo_only_in_the_demonstration(place: Place) -> None:
    """Invented people never go among real ones."""
    assert "VOICE_DEMO" in place.refused("demo")


def test_a_full_error_has_no_traceback(place: Place) -> None:
    """A database that is none is refused in one line."""
    (place.home / "none.db").write_bytes(b"my nan hit me" * 100)

    line = place.refused("migrate", VOICE_DATABASE=f"sqlite:///{place.home}/none.db")

    assert "VOICE_DATABASE" in line
    assert "nan" not in line
