"""Further invented children who are known by their closed answers alone: figures need more than twelve (R109).

They have three teams and ten workers, so that no figure rests on one; what too few said is hidden as anywhere.
"""

import asyncio
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from surveys.replies import Reply, ReplyState
from voice import answering, clock, counting, publishing, sending, setting_up, visiting
from voice.case_record import my_team
from voice.case_statement import open_statement
from voice.counting import closes, month_of, next_month
from voice.demonstration.people import STAFF
from voice.demonstration.town import Town
from voice.model import Around, Helper, Role

SURVEY = "about_me_8_11"
MONTHS = 3
# fmt: off
NAMES = (
    "Abdi", "Aisha", "Alfie", "Anya", "Ben", "Bilal", "Chloe", "Cody", "Daisy", "Dina", "Elif",
    "Finn", "Freya", "Gethin", "Hana", "Harvey", "Ida", "Isaac", "Jaya", "Jonah", "Kofi", "Lena",
    "Lily", "Maks", "Nia", "Nour", "Ollie", "Omar", "Poppy", "Priti", "Quin", "Rhys", "Rosa",
    "Seb", "Skye", "Tara", "Theo", "Uma", "Will", "Yara", "Yusuf", "Zofia",
)
# fmt: on
WORKERS = ("ade", "farah", "grace", "ruth", "luis", "iman", "ines", "tomasz", "piotr", "ade", "farah", "wendy")
LISTENS = ("always",) * 9 + ("usually",) * 7 + ("sometimes",) * 6 + ("not_usually",) * 2 + ("never",)
SIBLINGS = ("enough",) * 5 + ("more",) * 6 + ("none",) * 4 + ("less",)
COMPANY = ((Around.JUST_ME, Helper.NOBODY),) * 3 + (
    (Around.ADULT_AT_HOME, Helper.CARER),
    (Around.HELPER, Helper.WORKER),
)


@dataclass(frozen=True, slots=True)
class One:
    """One of them."""

    id: UUID
    worker: UUID
    first_name: str


def published_months(today: date) -> list[date]:
    """The last months that are closed by today, oldest first."""
    month = month_of(today)
    while closes(month) > today:
        month = month_of(month - timedelta(days=1))
    found = [month]
    while len(found) < MONTHS:
        found.append(month_of(found[-1] - timedelta(days=1)))
    return found[::-1]


async def answer_for_months(town: Town) -> None:
    """Month after month they answer; the worker counts, and closes each month a week after its end."""
    everybody = await asyncio.gather(*(_one(town, n) for n in range(len(NAMES))))
    months = published_months(town.days.now.date())
    for month in months:
        await town.days.until(_on(month + timedelta(days=11), "11:00"))
        await asyncio.gather(*(_close(town), *(_says(town, one, n, month) for n, one in enumerate(everybody) if n % 2)))
        await town.days.until(_on(month + timedelta(days=24), "16:30"))
        await asyncio.gather(*(_says(town, one, n, month) for n, one in enumerate(everybody) if not n % 2))
        await town.days.until(_on(next_month(month), "06:00"))
        await counting.count_waiting(town.staff)
        await _manager_reads(town)
    await town.days.until(_on(closes(months[-1]), "06:00"))
    await _close(town)


async def _close(town: Town) -> None:
    await publishing.close_months(town.staff)


async def _one(town: Town, n: int) -> One:
    worker = WORKERS[n % len(WORKERS)]
    member, team = town.members[worker], town.teams[STAFF[worker].team or ""]
    year = town.days.now.year - 8 - n % 5 // 2
    made = await setting_up.add_child(town.staff, NAMES[n], date(year, 1 + n % 12, 1 + n % 28), team)
    await setting_up.allocate(town.staff, made, member.id, Role.SOCIAL_WORKER)
    return One(made, member.id, member.first_name)


async def _says(town: Town, one: One, n: int, month: date) -> None:
    """Closed answers alone, from the link to the receipt. Some say nothing in one month or another."""
    chance = random.Random(f"{n} {month.month}")  # noqa: S311 - invented answers, the same each time
    last = month == published_months(town.days.now.date())[-1]
    if chance.random() < 0.1 and not last:
        return
    around, helper = chance.choice(COMPANY)
    given = {"worker_listens": chance.choice(LISTENS), "brothers_sisters": chance.choice(SIBLINGS)}
    given["time_alone"] = "always" if (n // 3 + month.month) % 7 < 4 else "sometimes"  # in every team so many of each
    public, version = town.public, town.versions[SURVEY]
    link = await setting_up.invite(town.staff, one.id, version, one.first_name, "", "8-11", by=one.worker)
    cookie = await visiting.begin(public, link, "en")
    await visiting.say_who_is_around(public, await visiting.current_visit(public, cookie), around, helper)
    for question, choice in given.items():
        visit = await visiting.current_visit(public, cookie)
        reply = Reply(question, ReplyState.ANSWERED, (choice,))
        await answering.record_answer(public, visit, town.surveys[SURVEY].question(question), reply)
    await sending.send(public, await visiting.current_visit(public, cookie), with_code=False)


async def _manager_reads(town: Town) -> None:
    """What was asked for her alone, the manager reads once a month."""
    priya = town.members["priya"]
    new = [said.statement.id for line in await my_team(town.staff, priya) for said in line.new]
    await asyncio.gather(*(open_statement(town.staff, priya, each) for each in new))


def _on(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.LONDON)
