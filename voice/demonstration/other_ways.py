"""Children who say it another way: in Arabic, in Easy Read, by drawing, by text; and a number that nobody knows."""

from datetime import timedelta
from functools import partial

from voice.adding import What
from voice.case_record import look_at_child
from voice.demonstration import drawings
from voice.demonstration.adults import answers, asks_if_meant, gives, hands_in, settles, understands
from voice.demonstration.people import NOBODYS
from voice.demonstration.saying import Given, comes_back, says, says_back, tells_the_service
from voice.demonstration.texts import Telephone, ask_by_text
from voice.demonstration.town import Child, Town
from voice.model import Around, Helper, How, ParentsMark, Work
from voice.saying_back import About

ABOUT_ME, ABOUT_ME_OLDER, LITTLE = "about_me_8_11", "about_me_11_17", "about_me_4_5"
HOW_THINGS = "how_things_are_11_17"
ALWAYS, USUALLY, SOMETIMES = ("always",), ("usually",), ("sometimes",)


LEILA_FIRST: dict[str, Given] = {
    "feeling": ("3",),
    "school": ("7",),
    "brothers_sisters": ("none",),
    "going_well": "المدرسة جميلة",
    "safe_home": ALWAYS,
    "worker_listens": USUALLY,
    "time_alone": SOMETIMES,
    "wishes": "أن أتعلم السباحة",
}
LEILA_THEN: dict[str, Given] = {
    "feeling": ("4",),
    "school": ("8",),
    "going_well": "أحب المدرسة. صديقتي اسمها سارة 🙂",
    "worries": "أشتاق إلى جدتي",
    "brothers_sisters": ("none",),
    "safe_home": ALWAYS,
    "worker_listens": USUALLY,
    "time_alone": SOMETIMES,
    "wishes": "أن أتكلم مع جدتي بالهاتف",
}


LEILA_ADDED = "تعلمت أن أطفو على الماء"
IN_ENGLISH = {
    "المدرسة جميلة": "School is lovely",
    "أن أتعلم السباحة": "To learn to swim",
    LEILA_ADDED: "I have learnt to float on the water",
}


async def leila(town: Town) -> None:
    """In Arabic, with her carer near. Robin put the first of it into English, Yara checked it, Leila meant that.

    What she added since Yara is to check; what she said yesterday waits in Robin's queue.
    """
    child, sam = await town.child("Leila", 8, ABOUT_ME, "sam", born=(1, 30), phone="+447700900103"), town.members["sam"]
    robin, yara = town.members["robin"], town.members["yara"]
    in_arabic = partial(says, around=Around.HELPER, helper=Helper.CARER, language="ar")
    await town.days.at(44)
    first = await in_arabic(town, child, LEILA_FIRST, parents=ParentsMark.FINE)
    await town.days.at(43, "10:00")
    await hands_in(town, robin, await gives(town, sam, first.statement, robin), IN_ENGLISH)
    await hands_in(town, yara, await gives(town, sam, first.statement, yara, Work.CHECKS), IN_ENGLISH)
    await town.days.at(43, "11:00")
    words = "With the interpreter: swimming lessons begin on Monday."
    await answers(town, sam, first.statement, words, how=How.TOLD_IN_PERSON)
    await asks_if_meant(town, sam, first.statement)
    await town.days.at(42, "17:00")
    await says_back(town, first, About.TRANSLATION, "meant")
    await town.days.at(3, "15:00")
    await comes_back(town, first, "wishes", What.MORE, LEILA_ADDED)
    await town.days.at(2, "11:00")
    note = "She says it proudly."
    await hands_in(town, robin, await gives(town, sam, first.statement, robin), IN_ENGLISH, note)
    await gives(town, sam, first.statement, yara, Work.CHECKS)
    await town.days.at(1)
    then = await in_arabic(town, child, LEILA_THEN)
    await gives(town, sam, then.statement, robin)


