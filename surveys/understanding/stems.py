"""One form for the forms of a word, near enough to compare two of them."""

_DOUBLES = frozenset("bdfglmnprt")


def stem(word: str) -> str:
    """Listens, listened and listening are one word."""
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            root = word.removesuffix(end)
            doubled = root[-1] == root[-2] and root[-1] in _DOUBLES
            return root[:-1] if doubled else root.removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word
