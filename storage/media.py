"""Where the sealed pieces of recordings lie: a folder or any S3-compatible store, by one library (obstore).

Names are random and written once, so no server's way with create-only puts matters. What `put` has returned from
outlasts a power cut: in a folder the file and its name are synced, an S3 store answers when it has the piece.
"""

import asyncio
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from storage.errors import StoreAway

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

# A child waits meanwhile, with the recording safe on her phone: better told to wait than left for minutes.
CONNECTS_WITHIN, ANSWERS_WITHIN = timedelta(seconds=5), timedelta(seconds=20)
TRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=30)}


class MediaStore:
    """Pieces by name. What children said is sealed before it comes here; what we say to everybody need not be."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    async def put(self, name: str, piece: bytes) -> None:
        """Keep a piece, durably. Raises StoreAway."""
        try:
            await obstore.put_async(self._store, name, piece, use_multipart=False)
        except BaseError:
            raise StoreAway from None
        if self._folder:
            await asyncio.to_thread(_sync, self._folder / name)

    async def get(self, name: str) -> bytes:
        """A piece as it was put. Raises StoreAway, also where there is none."""
        try:
            found = await obstore.get_async(self._store, name)
            return bytes(await found.bytes_async())
        except (BaseError, FileNotFoundError):
            raise StoreAway from None

    async def part(self, name: str, first: int, until: int) -> bytes:
        """The bytes from `first` up to `until`. Raises StoreAway, also where there is none."""
        try:
            return bytes(await obstore.get_range_async(self._store, name, start=first, end=until))
        except (BaseError, FileNotFoundError):
            raise StoreAway from None

    async def remove(self, names: Sequence[str]) -> None:
        """Remove pieces; one that is gone already is no fault. Raises StoreAway."""
        for name in names:
            try:
                await obstore.delete_async(self._store, name)
            except FileNotFoundError:
                continue
            except BaseError:
                raise StoreAway from None


def open_media(url: str) -> MediaStore:
    """The store at this address: `file:/path`, or `s3://bucket/…` with AWS's own settings in the environment."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        beside_us = parts.scheme == "s3"
        options: ClientConfig = {
            "allow_http": beside_us,
            "connect_timeout": CONNECTS_WITHIN,
            "timeout": ANSWERS_WITHIN,
        }
        return MediaStore(from_url(url, client_options=options, retry_config=TRIES))
    folder = Path(unquote(parts.path)).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return MediaStore(LocalStore(prefix=folder), folder)


def _sync(path: Path) -> None:
    for each in (path, path.parent):
        opened = os.open(each, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
