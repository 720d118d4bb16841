"""`render`, `first page` and `start`: what a page costs to make and to fetch, and how soon there is a service."""

import gzip
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from jinja2 import Environment
from markupsafe import Markup, escape

from bench.figures import Figure, Results, Spread
from bench.prepared import Prepared
from bench.servers import SERVICE, service
from bench.sizes import Sizes
from channels.web import pages
from channels.web.app import STATIC, public
from i18n.languages import LANGUAGES
from tests.world import World
from voice import visiting
from voice.model import Around, Helper
from voice.visiting import Visit

KILOBYTES = 1024


async def render(world: World, sizes: Sizes, results: Results) -> None:
    """The question page in each language, against the same template whose words are not looked up."""
    for tag in LANGUAGES:
        context = await _what_a_question_is_shown_with(world, tag)
        templates = [made.get_template("question.html") for made in (pages.environment(tag), _without_words())]
        taken = [[_microseconds(t.render, context, sizes.renders) for t in templates] for _ in range(sizes.rounds)]
        ours, theirs = (Spread([each[which] for each in taken]) for which in (0, 1))
        results.figures.append(
            Figure(f"render, {tag}", "no gettext", theirs.over(ours), 0.6, ours=ours, theirs=theirs, unit="µs")
        )


async def _what_a_question_is_shown_with(world: World, tag: str) -> dict[str, Any]:
    """The context of the first question, caught on its way from the handler to the template."""
    caught: dict[str, Any] = {}

    def keep(page: pages.Page, _: str, status: int = 200, /, **context: Any) -> Any:
        caught.update(page=page, **context)
        return shown(page, _, status, **context)

    shown, pages.show = pages.show, keep
    try:
        async with _browser(world, await _visit(world, tag)) as browser:
            (await browser.get("/q/1")).raise_for_status()
    finally:
        pages.show = shown
    return caught


def _without_words() -> Environment:
    made = pages.environment.__wrapped__("en")  # not the kept one: its words are taken out
    itself, either = (lambda words: words), (lambda one, many, n: one if n == 1 else many)
    made.install_gettext_callables(itself, either, newstyle=True)  # type: ignore[attr-defined]
    made.globals["vital"] = lambda words, **values: escape(words) % values if values else Markup(words)  # noqa: S704 - our own words
    assert isinstance(made, Environment)
    return made


def _microseconds(render_once: Callable[..., str], context: dict[str, Any], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        render_once(**context)
    return (time.perf_counter() - began) / times * 1e6


async def first_page(world: World, results: Results) -> None:
    """Every byte until a child sees her first page, compressed; then a further page; in the longest language."""
    sizes: dict[str, list[tuple[float, str]]] = {"first": [], "further": [], "scripts": []}
    for tag in LANGUAGES:
        async with _browser(world, await _visit(world, tag)) as browser:
            page = (await browser.get(f"/c/{await world.link()}", params={"lang": tag})).text
            question = (await browser.get("/q/1")).text
        files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
        sizes["first"].append((_compressed(page) + sum(_file(name) for name in files), tag))
        sizes["further"].append((_compressed(question), tag))
        scripts = re.findall(r'<script src="/static/([^"]+)"', question)
        sizes["scripts"].append((float(sum(_file(name) for name in scripts)), tag))
    for name, goal, what in (("first", 14, "first page"), ("further", 4, "a further page"), ("scripts", 5, "scripts")):
        size, tag = max(sizes[name])
        each = ", ".join(f"{tag} {size / KILOBYTES:.2f}" for size, tag in sizes[name])
        unit = f"KB in {tag}, gzip ({each})"
        results.figures.append(Figure(what, f"{goal} KB", Spread([size / KILOBYTES]), goal, False, unit=unit))


async def _visit(world: World, tag: str) -> str:
    token = await visiting.begin(world.public, await world.link(), tag)
    visit: Visit = await visiting.current_visit(world.public, token)
    await visiting.say_who_is_around(world.public, visit, Around.JUST_ME, Helper.NOBODY)
    return token


def _browser(world: World, token: str) -> httpx.AsyncClient:
    application = httpx.ASGITransport(public(world.public))
    return httpx.AsyncClient(transport=application, base_url=world.public.public_url, cookies={"visit": token})


def _file(name: str) -> int:
    return _compressed((STATIC / name).read_text(encoding="utf-8"))


def _compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


def start(prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    """From the command to the first answer, and how long Python alone takes to start."""
    ours, theirs = [], []
    home = prepared.copy(place / "starting")
    for _ in range(sizes.starts):
        with service(home.home, home.database, program=SERVICE) as server:
            ours.append(server.seconds_to_ready)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        theirs.append(time.perf_counter() - began)
    alone = f"; Python alone: {Spread(theirs)} s"
    results.figures.append(Figure("start", "2 s", Spread(ours), 2, False, unit="s", remark=alone))
