"""Amara, who signs, and a place where clips lie. Bytes stand for films here: no browser plays them."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.web.app import public
from i18n.languages import BSL
from storage import clips
from storage.media import MediaStore, open_media
from storage.writes import Writes
from tests.web.browser import Browser
from tests.web.conftest import app, each_world, first_world, one_morning, world
from tests.world import World
from voice import clock
from voice.clips import hash_of
from voice.model import new_id

__all__ = ["app", "each_world", "first_world", "one_morning", "world"]


@pytest.fixture
def media(world: World) -> MediaStore:
    return open_media(f"file:{world.home}/media")


@pytest.fixture
def signing(world: World, media: MediaStore) -> Browser:
    """Her browser, in which she has chosen to sign."""
    return Browser(public(replace(world.public, media=media)), language=BSL.tag)


async def has_clips(world: World, media: MediaStore | None, texts: Iterable[str], **facts: Any) -> dict[str, str]:
    """Give each of these texts a clip that is published; by the text, its name in an address."""
    writes, names = Writes(world.public.authority), {}
    for text in texts:
        film = f"film of {text}".encode()
        file, made = hashlib.sha256(film).hexdigest(), new_id()
        if media:
            await media.put(clips.place(file), film)
        known = {"language": "bfi", "words_hash": hash_of(text), "message": text, "words": text, "version": 1}
        known |= {"placeholder": False, "kind": "video/mp4", "file": file, "size": len(film), "milliseconds": 2000}
        known |= {"poster": None, "captions": "WEBVTT\n", "credits": {}}
        clips.add(writes, made, known | facts, clock.now())
        clips.publish(writes, made, clock.now())
        names[text] = file[: clips.SHORT]
    await world.public.store.write(writes)
    clock.move(timedelta(minutes=1))  # what a page knew before, it looks up again
    return names
