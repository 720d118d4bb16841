"""A mail server that is down, slow, full, strict, or gone after the message: each time we know what became of it."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.serving import free_socket
from tests.telling.post_office import PostOffice, make_certificate, post_office
from voice.delivering import Never, NotNow
from voice.mailing import MailServer, post


def a_message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "notices@northfold.test", "morgan@northfold.test", "<1@staff.test>"
    made.set_content("Something waits for you.")
    return made


async def refused(server: MailServer) -> str:
    with pytest.raises(NotNow) as later:
        await post(server, a_message())
    return later.value.code


async def test_it_arrives(office: PostOffice) -> None:
    """Over STARTTLS, after a password, under its own id."""
    await post(office.server(), a_message())

    assert [message["Message-ID"] for message in office.arrived] == ["<1@staff.test>"]
    assert office.in_clear == []


async def test_a_server_that_is_down_is_tried_again() -> None:
    bound = free_socket()
    port = bound.getsockname()[1]
    bound.close()

    assert await refused(PostOffice(port).server()) == "SMTPConnectError"


async def test_a_slow_server_is_not_waited_for(office: PostOffice) -> None:
    office.slow = 5.0

    assert await refused(office.server(patience=0.2)) == "SMTPReadTimeoutError"
    assert office.arrived == []


@pytest.mark.parametrize("at", ["recipient", "data"])
async def test_not_now_is_not_never(office: PostOffice, at: str) -> None:
    setattr(office, at, "451 come back later")

    assert await refused(office.server()) == "smtp_451"


@pytest.mark.parametrize("at", ["recipient", "data"])
async def test_never_is_given_up(office: PostOffice, at: str) -> None:
    """Nobody has that address, or the message is not wanted: trying again changes nothing."""
    setattr(office, at, "550 nobody here")

    with pytest.raises(Never) as never:
        await post(office.server(), a_message())

    assert never.value.code == "smtp_550"


async def test_gone_after_the_message_is_sent_again(office: PostOffice) -> None:
    """Whether it arrived nobody knows: the second copy bears the same id, and a mailbox can tell."""
    office.drops = True
    assert await refused(office.server()) == "SMTPServerDisconnected"
    office.drops = False

    await post(office.server(), a_message())

    assert {message["Message-ID"] for message in office.arrived} == {"<1@staff.test>"}


async def test_a_wrong_password_can_be_mended(office: PostOffice) -> None:
    """Nothing is given up because of it."""
    assert await refused(office.server(password="a red kettle")) == "smtp_535"


async def test_nothing_goes_in_clear() -> None:
    """A server that does not offer STARTTLS, or a listener who took the offer away, gets no address and no message."""
    async with post_office(None, asks_who=False) as office:
        code = await refused(office.server(user=None, password=None))

    assert code == "SMTPException"
    assert (office.arrived, office.in_clear) == ([], [])


@pytest.mark.parametrize("believed", [False, True], ids=["a stranger's", "another machine's"])
async def test_somebody_elses_certificate_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, believed: bool
) -> None:
    theirs = make_certificate(tmp_path / "theirs.pem", "elsewhere.test" if believed else "localhost")
    mine = make_certificate(tmp_path / "mine.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(theirs if believed else mine))
    async with post_office(theirs) as office:
        await refused(office.server())

    assert office.arrived == []


def test_a_password_is_not_shown() -> None:
    assert "kettle" not in repr(PostOffice(25).server())
