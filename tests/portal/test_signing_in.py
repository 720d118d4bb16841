"""Who comes in, how long they stay, and that a wrong e-mail, password or code are told apart by nobody."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from channels.portal.app import portal
from storage import tables
from storage.codes import token_hash
from storage.writes import Writes
from tests.portal.browsing import PASSWORD, Browser, browser, can_sign_in, code_now, hidden
from tests.world import World
from voice import clock, setting_up, signing_in
from voice.errors import BadSetting
from voice.model import Role
from voice.staff_services import StaffServices


@pytest.fixture
async def at_the_door(world: World, app: Starlette) -> Browser:
    """Sam, not signed in yet."""
    found = browser(app)
    found.email, found.secret = await can_sign_in(world, "sam")
    return found


async def test_the_right_three_open(at_the_door: Browser) -> None:
    answer = await at_the_door.sign_in()

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Sam Okafor" in (await at_the_door.get("/")).text


async def test_an_email_is_folded(at_the_door: Browser) -> None:
    """People type capitals and spaces."""
    at_the_door.email = "  SAM@Northfold.test "

    assert (await at_the_door.sign_in()).status_code == 303


async def test_whatever_is_wrong_the_answer_is_the_same(at_the_door: Browser) -> None:
    """Nobody learns here who works for the authority."""
    right = {"email": at_the_door.email, "password": PASSWORD, "code": code_now(at_the_door.secret)}
    wrong = {"email": "nobody@northfold.test", "password": "guess", "code": "000000"}

    answers = [await at_the_door.send("/sign-in", "/sign-in", **(right | {name: wrong[name]})) for name in wrong]

    assert {answer.status_code for answer in answers} == {400}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert [
        cookie for answer in answers for cookie in answer.headers.get_list("set-cookie") if "staff=" in cookie
    ] == []


async def test_the_same_steps_for_a_stranger(
    at_the_door: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password is hashed and a secret unwrapped also where nobody has this e-mail."""
    steps: list[str] = []
    verify, unwrap = signing_in._hasher.verify, world.staff.provider.unwrap_secret

    def counted_verify(*given: Any) -> bool:
        steps.append("verify")
        return verify(*given)

    def counted_unwrap(*given: Any) -> bytes:
        steps.append("unwrap")
        return unwrap(*given)

    monkeypatch.setattr(signing_in._hasher, "verify", counted_verify)
    monkeypatch.setattr(world.staff.provider, "unwrap_secret", counted_unwrap)

    for email in (at_the_door.email, "nobody@northfold.test"):
        steps.append(email)
        await at_the_door.send("/sign-in", "/sign-in", email=email, password="guess", code="000000")

    assert steps == [at_the_door.email, "verify", "unwrap", "nobody@northfold.test", "verify", "unwrap"]


async def test_a_code_is_good_once(at_the_door: Browser, app: Starlette) -> None:
    """Whoever looked over Sam's shoulder is too late."""
    code = code_now(at_the_door.secret)
    again = browser(app)
    again.email = at_the_door.email

    assert (await at_the_door.sign_in(code=code)).status_code == 303
    assert (await again.sign_in(code=code)).status_code == 400


async def test_a_code_before_the_last_is_not_good(at_the_door: Browser, app: Starlette) -> None:
    old = code_now(at_the_door.secret)
    clock.move(timedelta(seconds=30))
    again = browser(app)
    again.email = at_the_door.email

    assert (await at_the_door.sign_in()).status_code == 303
    assert (await again.sign_in(code=old)).status_code == 400


async def test_a_clock_may_be_half_a_minute_off(at_the_door: Browser) -> None:
    for seconds, status in ((-90, 400), (90, 400), (-30, 303), (30, 303)):
        clock.move(timedelta(seconds=seconds))
        code = code_now(at_the_door.secret)
        clock.move(timedelta(seconds=-seconds))

        assert (await at_the_door.sign_in(code=code)).status_code == status


