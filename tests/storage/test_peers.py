"""Two other implementations open what we seal today, and we open what they seal."""

import pytest

from storage.envelopes import new_private_key, open_envelope, seal
from tests.peers import PEERS, from_xwing_seed, missing, peer_opens, peer_seals
from tests.storage.places import AMARA, HERE, WORDS

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

SEED = bytes(range(32))
SAM, PRIYA = from_xwing_seed(SEED, AMARA), new_private_key()
BODIES = {"words": WORDS, "nothing": b"", "a full bucket": b"a" * 4096, "long": b"\x80" * 70_000}


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_they_open_ours_and_we_open_theirs(peer: str, body: bytes) -> None:
    recipients = [PRIYA.public(), SAM.public()]

    assert peer_opens(peer, seal(body, recipients, HERE), SAM.id, SEED, HERE) == body
    assert open_envelope(peer_seals(peer, body, recipients, HERE), PRIYA, HERE) == body
