"""When something is wrong with a request or with us: a kind page, the right status, and no trace of what she typed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from urllib.parse import quote_plus

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from channels.web import bodies
from channels.web.app import public
from channels.web.bodies import LARGEST_BODY
from channels.web.headers import ALWAYS
from storage.errors import StoreBusy
from storage.store import Store
from tests.web.browser import FORM_TYPE, LIKE_OURS, Browser, went
from tests.world import World
from voice import answering


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "", "application/x-www-form-urlencodedx"],
)
async def test_another_kind_of_body_is_refused(visiting: Browser, kind: str) -> None:
    """JSON, files and plain text are no answers: 415, on our own page."""
    await visiting.open("/q/6")

    response = await visiting.send_raw("/q/6", f"csrf={visiting.token}&words=hamster".encode(), kind)

    assert response.status_code == 415
    assert_kind(response)


async def test_a_file_that_is_none_is_refused(visiting: Browser) -> None:
    """Where a file may be chosen, a form that is not put together as a browser does is 400, on our own page."""
    await visiting.open("/q/6")

    response = await visiting.send_raw("/q/6", b"words=hamster", "multipart/form-data; boundary=x")

    assert response.status_code == 400
    assert "</html>" in response.text
    assert "hamster" not in response.text


async def test_a_body_without_end_is_refused(visiting: Browser) -> None:
    """More than half a megabyte: 413, whether it says its length or not, on our own page."""
    huge = b"words=" + b"a" * LARGEST_BODY

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(huge), 65536):
            yield huge[start : start + 65536]

    told = await visiting.send_raw("/q/6", huge)
    untold = await visiting.http.post(
        "/q/6", content=in_pieces(), headers={**LIKE_OURS, "content-type": "application/x-www-form-urlencoded"}
    )

    for response in (told, untold):
        assert response.status_code == 413
        assert "That was too big to send" in response.text
        assert_kind(response)


def assert_kind(response: httpx.Response, language: str = "en-GB") -> None:
    """Our own page, in the reader's language, with every header, and no trace of the machine."""
    assert f'<html lang="{language}"' in response.text
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert response.headers["cache-control"] == "no-store"
    assert "Traceback" not in response.text
    assert 'href="/help"' in response.text


async def test_problems_are_told_in_the_language_of_the_visit(
    visiting: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """She chose Arabic on our page while her phone speaks English: what goes wrong is told in Arabic too."""
    await visiting.fill("/look", lang="ar", theme_mode="dark", size="largest", spacing="wide")
    words = quote_plus("my hamster Biscuit")

    problems = {
        404: await visiting.open("/nothing"),
        405: await visiting.http.delete("/q/1"),
        403: await visiting.send_raw("/q/6", f"csrf=x&words={words}".encode()),
        415: await visiting.send_raw("/q/6", b'{"words": "Biscuit"}', "application/json"),
        400: await visiting.send_raw("/q/6", b"words=Biscuit%FF"),
        413: await visiting.send_raw("/q/6", b"words=Biscuit" + b"a" * LARGEST_BODY),
    }

    for status, page in problems.items():
        assert page.status_code == status
        assert_kind(page, "ar")
        assert 'data-size="largest"' in page.text
        assert "Biscuit" not in page.text + str(page.headers)
    assert "Biscuit" not in caplog.text


async def test_our_own_fault_is_told_kindly_and_quotes_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error nobody foresaw: 500 with our own page and headers, without her words in it or in any log."""
    caplog.set_level(logging.INFO)
    amara = Browser(public(world.public), forgiving=True)
    await amara.begin(await world.link())

    async def breaks(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(answering, "record_answer", breaks)
    response = await amara.answer(6, words="my hamster Biscuit")

    assert response.status_code == 500
    assert_kind(response)
    assert "Biscuit" not in response.text + str(response.headers) + caplog.text


async def test_a_busy_database_is_told_kindly(visiting: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing can be kept she is told to wait, not that it worked; a changed page too often is told as well."""
    await visiting.open("/q/6")

    async def busy(*_: object) -> bool:
        raise StoreBusy("locked")

    async def lost(*_: object) -> bool:
        return False

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", busy)
        locked = await visiting.press(words="hamster", do="next")
        patched.setattr(Store, "write", lost)
        changed = await visiting.press(words="hamster", do="next")

    assert (locked.status_code, locked.headers["retry-after"], changed.status_code) == (503, "5", 409)
    assert_kind(locked)
    assert_kind(changed)
    assert went(await visiting.press(words="hamster", do="next")) == "/q/7"


async def test_nothing_she_types_goes_into_an_address_or_a_log(
    visiting: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """Not the words, not the choices: history, proxies and logs have numbers of pages alone."""
    caplog.set_level(logging.INFO)

    seen = [await visiting.answer(6, words="Biscuit"), await visiting.answer(8, "not_always")]
    seen.append(await visiting.fill("/safe", reach="Biscuit", must_not_know="Biscuit", about_staff="no"))
    seen.append(await visiting.fill("/parents", parents="please_dont", which="Biscuit"))

    assert [went(each) for each in seen] == ["/q/7", "/safe", "/q/1", "/keep"]
    assert "Biscuit" not in caplog.text
    assert "not_always" not in caplog.text


async def test_a_form_that_never_ends_is_told_so(
    visiting: Browser, app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that drips or stops holds nothing for long, and whoever has a weak signal gets a kind page."""
    monkeypatch.setattr(bodies, "LONGEST_WAIT", 0.05)
    await visiting.open("/q/6")
    cookie = "; ".join(f"{name}={value}" for name, value in visiting.http.cookies.items())
    headers = [(b"host", b"voice.test"), (b"cookie", cookie.encode()), (b"content-type", FORM_TYPE.encode())]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/q/6",
        "raw_path": b"/q/6",
        "query_string": b"",
        "headers": headers,
    }
    said: list[Message] = []
    pieces: list[Message] = [{"type": "http.request", "body": b"words=I", "more_body": True}]

    async def receive() -> Message:
        if not pieces:
            await asyncio.Event().wait()
        return pieces.pop()

    async def send(message: Message) -> None:
        said.append(message)

    whole = {**scope, "http_version": "1.1", "scheme": "http", "server": ("voice.test", 80), "client": ("127.0.0.1", 1)}
    await asyncio.wait_for(app({**whole, "root_path": "", "asgi": {"version": "3.0"}}, receive, send), 5)

    assert said[0]["status"] == 408
    assert b"That took too long to arrive" in b"".join(part.get("body", b"") for part in said[1:])