async def test_many_tries_are_slow_and_never_shut_out(at_the_door: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who guesses waits longer each time; Sam still gets in."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("voice.signing_in.asyncio.sleep", sleep)
    for _ in range(12):
        await at_the_door.sign_in(password="guess")

    assert (await at_the_door.sign_in()).status_code == 303
    assert slept[:5] == [0.0] * 5
    assert slept == sorted(slept)
    assert slept[-1] == signing_in.LONGEST_DELAY


async def test_idle_for_a_quarter_of_an_hour(sam: Browser) -> None:
    """A screen left open in the office closes by itself."""
    clock.move(timedelta(minutes=14))
    assert (await sam.get("/")).status_code == 200
    clock.move(timedelta(minutes=14))
    assert (await sam.get("/")).status_code == 200
    clock.move(timedelta(minutes=15))

    answer = await sam.get("/")

    assert answer.headers["location"] == "/sign-in"


async def test_twelve_hours_at_most(sam: Browser) -> None:
    for _ in range(12 * 6):
        assert (await sam.get("/")).status_code == 200
        clock.move(timedelta(minutes=10))

    assert (await sam.get("/")).status_code == 303


async def test_signing_out_ends_every_session(sam: Browser, app: Starlette) -> None:
    clock.move(timedelta(minutes=1))
    other = browser(app)
    other.email, other.secret = sam.email, sam.secret
    await other.sign_in()

    answer = await sam.send("/", "/sign-out")

    assert answer.status_code == 303
    assert (await sam.get("/")).status_code == 303
    assert (await other.get("/")).status_code == 303


async def test_somebody_who_left_is_out_at_once(sam: Browser, world: World) -> None:
    writes = Writes(world.staff.authority)
    writes.update(tables.staff_member, world.people["sam"], active=False)
    await world.staff.store.write(writes)

    assert (await sam.get("/")).status_code == 303


async def test_the_cookie_on_http_and_on_https(world: World) -> None:
    """On https the cookie cannot be set by anybody else; the demonstration's has another name."""
    email, secret = await can_sign_in(world, "sam")
    plain = world.staff
    secure = StaffServices(plain.store, plain.keys, plain.provider, "https://v.test", "https://s.test")
    found = browser(portal(secure), "https://s.test")
    found.email, found.secret = email, secret

    cookies = (await found.sign_in()).headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-staff="))

    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(session.split("; "))
    assert "Max-Age" not in session
    assert "Domain" not in session


async def test_http_is_for_the_demonstration_alone(world: World) -> None:
    plain = world.staff
    with pytest.raises(BadSetting):
        portal(StaffServices(plain.store, plain.keys, plain.provider, "http://v.test", "http://s.test"))


async def test_a_session_is_kept_as_a_hash(sam: Browser, world: World) -> None:
    """Whoever reads the database cannot come in with what stands there."""
    token = sam.client.cookies["staff"]
    async with world.staff.store.reading() as db:
        kept = (await db.execute(sa.select(tables.staff_session.c.token_hash))).scalars().all()

    assert token_hash(token) in kept
    assert token.encode() not in b"".join(kept)


async def test_the_secret_of_the_code_is_wrapped(at_the_door: Browser, world: World) -> None:
    async with world.staff.store.reading() as db:
        kept = (await db.execute(sa.select(tables.credential.c.secret))).scalars().all()

    assert at_the_door.secret.encode() not in b"".join(kept)
    assert PASSWORD.encode() not in b"".join(kept)


async def test_signing_in_leads_to_us_only(at_the_door: Browser) -> None:
    for then in ("https://evil.test", "//evil.test", "/\\evil.test", "/a?b=//evil.test", "javascript:1"):
        page = await at_the_door.get("/sign-in")
        fields = hidden(page.text, "/sign-in") | {"then": then}
        given = {"email": at_the_door.email, "password": PASSWORD, "code": code_now(at_the_door.secret)}

        answer = await at_the_door.client.post("/sign-in", data=fields | given)

        assert answer.headers["location"] == "/"
        clock.move(timedelta(seconds=31))


async def test_signing_in_goes_on_where_it_was_asked(at_the_door: Browser, world: World) -> None:
    asked = await at_the_door.get(f"/children/{world.amara}")
    fields = {"email": at_the_door.email, "password": PASSWORD, "code": code_now(at_the_door.secret)}
    answer = await at_the_door.send(asked.headers["location"], "/sign-in", **fields)

    assert answer.headers["location"] == f"/children/{world.amara}"


async def test_a_new_password_ends_old_sessions(sam: Browser, world: World) -> None:
    await signing_in.set_password(world.staff, world.people["sam"], "another long one")

    assert (await sam.get("/")).status_code == 303


async def test_nobody_without_credentials_comes_in(world: World, app: Starlette) -> None:
    """A member of staff for whom nothing is arranged yet is as unknown as a stranger."""
    await setting_up.add_staff(world.staff, "Lee", "New", "lee@northfold.test", world.east, [Role.SOCIAL_WORKER])
    found = browser(app)
    found.email = "lee@northfold.test"

    assert (await found.sign_in(code="123456")).status_code == 400
