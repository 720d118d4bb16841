"""Makes the invented authority, once: its people, some months of what children said, and a sheet to sign in with.

The sheet (`demo.json`) holds passwords and links in clear, which is why there is no demonstration without VOICE_DEMO.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from storage import authorities, key_files, secret_files
from storage.case_keys import provider_for
from storage.envelopes import new_private_key
from storage.intake_keys import IntakeKeys
from storage.media import open_media
from storage.store import Store, open_store
from surveys.loading import library
from voice import clock, setting_up, signing_in
from voice.access import SignedIn
from voice.config import Settings
from voice.demonstration import answered, clips, many, not_safe, other_ways, signing
from voice.demonstration.days import Days
from voice.demonstration.people import ARRANGEMENTS, AUTHORITY, INTERPRET, SMS_NUMBER, STAFF, TEAMS, Person
from voice.demonstration.texts import deliveries_of
from voice.demonstration.town import Child, Town
from voice.errors import BadSetting, NothingThere
from voice.model import new_id
from voice.playback.ffmpeg import find_ffmpeg
from voice.public_services import PublicServices
from voice.staff_services import StaffServices
from voice.texting import own_number

SHEET = "demo.json"
THEY_BEGAN = timedelta(days=140)


async def make_demonstration(settings: Settings) -> Path:
    """Make the demonstration where there is none yet; where its sheet is. Raises BadSetting."""
    if not settings.demo:
        raise BadSetting("VOICE_DEMO", "is not 1: a demonstration is made only where nothing is real")
    sheet = settings.home / SHEET
    make_keys(settings)
    keys = IntakeKeys.load(settings.intake_keys)
    store = await open_store(settings.database, "command")
    try:
        if await _made_before(store, keys.authority):
            if not sheet.exists():
                raise BadSetting("VOICE_HOME", f"has an authority but no {SHEET}: name an empty folder")
            return sheet
        public = PublicServices(store, keys, settings.public_url, demo=True, media=open_media(settings.media))
        provider = provider_for(settings.keys)
        urls = (settings.public_url, settings.staff_url)
        staff = StaffServices(
            store,
            keys,
            provider,
            *urls,
            demo=True,
            media=public.media,
            ffmpeg=find_ffmpeg(settings.ffmpeg),
        )
        made = await make(public, staff) | {"sms": _texts(settings), "clips": await clips.make(staff)}
        secret_files.replace(sheet, json.dumps(made, ensure_ascii=False, indent=1))
    finally:
        await store.close()
    return sheet


def make_keys(settings: Settings) -> None:
    """Keys for the demonstration, unless it has them."""
    if not Path(settings.intake_keys).exists():
        key_files.init(settings.home, new_id())


async def _made_before(store: Store, authority: UUID) -> bool:
    async with store.reading() as db:
        try:
            await authorities.find(db, authority)
        except NothingThere:
            return False
    return True


async def make(public: PublicServices, staff: StaffServices) -> dict[str, Any]:
    """Tell every story; the sheet."""
    now = clock.now()
    clock.stand(now - THEY_BEGAN)
    try:
        town, signed = await _town(public, staff, now)
        stories = [
            story(town) for story in (*answered.STORIES, *other_ways.STORIES, *signing.STORIES, *not_safe.STORIES)
        ]
        await town.days.run(*stories, many.answer_for_months(town), _ends(town))
        children = [await _with_link(town, child) for child in sorted(town.children, key=lambda each: each.name)]
    finally:
        clock.stand(None)
    urls = {"public_url": public.public_url, "staff_url": staff.staff_url}
    return {**urls, "children": children, "staff": signed}


async def _ends(town: Town) -> None:
    await town.days.until(town.days.now)
    await town.worker_looks()


async def _town(public: PublicServices, staff: StaffServices, now: datetime) -> tuple[Town, list[dict[str, Any]]]:
    advocacy = new_private_key().public()  # the provider's: what is sealed to it, nobody here opens
    await setting_up.make_authority(staff, AUTHORITY, ARRANGEMENTS, advocacy)
    teams = {name: await setting_up.add_team(staff, name) for name in TEAMS}
    hired = await asyncio.gather(*(_hire(staff, key, person, teams) for key, person in STAFF.items()))
    members = {key: member for key, (member, _) in zip(STAFF, hired, strict=True)}
    for key, (languages, register) in INTERPRET.items():
        await setting_up.add_interpreter(staff, members[key].id, members[key].first_name, languages, register)
    surveys = library()
    versions = {code: await setting_up.publish(staff, survey) for code, survey in surveys.items()}
    town = Town(public, staff, Days(now), members, teams, surveys, versions, deliveries_of(staff))
    return town, [signs_in for _, signs_in in hired if signs_in]


async def _hire(
    staff: StaffServices, key: str, person: Person, teams: Mapping[str, UUID]
) -> tuple[SignedIn, dict[str, Any] | None]:
    """A member of staff, and how they sign in."""
    email, team = f"{key}@northfold.example", teams.get(person.team or "")
    made = await setting_up.add_staff(staff, person.first, person.last, email, team, person.roles)
    member = SignedIn(made, person.first, person.last, team, frozenset(person.roles))
    if person.phone:
        await own_number.write_down(staff, made, person.phone)
    if not person.signs_in:
        return member, None
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    await signing_in.set_password(staff, made, password)
    totp = await signing_in.set_one_time_code(staff, made)
    name, role = f"{person.first} {person.last}", person.roles[0].value
    ways_in = {"email": email, "password": password, "totp_secret": totp, "phone": person.phone}
    return member, {"name": name, "role": role, **ways_in}


async def _with_link(town: Town, child: Child) -> dict[str, Any]:
    """A child's line on the sheet, with a fresh link: they wanted it, so that a visitor may still ask them (R107)."""
    link = f"{town.public.public_url}/c/{await town.invite(child, she_asked=True)}"
    now, born = town.days.now, child.born
    age = now.year - born.year - ((now.month, now.day) < (born.month, born.day))
    return {"name": child.name, "age": age, "link": link, "phone": child.phone, "survey": child.survey}


def _texts(settings: Settings) -> dict[str, str]:
    """The number that texts come from, and the secret they are signed with: the settings', or invented ones."""
    token = settings.twilio_auth_token
    secret = token.get_secret_value() if token else secrets.token_hex(16)
    return {"number": settings.twilio_from or SMS_NUMBER, "auth_token": secret}
