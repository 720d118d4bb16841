"""Children who said that they are not safe, and what the adults did: a concern in each state."""

from datetime import timedelta

from voice import preserving, unnamed
from voice.boxes import Boxes
from voice.demonstration.adults import acts, answers, closes, puts_off, reads_everything, settles, takes_up, weighs
from voice.demonstration.saying import Given, says, says_and_leaves, says_back, tells_the_service
from voice.demonstration.town import Child, Town
from voice.model import BearsOn, How, new_id
from voice.saying_back import About
from voice.taking_up import Outcome

ABOUT_ME, ABOUT_ME_OLDER, LEAVING = "about_me_8_11", "about_me_11_17", "about_me_16_25"
ALWAYS, USUALLY, SOMETIMES = ("always",), ("usually",), ("sometimes",)


async def bella(town: Town) -> None:
    """Not safe, said fifty minutes ago, and gone from the page. Nobody has it yet, and it climbs."""
    child, sam = (
        await town.child("Bella", 10, ABOUT_ME, "sam", born=(3, 12), phone="+447700900104"),
        town.members["sam"],
    )
    await town.days.at(38)
    before = await says(
        town,
        child,
        {
            "feeling": ("4",),
            "school": ("7",),
            "brothers_sisters": ("enough",),
            "going_well": "my cat had kittens!! three",
            "safe_home": ("mostly",),
            "worker_listens": USUALLY,
            "time_alone": SOMETIMES,
        },
    )
    await town.days.at(37, "09:30")
    await answers(town, sam, before.statement, "Three kittens! I would love to see them.", how=How.WRITE)
    await town.days.ago(timedelta(minutes=50))
    await says_and_leaves(town, child, {"feeling": ("1",), "safe_home": ("no",)}, "safe_home")
    for _ in range(3):
        await town.worker_looks()
        await town.days.later(timedelta(minutes=16))


ZACK_FIRST: dict[str, Given] = {
    "feeling": ("3",),
    "school": ("4",),
    "brothers_sisters": ("enough",),
    "going_well": "my dog",
    "safe_home": ("mostly",),
    "worker_listens": SOMETIMES,
    "time_alone": ALWAYS,
    "wishes": "a bigger garden for Biscuit",
}
ZACK_THEN: dict[str, Given] = {
    "feeling": ("2",),
    "brothers_sisters": ("enough",),
    "going_well": "my dog",
    "worries": "the shouting at night",
    "safe_home": ("not_always",),
    "worker_listens": USUALLY,
    "time_alone": ALWAYS,
    "wishes": "that it was quiet",
}


async def zack(town: Town) -> None:
    """Not always safe, not about anybody who helps him: his worker sees it too, and duty has it."""
    child, sam = await town.child("Zack", 9, ABOUT_ME, "sam", born=(7, 8), phone="+447700900105"), town.members["sam"]
    await town.days.at(33)
    before = await says(town, child, ZACK_FIRST)
    await town.days.at(32, "13:10")
    await answers(town, sam, before.statement, "I would like to meet Biscuit. Can we walk him together?")
    await town.days.ago(timedelta(hours=3))
    await says(town, child, ZACK_THEN, reach=("at school, Mrs Lowe knows", "not Gary", "no"))
    await town.days.later(timedelta(minutes=9))
    await takes_up(town, town.members["morgan"], child)


TYLER_FIRST: dict[str, Given] = {
    "feeling": ("4",),
    "home_life": ("7",),
    "school": ("6",),
    "brothers_sisters": ("more",),
    "safe_where_stay": ("safe",),
    "safe_out": ("safe",),
    "worker_listens": ("always",),
    "time_alone": ("always",),
    "people_helping": {"row-social_worker": "right", "row-teacher": "less"},
    "wishes": "see my sister",
}
TYLER_THEN: dict[str, Given] = {
    "feeling": ("2",),
    "home_life": ("4",),
    "worries": "some lads wait for me after school and they want my phone",
    "safe_where_stay": ("safe",),
    "safe_out": ("not_very",),
}
TYLER_LAST: dict[str, Given] = {
    "feeling": ("3",),
    "home_life": ("7",),
    "school": ("6",),
    "worries": "new worker again. thats three",
    "safe_where_stay": ("safe",),
    "safe_out": ("mostly",),
    "worker_listens": ("not_sure",),
    "people_helping": {"row-social_worker": "more"},
    "wishes": "for Dev to stay. and to know my sisters new address",
}
TYLER_WEIGHED = Boxes(
    bears_on=BearsOn.CONCERN,
    means="That he is frightened on the way home, and ashamed to say so.",
    doubts="I do not know whether it is about more than the phone.",
    wants="For it to stop without his nan hearing of it.",
    decided="Somebody meets him at the gate; the school speaks with the lads.",
    decided_by="Duty and his school",
    as_wanted=True,
    told="What the school does, and that his nan is not told.",
)


