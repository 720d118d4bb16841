"""The settings of one process, read from its environment. A wrong one, or an unknown one, stops the start.

Each field's description is what README says about it.
"""

import os
import re
import socket
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from voice.errors import BadSetting

PREFIX = "VOICE_"
SECRETS = ("database", "alarm_url", "twilio_account_sid", "twilio_auth_token", "smtp_password")
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
DATABASES = ("sqlite", "sqlite+aiosqlite", "postgresql", "postgresql+psycopg")

_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")


class MailTls(StrEnum):
    """How the way to the mail server is kept from listeners."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SecretFiles(PydanticBaseSettingsSource):
    """A secret given as a file: the setting's name with _FILE at its end names where it lies."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = f"{PREFIX}{field_name.upper()}"
        path = os.environ.get(f"{name}_FILE") if field_name in SECRETS else None
        if not path:
            return None, field_name, False
        if os.environ.get(name):
            raise BadSetting(name, f"is given twice; keep it or {name}_FILE")
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError):
            raise BadSetting(f"{name}_FILE", "names a file that this user cannot read") from None

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value}


class Settings(BaseSettings):
    """What an operator may set; `read_settings` is the way to get them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="the folder for everything that is kept in files")
    port: int = Field(
        default=8000,
        ge=1,
        le=65534,
        validation_alias="PORT",
        description="port of the children's pages; the staff's is one more",
    )
    host: str = Field(default="127.0.0.1", description="address of this machine to listen at")
    demo: bool = Field(default=False, description="`1` makes it the demonstration: invented people, no protection")
    database: str = Field(
        default_factory=lambda given: f"sqlite:///{given['home']}/voice.db",
        description="address of the database",
        repr=False,
    )
    media: str = Field(
        default_factory=lambda given: f"file:{given['home']}/media",
        description="where recordings and pictures are kept",
    )
    public_url: str = Field(
        default_factory=lambda given: _at(given, 0), description="address at which children reach their pages"
    )
    staff_url: str = Field(
        default_factory=lambda given: _at(given, 1), description="address at which staff reach theirs"
    )
    intake_keys: str = Field(
        default_factory=lambda given: f"{given['home']}/intake.key",
        description="where the keys are that the children's pages may hold",
    )
    keys: str = Field(
        default_factory=lambda given: f"{given['home']}/case.key",
        description="where the keys are that open what was said; never given to the children's pages",
    )
    audit_anchor: Path = Field(
        default_factory=lambda given: given["home"] / "audit.anchor",
        description="file, best on another machine's disk, to which the audit's signed heads are added",
    )
    alarm_url: SecretStr | None = Field(
        default=None, description="address that is called while all is well, and whose owner rings when it is not"
    )
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="port, for this machine alone, at which Prometheus may ask each process for figures",
    )
    twilio_account_sid: SecretStr | None = Field(default=None, description="Twilio's name for the account")
    twilio_auth_token: SecretStr | None = Field(default=None, description="Twilio's secret for the account")
    twilio_from: str | None = Field(default=None, description="the number that texts come from")
    twilio_a_second: int = Field(
        default=10, ge=1, le=100, description="how many texts a second our number may send, as Twilio says"
    )
    twilio_templates: Path | None = Field(
        default=None, description="file with the ids of the texts that WhatsApp has approved (docs/running.md)"
    )
    twilio_api_base: str = Field(default="https://api.twilio.com", description="where Twilio is reached")

    ffmpeg: str = Field(
        default="ffmpeg", description="the program that makes recordings play in every browser, by its name or its path"
    )

    smtp_host: str | None = Field(default=None, description="the mail server that carries notices to staff")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="its port")
    smtp_tls: MailTls = Field(
        default=MailTls.STARTTLS,
        description="`starttls`, `tls` from the first byte, or `none` where the mail server is on this machine",
    )
    smtp_user: str | None = Field(default=None, description="the name to sign in to the mail server with")
    smtp_password: SecretStr | None = Field(default=None, description="the password that belongs to it")
    smtp_from: str | None = Field(default=None, description="the address that notices to staff come from")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, SecretFiles(settings_cls)

    @field_validator("database")
    @classmethod
    def _is_a_database_we_know(cls, url: str) -> str:
        scheme, found, place = url.replace("postgres://", "postgresql://", 1).partition("://")
        if not found or scheme not in DATABASES:
            raise ValueError("must begin with sqlite:/// or postgresql://")
        if scheme.startswith("sqlite") and len(place) < 2:
            raise ValueError("must name a file, as in sqlite:////srv/voice/voice.db")
        return f"{scheme}://{place}"

    @field_validator("public_url", "staff_url")
    @classmethod
    def _is_safe_to_give_out(cls, url: str, given: ValidationInfo) -> str:
        if not url:  # only what serves pages needs one: voice/commands/starting.py asks for it
            return url
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be an address without a path, as in https://voice.example.org")
        if parts.scheme == "http" and not given.data.get("demo"):
            raise ValueError("must begin with https:// outside of the demonstration")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _can_write_to_staff(self) -> "Settings":
        if self.smtp_host is None:
            return self
        if not self.smtp_from or not _ADDRESS.fullmatch(self.smtp_from):
            raise BadSetting(f"{PREFIX}SMTP_FROM", "must be one e-mail address, as in notices@example.org")
        if bool(self.smtp_user) is not bool(self.smtp_password):
            raise BadSetting(f"{PREFIX}SMTP_PASSWORD", f"and {PREFIX}SMTP_USER go together: give both or neither")
        if self.smtp_tls is MailTls.NONE and self.smtp_host not in THIS_MACHINE:
            raise BadSetting(f"{PREFIX}SMTP_TLS", "must be starttls or tls where the mail server is another machine")
        return self

    @model_validator(mode="after")
    def _keep_children_and_staff_apart(self) -> "Settings":
        ours, theirs = urlsplit(self.public_url).hostname, urlsplit(self.staff_url).hostname
        if ours and ours == theirs and not self.demo:
            raise BadSetting(f"{PREFIX}STAFF_URL", "must be at another host than the children's pages")
        return self


def read_settings() -> Settings:
    """What this process's environment says. Raises BadSetting for the first thing that is wrong."""
    _refuse_unknown(os.environ)
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        field = str(first["loc"][0])
        reason = first.get("ctx", {}).get("error")
        name = field if field.isupper() else f"{PREFIX}{field.upper()}"
        raise BadSetting(name, str(reason or first["msg"])) from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A setting with a slip in its name would otherwise leave the service less safe than its operator thinks."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
    kept_elsewhere = environment.get(f"{PREFIX}KEYS", "").removeprefix("env:")
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known and name != kept_elsewhere:
            raise BadSetting(name, "is not a setting: see the list in README")


def _at(given: Mapping[str, Any], further: int) -> str:
    """In the demonstration, where this machine can be reached; a real service has to say its own address."""
    if not given.get("demo"):
        return ""
    host = given["host"] if given["host"] not in ("0.0.0.0", "::") else _own_address()  # noqa: S104 - compared
    return f"http://{host}:{given['port'] + further}"


def _own_address() -> str:
    """What a telephone in the same house calls this machine. Asks the routing table; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nowhere:
        try:
            nowhere.connect(("192.0.2.1", 9))
            return str(nowhere.getsockname()[0])
        except OSError:
            return "127.0.0.1"
