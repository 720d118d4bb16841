"""Sends recordings as tus has it, one request at a time."""

import base64
import hashlib
from collections.abc import AsyncIterator, Mapping

import httpx

from tests.web.browser import LIKE_OURS, Browser

BODY = {"content-type": "application/offset+octet-stream"}


class Phone:
    """A browser that records."""

    def __init__(self, browser: Browser, csrf: str) -> None:
        self.browser = browser
        self.headers = {**LIKE_OURS, "tus-resumable": "1.0.0", "x-csrf": csrf}

    async def ask(
        self, method: str, address: str, more: Mapping[str, str] | None = None, body: bytes | AsyncIterator[bytes] = b""
    ) -> httpx.Response:
        headers = {name: value for name, value in {**self.headers, **(more or {})}.items() if value}
        return await self.browser.http.request(method, address, headers=headers, content=body)

    async def create(self, length: int | None, question: str = "worries", kind: str = "video/webm") -> httpx.Response:
        size = {"upload-defer-length": "1"} if length is None else {"upload-length": str(length)}
        return await self.ask("POST", "/media/uploads", {**size, "upload-metadata": metadata(question, kind)})

    async def begin(self, length: int | None, question: str = "worries") -> str:
        """The address of a new recording."""
        made = await self.create(length, question)
        assert made.status_code == 201, made.status_code
        return str(made.headers["location"])

    async def add(
        self, address: str, offset: int, body: bytes | AsyncIterator[bytes], more: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return await self.ask("PATCH", address, {**BODY, "upload-offset": str(offset), **(more or {})}, body)

    async def look(self, address: str) -> httpx.Response:
        return await self.ask("HEAD", address)


def metadata(question: str, kind: str) -> str:
    encoded = {
        name: base64.b64encode(value.encode()).decode() for name, value in (("question", question), ("filetype", kind))
    }
    return ",".join(f"{name} {value}" for name, value in encoded.items()) + f",filename {encoded['filetype']}"


def checksum(body: bytes, algorithm: str = "sha256") -> dict[str, str]:
    digest = base64.b64encode(hashlib.new(algorithm, body).digest()).decode()
    return {"upload-checksum": f"{algorithm} {digest}"}
