"""What is not as tus has it is refused with tus's own status, and what had come so far stays as it was."""

import base64

import pytest

from storage.tables import attachment
from tests.video.phone import BODY, Phone
from tests.web.looking import count
from tests.world import World
from voice import receiving

HOSTILE = {
    "another version": ({"tus-resumable": "0.2.2"}, 412),
    "no version": ({"tus-resumable": ""}, 412),
    "no token": ({"x-csrf": ""}, 403),
    "a wrong token": ({"x-csrf": "A" * 43}, 403),
    "another site": ({"sec-fetch-site": "cross-site"}, 403),
    "another kind": ({"content-type": "application/x-www-form-urlencoded"}, 415),
    "no place": ({"upload-offset": ""}, 400),
    "a place that is none": ({"upload-offset": "-1"}, 400),
    "no number": ({"upload-offset": "0x0"}, 400),
    "a huge number": ({"upload-offset": "9" * 400}, 400),
    "too far": ({"upload-offset": "1"}, 409),
    "another length": ({"upload-length": "11"}, 409),
    "a checksum nobody knows": ({"upload-checksum": "md4 AAAA"}, 400),
    "a checksum that is none": ({"upload-checksum": "sha1 ***"}, 400),
}


@pytest.mark.parametrize(("headers", "status"), HOSTILE.values(), ids=HOSTILE)
async def test_what_is_not_as_it_should_be_is_refused(phone: Phone, headers: dict[str, str], status: int) -> None:
    """And what had come so far stays as it was."""
    address = await phone.begin(10)

    refused = await phone.ask("PATCH", address, {**BODY, "upload-offset": "0", **headers}, b"0123456789")

    assert refused.status_code == status
    assert (await phone.look(address)).headers["upload-offset"] == "0"


BEGUN_WRONG = {
    "no length": ({}, 400),
    "too large": ({"upload-length": str(receiving.LARGEST_RECORDING + 1)}, 413),
    "nothing in it": ({"upload-length": "0"}, 415),
    "a letter": ({"upload-length": "1e3"}, 400),
    "a program": (
        {"upload-length": "10", "upload-metadata": "filetype " + base64.b64encode(b"text/html").decode()},
        415,
    ),
    "no kind": ({"upload-length": "10", "upload-metadata": ""}, 415),
    "broken metadata": ({"upload-length": "10", "upload-metadata": "filetype ****"}, 400),
    "endless metadata": ({"upload-length": "10", "upload-metadata": "x " + "A" * 5000}, 400),
}


@pytest.mark.parametrize(("headers", "status"), BEGUN_WRONG.values(), ids=BEGUN_WRONG)
async def test_what_cannot_be_begun_is_refused(phone: Phone, headers: dict[str, str], status: int) -> None:
    right = {"upload-metadata": "filetype dmlkZW8vd2VibQ==,question d29ycmllcw=="}
    assert (await phone.ask("POST", "/media/uploads", {**right, **headers})).status_code == status


async def test_what_came_already_is_not_written_over(phone: Phone) -> None:
    """A piece that begins before the end is told where the end is, and nothing of it is kept."""
    address = await phone.begin(20)
    await phone.add(address, 0, b"0123456789")

    over = await phone.add(address, 5, b"OVERLAPPED")

    assert (over.status_code, over.headers["upload-offset"]) == (409, "10")
    assert (await phone.look(address)).headers["upload-offset"] == "10"


async def test_nothing_at_all_is_no_answer(phone: Phone) -> None:
    """Begun without a length and closed without a byte: it answers no question."""
    address = await phone.begin(None)

    assert (await phone.add(address, 0, b"", {"upload-length": "0"})).status_code == 415

    assert (await phone.look(address)).headers["upload-defer-length"] == "1"
    assert "played" not in (await phone.browser.open("/check")).text


async def test_no_more_than_there_is_room_for(phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in bytes of all recordings of a visit together, nor in how many; what is here stays."""
    monkeypatch.setattr(receiving, "MOST_TOGETHER", 30)
    first = await phone.begin(20)
    beyond = (await phone.create(11)).status_code
    unsaid = await phone.begin(None)
    grown = (await phone.add(unsaid, 0, b"x" * 11)).status_code
    monkeypatch.setattr(receiving, "MOST_RECORDINGS", 2)

    assert (beyond, grown, (await phone.create(1)).status_code) == (413, 413, 413)
    assert await count(world, attachment) == 2
    assert (await phone.add(first, 0, b"x" * 20)).status_code == 204
