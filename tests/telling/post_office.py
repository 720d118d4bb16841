"""A real mail server on this machine, with a certificate of its own, which can be told to behave badly."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.serving import free_socket
from voice.config import MailTls
from voice.mailing import MailServer

PASSWORD = "a green kettle"


@dataclass  # without slots: aiosmtpd looks at every member, and Python 3.11's __weakref__ is then of another class
class PostOffice:
    """What arrived, and how this mail server answers: `recipient` and `data` are its answers at those points."""

    port: int = 0
    recipient: str = "250 OK"
    data: str = "250 OK"
    drops: bool = False
    slow: float = 0.0
    arrived: list[EmailMessage] = field(default_factory=list)
    in_clear: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.slow)
        if session.ssl is None:
            self.in_clear.append(address)
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.data.startswith("250"):
            self.arrived.append(message_from_bytes(cast("bytes", envelope.original_content), policy=policy.default))
        if self.drops and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return self.data

    def server(self, **other: Any) -> MailServer:
        """How the service is told of this mail server."""
        facts: dict[str, Any] = {"tls": MailTls.STARTTLS, "sender": "notices@northfold.test", "patience": 5.0}
        return MailServer("localhost", self.port, **(facts | {"user": "voice", "password": PASSWORD} | other))


def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=right, handled=right)


@asynccontextmanager
async def post_office(certificate: Path | None, *, asks_who: bool = True) -> AsyncIterator[PostOffice]:
    """The mail server, until the block ends. Without a certificate it offers no STARTTLS."""
    office, tls = PostOffice(), None
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    facts: dict[str, Any] = {
        "tls_context": tls,
        "require_starttls": bool(tls),
        "hostname": "localhost",
        "enable_SMTPUTF8": True,
    }
    if asks_who:
        facts |= {"authenticator": knows, "auth_required": True, "auth_require_tls": bool(tls)}
    bound = free_socket()
    office.port = bound.getsockname()[1]
    running = await asyncio.get_running_loop().create_server(lambda: SMTP(office, **facts), sock=bound)
    try:
        yield office
    finally:
        running.close()


def make_certificate(path: Path, name: str = "localhost") -> Path:
    """A certificate and its key in one file, which only who is told so believes."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=2))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    none = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none)
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
