"""What brings the keys back when both files are lost: a package that any two of three custodians open together.

Both files of keys, the intake secret and the blind-index key in them, are sealed for each pair of custodians: to the
second of the pair, and what comes out of that to the first. It is the same envelope as everywhere (no new mathematics),
bound to the authority and to the pair, so that no layer of one pair serves another. One custodian alone opens nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Self
from uuid import UUID

from storage.case_file import CaseKeys
from storage.envelopes import Context, PrivateKey, PublicKey, new_private_key, open_envelope, seal
from storage.intake_keys import IntakeKeys
from storage.secret_files import from_text, hidden, shown, to_text

CUSTODIANS = 3
PACKAGE, PRIVATE, PUBLIC = "voice/recovery/1", "voice/custodian-private/1", "voice/custodian-public/1"

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Lost:
    """The texts of the two files of keys."""

    intake: str = field(repr=False)
    case: str = field(repr=False)

    def whole(self) -> tuple[IntakeKeys, CaseKeys] | None:
        """Both as keys, or None where either is not."""
        intake, case = IntakeKeys.from_text(self.intake), CaseKeys.from_text(self.case)
        return (intake, case) if intake and case and intake.authority == case.authority else None


@dataclass(frozen=True, slots=True)
class Package:
    """What may lie anywhere: it says whose it is and which custodians it is for, and nothing else."""

    authority: UUID
    pairs: dict[Pair, bytes] = field(repr=False)

    def to_text(self) -> str:
        pairs = [{"of": [str(one) for one in pair], "sealed": shown(sealed)} for pair, sealed in self.pairs.items()]
        return to_text({"form": PACKAGE, "authority": str(self.authority), "pairs": pairs})

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """The package in a text, or None where it is not whole."""
        facts = from_text(text, PACKAGE)
        try:
            return cls(UUID(facts["authority"]), dict(_pairs(facts))) if facts else None
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def make(lost: Lost, authority: UUID, custodians: Sequence[PublicKey]) -> Package:
    """Sealed for each pair of three different custodians."""
    if len({key.id for key in custodians}) != CUSTODIANS or len({key.raw for key in custodians}) != CUSTODIANS:
        raise ValueError("three different custodians")
    body = json.dumps({"intake": lost.intake, "case": lost.case}).encode()
    pairs: dict[Pair, bytes] = {}
    for outer, inner in combinations(custodians, 2):
        once = seal(body, [inner], _place(authority, outer.id, inner.id, "inner"))
        pairs[outer.id, inner.id] = seal(once, [outer], _place(authority, outer.id, inner.id, "outer"))
    return Package(authority, pairs)


def open_package(package: Package, one: PrivateKey, other: PrivateKey) -> Lost | None:
    """What two custodians bring back together, in whatever order they came; None where they are not two of them.

    Raises SealBroken for a package, or a key, that is not as it was.
    """
    for outer, inner in ((one, other), (other, one)):
        sealed = package.pairs.get((outer.id, inner.id))
        if sealed is not None and outer.id != inner.id:
            once = open_envelope(sealed, outer, _place(package.authority, outer.id, inner.id, "outer"))
            body = open_envelope(once, inner, _place(package.authority, outer.id, inner.id, "inner"))
            return Lost(**json.loads(body))
    return None


def new_custodian() -> tuple[str, str]:
    """The texts of a new custodian's two files: what she keeps, and what she gives away."""
    key = new_private_key()
    private = to_text({"form": PRIVATE, "id": str(key.id), "seed": shown(key.seed)})
    return private, to_text({"form": PUBLIC, "id": str(key.id), "public": shown(key.public().raw)})


def custodian_private(text: str) -> PrivateKey | None:
    facts = from_text(text, PRIVATE)
    try:
        return PrivateKey(UUID(facts["id"]), hidden(facts["seed"])) if facts else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def custodian_public(text: str) -> PublicKey | None:
    facts = from_text(text, PUBLIC)
    try:
        return PublicKey(UUID(facts["id"]), hidden(facts["public"])) if facts else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def fingerprint(text: str) -> str:
    """Something to read out on the telephone: whether what arrived is what was sent."""
    found = hashlib.sha256(text.encode()).hexdigest()[:32]
    return " ".join(found[at : at + 4] for at in range(0, len(found), 4))


def _pairs(facts: dict[str, Any]) -> Iterator[tuple[Pair, bytes]]:
    for pair in facts["pairs"]:
        outer, inner = pair["of"]
        yield (UUID(outer), UUID(inner)), hidden(pair["sealed"])


def _place(authority: UUID, outer: UUID, inner: UUID, layer: str) -> Context:
    return Context(authority, outer, f"recovery.{layer}", inner)
