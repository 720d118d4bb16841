"""`python -m bench.limit submit|single|page|upload DATABASE PORT`: one prototype, served until it is stopped."""

import sys

from bench.limit.page import Paging
from bench.limit.serving import Answer, Message, application, serve
from bench.limit.submit import SingleRow, Submitting
from bench.limit.upload import Keeping

KINDS: dict[str, type[Submitting | Paging]] = {"submit": Submitting, "single": SingleRow, "page": Paging}


def main(kind: str, path: str, port: str) -> None:
    if kind == "upload":  # its path is a folder
        serve(Keeping(path), int(port))
        return
    held: list[Submitting | Paging] = []

    async def opened() -> None:
        held.append(KINDS[kind](path))
        await held[0].open()

    async def answer(scope: Message, form: dict[str, str]) -> Answer:
        return await held[0].answer(scope, form)

    serve(application(answer, opened), int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
