"""Writes tests/vectors/hpke_peers.json, after `npm install` here: `python -m tests.peers.make_vectors`.

The keys in it are for tests alone. Only make it again for a new version of the envelope: the old one is
kept, because what it shows is that envelopes made elsewhere, years ago, still open.
"""

import json
from pathlib import Path
from uuid import UUID

from storage.envelopes import SUITE, Context
from tests.peers import PEERS, from_xwing_seed, peer_seals, peer_seals_hpke

WHERE = Path(__file__).parent.parent / "vectors" / "hpke_peers.json"
SEED, KEY_ID = bytes(range(32)), UUID("0d000000-0000-4000-8000-000000000001")
OTHER_SEED, OTHER_ID = bytes(range(32, 64)), UUID("0d000000-0000-4000-8000-000000000002")
WORDS = "I want to see my nan. \N{CRYING FACE} أريد أن أرى جدتي".encode()
PLACE = Context(UUID(int=1), UUID(int=2), "statement", UUID(int=3))


def vectors() -> dict[str, object]:
    """Everything the file says."""
    key, other = (from_xwing_seed(*pair).public() for pair in ((SEED, KEY_ID), (OTHER_SEED, OTHER_ID)))
    hpke = [
        {
            "by": by,
            "info": info.hex(),
            "plain": plain.hex(),
            "sealed": peer_seals_hpke(peer, plain, key, info).hex(),
        }
        for peer, by in PEERS.items()
        for info, plain in ((b"", b""), (b"info", b"plain"), (PLACE.to_bytes(), WORDS))
    ]
    envelopes = [
        {"by": by, "body": WORDS.hex(), "envelope": peer_seals(peer, WORDS, [other, key], PLACE).hex()}
        for peer, by in PEERS.items()
    ]
    return {
        "how": "python -m tests.peers.make_vectors: sealed by the libraries named, not ours. Test keys only.",
        "suite": SUITE,
        "xwing_seed": SEED.hex(),
        "key_id": str(KEY_ID),
        "public": key.raw.hex(),
        "hpke": hpke,
        "envelopes": envelopes,
    }


if __name__ == "__main__":
    WHERE.write_text(json.dumps(vectors(), indent=1) + "\n")