async def tyler(town: Town) -> None:
    """Three workers in a year. A concern of his was dealt with and closed, and he was told what was done."""
    child = await town.child("Tyler", 12, ABOUT_ME_OLDER, "luis", born=(11, 4), phone="+447700900110")
    await town.days.at(91)
    first = await says(town, child, TYLER_FIRST)
    await town.days.at(89, "11:30")
    await answers(town, child.worker, first.statement, "I have asked about your sister.", ("Ask about his sister", 21))
    await town.days.at(70, "12:00")
    await settles(town, child.worker, first.statement)
    await _concern_of_his(town, child)
    await town.days.at(41, "17:00")
    await town.change_worker(child, "dev")
    await reads_everything(town, child)
    await town.days.at(16)
    await says(town, child, TYLER_LAST)
    await town.days.at(15, "10:00")
    await reads_everything(town, child)


async def _concern_of_his(town: Town, child: Child) -> None:
    """Taken up by duty, acted on, closed, and he was told each time."""
    await town.days.at(58, "20:40")
    second = await says(town, child, TYLER_THEN, reach=("text me", "", "no"))
    await town.worker_looks()
    morgan = town.members["morgan"]
    await town.days.later(timedelta(minutes=12))
    concern = await takes_up(town, morgan, child)
    await town.days.at(57, "09:30")
    note = "Spoke with Tyler and with his school. Somebody meets him at the gate from today."
    await acts(town, morgan, concern, note, "Told him by phone at break. He said ok, as long as it is not his nan.")
    await town.days.at(56, "16:20")
    words = "Thank you for saying it. I know about it, and I am on your side."
    await answers(town, child.worker, second.statement, words)
    await weighs(town, child.worker, second.statement, TYLER_WEIGHED, "His nan reads his post, and he asked us not to.")
    await town.days.at(54, "15:00")
    told = "That the lads were spoken to, that it was right to say it, and whom to tell if it starts again."
    await closes(town, morgan, concern, Outcome.SAFETY_PLAN, "A safety plan is on his record.", told)


JADE_FIRST: dict[str, Given] = {
    "home_life": ("7",),
    "money": ("sometimes",),
    "work": ("5",),
    "health": ("6",),
    "turn_to": ("yes",),
    "safe_where_stay": ("safe",),
    "safe_out": ("mostly",),
    "using_home": ("no",),
    "adviser_listens": ("usually",),
    "adviser_touch": ("more",),
    "wishes": "a bit of help with the forms for college",
}
JADE_THEN: dict[str, Given] = {
    "home_life": ("3",),
    "money": ("not_usually",),
    "safe_where_stay": ("mostly",),
    "using_home": ("yes",),
}


async def jade(town: Town) -> None:
    """Nineteen, in her own flat. Duty has acted on what she said, and it is still open."""
    child, pat = await town.child("Jade", 19, LEAVING, "pat", born=(10, 27), phone="+447700900111"), town.members["pat"]
    await town.days.at(52, "20:15")
    first = await says(town, child, JADE_FIRST)
    await town.days.at(51, "10:10")
    promise = ("Fill in the college forms together", 20)
    await answers(town, pat, first.statement, "Gladly. Bring them on Thursday and we do them together.", promise)
    await town.days.at(41, "09:00")
    await puts_off(town, pat, first.statement, 14)
    await town.days.at(33, "16:30")
    await settles(town, pat, first.statement)
    await town.days.at(32, "20:00")
    await says_back(town, first, About.PROMISE, "yes")
    await says_back(town, first, About.HEARD, "a_bit", "once we were sat down yes")
    await town.days.at(4, "21:30")
    await says(town, child, JADE_THEN, reach=("ring me before 3, i am at work after", "the ones who stay here", "no"))
    await town.worker_looks()
    morgan = town.members["morgan"]
    await town.days.later(timedelta(minutes=8))
    concern = await takes_up(town, morgan, child)
    await town.days.at(3, "10:40")
    note = "Met Jade at work in her break. A police officer visits with us on Friday; the lock is changed today."
    await acts(town, morgan, concern, note, "Told her each step before it happens. She agreed to all of it.")
    await preserving.hold(town.staff, morgan, concern, new_id(), "The police ask that nothing is erased, call of today")


async def without_a_name(town: Town) -> None:
    """Told to the service: the participation officer is worried, and waits for a second person (R62)."""
    noel = town.members["noel"]
    await town.days.at(8, "18:30")
    child = next(each for each in town.children if each.name == "Tyler")
    await tells_the_service(town, child, {"worries": "my friend sleeps at the bus station sometimes. dont say its me"})
    await town.days.at(7, "09:10")
    found = (await unnamed.told_to_the_service(town.staff, noel))[0]
    await unnamed.be_worried(
        town.staff, noel, found.id, "Another child may be sleeping rough. We need to ask who it is."
    )


STORIES = (bella, zack, tyler, jade, without_a_name)
