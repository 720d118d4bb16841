"""The living page of the look shows everything, to nobody but those who try the demonstration."""

import re
from dataclasses import replace

import pytest

from channels.web import design
from channels.web.app import public
from channels.web.pages import environment
from surveys.loading import every_kind, library
from tests.web.browser import Browser
from tests.world import World

SAMPLES = [each.id for survey in (library()["about_me_8_11"], every_kind()) for each in survey.questions]


@pytest.mark.parametrize("theme", design.CHOICES["theme"])
async def test_every_kind_is_there_in_every_state(amara: Browser, theme: str) -> None:
    """Empty, filled in, and sent back to her: made of the templates that children see."""
    for sample in SAMPLES:
        for state in design.STATES:
            page = await amara.open(f"/design/{sample}?state={state}&theme={theme}&mode=dark")
            assert page.status_code == 200, (sample, state)
            assert f'data-theme="{theme}" data-mode="dark"' in page.text
            assert ("Please look again" in page.text) == (state == "wrong")
            assert 'id="answer"' in page.text, "what is said to be wrong leads nowhere"


@pytest.mark.parametrize("name", design.PAGES)
async def test_every_end_is_there(amara: Browser, name: str) -> None:
    """Sent, expired, busy and the others, which nobody meets on purpose; the page of pieces leads to each."""
    page = await amara.open(f"/design/pages/{name}?theme=younger&mode=dark")

    assert page.status_code == 200
    assert 'data-theme="younger" data-mode="dark"' in page.text
    assert f'href="/design/pages/{name}?' in (await amara.open("/design")).text


async def test_everything_at_a_glance(amara: Browser) -> None:
    """Every picture with its name, and once more without any word."""
    page = (await amara.open("/design")).text
    wordless = (await amara.open("/design?only=pictures")).text
    names = every_picture()

    assert [name for name in names if f">{name}</span>" not in page] == []
    assert wordless.count('<svg class="pic') == len(names) > 60
    assert "microphone" not in re.sub(r"<[^>]*>", "", wordless)


@pytest.mark.parametrize(
    "address", ["/design", "/design/houses", "/design/pages/sent", "/design?only=pictures", "/?lang=en-XA"]
)
async def test_a_real_child_never_meets_it(world: World, address: str) -> None:
    """Outside of the demonstration it is not there, nor are the languages that nobody speaks."""
    real = Browser(public(replace(world.public, demo=False)))

    page = await real.open(address)

    assert page.status_code == (200 if "lang" in address else 404)
    assert 'lang="en-GB"' in page.text


async def test_an_unknown_question_is_not_here(amara: Browser) -> None:
    assert (await amara.open("/design/nothing")).status_code == 404
    assert (await amara.open("/design/pages/nothing")).status_code == 404


def test_every_picture_a_survey_names_is_drawn() -> None:
    """A name nobody drew shows nothing, and nobody would notice."""
    surveys = [*library().values(), every_kind()]
    asked = {q.picture for survey in surveys for q in survey.questions}
    asked |= {c.picture for survey in surveys for q in survey.questions for c in (*q.choices, *q.rows)}

    assert {name for name in asked if name} - set(every_picture()) == set()


def every_picture() -> list[str]:
    pictures = environment("en").get_template("pictures.html").module
    return list(pictures.every)  # type: ignore[attr-defined]
