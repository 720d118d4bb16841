"""Who translated a clip and who checked the translation: by name, register and number (R26, R86)."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from voice.errors import VoiceError

# Those who register sign language translators in the United Kingdom. Confirm with them before a service goes live.
REGISTERS = ("NRCPD", "RBSLI", "SRLPDC")
LONGEST_NAME = 100

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/ -]{1,19}")


class BadCredits(VoiceError):
    """Not enough to say who stands for a clip (code): name, register, number, same."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    register: str
    number: str

    @property
    def whole(self) -> bool:
        return bool(self.name and self.register in REGISTERS and _NUMBER.fullmatch(self.number))


@dataclass(frozen=True, slots=True)
class Credits:
    """Both, and how the signing is of a place: signs differ from region to region (R93)."""

    translator: Signer
    checker: Signer
    region: str = ""

    def check(self) -> None:
        """Raises BadCredits. Two people stand for a clip: one alone does not notice what they did not mean."""
        for signer in (self.translator, self.checker):
            if not signer.name or len(signer.name) > LONGEST_NAME or len(self.region) > LONGEST_NAME:
                raise BadCredits("name")
            if signer.register not in REGISTERS:
                raise BadCredits("register")
            if not _NUMBER.fullmatch(signer.number):
                raise BadCredits("number")
        one, other = self.translator, self.checker
        if one.name.casefold() == other.name.casefold() or (one.register, one.number) == (other.register, other.number):
            raise BadCredits("same")

    @property
    def facts(self) -> dict[str, object]:
        return asdict(self)


def credits_of(facts: Mapping[str, object]) -> Credits:
    """As the register keeps them."""
    translator, checker = (_signer(facts.get(role)) for role in ("translator", "checker"))
    return Credits(translator, checker, str(facts.get("region", "")))


def _signer(facts: object) -> Signer:
    said = facts if isinstance(facts, Mapping) else {}
    return Signer(*(str(said.get(name, "")) for name in ("name", "register", "number")))
