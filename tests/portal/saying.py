"""Amara says something, by the same verbs as her pages use."""

from dataclasses import dataclass, field
from uuid import UUID

from surveys.question import Question
from surveys.replies import Reply, ReplyState
from tests.world import World
from voice import answering, coming_back, safeguarding, sending, visiting
from voice.coming_back import Inside
from voice.draft import Receipt
from voice.model import Around, Helper, ParentsMark
from voice.visiting import Visit

WORRY = "I miss my nan and nobody tells me why"


@dataclass(slots=True)
class Says:
    """What a child says. `safe` is her answer to the safety question, `about_staff` what she says after it."""

    words: str = WORRY
    safe: str = "always"
    about_staff: str = ""
    reach: str = "At school, ask for Miss Ade"
    must_not_know: str = "My stepdad"
    parents: ParentsMark | None = None
    which: str = ""
    around: Around = Around.JUST_ME
    language: str = "en"
    skips: tuple[str, ...] = ("find_out", "school", "brothers_sisters")
    extra: dict[str, str] = field(default_factory=lambda: {"worker_listens": "never", "time_alone": "never"})


async def begin(world: World, child: UUID | None = None, language: str = "en") -> Visit:
    token = await visiting.begin(world.public, await world.link(child), language)
    return await visiting.current_visit(world.public, token)


async def answer(world: World, visit: Visit, question: str, reply: Reply) -> Visit:
    asked = await world.public.asked(visit.kept.version)
    await answering.record_answer(world.public, visit, asked.survey.question(question), reply)
    return await visiting.current_visit(world.public, visit.token)


async def question(world: World, visit: Visit, name: str) -> Question:
    return (await world.public.asked(visit.kept.version)).survey.question(name)


def chose(name: str, *choices: str) -> Reply:
    return Reply(name, ReplyState.ANSWERED, choices)


def wrote(name: str, words: str) -> Reply:
    return Reply(name, ReplyState.ANSWERED, (), words)


async def says(world: World, said: Says | None = None, child: UUID | None = None) -> Receipt:
    """A whole visit, from the link to the receipt."""
    said = said or Says()
    visit = await up_to_sending(world, said, child)
    if said.parents:
        await sending.mark_for_parents(world.public, visit, said.parents, said.which)
        visit = await visiting.current_visit(world.public, visit.token)
    await visiting.own_code(world.public, visit)
    visit = await visiting.current_visit(world.public, visit.token)
    return await sending.send(world.public, visit, with_code=True)


async def up_to_sending(world: World, said: Says, child: UUID | None = None) -> Visit:
    visit = await begin(world, child, said.language)
    await visiting.say_who_is_around(world.public, visit, said.around, Helper.NOBODY)
    visit = await visiting.current_visit(world.public, visit.token)
    for name in said.skips:
        visit = await answer(world, visit, name, answering.skip(await question(world, visit, name)))
    visit = await answer(world, visit, "feeling", chose("feeling", "2"))
    visit = await answer(world, visit, "worries", wrote("worries", said.words))
    for name, choice in said.extra.items():
        visit = await answer(world, visit, name, chose(name, choice))
    visit = await answer(world, visit, "safe_home", chose("safe_home", said.safe))
    if said.safe in ("not_always", "no"):
        follow = (said.reach, said.must_not_know, said.about_staff)
        await safeguarding.follow_up(world.public, visit, *follow)  # type: ignore[arg-type]
        visit = await visiting.current_visit(world.public, visit.token)
    return visit


async def looks_inside(world: World, receipt: Receipt) -> Inside:
    """Amara comes back with her code."""
    assert receipt.code
    opened = await coming_back.open_with_code(world.public, receipt.code)
    return await coming_back.look_inside(world.public, await coming_back.held_mailbox(world.public, opened.token))