NOOR_FIRST: dict[str, Given] = {
    "feeling": ("4",),
    "school": ("8",),
    "brothers_sisters": ("different",),
    "safe_home": ALWAYS,
    "worker_listens": ALWAYS,
    "time_alone": ALWAYS,
    "wishes": "a bike",
}
NOOR_THEN: dict[str, Given] = {
    "feeling": ("5",),
    "school": ("8",),
    "going_well": "I got a bike. It is red.",
    "safe_home": ALWAYS,
    "worker_listens": ALWAYS,
    "time_alone": SOMETIMES,
}


async def noor(town: Town) -> None:
    """Reads Easy Read. Something she wanted nobody on her case to know went to the service, without her name."""
    child, dev = await town.child("Noor", 10, ABOUT_ME, "dev", born=(2, 9), phone="+447700900107"), town.members["dev"]
    in_easy_read = partial(says, language="en-simple")
    await town.days.at(68)
    first = await in_easy_read(town, child, NOOR_FIRST)
    await town.days.at(66, "12:00")
    await answers(town, dev, first.statement, "I have asked about a bike.", ("Find a bike for Noor", 30))
    await town.days.at(40, "12:00")
    await settles(town, dev, first.statement)
    await town.days.at(14, "19:05")
    await tells_the_service(town, child, {"worker_listens": ("not_usually",), "time_alone": ("not_usually",)})
    await town.days.at(2)
    await in_easy_read(town, child, NOOR_THEN)


async def mia(town: Town) -> None:
    """Five years old. She draws, Sam reads the questions to her, and what she drew is asked about, never guessed."""
    child, sam = await town.child("Mia", 5, LITTLE, "sam", born=(8, 19)), town.members["sam"]
    together = partial(says, around=Around.HELPER, helper=Helper.WORKER, parents=ParentsMark.FINE)
    await town.days.at(20, "15:20")
    first = await together(
        town,
        child,
        {
            "little_feelings": ("happy", "mixed_up"),
            "little_home": ("good",),
            "little_like": {"drawing": drawings.DOG},
            "little_listens": ("yes",),
            "little_wish": {"drawing": drawings.HOME},
            "little_safe": ("yes",),
        },
    )
    await town.days.later(timedelta(minutes=25))
    await understands(town, sam, child)
    words = "I asked Mia about her dog. He is called Bean and lives at Grandad’s. I said we will visit them."
    await answers(town, sam, first.statement, words, ("Take Mia to see Bean", 30), how=How.TOLD_IN_PERSON)


async def ellie(town: Town) -> None:
    """By text, and only by text."""
    child = await town.child("Ellie", 13, ABOUT_ME_OLDER, "sam", born=(6, 14), phone="+447700900108")
    phone = Telephone(town, "+447700900108")
    await town.days.at(30, "17:10")
    await ask_by_text(town, child, HOW_THINGS)
    await town.days.at(30, "17:40")
    await phone.text(
        "YES", "yes", "just me", "7", "4", "6", "maths is soo boring", "5", "9", "8 i got picked for netball 🏐"
    )
    await phone.text("safe", "mostly", "ask me first", "yes", "no")
    await town.days.at(29, "09:15")
    await _answer_newest(town, child, "Netball! When is your first match? I will come if you want me to.")
    await town.days.at(6, "18:05")
    await phone.text("can you come to the match on thursday its at 4")


async def _answer_newest(town: Town, child: Child, words: str) -> None:
    newest = (await look_at_child(town.staff, child.worker, child.id)).line.said[0].statement.id
    await answers(town, child.worker, newest, words, how=How.TOLD_IN_PERSON)


async def somebody_unknown(town: Town) -> None:
    """A number that nobody knows, three hours ago."""
    await town.days.ago(timedelta(hours=3, minutes=10))
    await Telephone(town, NOBODYS).text("hi is this social services. its about my little brother. can someone ring me")


STORIES = (leila, noor, mia, ellie, somebody_unknown)
