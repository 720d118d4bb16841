"""Hands one e-mail to the authority's own mail server, or says whether it may come through later."""

from dataclasses import dataclass, field
from email.message import EmailMessage

import aiosmtplib
from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPRecipientsRefused, SMTPResponseException

from voice.config import MailTls, Settings
from voice.delivering import Never, NotNow

PATIENCE = 8.0  # seconds for each of its answers: the whole has to end before a delivery's time is over


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and in whose name."""

    host: str
    port: int
    tls: MailTls
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    patience: float = PATIENCE

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def server_of(settings: Settings) -> MailServer | None:
    """The mail server that is set up here, if one is."""
    if settings.smtp_host is None or settings.smtp_from is None:
        return None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    return MailServer(
        settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.smtp_from, settings.smtp_user, password
    )


async def post(server: MailServer, message: EmailMessage) -> None:
    """Hand it over. Raises NotNow, and Never where the server will not have this message for this person.

    A connection that ends after the message went and before the answer came leaves open whether it arrived: it is sent
    again, under the same Message-ID.
    """
    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls is MailTls.TLS,
            start_tls=server.tls is MailTls.STARTTLS,
            local_hostname=server.domain,
            timeout=server.patience,
        )
    except SMTPRecipientsRefused as refused:
        raise _refusal(refused.recipients[0]) from None
    except SMTPResponseException as refused:
        raise _refusal(refused) from None
    except (SMTPException, OSError) as failed:
        # Its text may hold the address; its kind is all that is kept.
        raise NotNow(type(failed).__name__) from None


def _refusal(refused: SMTPResponseException) -> NotNow | Never:
    """For good only what is said of this person or this message: a wrong password or sender somebody can mend."""
    of_this = isinstance(refused, SMTPRecipientRefused | SMTPDataError)
    code = f"smtp_{refused.code}"
    return Never(code) if of_this and refused.code >= 500 else NotNow(code)
