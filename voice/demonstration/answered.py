"""Children who were answered, and what became of what they were promised; and one who has said nothing yet."""

from voice.adding import What
from voice.asking_for import ask_from_mailbox
from voice.boxes import Boxes
from voice.case_statement import open_statement
from voice.demonstration.adults import answers, closes, settles, takes_up, weighs
from voice.demonstration.saying import Given, comes_back, says, says_back
from voice.demonstration.texts import Telephone, ask_by_text
from voice.demonstration.town import Town
from voice.model import BearsOn, How, Stopped
from voice.saying_back import About
from voice.taking_up import Outcome

ABOUT_ME, ABOUT_ME_OLDER, SAY_HI = "about_me_8_11", "about_me_11_17", "just_say_hi_11_17"
ALWAYS, USUALLY, SOMETIMES = ("always",), ("usually",), ("sometimes",)


AMARA_FIRST: dict[str, Given] = {
    "find_out": ("talk_alone", "draw"),
    "feeling": ("3",),
    "school": ("6",),
    "brothers_sisters": ("more",),
    "brothers_sisters_change": "see Tunde every week not just sometimes",
    "going_well": "art club and my new teacher she is funny",
    "worries": "that Tunde forgets me",
    "safe_home": ALWAYS,
    "worker_listens": USUALLY,
    "time_alone": SOMETIMES,
    "on_my_side": ("not_sure",),
    "wishes": "I wish me and Tunde could have a sleepover",
}
AMARA_THEN: dict[str, Given] = {
    "feeling": ("4",),
    "school": ("7",),
    "brothers_sisters": ("more",),
    "brothers_sisters_change": "longer please. two hours goes really fast",
    "going_well": "seeing Tunde on saturdays. i won a prize for my painting",
    "safe_home": ALWAYS,
    "worker_listens": ALWAYS,
    "time_alone": ALWAYS,
    "wishes": "to show Tunde my painting",
}
AMARA_WEIGHED = Boxes(
    bears_on=BearsOn.PLAN,
    which="Care plan, contact with her brother",
    means="That seeing Tunde now and then is not enough, and that she is afraid he will forget her.",
    doubts="Whether the worry is older than the move. I have not asked her.",
    wants="To see Tunde every week, and to stay over one night.",
    decided="Every Saturday, two hours. No night yet.",
    decided_by="Court and both carers",
    stopped_by=Stopped.SOMEONE_ELSES_DECISION,
    told="That Saturdays begin now, that I asked for the night, and who decides about it.",
)


async def amara(town: Town) -> None:
    """Heard, answered, and told what became of each promise; and she came back to put something right."""
    child, sam = await town.child("Amara", 9, ABOUT_ME, "sam", phone="+447700900101"), town.members["sam"]
    await town.days.at(95)
    first = await says(town, child, AMARA_FIRST)
    await town.days.at(94, "10:05")
    promises = ("Ask if Amara can see Tunde every week", 28), ("Find out if there can be a sleepover", 35)
    await answers(town, sam, first.statement, "Thank you for telling me about Tunde. I have asked.", *promises)
    await weighs(town, sam, first.statement, AMARA_WEIGHED)
    await town.days.at(71, "15:30")
    await settles(town, sam, first.statement)
    await town.days.at(62, "11:20")
    await settles(town, sam, first.statement, Stopped.SOMEONE_ELSES_DECISION)
    await town.days.at(60, "17:45")
    await comes_back(town, first, "worries", What.NOT_RIGHT_NOW, "he didnt forget me. he made me a card with a dragon")
    await says_back(town, first, About.WEIGHING, "not_quite", "not just one sleepover. lots of them")
    await says_back(town, first, About.PROMISE, "yes")
    await town.days.at(59, "09:40")
    await answers(town, sam, first.statement, "A dragon card! Keep it somewhere safe.", how=How.WRITE)
    await town.days.at(24)
    second = await says(town, child, AMARA_THEN)
    await town.days.at(23, "10:15")
    await answers(
        town,
        sam,
        second.statement,
        "Well done for the prize! I will ask for longer Saturdays.",
        ("Ask for longer Saturdays", 27),
    )


