"""Asks another implementation of HPKE, in Node, to seal and to open: see peer.mjs."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from hashlib import shake_256
from pathlib import Path
from uuid import UUID

from storage.envelopes import Context, PrivateKey, PublicKey

HERE = Path(__file__).parent
PEERS = {
    "core": "npm @hpke/core 1.9.0 with @hpke/hybridkem-x-wing 0.7.0",
    "noble": "npm hpke 1.1.7 with @panva/hpke-noble 1.0.3",
}


def missing() -> str:
    """Why the peers cannot be asked, or nothing."""
    if shutil.which("node") is None:
        return "node is not installed, so no other implementation was asked"
    if not (HERE / "node_modules").is_dir():
        return "run `npm install` in tests/peers: no other implementation was asked"
    return ""


def from_xwing_seed(seed: bytes, key_id: UUID) -> PrivateKey:
    """X-Wing's 32-byte seed as we store it (draft-connolly-cfrg-xwing-kem, 5.2: expandDecapsulationKey)."""
    return PrivateKey(key_id, shake_256(seed).digest(96))


def peer_seals(peer: str, body: bytes, recipients: list[PublicKey], context: Context) -> bytes:
    """An envelope that the peer made."""
    listed = [{"id": key.id.bytes.hex(), "public": key.raw.hex()} for key in recipients]
    asked = {"do": "seal", "body": body.hex(), "context": context.to_bytes().hex(), "recipients": listed}
    return _ask(peer, asked)


def peer_opens(peer: str, envelope: bytes, key_id: UUID, seed: bytes, context: Context) -> bytes:
    """What the peer finds in an envelope."""
    place = context.to_bytes().hex()
    asked = {"do": "open", "envelope": envelope.hex(), "context": place, "id": key_id.bytes.hex()}
    return _ask(peer, asked | {"seed": seed.hex()})


def peer_seals_hpke(peer: str, plain: bytes, key: PublicKey, info: bytes) -> bytes:
    """What single-shot HPKE gives, by the peer."""
    asked = {"do": "hpke-seal", "public": key.raw.hex(), "info": info.hex(), "plain": plain.hex()}
    return _ask(peer, asked)


def _ask(peer: str, asked: Mapping[str, object]) -> bytes:
    said = subprocess.run(
        ["node", "peer.mjs"],
        input=json.dumps({"with": peer, **asked}),
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    return bytes.fromhex(json.loads(said)["bytes"])
