"""When both files of keys are lost, any two of three custodians bring them back, and nobody does alone."""

import json
from base64 import b64decode, b64encode
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from storage import recovery
from storage.envelopes import PrivateKey, new_private_key, open_envelope, recipients_of
from storage.recovery import Package
from tests.commands.conftest import Place, empty, made, place
from voice.errors import SealBroken

__all__ = ["empty", "made", "place"]  # fixtures

VECTOR: dict[str, Any] = json.loads((Path(__file__).parent.parent / "vectors" / "recovery_1.json").read_text())


def read_package(text: str = VECTOR["package"]) -> Package:
    package = Package.from_text(text)
    assert package
    return package


@pytest.fixture
def keys() -> list[PrivateKey]:
    """The three custodians, in the order in which the package names them."""
    found = [recovery.custodian_private(each["private"]) for each in VECTOR["custodians"]]
    return [key for key in found if key]


@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_any_two_open_what_version_1_made(keys: list[PrivateKey], pair: tuple[int, int]) -> None:
    """The vector is kept for ever: a package in a safe may be opened in thirty years."""
    lost = recovery.open_package(read_package(), keys[pair[0]], keys[pair[1]])

    assert lost == recovery.Lost(VECTOR["intake"], VECTOR["case"])
    assert lost.whole()
    assert "keks" not in repr(lost)


def test_nobody_opens_it_alone(keys: list[PrivateKey]) -> None:
    """Not with her key twice, and not layer by layer: what is under hers is for another."""
    package = read_package()
    for key in keys:
        assert recovery.open_package(package, key, key) is None
    for (outer, inner), sealed in package.pairs.items():
        assert recipients_of(sealed) == (outer,)
        (mine,) = [key for key in keys if key.id == outer]
        under = open_envelope(sealed, mine, recovery._place(package.authority, outer, inner, "outer"))
        assert recipients_of(under) == (inner,)
        for key in keys:
            if key.id != inner:
                with pytest.raises(SealBroken):
                    open_envelope(
                        under, PrivateKey(inner, key.seed), recovery._place(package.authority, outer, inner, "inner")
                    )


def test_strangers_open_nothing(keys: list[PrivateKey]) -> None:
    """Whoever is no custodian, also under a custodian's name."""
    stranger = new_private_key()

    assert recovery.open_package(read_package(), keys[0], stranger) is None
    with pytest.raises(SealBroken):
        recovery.open_package(read_package(), keys[0], PrivateKey(keys[1].id, stranger.seed))


@pytest.mark.parametrize("at", [10, 600, 1400, 3000, -1])
def test_a_package_that_was_changed_opens_nothing(keys: list[PrivateKey], at: int) -> None:
    facts = json.loads(VECTOR["package"])
    for pair in facts["pairs"]:
        sealed = bytearray(b64decode(pair["sealed"]))
        sealed[at] ^= 1
        pair["sealed"] = b64encode(bytes(sealed)).decode()

    for one, other in permutations(keys, 2):
        with pytest.raises(SealBroken):
            recovery.open_package(read_package(json.dumps(facts)), one, other)


def test_a_layer_serves_no_other_pair(keys: list[PrivateKey]) -> None:
    """One pair's part in another's place, and a package under another authority's name."""
    facts = json.loads(VECTOR["package"])
    facts["pairs"][0]["sealed"], facts["pairs"][1]["sealed"] = (facts["pairs"][n]["sealed"] for n in (1, 0))
    moved = json.loads(VECTOR["package"])
    moved["authority"] = "00000000-0000-4000-8000-000000000000"

    for changed in (facts, moved):
        with pytest.raises(SealBroken):
            recovery.open_package(read_package(json.dumps(changed)), keys[0], keys[1])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": "voice/recovery/1"}', VECTOR["package"][:-20], "\x00"])
def test_what_is_no_package_is_none(text: str) -> None:
    assert Package.from_text(text) is None


def test_three_different_people() -> None:
    one, two = (recovery.custodian_public(each["public"]) for each in VECTOR["custodians"][:2])
    assert one
    assert two

    with pytest.raises(ValueError, match="three different"):
        recovery.make(recovery.Lost("", ""), one.id, [one, two, one])


def test_from_custodians_to_keys_again(place: Place, tmp_path: Path) -> None:
    """As docs/running.md tells it; what comes back is what was lost, byte for byte, and nothing is ever shown."""
    said = ""
    for name in ("anna", "chidi", "mei"):
        said += place.voice(f"recover custodian --to {tmp_path / name}").stdout
    three = " ".join(f"--custodian {tmp_path / name}.public" for name in ("anna", "chidi", "mei"))
    said += place.voice(f"recover make {three} --to {tmp_path / 'package'}").stdout
    two = f"--key {tmp_path / 'mei'}.private --key {tmp_path / 'anna'}.private"
    said += place.voice(f"recover open --package {tmp_path / 'package'} {two} --to {tmp_path / 'back'}").stdout

    for key in ("intake.key", "case.key"):
        assert (tmp_path / "back" / key).read_text() == (place.home / key).read_text()
        assert (tmp_path / "back" / key).stat().st_mode & 0o077 == 0
        assert not any(len(each) > 40 and each in said for each in (place.home / key).read_text().split('"'))
    again = f"recover open --package {tmp_path / 'package'} {two} --to {tmp_path / 'back'}"
    assert "already there" in place.refused(again)
    alone = f"--key {tmp_path / 'mei'}.private --key {tmp_path / 'mei'}.private"
    only_one = f"recover open --package {tmp_path / 'package'} {alone} --to {tmp_path / 'not'}"
    assert "not two different custodians" in place.refused(only_one)
    assert "three different people" in place.refused(
        f"recover make {three.replace('mei', 'anna')} --to {tmp_path / 'other'}"
    )
    assert not (tmp_path / "not").exists()