TOMOS_FIRST: dict[str, Given] = {
    "find_out": ("doing",),
    "feeling": ("3",),
    "school": ("5",),
    "brothers_sisters": ("none",),
    "going_well": "football",
    "worries": "am i moving or not",
    "safe_home": ("mostly",),
    "worker_listens": USUALLY,
    "time_alone": ALWAYS,
}
TOMOS_THEN: dict[str, Given] = {
    "feeling": ("2",),
    "school": ("3",),
    "brothers_sisters": ("none",),
    "going_well": "football. and nan rang me",
    "worries": "they keep saying im moving again but nobody says when",
    "safe_home": ("mostly",),
    "worker_listens": SOMETIMES,
    "time_alone": ALWAYS,
    "wishes": "just tell me the date",
}


async def tomos(town: Town) -> None:
    """Promised a date that never came; says so again; waits; and complains."""
    child, sam = (
        await town.child("Tomos", 10, ABOUT_ME, "sam", born=(9, 21), phone="+447700900102"),
        town.members["sam"],
    )
    await town.days.at(76)
    first = await says(town, child, TOMOS_FIRST)
    await town.days.at(75, "14:00")
    promise = ("Tell Tomos when he will move, or that nobody knows", 21)
    await answers(town, sam, first.statement, "I do not know yet. I will find out and tell you.", promise)
    await town.days.at(9)
    again = await says(town, child, TOMOS_THEN)
    await town.days.at(8, "11:15")
    await open_statement(town.staff, sam, again.statement)
    await town.days.at(3, "18:20")
    held = await comes_back(town, again)
    await ask_from_mailbox(town.public, held, "complaint", "i asked when i move. that was weeks ago. nobody tells me")


REECE_SAID: dict[str, Given] = {
    "feeling": ("3",),
    "home_life": ("6",),
    "school": ("2",),
    "brothers_sisters": ("none",),
    "safe_where_stay": ("safe",),
    "safe_out": ("mostly",),
    "wishes": "get a job not college",
}


async def reece(town: Town) -> None:
    """Texted STOP when he was asked about safety. Nobody texts him since, and a person went to see him."""
    child, dev = (
        await town.child("Reece", 17, ABOUT_ME_OLDER, "dev", born=(1, 8), phone="+447700900109"),
        town.members["dev"],
    )
    await town.days.at(84)
    first = await says(town, child, REECE_SAID)
    await town.days.at(82, "10:00")
    promise = ("Look for a Saturday job with Reece", 40)
    await answers(town, dev, first.statement, "Fair enough. Let us look for one.", promise)
    await town.days.at(50, "16:00")
    await settles(town, dev, first.statement, Stopped.NOT_YET)
    await town.days.at(13, "17:15")
    await ask_by_text(town, child, SAY_HI)
    await town.days.at(13, "17:50")
    await Telephone(town, "+447700900109").text("ok", "yes", "friends", "2", "STOP")
    await town.worker_looks()
    morgan = town.members["morgan"]
    await town.days.at(12, "09:20")
    concern = await takes_up(town, morgan, child)
    await town.days.at(11, "12:40")
    await closes(
        town,
        morgan,
        concern,
        Outcome.SPOKE_WITH_CHILD,
        "Dev saw Reece at college. He says he is fine and is sick of questions by text.",
        "That we will not text, that Dev comes on Fridays, and how to reach us if he wants to.",
    )


async def kai(town: Town) -> None:
    """Came three days ago and has said nothing yet."""
    await town.days.at(3, "09:00")
    await town.child("Kai", 11, ABOUT_ME_OLDER, "sam", born=(12, 2), phone="+447700900106")


STORIES = (amara, tomos, reece, kai)
