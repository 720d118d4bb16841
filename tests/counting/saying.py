"""Many children who say something, by the same verbs as their pages use."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from storage import tables
from surveys.offered import NOT_SURE
from surveys.replies import Reply, ReplyState
from tests.world import World
from voice import answering, sending, setting_up, visiting
from voice.model import Around, Helper, Point, Role, new_id


@dataclass(frozen=True, slots=True)
class Answers:
    """What one child says: a choice for each question named; what is not named is skipped."""

    choices: Mapping[str, str] = field(default_factory=lambda: {"worker_listens": "always", "time_alone": "never"})
    around: Around = Around.JUST_ME
    helper: Helper = Helper.NOBODY
    language: str = "en"
    point: Point | None = None


async def a_child(world: World, name: str, team: UUID | None = None, worker: UUID | None = None) -> UUID:
    child = await setting_up.add_child(world.staff, name, date(2016, 5, 4), team or world.east)
    await setting_up.allocate(world.staff, child, worker or world.people["sam"], Role.SOCIAL_WORKER)
    return child


async def workers(world: World, team: UUID, many: int) -> list[UUID]:
    """Social workers, so that no team rests on one."""
    return [
        await setting_up.add_staff(world.staff, "Kit", f"Lane {n}", f"{new_id()}@northfold.test", team, [Role.DUTY])
        for n in range(many)
    ]


async def sends(world: World, child: UUID, answers: Answers | None = None) -> UUID:
    """From the link to the receipt; the statement."""
    said = answers or Answers()
    link = await setting_up.invite(world.staff, child, world.version, "Sam", "Priya", "8-11", point=said.point)
    token = await visiting.begin(world.public, link, said.language)
    visit = await visiting.current_visit(world.public, token)
    await visiting.say_who_is_around(world.public, visit, said.around, said.helper)
    survey = (await world.public.asked(world.version)).survey
    for question, choice in said.choices.items():
        visit = await visiting.current_visit(world.public, token)
        reply = Reply(question, ReplyState.ANSWERED, (choice,))
        await answering.record_answer(world.public, visit, survey.question(question), reply)
    receipt = await sending.send(world.public, await visiting.current_visit(world.public, token), with_code=False)
    return receipt.statement


async def some_send(world: World, many: int, seed: int = 1) -> list[UUID]:
    """So many children, each with answers of their own."""
    chance = random.Random(seed)
    survey = (await world.public.asked(world.version)).survey
    asked = [survey.question(name) for name in ("worker_listens", "time_alone", "brothers_sisters")]
    sent = []
    for n in range(many):
        child = await a_child(world, f"Child {n}", chance.choice((world.east, world.west)))
        choices = {each.id: chance.choice((*each.choice_ids, NOT_SURE)) for each in asked if chance.random() < 0.9}
        around, helper = chance.choice(list(Around)), chance.choice(list(Helper))
        sent.append(await sends(world, child, Answers(choices, around, helper)))
    return sent


async def rows(world: World, table: sa.Table) -> list[sa.RowMapping]:
    async with world.staff.store.reading() as db:
        return list((await db.execute(sa.select(table))).mappings())


async def waiting(world: World) -> int:
    return len([row for row in await rows(world, tables.outbox) if (row["kind"], row["state"]) == ("count", "waiting")])


async def all_sent(world: World) -> list[UUID]:
    return [row["id"] for row in await rows(world, tables.statement) if row["kind"] == "statement"]
