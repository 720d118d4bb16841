"""`python -m voice recover custodian|make|open`: the keys come back by any two of three custodians."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from storage import recovery
from storage.case_keys import provider_for
from storage.envelopes import PrivateKey
from storage.intake_keys import IntakeKeys
from storage.key_files import CASE, INTAKE, belong_together
from storage.recovery import CUSTODIANS, Lost, Package
from storage.secret_files import one_at_a_time, read_secret, write_new
from voice.commands.asking import usage
from voice.config import Settings, read_settings
from voice.errors import BadSetting, KeyFileRefused, Refusal, SealBroken


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    what = {"custodian": _custodian, "make": _make, "open": _open}[asked.what]
    return what(asked)


def _custodian(asked: argparse.Namespace) -> int:
    """On the custodian's own machine."""
    private, public = recovery.new_custodian()
    write_new(asked.to.with_suffix(".private"), private)
    write_new(asked.to.with_suffix(".public"), public)
    print(f"{asked.to.with_suffix('.private')} is yours alone: on a stick, in a safe, never in a mail")
    print(f"{asked.to.with_suffix('.public')} is for whoever makes the package; it reads")
    print(f"  {recovery.fingerprint(public)}")
    return 0


def _make(asked: argparse.Namespace) -> int:
    settings, custodians = read_settings(), []
    for path in asked.custodian:
        text = path.read_text(encoding="ascii", errors="replace")
        key = recovery.custodian_public(text)
        if key is None:
            raise KeyFileRefused(path, Refusal.NOT_KEYS)
        print(f"{path} reads {recovery.fingerprint(text)}: ask the custodian whether that is hers")
        custodians.append(key)
    if len({(key.id, key.raw) for key in custodians}) != CUSTODIANS:
        raise BadSetting("--custodian", "must be given three times, for three different people")
    lost = Lost(read_secret(Path(settings.intake_keys)), _case_text(settings))
    if not belong_together(IntakeKeys.load(settings.intake_keys), provider_for(settings.keys)):
        raise BadSetting("VOICE_KEYS", "does not belong together with VOICE_INTAKE_KEYS")
    package = recovery.make(lost, IntakeKeys.load(settings.intake_keys).authority, custodians).to_text()
    write_new(asked.to, package)
    print(f"{asked.to} opens with any two of the three, and reads {recovery.fingerprint(package)}")
    print("try it with two of them now, and make it again after each `keys rotate`: it holds the keys of today")
    return 0


def _case_text(settings: Settings) -> str:
    """The text of case.key, from wherever VOICE_KEYS says."""
    scheme, _, rest = settings.keys.partition(":")
    if scheme == "env":
        return os.environ[rest]
    return read_secret(Path(rest.removeprefix("//") if scheme == "file" else settings.keys))


def _open(asked: argparse.Namespace) -> int:
    """Where the service is to be set up again. Nothing is overwritten, and nothing half written."""
    text = asked.package.read_text(encoding="ascii", errors="replace")
    package = Package.from_text(text)
    if package is None:
        raise KeyFileRefused(asked.package, Refusal.NOT_KEYS)
    print(f"{asked.package} reads {recovery.fingerprint(text)}: is that what was written down when it was made?")
    keys = []
    for path in asked.key:
        key = recovery.custodian_private(read_secret(path))
        if key is None:
            raise KeyFileRefused(path, Refusal.NOT_KEYS)
        keys.append(key)
    if len(keys) != 2:
        raise BadSetting("--key", "must be given twice: it takes two of the three custodians")
    lost = _lost(package, keys[0], keys[1], asked.package)
    _write(asked.to, lost)
    return 0


def _lost(package: Package, one: PrivateKey, other: PrivateKey, path: Path) -> Lost:
    try:
        lost = recovery.open_package(package, one, other)
    except SealBroken:
        raise BadSetting("--package", f"{path}, or one of the keys, is not as it was made") from None
    if lost is None:
        raise BadSetting("--key", "these are not two different custodians of this package")
    if lost.whole() is None:
        raise BadSetting("--package", f"{path} holds no whole keys")
    return lost


def _write(folder: Path, lost: Lost) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_at_a_time(folder):
        for name in (INTAKE, CASE):
            if (folder / name).exists():
                raise KeyFileRefused(folder / name, Refusal.ALREADY_THERE)
        write_new(folder / CASE, lost.case)
        write_new(folder / INTAKE, lost.intake)
    print(f"{folder / INTAKE} and {folder / CASE} are back; see python -m voice keys status")


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = usage(
        "recover",
        "Keep the keys with three custodians, any two of whom bring them back.",
        "recover custodian --to anna",
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="custodian | make | open")
    custodian = what.add_parser("custodian", help="a custodian's own pair of keys, on her own machine")
    custodian.add_argument("--to", type=Path, required=True, metavar="NAME", help="writes NAME.private and NAME.public")
    make = what.add_parser("make", help="the package, from the keys of this service")
    make.add_argument("--custodian", type=Path, action="append", required=True, metavar="FILE", help="three times")
    make.add_argument("--to", type=Path, required=True, metavar="FILE", help="where; never overwrites one")
    back = what.add_parser("open", help="both files of keys again, from the package")
    back.add_argument("--package", type=Path, required=True, metavar="FILE")
    back.add_argument("--key", type=Path, action="append", required=True, metavar="FILE", help="twice")
    back.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where; overwrites nothing")
    return parser.parse_args(argv)
