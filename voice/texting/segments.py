"""How many texts a text is: 160 characters of the networks' own alphabet in one, 70 of any other (3GPP TS 23.038)."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # two places each
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u2011": "-"}
)
GSM_ONE, GSM_MANY, UCS_ONE, UCS_MANY = 160, 153, 70, 67


@dataclass(frozen=True, slots=True)
class Size:
    """What a text costs: how many texts it is sent as, and in which alphabet."""

    alphabet: str
    places: int
    parts: int


def size_of(words: str) -> Size:
    """How this text is sent."""
    if set(words) <= _BASIC | _EXTENDED:
        places = [2 if each in _EXTENDED else 1 for each in words]
        return Size("GSM-7", sum(places), _parts(places, GSM_ONE, GSM_MANY))
    places = [2 if ord(each) > 0xFFFF else 1 for each in words]
    return Size("UCS-2", sum(places), _parts(places, UCS_ONE, UCS_MANY))


def plain(words: str) -> str:
    """The same with a plain quote for a curly one, where that lets it go in the networks' own alphabet."""
    plainer = words.translate(_PLAIN)
    return plainer if size_of(plainer).alphabet == "GSM-7" else words


def _parts(places: list[int], one: int, many: int) -> int:
    """A character of two places is never cut between two parts."""
    if sum(places) <= one:
        return 1
    parts, left = 1, many
    for each in places:
        if each > left:
            parts, left = parts + 1, many
        left -= each
    return parts
