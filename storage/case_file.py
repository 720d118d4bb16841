"""The contents of case.key: what opens, what signs. Only the staff process and the worker come near it."""

from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from storage.envelopes import Context, PrivateKey
from storage.locking import new_key, unwrap, wrap
from storage.secret_files import from_text, hidden, shown, to_text

FORM = "voice/case.key/1"


@dataclass(frozen=True, slots=True, repr=False)
class WrappedDelivery:
    """The delivery key pair's private half, under the newest KEK."""

    id: UUID
    wrapped: bytes


@dataclass(frozen=True, slots=True, repr=False)
class CaseKeys:
    """Every version of the KEK (the highest is the current one), and the signing, audit and delivery keys."""

    authority: UUID
    keks: dict[int, bytes]
    signing: bytes
    audit: bytes
    delivery: WrappedDelivery

    def __repr__(self) -> str:
        return f"CaseKeys(versions={sorted(self.keks)})"

    @property
    def newest(self) -> int:
        """The version that new keys are wrapped under."""
        return max(self.keks)

    def delivery_key(self) -> PrivateKey:
        """The private half, which the worker needs. Raises SealBroken."""
        kept = self.delivery
        seed = unwrap_seed(kept.wrapped, self.keks[self.newest], kept.id, self._delivery_place(kept.id))
        return PrivateKey(kept.id, seed)

    def with_delivery(self, key: PrivateKey) -> Self:
        """The same keys with this delivery key, under the newest KEK."""
        wrapped = wrap_seed(key, self.keks[self.newest], self._delivery_place(key.id))
        return replace(self, delivery=WrappedDelivery(key.id, wrapped))

    def with_new_kek(self) -> Self:
        """The same keys and one more version, which the delivery key moves to at once."""
        newer = replace(self, keks={**self.keks, self.newest + 1: new_key()})
        return newer.with_delivery(self.delivery_key())

    def to_text(self) -> str:
        """The text of case.key."""
        return to_text(
            {
                "form": FORM,
                "authority": str(self.authority),
                "keks": {str(version): shown(kek) for version, kek in sorted(self.keks.items())},
                "signing": shown(self.signing),
                "audit": shown(self.audit),
                "delivery": {"id": str(self.delivery.id), "wrapped": shown(self.delivery.wrapped)},
            }
        )

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """The keys in the text of a case.key, or None where they are not whole."""
        facts = from_text(text, FORM)
        try:
            return cls._from_facts(facts) if facts else None
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    @classmethod
    def _from_facts(cls, facts: dict[str, Any]) -> Self:
        keks = {int(version): hidden(kek, 32) for version, kek in facts["keks"].items()}
        if not keks or min(keks) < 1:
            raise ValueError("no version of the KEK")
        delivery = WrappedDelivery(UUID(facts["delivery"]["id"]), hidden(facts["delivery"]["wrapped"]))
        authority, signing, audit = facts["authority"], facts["signing"], facts["audit"]
        return cls(UUID(authority), keks, hidden(signing, 32), hidden(audit, 32), delivery)

    def _delivery_place(self, key_id: UUID) -> Context:
        return Context(self.authority, self.authority, "delivery", key_id)


def wrap_seed(key: PrivateKey, kek: bytes, place: Context) -> bytes:
    """A private key under a KEK, bound to its place and to its own id."""
    return wrap(key.seed, kek, place, also=key.id.bytes)


def unwrap_seed(wrapped: bytes, kek: bytes, key_id: UUID, place: Context) -> bytes:
    """The seed again. Raises SealBroken."""
    return unwrap(wrapped, kek, place, also=key_id.bytes)
