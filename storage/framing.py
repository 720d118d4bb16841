"""Joins pieces so that no two different lists of pieces give the same bytes."""


def framed(*pieces: bytes) -> bytes:
    """Each piece after its own length (four bytes, big-endian): where one ends is never in doubt."""
    return b"".join([len(piece).to_bytes(4, "big") + piece for piece in pieces])
