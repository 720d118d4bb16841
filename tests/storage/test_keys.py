"""The public process holds nothing that opens words; what the authority signed cannot be passed off."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import key_files, signatures
from storage.case_keys import EnvKeyProvider, FileKeyProvider, provider_for
from storage.envelopes import Context, new_private_key, open_envelope, seal
from storage.intake_keys import IntakeKeys, SignedKey
from storage.locking import new_key
from tests.storage.places import AMARA, ANOTHER_AUTHORITY, ANOTHER_CHILD, AUTHORITY, ELSEWHERE, HERE, WORDS
from voice.errors import Broken, KekUnknown, KeyNotSigned, SealBroken, UnknownKeyProvider

MADE = datetime(2026, 11, 21, 9, 30, 0, 1, UTC)
PUBLIC = new_private_key().public()
TOP = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> key_files.KeyPaths:
    """The keys of an authority, as `voice keys init` makes them."""
    return key_files.init(tmp_path_factory.mktemp("keys"), AUTHORITY)


@pytest.fixture(scope="module")
def intake(paths: key_files.KeyPaths) -> IntakeKeys:
    """What the public process holds."""
    return IntakeKeys.load(paths.intake)


@pytest.fixture
def provider(tmp_path: Path) -> FileKeyProvider:
    """What the staff process asks, with keys that a test may rotate."""
    return FileKeyProvider.load(key_files.init(tmp_path, AUTHORITY).case)


@pytest.fixture(scope="module")
def amaras_key(paths: key_files.KeyPaths) -> SignedKey:
    """The public half of Amara's case key, signed."""
    key = new_private_key().public()
    return FileKeyProvider.load(paths.case).sign_key(key, child=AMARA, purpose="case", made=MADE)


def test_the_public_process_cannot_reach_a_key_that_opens() -> None:
    """security.md, 1: nothing that the intake imports imports what unwraps, signs or opens the directory."""
    doors = "storage.intake_keys storage.envelopes storage.locking storage.codes"
    say = "import sys; print([m for m in sys.modules if m.startswith('storage.')])"
    script = f"import {', '.join(doors.split())}; {say}"

    loaded = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=True)

    assert "storage.envelopes" in loaded.stdout
    for shut in ("case_keys", "case_file", "key_files", "directory"):
        assert f"storage.{shut}" not in loaded.stdout


def test_a_key_the_authority_signed_is_believed(intake: IntakeKeys, amaras_key: SignedKey) -> None:
    intake.check_signature(amaras_key)
    intake.check_signature(replace(amaras_key, made=MADE.astimezone(tz=None)))


@pytest.mark.parametrize(
    "change",
    [
        {"authority": ANOTHER_AUTHORITY},
        {"child": ANOTHER_CHILD},
        {"child": None},
        {"purpose": "apart"},
        {"key": new_private_key().public()},
        {"suite": "another"},
        {"made": MADE + timedelta(microseconds=1)},
        {"retired": MADE},
        {"signature": bytes(64)},
        {"signature": b""},
    ],
    ids=lambda change: "-".join(f"{name}" for name in change),
)
def test_a_key_passed_off_as_another_is_not(
    intake: IntakeKeys, amaras_key: SignedKey, change: dict[str, object]
) -> None:
    with pytest.raises(KeyNotSigned):
        intake.check_signature(replace(amaras_key, **change))  # type: ignore[arg-type]


def test_another_key_under_the_same_id_and_another_id_for_the_key_are_not_believed(
    intake: IntakeKeys, amaras_key: SignedKey
) -> None:
    with pytest.raises(KeyNotSigned):
        intake.check_signature(replace(amaras_key, key=replace(amaras_key.key, id=uuid4())))
    with pytest.raises(KeyNotSigned):
        intake.check_signature(replace(amaras_key, key=replace(amaras_key.key, raw=PUBLIC.raw)))


def test_another_authoritys_word_is_not_ours(tmp_path: Path, intake: IntakeKeys) -> None:
    other = FileKeyProvider.load(key_files.init(tmp_path, AUTHORITY).case)
    signed = other.sign_key(new_private_key().public(), child=AMARA, purpose="case", made=MADE)

    with pytest.raises(KeyNotSigned):
        intake.check_signature(signed)


