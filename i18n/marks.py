"""Marks for words that are translated later than they are written, and one way to tidy them."""


def N_(words: str) -> str:
    """Mark words for the catalogues without translating them here. Extractors know it by this name."""
    return words


def tidy(words: str) -> str:
    """One line, single spaces: how words are folded in a file must not make them another message."""
    return " ".join(words.split())
