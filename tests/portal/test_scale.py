"""Where a child put herself between 0 and 10: the figure stands under its bar, whichever way her language runs."""

import re

import pytest
from starlette.requests import Request

from channels.portal.pages import templates
from channels.portal.statement import Shown


@pytest.mark.parametrize("at", [0, 7, 10])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_figure_is_in_the_column_of_its_bar(at: int, direction: str) -> None:
    parts = templates.env.get_template("parts.html").make_module({"request": Request({"type": "http"})})
    given = Shown("How was it?", "ar", direction, "answered", [], "", at, "Bad", "Good", [], [], "week")

    html = str(getattr(parts, "answer")(given))  # noqa: B009 - a macro

    bars, figures = (re.findall(r"<i.*?</i>", row) for row in re.findall(r'class="scale[^>]*>(.*?)</(?:div|p)>', html))
    assert len(bars) == len(figures) == 11
    assert ['class="at"' in bar for bar in bars] == [str(at) in figure for figure in figures]
    assert bars.index('<i class="at"></i>') == at
