"""How a child likes to read: the language and the look, remembered for this conversation alone."""

from dataclasses import replace

from storage.writes import Writes
from voice.public_services import PublicServices
from voice.visiting import Visit, change


async def change_language(services: PublicServices, visit: Visit, language: str) -> None:
    def verb(mine: Visit, _: Writes) -> None:
        mine.kept = replace(mine.kept, language=language)

    await change(services, visit, verb)


async def change_look(services: PublicServices, visit: Visit, **look: str) -> None:
    def verb(mine: Visit, _: Writes) -> None:
        mine.draft.look = type(mine.draft.look).model_validate(look)

    await change(services, visit, verb)
