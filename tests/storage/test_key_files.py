"""Files of keys are whole or absent, for one pair of eyes, and never overwritten."""

import json
import os
import stat
import traceback
from pathlib import Path

import pytest

from storage import key_files, secret_files
from storage.case_keys import FileKeyProvider, provider_for
from storage.intake_keys import IntakeKeys
from tests.storage.places import AUTHORITY
from voice.errors import KeyFileRefused, Refusal, SealBroken


@pytest.fixture
def paths(tmp_path: Path) -> key_files.KeyPaths:
    """The keys of an authority, as `voice keys init` makes them."""
    return key_files.init(tmp_path / "keys", AUTHORITY)


def refusal(path: Path) -> KeyFileRefused:
    """Why a file is not used, as intake.key or as case.key."""
    with pytest.raises(KeyFileRefused) as refused:
        (IntakeKeys if path.name == key_files.INTAKE else FileKeyProvider).load(path)
    assert str(path) in str(refused.value)
    return refused.value


def test_only_the_owner_can_read_them(paths: key_files.KeyPaths) -> None:
    for path in (paths.intake, paths.case):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.case.parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in paths.case.parent.iterdir()) == ["case.key", "intake.key"]


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o666])
def test_a_file_that_others_can_reach_is_refused(paths: key_files.KeyPaths, mode: int) -> None:
    for path in (paths.intake, paths.case):
        path.chmod(mode)
        assert refusal(path).why is Refusal.OPEN_TO_OTHERS


def test_a_file_only_its_owner_can_read_will_do(paths: key_files.KeyPaths) -> None:
    paths.case.chmod(0o400)

    assert FileKeyProvider.load(paths.case).current_kek() == 1


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A pipe is refused at once, not waited for."""
    os.mkfifo(tmp_path / "case.key", 0o600)
    (tmp_path / "intake.key").mkdir(mode=0o700)

    assert refusal(tmp_path / "case.key").why is Refusal.NOT_A_FILE
    assert refusal(tmp_path / "intake.key").why is Refusal.NOT_A_FILE
    assert refusal(tmp_path / "nothing").why is Refusal.MISSING


@pytest.mark.parametrize("kept", [0, 1, 40, 200, -2])
def test_a_broken_file_is_refused_without_quoting_it(paths: key_files.KeyPaths, kept: int) -> None:
    """A parser's error quotes what it could not read: neither the message nor the traceback may."""
    for path in (paths.intake, paths.case):
        whole = path.read_text()
        secret = json.loads(whole).get("intake_secret") or json.loads(whole)["signing"]
        path.write_text(whole[:kept] + " " + secret)
        refused = refusal(path)
        assert refused.why is Refusal.NOT_KEYS
        assert refused.__context__ is None
        assert secret not in "".join(traceback.TracebackException.from_exception(refused, capture_locals=True).format())


@pytest.mark.parametrize("name", ["form", "authority", "keks", "signing", "audit", "delivery", "intake_secret"])
@pytest.mark.parametrize("wrong", [None, "", 7, [], {}, {"1": "c2hvcnQ="}, "c2hvcnQ=", "not base64!"])
def test_a_part_that_is_wrong_is_refused(paths: key_files.KeyPaths, name: str, wrong: object) -> None:
    path = paths.intake if name == "intake_secret" else paths.case
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: wrong}))

    assert refusal(path).why is Refusal.NOT_KEYS


def test_the_other_file_is_not_mistaken_for_it(paths: key_files.KeyPaths) -> None:
    os.rename(paths.case, paths.intake)  # noqa: PTH104 (one over the other, as a tired person might)

    assert refusal(paths.intake).why is Refusal.NOT_KEYS


def test_keys_are_never_overwritten(paths: key_files.KeyPaths) -> None:
    """Overwriting case.key would close every child's words for ever."""
    before = paths.case.read_text(), paths.intake.read_text()

    for gone in (None, paths.intake, paths.case):
        if gone:
            gone.rename(gone.with_suffix(".away"))
        with pytest.raises(KeyFileRefused) as refused:
            key_files.init(paths.case.parent, AUTHORITY)
        assert refused.value.why is Refusal.ALREADY_THERE
        if gone:
            gone.with_suffix(".away").rename(gone)

    assert (paths.case.read_text(), paths.intake.read_text()) == before


def test_even_a_file_made_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "case.key"
    path.write_text("theirs")

    with pytest.raises(KeyFileRefused):
        secret_files.write_new(path, "ours")

    assert path.read_text() == "theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["case.key"]


def test_a_rotation_cut_short_leaves_the_old_file(paths: key_files.KeyPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    """Power fails when the new file is written but not yet in place."""
    before = paths.case.read_text()
    provider = FileKeyProvider.load(paths.case)

    def power_cut(handle: int) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="the power went"):
        provider.add_kek_version()

    assert paths.case.read_text() == before
    assert provider.current_kek() == FileKeyProvider.load(paths.case).current_kek() == 1


def test_a_rotation_keeps_the_file_to_its_owner_and_follows_a_link(paths: key_files.KeyPaths, tmp_path: Path) -> None:
    link = tmp_path / "link.key"
    link.symlink_to(paths.case)

    FileKeyProvider.load(link).add_kek_version()

    assert link.is_symlink()
    assert FileKeyProvider.load(paths.case).current_kek() == 2
    assert stat.S_IMODE(paths.case.stat().st_mode) == 0o600


def test_status_says_what_there_is_and_no_secret(paths: key_files.KeyPaths, tmp_path: Path) -> None:
    other = key_files.init(tmp_path / "other", AUTHORITY)
    found = key_files.status(paths)

    assert (found.authority, found.current_kek, found.belong_together) == (AUTHORITY, 1, True)
    assert found.delivery == IntakeKeys.load(paths.intake).delivery.id
    assert not key_files.status(key_files.KeyPaths(other.intake, paths.case)).belong_together


def test_a_delivery_key_that_was_moved_or_renamed_does_not_open(paths: key_files.KeyPaths) -> None:
    facts = json.loads(paths.case.read_text())
    facts["delivery"]["id"] = "00000000-0000-4000-8000-000000000000"
    paths.case.write_text(json.dumps(facts))

    with pytest.raises(SealBroken):
        provider_for(str(paths.case)).delivery_key()


def test_intake_key_holds_no_private_half(paths: key_files.KeyPaths) -> None:
    """Whoever takes intake.key can seal and find; they cannot open or sign."""
    assert set(json.loads(paths.intake.read_text())) == {
        "form",
        "authority",
        "blind_index_key",
        "intake_secret",
        "signing_public",
        "delivery",
    }
    assert set(json.loads(paths.intake.read_text())["delivery"]) == {"id", "public"}


def test_two_authorities_share_no_key(paths: key_files.KeyPaths, tmp_path: Path) -> None:
    other = IntakeKeys.load(key_files.init(tmp_path / "other", AUTHORITY).intake)
    one = IntakeKeys.load(paths.intake)

    assert {one.blind_index_key, one.intake_secret, one.signing_public}.isdisjoint(
        {other.blind_index_key, other.intake_secret, other.signing_public}
    )
