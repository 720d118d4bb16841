"""What the harness begins with: an authority, its people, and a link for each child who will answer."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.safety.serving import PUBLIC_URL, STAFF_URL
from tests.world import World, make_world


@dataclass(frozen=True, slots=True)
class Prepared:
    """A home with its database, which nobody has open."""

    home: Path
    url: str
    world: World  # its store is closed
    links: list[tuple[str, str]]  # each with the token of its page's form


async def prepare(home: Path, count: int, url: str | None = None) -> Prepared:
    """So many links in a new home, on SQLite or in the empty database at `url`."""
    await asyncio.to_thread(home.mkdir, parents=True, exist_ok=True)
    async with make_world(home, url, public_url=PUBLIC_URL, staff_url=STAFF_URL) as world:
        links = await asyncio.gather(*(world.link() for _ in range(count)))
        keys = world.public.keys
    return Prepared(
        home, url or f"sqlite:///{home / 'voice.db'}", world, [(link, keys.form_token(link, "link")) for link in links]
    )