def test_a_signed_key_of_a_suite_we_cannot_seal_with_is_refused(intake: IntakeKeys, paths: key_files.KeyPaths) -> None:
    seed = FileKeyProvider.load(paths.case)._keys.signing
    unsigned = SignedKey(AUTHORITY, None, "pool", new_private_key().public(), "version 2", MADE, None, b"")
    signature = signatures.sign(unsigned.signed_part(), seed, signatures.SIGNED_KEY)

    with pytest.raises(SealBroken) as refused:
        intake.check_signature(replace(unsigned, signature=signature))

    assert refused.value.reason is Broken.UNKNOWN_VERSION


def test_a_moment_without_a_zone_is_never_signed(provider: FileKeyProvider) -> None:
    with pytest.raises(ValueError, match="time zone"):
        provider.sign_key(new_private_key().public(), child=None, purpose="pool", made=MADE.replace(tzinfo=None))


def test_heads_are_signed_for_the_audit_alone(provider: FileKeyProvider) -> None:
    signature, public = provider.sign_heads(b"heads"), provider.audit_public()

    assert signatures.is_signed(b"heads", signature, public, signatures.AUDIT_HEADS)
    assert not signatures.is_signed(b"other", signature, public, signatures.AUDIT_HEADS)
    assert not signatures.is_signed(b"heads", signature, public, signatures.SIGNED_KEY)


def test_a_wrapped_key_opens_in_its_place_under_its_id(provider: FileKeyProvider) -> None:
    key = new_private_key()
    wrapped, version = provider.wrap_private(key, HERE)

    assert provider.unwrap_private(wrapped, version, key.id, HERE) == key
    for place in ELSEWHERE.values():
        with pytest.raises(SealBroken):
            provider.unwrap_private(wrapped, version, key.id, place)
    with pytest.raises(SealBroken):
        provider.unwrap_private(wrapped, version, uuid4(), HERE)


def test_a_rotation_moves_every_key_and_the_old_ones_still_open(provider: FileKeyProvider) -> None:
    key, secret, delivery = new_private_key(), new_key(), provider.delivery_key()
    old_private, old_secret = provider.wrap_private(key, HERE), provider.wrap_secret(secret, HERE)

    assert provider.add_kek_version() == provider.current_kek() == 2
    new_private = provider.rewrap(*old_private, key.id, HERE)
    new_secret = provider.rewrap_secret(*old_secret, HERE)

    assert (old_private[1], old_secret[1], new_private[1], new_secret[1]) == (1, 1, 2, 2)
    assert provider.unwrap_private(*old_private, key.id, HERE) == key
    assert provider.unwrap_private(*new_private, key.id, HERE) == key
    assert provider.unwrap_secret(*old_secret, HERE) == provider.unwrap_secret(*new_secret, HERE) == secret
    assert provider.delivery_key() == delivery
    with pytest.raises(SealBroken):
        provider.unwrap_private(new_private[0], 1, key.id, HERE)


def test_a_running_process_learns_of_a_rotation(tmp_path: Path) -> None:
    """`keys rotate` is another process: at its first row under the new KEK the staff process reads again."""
    path = key_files.init(tmp_path, AUTHORITY).case
    running, command = FileKeyProvider.load(path), FileKeyProvider.load(path)
    command.add_kek_version()
    key = new_private_key()

    assert running.unwrap_private(*command.wrap_private(key, HERE), key.id, HERE) == key
    assert running.current_kek() == 2
    assert running.add_kek_version() == 3
    with pytest.raises(KekUnknown):
        running.unwrap_private(b"", 9, key.id, HERE)


def test_a_secret_never_passes_for_a_private_key(provider: FileKeyProvider) -> None:
    wrapped, version = provider.wrap_private(new_private_key(), HERE)

    with pytest.raises(SealBroken):
        provider.unwrap_secret(wrapped, version, HERE)


