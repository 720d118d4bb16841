"""Tells a member of staff by text that something waits for them in the portal: never what, nor of whom (R20, R43, R71).

It goes as a child's texts do: once, as far as anybody can know, and where it fails for good the same person hears by
e-mail and the next one at once. What cannot wait comes at any hour.
"""

from datetime import timedelta
from uuid import UUID

from i18n.catalogue import catalogue
from i18n.languages import ENGLISH
from i18n.marks import N_
from storage import authorities, notices, phones, private_keys, staff_phones, texts
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from storage.staff_phones import StaffPhone
from storage.texts import NOTICE, Outgoing
from storage.writes import Writes
from voice import clock
from voice.delivering import Never, NotNow
from voice.model import Level
from voice.staff_services import StaffServices
from voice.telling_staff import still_waits
from voice.texting.going_out import OPTED_OUT, GoingOut, Provider
from voice.texting.keeping_numbers import is_a_childs
from voice.working_days import duty_hours

NOW = N_("Something in Heard waits for you now, and nobody has taken it up yet. Sign in: %(address)s")
TODAY = N_("Something in Heard waits for you today, and nobody has taken it up yet. Sign in: %(address)s")


class ByText:
    """A delivery's way: one notice as a text. Not sent any more where somebody has taken it up."""

    def __init__(self, provider: Provider) -> None:
        self._out = GoingOut(provider)

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        async with services.store.reading() as db:
            notice = await notices.find(db, services.authority, delivery.subject)
            level = await still_waits(db, services, notice) if notice else None
            if notice is None or level is None:
                return
            await _not_at_night(db, services.authority, level)
            theirs = await _usable(db, services, notice)
        text = await _text(services, notice, theirs, level)
        if text.state in ("waiting", "unknown"):
            await self._out.carry(services, delivery, text)


async def _usable(db: Reader, services: StaffServices, notice: Notice) -> StaffPhone:
    """The number they confirmed, looked at again in the last moment. Raises Never."""
    found = await staff_phones.of(db, services.authority, notice.staff)
    if found is None or found.confirmed is None:
        raise Never("not_confirmed")
    phone = await phones.find(db, services.authority, found.contact)
    if phone and phone.opted_out:
        raise Never(OPTED_OUT)
    if await is_a_childs(db, services.authority, found.contact):
        raise Never("number_not_theirs")
    return found


async def _text(services: StaffServices, notice: Notice, theirs: StaffPhone, level: Level) -> Outgoing:
    """The text of this notice, written once. Raises Never where their number has changed since."""
    async with services.store.reading() as db:
        found = await texts.find_out(db, services.authority, notice.id)
        cipher = await private_keys.directory(db, services.authority, services.provider)
    if found is None:
        number = staff_phones.read(services.authority, cipher, theirs)
        writes = Writes(services.authority)
        key = services.keys.delivery
        texts.write_out(writes, key, theirs.contact, number, words(services, level), NOTICE, id=notice.id)
        await services.store.write(writes)
        async with services.store.reading() as db:
            found = await texts.find_out(db, services.authority, notice.id)
    if found is None or found.contact != theirs.contact:
        raise Never("number_changed")
    return found


def words(services: StaffServices, level: Level) -> str:
    """What arrives: the same for everybody and everything, but for how soon."""
    say = catalogue(ENGLISH.tag).gettext
    return say(TODAY if level is Level.WORRY else NOW) % {"address": services.staff_url}


async def _not_at_night(db: Reader, authority: UUID, level: Level) -> None:
    """A worry wakes nobody, also where its text was held up until the evening. Raises NotNow."""
    if level is not Level.WORRY:
        return
    hours = duty_hours((await authorities.find(db, authority)).arrangements)
    now = clock.now()
    if not hours.open_at(now):
        raise NotNow("quiet_hours", hours.after(now, timedelta(0)) - now)
