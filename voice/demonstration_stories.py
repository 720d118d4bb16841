"""The invented people of the demonstration and what they say. Nobody here exists; the telephone numbers are Ofcom's
for drama.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from voice.model import Around, Helper, Role

AUTHORITY = "Northfold Children’s Services"
ARRANGEMENTS = {
    "duty": {"opens": "09:00", "closes": "17:00", "out_of_hours": True},
    "calendar": "ENG",
    "exit_to": "https://www.bbc.co.uk/weather",
    "help_lines": [
        {"name": "Northfold duty team", "number": "01632 960100", "href": "tel:01632960100", "note": "Day and night."}
    ],
}
SMS_NUMBER = "+447700900100"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff."""

    first: str
    last: str
    team: str | None
    roles: tuple[Role, ...]


STAFF = {
    "sam": Person("Sam", "Okafor", "East", (Role.SOCIAL_WORKER,)),
    "priya": Person("Priya", "Nair", "East", (Role.TEAM_MANAGER,)),
    "dev": Person("Dev", "Rao", "West", (Role.SOCIAL_WORKER,)),
    "morgan": Person("Morgan", "Bell", None, (Role.DUTY,)),
    "alex": Person("Alex", "Finch", None, (Role.ADMINISTRATOR,)),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One conversation of a child's, so many days ago. Questions not named are skipped; `exits_at` ends it there."""

    days_ago: int
    answers: Mapping[str, tuple[str, ...] | str]
    around: Around = Around.JUST_ME
    helper: Helper = Helper.NOBODY
    language: str = "en"
    exits_at: str | None = None
    reach: tuple[str, str, Literal["yes", "no", "not_sure", ""]] = ("", "", "")
    answered_with: tuple[str, str, int] | None = None  # the reply, the promise, and its days from then
    taken_up: bool = False  # duty has taken up its concern


@dataclass(frozen=True, slots=True)
class ChildStory:
    """A child of the demonstration."""

    name: str
    born: tuple[int, int, int]
    worker: str
    phone: str
    said: tuple[Said, ...] = field(default=())


CHILDREN = (
    ChildStory(
        "Amara",
        (2017, 5, 3),
        "sam",
        "+447700900101",
        (
            Said(
                24,
                {
                    "find_out": ("talk_alone", "draw"),
                    "feeling": ("3",),
                    "school": ("6",),
                    "brothers_sisters": ("more",),
                    "brothers_sisters_change": "see Tunde every week not just sometimes",
                    "going_well": "art club and my new teacher she is funny",
                    "worries": "that Tunde forgets me",
                    "safe_home": ("always",),
                    "worker_listens": ("usually",),
                    "time_alone": ("sometimes",),
                    "on_my_side": ("not_sure",),
                    "wishes": "I wish me and Tunde could have a sleepover",
                },
                answered_with=(
                    "Thank you for telling me about Tunde. I have asked if you can see him every week.",
                    "Ask if Amara can see Tunde every week",
                    28,
                ),
            ),
        ),
    ),
    ChildStory(
        "Tomos",
        (2016, 9, 21),
        "sam",
        "+447700900102",
        (
            Said(
                2,
                {
                    "find_out": ("doing",),
                    "feeling": ("2",),
                    "school": ("3",),
                    "brothers_sisters": ("none",),
                    "going_well": "football. and nan rang me",
                    "worries": "they keep saying im moving again but nobody says when",
                    "safe_home": ("mostly",),
                    "worker_listens": ("sometimes",),
                    "time_alone": ("usually",),
                    "wishes": "just tell me the date",
                },
            ),
        ),
    ),
    ChildStory(
        "Leila",
        (2018, 1, 30),
        "sam",
        "+447700900103",
        (
            Said(
                1,
                {
                    "feeling": ("4",),
                    "school": ("8",),
                    "going_well": "أحب المدرسة. صديقتي اسمها سارة 🙂",
                    "worries": "أشتاق إلى جدتي",
                    "safe_home": ("always",),
                    "wishes": "أن أتكلم مع جدتي بالهاتف",
                },
                around=Around.HELPER,
                helper=Helper.CARER,
                language="ar",
            ),
        ),
    ),
    ChildStory(
        "Bella",
        (2016, 3, 12),
        "sam",
        "+447700900104",
        (Said(0, {"feeling": ("1",), "safe_home": ("no",)}, exits_at="safe_home"),),
    ),
    ChildStory(
        "Zack",
        (2017, 7, 8),
        "sam",
        "+447700900105",
        (
            Said(
                0,
                {
                    "feeling": ("2",),
                    "going_well": "my dog",
                    "worries": "the shouting at night",
                    "safe_home": ("not_always",),
                    "wishes": "that it was quiet",
                },
                reach=("at school, Mrs Lowe knows", "not Gary", "no"),
                taken_up=True,
            ),
        ),
    ),
    ChildStory("Kai", (2015, 12, 2), "sam", "+447700900106"),
    ChildStory(
        "Noor",
        (2016, 2, 9),
        "dev",
        "+447700900107",
        (Said(5, {"feeling": ("5",), "going_well": "I got a bike", "safe_home": ("always",)}),),
    ),
)
