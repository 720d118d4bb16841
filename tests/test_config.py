"""A setting that is wrong, unknown or unsafe stops the start, and is named together with what mends it."""

import os
from pathlib import Path

import pytest

from voice.config import Settings, read_settings
from voice.errors import BadSetting

SAFE = {"VOICE_PUBLIC_URL": "https://voice.example.org", "VOICE_STAFF_URL": "https://staff.example.org"}
MAIL = {"VOICE_SMTP_HOST": "mail.example.org", "VOICE_SMTP_FROM": "voice@example.org"}
WRONG = {
    "a port that is none": ({"PORT": "eighty"}, "PORT"),
    "a port without one above it": ({"PORT": "65535"}, "PORT"),
    "neither yes nor no": ({"VOICE_DEMO": "perhaps"}, "VOICE_DEMO"),
    "a slip in a name": ({"VOICE_HOEM": "/srv"}, "VOICE_HOEM"),
    "another kind of database": ({"VOICE_DATABASE": "mysql://voice:pass-word@db/voice"}, "VOICE_DATABASE"),
    "a database in memory": ({"VOICE_DATABASE": "sqlite://"}, "VOICE_DATABASE"),
    "children without https": ({"VOICE_PUBLIC_URL": "http://voice.example.org"}, "VOICE_PUBLIC_URL"),
    "staff without https": ({"VOICE_STAFF_URL": "http://staff.example.org"}, "VOICE_STAFF_URL"),
    "an address with a path": ({"VOICE_PUBLIC_URL": "https://example.org/voice"}, "VOICE_PUBLIC_URL"),
    "no address at all": ({"VOICE_PUBLIC_URL": "voice"}, "VOICE_PUBLIC_URL"),
    "one host for both": ({"VOICE_STAFF_URL": "https://voice.example.org:8443"}, "VOICE_STAFF_URL"),
    "a secret that is not there": ({"VOICE_DATABASE_FILE": "/nowhere/at/all"}, "VOICE_DATABASE_FILE"),
    "mail from nobody": ({"VOICE_SMTP_HOST": "mail.example.org"}, "VOICE_SMTP_FROM"),
    "mail from two": ({**MAIL, "VOICE_SMTP_FROM": "a@example.org, b@example.org"}, "VOICE_SMTP_FROM"),
    "mail in clear": ({**MAIL, "VOICE_SMTP_TLS": "none"}, "VOICE_SMTP_TLS"),
    "mail kept in some other way": ({**MAIL, "VOICE_SMTP_TLS": "ssl"}, "VOICE_SMTP_TLS"),
    "a name without its password": ({**MAIL, "VOICE_SMTP_USER": "voice"}, "VOICE_SMTP_PASSWORD"),
    "a file for what is no secret": ({"VOICE_KEYS_FILE": "/srv/case.key"}, "VOICE_KEYS_FILE"),
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("VOICE_") or name == "PORT":
            monkeypatch.delenv(name)


def settings_with(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.mark.parametrize(("given", "name"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], name: str) -> None:
    """The name and what to mend, in one line, and never a secret."""
    with pytest.raises(BadSetting) as wrong:
        settings_with(monkeypatch, **{**SAFE, **given})

    assert wrong.value.name == name
    assert "\n" not in str(wrong.value)
    assert "pass-word" not in str(wrong.value)


def test_everything_lies_in_one_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but a folder given, all that is kept in files is in it."""
    settings = settings_with(monkeypatch, **SAFE, VOICE_HOME="/srv/voice")

    assert settings.database == "sqlite:////srv/voice/voice.db"
    assert settings.intake_keys == "/srv/voice/intake.key"
    assert settings.keys == "/srv/voice/case.key"
    assert settings.audit_anchor == Path("/srv/voice/audit.anchor")
    assert "keys" not in settings.model_fields_set


def test_the_demonstration_is_at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under VOICE_DEMO the addresses come by themselves: the staff's port is one more."""
    settings = settings_with(monkeypatch, VOICE_DEMO="1", PORT="9000")

    assert (settings.public_url, settings.staff_url) == ("http://127.0.0.1:9000", "http://127.0.0.1:9001")


def test_outside_of_it_they_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real service has to say where it is, when it starts to serve."""
    assert settings_with(monkeypatch).public_url == ""


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As containers and systemd hand secrets over; given twice, nobody knows which counts."""
    (tmp_path / "token").write_text("0123abcd\n")
    settings = settings_with(monkeypatch, VOICE_TWILIO_AUTH_TOKEN_FILE=str(tmp_path / "token"))

    assert settings.twilio_auth_token is not None
    assert settings.twilio_auth_token.get_secret_value() == "0123abcd"
    with pytest.raises(BadSetting, match="VOICE_TWILIO_AUTH_TOKEN: is given twice"):
        settings_with(monkeypatch, VOICE_TWILIO_AUTH_TOKEN="another")


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tracebacks print what settings look like."""
    database = "postgresql://voice:pass-word@db/voice"
    settings = settings_with(monkeypatch, VOICE_DATABASE=database, VOICE_TWILIO_AUTH_TOKEN="0123abcd")

    assert "pass-word" not in repr(settings)
    assert "0123abcd" not in repr(settings)


def test_a_key_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret that VOICE_KEYS names may have a name that looks like a setting."""
    settings = settings_with(monkeypatch, VOICE_KEYS="env:VOICE_CASE", VOICE_CASE="{}")

    assert settings.keys == "env:VOICE_CASE"
    assert "keys" in settings.model_fields_set


def test_an_address_that_platforms_give_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some say postgres:// and mean postgresql://."""
    assert settings_with(monkeypatch, VOICE_DATABASE="postgres://u@db/v").database == "postgresql://u@db/v"


def test_every_setting_is_described() -> None:
    """README's table takes its words from here."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
