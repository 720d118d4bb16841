"""Tells a member of staff, outside the portal, that something waits for them there: never what, nor of whom (R43).

What reaches a telephone or an inbox can be read by whoever stands behind it. So a notice has an address within the
portal, and nothing else that differs between two children.
"""

from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from i18n.catalogue import catalogue
from i18n.dates import clock_time, day
from i18n.languages import ENGLISH
from i18n.marks import N_
from storage import notices, staff
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from voice import being_understood, climbing, clock
from voice.interpreting import queue
from voice.mailing import MailServer, post
from voice.model import Level
from voice.staff_services import StaffServices
from voice.texting import going_up

STILL_WAITS = {
    climbing.ABOUT: climbing.still_waits_for,
    being_understood.ABOUT: being_understood.still_waits_for,
    going_up.ABOUT: going_up.still_waits_for,
    queue.ABOUT: queue.still_waits_for,
}
PAGES = {
    climbing.ABOUT: "concerns/{id}",
    being_understood.ABOUT: "not-understood/{id}",
    going_up.ABOUT: "unknown",
    queue.ABOUT: "interpreting/{id}",
}
SUBJECT = N_("Something in Heard waits for you")
BODY = N_(
    "Something waits for you, and nobody has taken it up yet.\n\n"
    "Sign in to see what it is:\n%(address)s\n\n"
    "Sent on %(day)s at %(time)s by the service itself. Nothing of what was said is in an e-mail, "
    "and nobody reads answers to this address."
)


async def by_email(server: MailServer, services: StaffServices, delivery: Delivery) -> None:
    """One notice as an e-mail. Not sent any more where somebody has taken it up. Raises NotNow, Never."""
    async with services.store.reading() as db:
        notice = await notices.find(db, services.authority, delivery.subject)
        if notice is None or await still_waits(db, services, notice) is None:
            return
        address = await staff.address_of(db, services.authority, notice.staff)
    if address:
        await post(server, _as_email(services, server, notice, delivery, address))


async def still_waits(db: Reader, services: StaffServices, notice: Notice) -> Level | None:
    """How much it presses; None where it is not this person's to hear of any more."""
    return await STILL_WAITS[notice.about](db, services, notice)


def _as_email(
    services: StaffServices, server: MailServer, notice: Notice, delivery: Delivery, address: str
) -> EmailMessage:
    say, now = catalogue(ENGLISH.tag).gettext, clock.now()
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, address, say(SUBJECT)
    message["Date"] = format_datetime(now)
    # A delivery may be made twice, and is never lost: by this id a mail server knows the second copy.
    message["Message-ID"] = f"<{delivery.id}@{urlsplit(services.staff_url).hostname or server.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # no answer from a machine that is out of the office
    where = {"address": f"{services.staff_url}/{PAGES[notice.about].format(id=notice.subject)}"}
    when = {"day": day(now.astimezone(clock.LONDON).date(), ENGLISH.tag), "time": clock_time(now, ENGLISH.tag)}
    message.set_content(say(BODY) % (where | when))
    return message