def test_keys_may_come_from_the_environment(paths: key_files.KeyPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_CASE_KEYS_SECRET", paths.case.read_text())

    from_environment = provider_for("env:VOICE_CASE_KEYS_SECRET")

    assert isinstance(from_environment, EnvKeyProvider)
    assert from_environment.delivery_key() == provider_for(f"file:{paths.case}").delivery_key()
    assert provider_for(str(paths.case)).audit_public() == from_environment.audit_public()
    assert provider_for(f"file://{paths.case}").audit_public() == from_environment.audit_public()


@pytest.mark.parametrize("url", ["pkcs11:token=voice", "vault:voice", "https://keys.example", "FILE:/x", ":"])
def test_a_place_we_do_not_know_is_refused(url: str) -> None:
    with pytest.raises(UnknownKeyProvider):
        provider_for(url)


def test_the_delivery_key_opens_what_the_intake_sealed(paths: key_files.KeyPaths, intake: IntakeKeys) -> None:
    envelope = seal(WORDS, [intake.delivery], HERE)

    assert open_envelope(envelope, FileKeyProvider.load(paths.case).delivery_key(), HERE) == WORDS


def test_nothing_that_is_kept_secret_is_shown(paths: key_files.KeyPaths, intake: IntakeKeys) -> None:
    provider = FileKeyProvider.load(paths.case)
    shown = repr([intake, provider, provider._keys, provider._keys.delivery, provider.delivery_key()])
    shown += repr([str(intake), str(provider), str(provider._keys)])

    for path in (paths.intake, paths.case):
        for secret in _texts(json.loads(path.read_text())):
            assert secret[:10] not in shown
    assert re.search(r"""(?<![0-9a-f])b['"]""", shown) is None  # no bytes at all; an id may end in b


def _texts(facts: object) -> list[str]:
    """Every text in a file of keys that could be one."""
    if isinstance(facts, dict):
        return [text for value in facts.values() for text in _texts(value)]
    return [facts] if isinstance(facts, str) and len(facts) > 40 else []


def test_a_locator_is_of_one_code_and_one_key(intake: IntakeKeys) -> None:
    other = replace(intake, blind_index_key=new_key())

    assert intake.locator("ONE") == intake.locator("ONE") == intake.blind_index("code", "ONE")
    assert len({intake.locator("ONE"), intake.locator("TWO"), other.locator("ONE")}) == 3
    assert intake.blind_index("a", "bc") != intake.blind_index("ab", "c")
    assert len(intake.blind_index("number", "\ud800")) == 32


def test_a_code_opens_only_with_the_intake_secret_and_the_rows_salt(intake: IntakeKeys) -> None:
    """A stolen database, and even every code tried on it, is no use without intake.key."""
    other = replace(intake, intake_secret=new_key())
    tries = [(intake, "ONE", b"1" * 16, "mailbox"), (other, "ONE", b"1" * 16, "mailbox")]
    tries += [(intake, "TWO", b"1" * 16, "mailbox"), (intake, "ONE", b"2" * 16, "mailbox")]
    tries += [(intake, "ONE", b"1" * 16, "draft")]

    assert len({keys.opening_key(*rest) for keys, *rest in tries}) == 5  # type: ignore[arg-type]
    assert intake.opening_key("ONE", b"1" * 16, "mailbox") == intake.opening_key("ONE", b"1" * 16, "mailbox")


@given(st.text(max_size=60))
def test_only_the_forms_of_this_visit_are_taken(given_token: str) -> None:
    keys = IntakeKeys(AUTHORITY, b"b" * 32, b"i" * 32, b"p" * 32, PUBLIC)
    right = keys.form_token("visit", "answer")

    assert right.isascii()
    assert keys.form_token_is_right(right, "visit", "answer")
    assert not keys.form_token_is_right(right, "another visit", "answer")
    assert not keys.form_token_is_right(right, "visit", "send")
    assert not replace(keys, intake_secret=b"o" * 32).form_token_is_right(right, "visit", "answer")
    assert keys.form_token_is_right(given_token, "visit", "answer") == (given_token == right)


def test_keys_of_one_place_are_not_keys_of_another(provider: FileKeyProvider) -> None:
    """The directory key is bound to its authority as a child's keys are to the child."""
    wrapped, version = provider.wrap_secret(new_key(), Context(AUTHORITY, AUTHORITY, "directory", AUTHORITY))

    with pytest.raises(SealBroken):
        provider.unwrap_secret(wrapped, version, Context(ANOTHER_AUTHORITY, AUTHORITY, "directory", AUTHORITY))
