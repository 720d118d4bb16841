"""Every genuine text is kept, once, unread; whatever is not Twilio's is refused (R24)."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette

from channels.sms.app import routes
from channels.web.app import public
from storage import texts
from storage.tables import inbound_message, outbox
from tests.sms.phone import ACCOUNT, OURS, TOKEN, Phone, new_sid, signature
from tests.web.looking import count, rows
from tests.world import PUBLIC_URL, World

WORDS = {
    "a word": "hi",
    "nothing": "",
    "sixteen hundred characters": "ab é 😀 " * 200,
    "emoji": "😢🙂👍🏽 👨‍👩‍👧",
    "other scripts": "أنا خائفة ٣ · Mae'n iawn, ŵyr · ሰላም",
    "what a form is made of": "a+b%20c&d=e;f\r\ng",
    "half an emoji": "\ufffd",
    "a NUL": "a\0b",
    "base64": "VGhpcyBpcyBub3QgYSB3b3Jk" * 40,
}


async def kept(world: World) -> list[dict[str, Any]]:
    """What lies in the record, opened with the key that the worker alone has."""
    key = world.staff.provider.delivery_key()
    found = []
    for row in await rows(world, inbound_message):
        async with world.staff.store.reading() as db:
            one = await texts.find_in(db, world.staff.authority, row["id"])
        assert one is not None
        found.append(texts.read_in(world.staff.authority, one, key))
    return found


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
async def test_every_text_is_kept_exactly(world: World, amara: Phone, words: str) -> None:
    """Whatever Amara types, her exact words wait for the worker, and Twilio hears 200."""
    answer = await amara.text(words)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert "Message" not in answer.text
    assert [(text["from"], text["words"]) for text in await kept(world)] == [(amara.number, words)]
    assert [row["kind"] for row in await rows(world, outbox)] == ["turn"]


async def test_a_text_that_comes_twice_was_said_once(world: World, amara: Phone) -> None:
    """Twilio may bring one text again, even in the same moment; two texts that say the same are two."""
    fields = amara.fields("no")

    answers = await asyncio.gather(*(amara.post("/sms/inbound", fields) for _ in range(8)))
    await amara.text("no")

    assert [answer.status_code for answer in answers] == [200] * 8
    assert len(await kept(world)) == 2
    assert await count(world, outbox) == 2


async def test_the_newer_signature_is_taken_too(world: World, amara: Phone) -> None:
    """SHA-256, where Twilio announces it; announced and not kept, it is no signature."""
    assert (await amara.post_sha256("/sms/inbound", amara.fields("hi"))).status_code == 200
    said = {"x-twilio-webhooks-signature-settings": "key=k,algorithm=HMAC_SHA256"}
    assert (await amara.post("/sms/inbound", amara.fields("hi"), **said)).status_code == 403
    said = {"x-twilio-webhooks-signature-settings": "key=k,algorithm=NONE"}
    assert (await amara.post("/sms/inbound", amara.fields("hi"), **said)).status_code == 403
    assert len(await kept(world)) == 1


def resigned(change: Callable[[dict[str, str]], object]) -> Callable[[dict[str, str]], str]:
    def sign(fields: dict[str, str]) -> str:
        right = signature(f"{PUBLIC_URL}/sms/inbound", fields)
        change(fields)
        return right

    return sign


FORGED = {
    "none": lambda _: "",
    "made up": lambda _: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "not letters": lambda _: "é" * 28,
    "another secret": lambda fields: signature(f"{PUBLIC_URL}/sms/inbound", fields, "guessed"),
    "another address": lambda fields: signature(f"{PUBLIC_URL}/sms/status", fields),
    "the address behind the proxy": lambda fields: signature("http://behind.a.proxy/sms/inbound", fields),
    "other words": resigned(lambda fields: fields.update(Body="I am fine")),
    "another sender": resigned(lambda fields: fields.update(From="+447700900999")),
    "a field more": resigned(lambda fields: fields.update(Extra="1")),
    "a field less": resigned(lambda fields: fields.pop("NumMedia")),
    "the right one of an older text": resigned(lambda fields: fields.update(MessageSid=new_sid())),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_nobody_speaks_for_amara(world: World, amara: Phone, forge: Callable[[dict[str, str]], str]) -> None:
    """Without Twilio's signature on these words, from this number, at this address, nothing is kept."""
    fields = amara.fields("I want to go home")
    signed = forge(fields)

    answer = await amara.http.post(
        "/sms/inbound", data=fields, headers=[(b"x-twilio-signature", signed.encode("latin-1"))]
    )

    assert (answer.status_code, answer.text) == (403, "")
    assert await count(world, inbound_message) == 0


