"""One form for the forms of a word, near enough to compare two of them."""

_DOUBLES = frozenset("bdfglmnprt")


def stem(word: str) -> str:
    """Listens, listened and listening are one word."""
    if "\u0621" <= word[0] <= "\u064a":
        return _arabic(word)
    word = word.removesuffix("s") if word.endswith("ings") else word
    if word.endswith(("ies", "ys")) and len(word) > 4:
        return word.removesuffix("ies").removesuffix("ys") + "y"
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            root = word.removesuffix(end)
            doubled = root[-1] == root[-2] and root[-1] in _DOUBLES
            return root[:-1] if doubled else root.removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word


def _arabic(word: str) -> str:
    """Without “and”, “by”, “the” before it, and what ends a noun: three letters of it stay at least."""
    for before in ("و", "بال", "ال", "لل", "ب"):
        if word.startswith(before) and len(word) - len(before) >= 3:
            word = word.removeprefix(before)
    for after in ("اء", "ء", "ا", "ه", "ي"):
        if word.endswith(after) and len(word) - len(after) >= 2 and len(word) > 3 - (after == "ا"):
            return word.removesuffix(after)
    return word
