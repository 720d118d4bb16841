"""Kinder words are suggested where they are met, whole and once, from a list that anybody may edit (R102)."""

import pytest

from accessibility.kinder import FILE, kinder_words, read


def test_words_are_met_whole() -> None:
    """However they are written, the longest first, each once, in the order in which they were written."""
    found = kinder_words("Your  CARE plan says contact. The Care Plan, contacted, non-contact, placement’s", "Contact")

    assert [(each.written, each.say) for each in found] == [
        ("CARE plan", "the plan for you"),
        ("contact", "seeing your family"),
    ]


def test_plain_words_need_no_other() -> None:
    assert kinder_words("I will come and see you on Monday.", "", "أراك يوم الاثنين") == []


def test_our_own_list_can_be_read() -> None:
    """And none of what it says is itself on the list."""
    kinder = read(FILE.read_text(encoding="utf-8"))

    assert len(kinder) > 60
    assert [say for say in kinder.values() if kinder_words(say)] == []


@pytest.mark.parametrize(
    "broken",
    ["contact: family", "- say: x", "- {say: x, for: y}", "- {say: '', for: [a]}", "- {say: x, for: [1]}", "- a", "7"],
)
def test_a_broken_list_is_refused(broken: str) -> None:
    """Which entry is broken is said; an empty list is a list."""
    with pytest.raises(ValueError, match="entry 1"):
        read(broken)
    assert read("") == {}
