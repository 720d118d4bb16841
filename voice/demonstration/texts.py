"""How the children of the demonstration text: what comes in and goes out, by way of a provider who is invented too."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.texts import BEGUN
from voice.delivering import Deliveries, Way
from voice.demonstration.people import SMS_NUMBER
from voice.demonstration.town import Child, Town
from voice.model import new_id
from voice.staff_services import StaffServices
from voice.texting import inviting, keeping_numbers, taking_in
from voice.texting.by_whatsapp import Template
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.reminding import remind
from voice.texting.taking_in import Text

NO_MORE_COMES = timedelta(seconds=6)


class Provider:
    """Takes every text and keeps none."""

    async def send(self, to: str, words: str, callback: str, template: Template | None = None) -> str:
        return _sid()

    async def find(self, to: str, words: str, since: datetime) -> list[str]:
        return []

    async def redact(self, id: str) -> None:
        pass


def deliveries_of(staff: StaffServices) -> Deliveries:
    provider = Provider()
    ways: dict[str, Way] = {
        "turn": Hearing(),
        "text": GoingOut(provider),
        BEGUN: GoingOut(provider),
        "redact": Redacting(provider),
        "reminder": remind,
    }
    return Deliveries(staff, ways)


async def ask_by_text(town: Town, child: Child, survey: str) -> None:
    """Her worker asks her by text."""
    staff, me = town.staff, child.worker
    number = (await keeping_numbers.numbers_of(staff, me, child.id))[0]
    await inviting.ask(staff, me, child.id, number.id, town.versions[survey], new_id())
    await _deliver(town)


@dataclass(frozen=True, slots=True)
class Telephone:
    """One telephone."""

    town: Town
    number: str

    async def text(self, *texts: str) -> None:
        """Text these one after another, each when the last was answered."""
        for words in texts:
            await taking_in.take_text(self.town.public, Text(_sid(), self.number, SMS_NUMBER, words))
            await _deliver(self.town)
            await self.town.days.later(NO_MORE_COMES)
            await _deliver(self.town)


async def _deliver(town: Town) -> None:
    while await town.deliveries.round():
        pass


def _sid() -> str:
    return f"SM{secrets.token_hex(16)}"