async def test_another_account_is_refused(world: World, amara: Phone) -> None:
    """Even one whose secret is the same: a text for somebody else is not ours to keep."""
    assert (await amara.text("hi", AccountSid="AC" + "1" * 32)).status_code == 403
    assert await count(world, inbound_message) == 0


FILES = b'--x\r\ncontent-disposition: form-data; name="Body"\r\n\r\nhi\r\n--x--'
RAW = {
    "no form": (b'{"Body": "hi"}', "application/json"),
    "a form with files": (
        b'--x\r\ncontent-disposition: form-data; name="Body"\r\n\r\nhi\r\n--x--',
        "multipart/form-data",
    ),
    "no text at all": (b"\xff\xfe%ff%fe=%ff", "application/x-www-form-urlencoded"),
    "an encoding that is none": (b"Body=%ED%A0%BD", "application/x-www-form-urlencoded"),
    "a field twice": (b"Body=a&Body=b", "application/x-www-form-urlencoded"),
    "empty": (b"", "application/x-www-form-urlencoded"),
    "a thousand fields": (b"&".join(b"a%d=1" % n for n in range(1000)), "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize(("body", "kind"), RAW.values(), ids=RAW.keys())
async def test_what_is_not_a_form_of_twilios_is_refused(world: World, amara: Phone, body: bytes, kind: str) -> None:
    """Nothing is guessed from bytes that Twilio would never send."""
    answer = await amara.http.post("/sms/inbound", content=body, headers={"content-type": kind})

    assert answer.status_code == 403
    assert await count(world, inbound_message) == 0


async def test_a_body_without_end_is_refused(world: World, amara: Phone) -> None:
    """No text is that long, whoever signed it."""
    assert (await amara.text("a" * 100_000)).status_code == 413
    assert await count(world, inbound_message) == 0


async def test_only_post_is_taken(amara: Phone) -> None:
    """A link preview that looks in changes nothing."""
    assert [(await amara.http.get(path)).status_code for path in ("/sms/inbound", "/sms/status")] == [405, 405]


async def test_a_genuine_call_about_no_text_changes_nothing(world: World, amara: Phone) -> None:
    """Whatever else Twilio signs for us is answered and left."""
    for sid in ("", "SM1", "../x", "CA" + "0" * 32):
        assert (await amara.text("hi", MessageSid=sid)).status_code == 200
    assert await count(world, inbound_message) == 0


async def test_word_of_a_text_of_ours_is_kept_once(world: World, amara: Phone) -> None:
    """What became of a text comes repeatedly, late and in any order; each word of it is kept once."""
    path, sid = "/sms/status?d=0190a5f0-0000-7000-8000-000000000001", new_sid()
    for status in ("queued", "sent", "delivered", "sent", "delivered", "read"):
        fields = {"MessageSid": sid, "AccountSid": ACCOUNT.sid, "MessageStatus": status, "To": amara.number}
        assert (await amara.post(path, fields)).status_code == 200
    nowhere = {"MessageSid": new_sid(), "AccountSid": ACCOUNT.sid, "MessageStatus": "sent"}
    for odd in ("/sms/status", "/sms/status?d=1", "/sms/status?d=%00"):
        assert (await amara.post(odd, nowhere)).status_code == 200

    assert sorted(said["status"] for said in await kept(world)) == ["delivered", "sent"]
    assert (await amara.post("/sms/status?d=x", nowhere, **{"x-twilio-signature": "no"})).status_code == 403


async def test_both_databases_keep_a_text_once(each_world: World) -> None:
    """The rule that an id counts once is known by its name on either."""
    amara = Phone(public(each_world.public, *routes(ACCOUNT)))
    fields = amara.fields("a secret for one person")

    answers = [(await amara.post("/sms/inbound", fields)).status_code for _ in range(3)]

    assert answers == [200, 200, 200]
    assert await count(each_world, inbound_message) == 1


async def test_nothing_readable_is_kept(world: World, amara: Phone, app: Starlette) -> None:
    """Neither her words nor her number stand in the database's files."""
    await amara.text("the biscuit tin behind the shed")

    bytes_kept = b"".join(path.read_bytes() for path in world.home.glob("voice.db*"))

    assert b"biscuit tin" not in bytes_kept
    assert amara.number.removeprefix("+").encode() not in bytes_kept
    assert OURS.removeprefix("+").encode() not in bytes_kept
    assert TOKEN.encode() not in bytes_kept
