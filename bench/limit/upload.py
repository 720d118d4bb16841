"""A recording kept as it comes, at the limit: in pieces of 256 KiB, each a file that is synced. Nothing is sealed."""

import asyncio
import os
from pathlib import Path

from bench.limit.serving import Message, Receive, Send

PIECE = 256 * 1024


class Keeping:
    """An application that keeps whatever body comes."""

    def __init__(self, folder: str) -> None:
        self._folder, self._many = Path(folder), 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._folder.mkdir(exist_ok=True)
            for done in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{done}.complete"})
            return
        waits, more = bytearray(), True
        while more:
            message = await receive()
            waits += message.get("body", b"")
            more = message.get("more_body", False)
            while len(waits) >= PIECE or (waits and not more):
                await asyncio.to_thread(self._keep, bytes(waits[:PIECE]))
                del waits[:PIECE]
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    def _keep(self, piece: bytes) -> None:
        self._many += 1
        with (self._folder / str(self._many)).open("wb") as file:
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
