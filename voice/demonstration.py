"""Makes the demonstration authority: invented people, some weeks of what they said, and a sheet to sign in with.

Everything is done by the verbs that a real authority uses. The sheet (`demo.json`) holds passwords and links in
clear, which is why there is no demonstration without VOICE_DEMO.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from storage import authorities, key_files, secret_files
from storage.case_keys import provider_for
from storage.envelopes import new_private_key
from storage.intake_keys import IntakeKeys
from storage.store import Store, open_store
from surveys.loading import library
from surveys.model import Question
from surveys.progress import next_unanswered
from surveys.replies import Reply, ReplyState
from voice import (
    answering,
    clock,
    demonstration_answers,
    safeguarding,
    sending,
    setting_up,
    signing_in,
    visiting,
    walking,
)
from voice.access import SignedIn
from voice.config import Settings
from voice.demonstration_stories import ARRANGEMENTS, AUTHORITY, CHILDREN, SMS_NUMBER, STAFF, ChildStory, Said
from voice.errors import BadSetting, NothingThere
from voice.model import ParentsMark, Role, new_id
from voice.public_services import PublicServices
from voice.staff_services import StaffServices
from voice.texting import keeping_numbers
from voice.texting.keeping_numbers import Owner

SURVEY = "about_me_8_11"
SHEET = "demo.json"
BAND = "8-11"


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
        public = PublicServices(store, keys, settings.public_url, demo=True)
        provider = provider_for(settings.keys)
        staff = StaffServices(store, keys, provider, settings.public_url, settings.staff_url, demo=True)
        made = await _make(public, staff) | {"sms": _texts(settings)}
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


async def _make(public: PublicServices, staff: StaffServices) -> dict[str, Any]:
    begun = clock.now()
    clock.stand(begun - timedelta(days=40))  # they have worked together for a while
    try:
        advocacy = new_private_key().public()  # the provider's: what is sealed to it, nobody here opens
        await setting_up.make_authority(staff, AUTHORITY, ARRANGEMENTS, advocacy)
        members, signed = await _staff(staff)
        published = {code: await setting_up.publish(staff, survey) for code, survey in library().items()}
        version = published[SURVEY]
        children = []
        for story in CHILDREN:
            clock.stand(begun - timedelta(days=40))
            children.append(await _child(public, staff, story, members, version, begun))
    finally:
        clock.stand(None)
    return {
        "public_url": public.public_url,
        "staff_url": staff.staff_url,
        "children": children,
        "staff": signed,
    }


def _texts(settings: Settings) -> dict[str, str]:
    """The number that texts come from, and the secret they are signed with: the settings', or invented ones."""
    token = settings.twilio_auth_token
    secret = token.get_secret_value() if token else secrets.token_hex(16)
    return {"number": settings.twilio_from or SMS_NUMBER, "auth_token": secret}


async def _staff(staff: StaffServices) -> tuple[dict[str, SignedIn], list[dict[str, Any]]]:
    """The members of staff, and how they sign in."""
    teams = {name: await setting_up.add_team(staff, name) for name in ("East", "West")}
    members, signed = {}, []
    for key, person in STAFF.items():
        email, team = f"{key}@northfold.example", teams.get(person.team or "")
        made = await setting_up.add_staff(staff, person.first, person.last, email, team, person.roles)
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        await signing_in.set_password(staff, made, password)
        totp = await signing_in.set_one_time_code(staff, made)
        members[key] = SignedIn(made, person.first, person.last, team, frozenset(person.roles))
        name, role = f"{person.first} {person.last}", person.roles[0].value
        signed.append({"name": name, "role": role, "email": email, "password": password, "totp_secret": totp})
    return members, signed


async def _child(
    public: PublicServices,
    staff: StaffServices,
    story: ChildStory,
    members: Mapping[str, SignedIn],
    version: UUID,
    now: datetime,
) -> dict[str, Any]:
    """One child: her worker, what she has said so far, how it was answered, and a fresh link."""
    worker = members[story.worker]
    child = await setting_up.add_child(staff, story.name, date(*story.born), cast("UUID", worker.team))
    await setting_up.allocate(staff, child, worker.id, Role.SOCIAL_WORKER)
    await keeping_numbers.write_down(staff, child, story.phone, Owner.CHILD, confirmed=clock.now(), by=worker.id)
    for said in story.said:
        clock.stand(now - timedelta(days=said.days_ago, minutes=25))
        token = await setting_up.invite(staff, child, version, worker.first_name, "", BAND, by=worker.id)
        await tell(public, token, said)
        await demonstration_answers.answer_back(staff, worker, child, said)
        if said.taken_up:
            await demonstration_answers.take_up(staff, members["morgan"], child)
    clock.stand(now)
    token = await setting_up.invite(staff, child, version, worker.first_name, "", BAND, by=worker.id)
    age = now.year - story.born[0] - ((now.month, now.day) < story.born[1:])
    link = f"{public.public_url}/c/{token}"
    return {"name": story.name, "age": age, "link": link, "phone": story.phone, "survey": SURVEY}


async def tell(public: PublicServices, token: str, said: Said) -> None:
    """One conversation from the link to the receipt, or to the page at which the child left."""
    cookie = await visiting.begin(public, token, said.language)
    await visiting.say_who_is_around(public, await visiting.current_visit(public, cookie), said.around, said.helper)
    visit = await visiting.current_visit(public, cookie)
    survey = (await public.asked(visit.kept.version)).survey
    while wanted := next_unanswered(survey, visit.draft.as_replies(), safety_last=visit.draft.safety_last):
        step = await answering.record_answer(public, visit, wanted, _reply(wanted, said.answers))
        if said.exits_at == wanted.id:
            await visiting.leave(public, cookie)
            return
        if step.where is walking.Where.SAFE:
            reach, must_not_know, about = said.reach
            visit = await visiting.current_visit(public, cookie)
            await safeguarding.follow_up(public, visit, reach, must_not_know, about)
        visit = await visiting.current_visit(public, cookie)
    await sending.mark_for_parents(public, visit, ParentsMark.ASK_FIRST, "")
    await visiting.own_code(public, await visiting.current_visit(public, cookie))
    await sending.send(public, await visiting.current_visit(public, cookie), with_code=True)


def _reply(question: Question, answers: Mapping[str, tuple[str, ...] | str]) -> Reply:
    given = answers.get(question.id)
    if given is None:
        return answering.skip(question)
    if isinstance(given, str):
        return Reply(question.id, ReplyState.ANSWERED, (), given)
    return Reply(question.id, ReplyState.ANSWERED, given)
