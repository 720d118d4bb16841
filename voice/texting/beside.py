"""What is asked beside a survey's questions, and what an answer to each of those does."""

from collections.abc import Awaitable, Callable

from storage.writes import Writes
from surveys.replies import NotAnAnswer
from surveys.understanding import asking_again
from surveys.understanding.tidying import tokens_of
from voice import clock, safeguarding, screening, sending
from voice.draft import Texting
from voice.model import Around, Helper, Level, ParentsMark
from voice.texting import phrases, said
from voice.texting.asides import At
from voice.texting.heard import Decide, Talk, ask_again
from voice.texting.places import ask, ask_next
from voice.texting.turns import Says
from voice.visiting import Visit
from voice.working_days import concern_read_by

HELPS = {Around.JUST_ME: Helper.NOBODY, Around.HELPER: Helper.OTHER}  # what follows from who is near; not asked again
SEEN = {"yes": "yes", "no": "no"}
# What is texted in place of YES where we ask whether to send it, in whichever language.
_SENDS = {
    *("send", "send it", "send this", "send now", "send it now", "send that", "send please", "send it please"),
    *("please send", "please send it", "yes send", "yes send it", "ok send", "ok send it", "you can send it"),
    *("anfon", "anfona", "anfonwch", "anfon o", "anfona fo", "anfona fe", "danfon", "ie anfon", "ie anfona", "hala fe"),
    *("ارسل", "أرسلي", "أرسلوا", "ارسلها", "أرسله", "إرسال", "ابعت", "ابعث", "ابعتها", "نعم ارسل", "نعم أرسل"),
}
_SENDING = {tuple(tokens_of(each)) for each in _SENDS}


def says_send(words: str) -> bool:
    """Whether this says to send it, and nothing else."""
    return tuple(token for token in tokens_of(words) if token.isalnum()) in _SENDING


async def _ready(heard: Talk) -> Decide:
    def decide(mine: Visit, writes: Writes) -> Says:
        if heard.chosen == "yes":
            return ask_next(heard.asked, mine)
        if heard.chosen:
            return [("answer", phrases.say(phrases.LATER, heard.language))]
        return [*heard.aside(writes), ("answer", phrases.say(phrases.WAITS, heard.language))]

    return decide


async def _around(heard: Talk) -> Decide:
    def decide(mine: Visit, writes: Writes) -> Says:
        texting = mine.draft.texting = mine.draft.texting or Texting()
        if not heard.chosen and texting.missed is None:
            if not screening.cannot_wait(heard.turn.words, heard.language):
                return ask_again(heard, mine)
            says = heard.aside(writes) + ask_again(heard, mine, asking_again.HEARD)
            texting.missed = ""  # it is kept already
            return says
        near = Around(heard.chosen) if heard.chosen in set(Around) else Around.RATHER_NOT_SAY
        told = heard.aside(writes, words=heard.missed)
        if not heard.chosen:
            told = heard.aside(writes) or told
        return told + _near(heard, mine, near)

    return decide


def _near(heard: Talk, mine: Visit, near: Around) -> Says:
    mine.draft.say_near(mine.number, near, HELPS.get(near, Helper.RATHER_NOT_SAY))
    return ask_next(heard.asked, mine)


async def _reach(heard: Talk, words: str | None = None) -> Decide:
    """How to reach her safely is kept at once (R67), and asked about no further until that is done."""
    reach = heard.turn.words if words is None else words
    follow = await safeguarding.following_up(heard.turn.services.public, heard.visit, reach, "", "", done=False)

    def decide(mine: Visit, writes: Writes) -> Says:
        follow(mine, writes)
        says = ask(heard.asked, mine, At.ABOUT)
        if mine.draft.texting:
            mine.draft.texting.reach = reach
        return says

    return decide


async def _about(heard: Talk, about: str | None = None) -> Decide:
    """Whether it is about someone whose job is to help her. Only a plain no lets those people see it (R68)."""
    texting = heard.visit.draft.texting or Texting()
    said_so = {"yes": "yes", "no": "no", "not_sure": "not_sure"}.get(heard.chosen, "")
    if about is None and not said_so and texting.missed is None:
        return lambda mine, _: ask_again(heard, mine)
    public, answer = heard.turn.services.public, said_so if about is None else about
    words = "" if said_so or about is not None else heard.turn.words
    reach = "\n".join(filter(None, [texting.reach, texting.missed, words]))
    follow = await safeguarding.following_up(public, heard.visit, reach, "", answer)  # type: ignore[arg-type]

    def decide(mine: Visit, writes: Writes) -> Says:
        follow(mine, writes)
        return ask_next(heard.asked, mine)

    return decide


