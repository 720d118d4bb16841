"""An answer in sign on PostgreSQL, with no more rights than the staff's process and the worker have there."""

from dataclasses import replace
from pathlib import Path

import pytest

from channels.portal.app import portal
from storage.media import open_media
from storage.store import Store, open_store
from tests.playback.films import needs_ffmpeg
from tests.portal.browsing import at_the_desk
from tests.portal.in_sign import begun, checks, films_it, in_queue, sends, signed_by, signs, the_worker_works
from tests.portal.interpreters import interprets
from tests.portal.saying import looks_inside
from tests.world import make_world


async def as_role(url: str, role: str) -> Store:
    return await open_store(f"{url}{'&' if '?' in url else '?'}options=-c%20role%3Dvoice_{role}", role)


@needs_ffmpeg
@pytest.mark.postgres
async def test_the_whole_way_with_the_rights_of_each(tmp_path: Path, fresh_postgres: str) -> None:
    """Written, given, signed, checked, not right, signed by himself, and gone to her."""
    async with make_world(tmp_path, fresh_postgres) as world:
        media = open_media(f"file:{tmp_path / 'media'}")
        plain = world.staff = replace(world.staff, media=media)
        receipt = await signs(world)
        stores = [await as_role(fresh_postgres, role) for role in ("staff", "worker")]
        app = portal(replace(plain, store=stores[0]))
        robin, kit = await interprets(world, app, "robin", "Hale"), await interprets(world, app, "kit", "Lane")
        sam = await at_the_desk(world, app, "sam")
        try:
            page = await begun(sam, receipt)
            assert (await sends(world, sam, page, "robin", "kit")).status_code == 303
            assert (await signed_by(robin, await in_queue(world, "robin"))).status_code == 303
            assert (await checks(kit, await in_queue(world, "kit"), "again", "Saturday is missing")).status_code == 303
            assert (await films_it(sam, page, f"{page}/record")).status_code == 303
            world.staff = replace(plain, store=stores[1])
            assert await the_worker_works(world) == 1
        finally:
            for store in stores:
                await store.close()
        (reply,) = (await looks_inside(world, receipt)).replies
        assert reply["signer"]["first_name"] == "Sam"
