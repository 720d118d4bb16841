"""`python -m tests.sms.dying HOME DATABASE TWILIO MOMENT STEP`: a worker that is killed before its nth step.

A step is whatever outlasts it: a write into the record, a piece put into the store, a request that Twilio may have
answered. It ends by itself where there were fewer steps, having done all there was to do.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from channels.sms.errors import named
from channels.sms.twilio import Twilio
from storage.case_keys import FileKeyProvider
from storage.intake_keys import IntakeKeys
from storage.media import MediaStore, open_media
from storage.pictures import FETCH, FORGET
from storage.store import Store, open_store
from tests.sms.phone import OURS, SID, TOKEN
from tests.world import PUBLIC_URL, STAFF_URL
from voice import clock
from voice.delivering import Deliveries, Way
from voice.staff_services import StaffServices
from voice.texting.fetching import Fetching, Forgetting
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.statuses import Statuses

ENDED = 0


def ways(twilio: Twilio) -> dict[str, Way]:
    """Everything that has to do with texts."""
    outward: dict[str, Way] = {"text": GoingOut(twilio), "redact": Redacting(twilio)}
    outward |= {FETCH: Fetching(twilio), FORGET: Forgetting(twilio)}
    return outward | {"turn": Hearing(), "status": Statuses(named)}


async def quiet(deliveries: Deliveries) -> None:
    """Until there is nothing to do now."""
    while await deliveries.round():
        pass


def main(home: Path, database: str, twilio: str, moment: str, step: int) -> None:
    clock.stand(datetime.fromisoformat(moment))
    left = step

    def dies(what: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(*given: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return await what(*given, **more)

        return counted

    Store.write = dies(Store.write)  # type: ignore[method-assign, assignment]
    MediaStore.put = dies(MediaStore.put)  # type: ignore[method-assign, assignment]
    httpx.AsyncClient.send = dies(httpx.AsyncClient.send)  # type: ignore[method-assign, assignment]
    asyncio.run(_work(home, database, twilio))


async def _work(home: Path, database: str, address: str) -> None:
    keys, provider = IntakeKeys.load(home / "keys" / "intake.key"), FileKeyProvider.load(home / "keys" / "case.key")
    store, media = await open_store(database, "all"), open_media(f"file:{home / 'media'}")
    services = StaffServices(store, keys, provider, PUBLIC_URL, STAFF_URL, demo=True, media=media)
    twilio = Twilio(SID, TOKEN, OURS, address)
    await quiet(Deliveries(services, ways(twilio)))
    await twilio.close()
    await store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