async def _parents(heard: Talk) -> Decide:
    missed = heard.visit.draft.texting.missed if heard.visit.draft.texting else None
    if heard.reply is None and missed is None:
        return lambda mine, _: ask_again(heard, mine)
    chosen = heard.chosen if heard.chosen in set(ParentsMark) else ""
    # Words without a choice mean "please don't", as on the web: the careful reading.
    mark = ParentsMark(chosen) if chosen else ParentsMark.ASK_FIRST if heard.reply else ParentsMark.PLEASE_DONT
    which = "\n".join(filter(None, [missed, "" if heard.reply else heard.turn.words]))

    def decide(mine: Visit, writes: Writes) -> Says:
        try:
            sending.put_mark(mine, mark, which)
        except NotAnAnswer:
            mine.draft = heard.visit.draft.copied()
            sending.put_mark(mine, mark, "")
            return heard.aside(writes, words=which) + ask_next(heard.asked, mine)
        return ask_next(heard.asked, mine)

    return decide


async def _send(heard: Talk) -> Decide:
    if heard.chosen != "yes" and not says_send(heard.turn.words):

        def wait(mine: Visit, writes: Writes) -> Says:
            told = [] if heard.chosen else heard.aside(writes)
            return told + ask(heard.asked, mine, At.SEND)

        return wait
    send = await sending.sending(heard.turn.services.public, heard.visit, with_code=False)

    def decide(mine: Visit, writes: Writes) -> Says:
        receipt = send(mine, writes)
        already = [("answer", phrases.vital(phrases.TOLD_ALREADY, heard.language))] if mine.draft.told else []
        day = phrases.day(receipt.read_by, heard.language)
        line = phrases.talk_to(heard.visit.kept.band)
        sent = phrases.SENT_REST if already else phrases.SENT
        thanks = ("answer", phrases.vital(sent, heard.language, day=day, line=line))
        return [*already, thanks, *ask(heard.asked, mine, At.SEEN)]

    return decide


async def _seen(heard: Talk) -> Decide:
    """ "Did anyone see, or tell you what to put?" (R69). Anything else she says now is heard all the same."""
    seen = await sending.saying_if_seen(
        heard.turn.services.public, heard.visit, SEEN.get(heard.chosen, "rather_not_say")
    )

    def decide(mine: Visit, writes: Writes) -> Says:
        told: Says = []
        if heard.reply:
            seen(mine, writes)
        else:
            told = heard.aside(writes)
        mine.draft.texting = None
        return told or [("answer", phrases.say(phrases.KEPT_ASIDE, heard.language))]

    return decide


async def _help(heard: Talk) -> Decide:
    """What is wrong, after HELP: somebody on duty is told, apart from those who work with her, and she goes on."""
    level = Level.URGENT if screening.cannot_wait(heard.turn.words, heard.language) else Level.WORRY
    read_by = concern_read_by(clock.now(), level, heard.arrangements)
    told = phrases.vital(phrases.TOLD, heard.language, time=phrases.when(read_by, heard.language))

    def decide(mine: Visit, writes: Writes) -> Says:
        said.tell_apart(writes, heard.visit.child, heard.keys, heard.turn.words, level, read_by)
        return [("answer", told), *ask_next(heard.asked, mine)]

    return decide


async def _go_on(heard: Talk) -> Decide:
    return lambda mine, _: ask_next(heard.asked, mine)


async def _skip_around(heard: Talk) -> Decide:
    return lambda mine, _: _near(heard, mine, Around.RATHER_NOT_SAY)


async def _skip_reach(heard: Talk) -> Decide:
    return await _reach(heard, "")


async def _skip_about(heard: Talk) -> Decide:
    return await _about(heard, "")


async def _stay(heard: Talk) -> Decide:
    return lambda mine, _: ask(heard.asked, mine, heard.question.id)


async def _skip_parents(heard: Talk) -> Decide:
    def decide(mine: Visit, _: Writes) -> Says:
        sending.put_mark(mine, ParentsMark.ASK_FIRST, "")
        return ask_next(heard.asked, mine)

    return decide


Beside = Callable[[Talk], Awaitable[Decide]]
BESIDE: dict[str, Beside] = {
    At.READY: _ready,
    At.AROUND: _around,
    At.REACH: _reach,
    At.ABOUT: _about,
    At.PARENTS: _parents,
    At.SEND: _send,
    At.SEEN: _seen,
    At.HELP: _help,
}
SKIPS: dict[At, Beside] = {
    At.READY: _stay,
    At.AROUND: _skip_around,
    At.REACH: _skip_reach,
    At.ABOUT: _skip_about,
    At.PARENTS: _skip_parents,
    At.SEND: _stay,
    At.SEEN: _stay,
    At.HELP: _go_on,
}
