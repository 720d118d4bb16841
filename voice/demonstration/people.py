"""The adults of the invented authority, and how it has arranged things. The telephone numbers are Ofcom's for drama."""

from dataclasses import dataclass

from storage.interpreters import Register
from voice.model import Role

AUTHORITY = "Northfold Children’s Services"
ARRANGEMENTS = {
    "duty": {"opens": "09:00", "closes": "17:00", "out_of_hours": True},
    "calendar": "ENG",
    "open_door": True,
    "pence_a_text": 4,
    "exit_to": "https://www.bbc.co.uk/weather",
    "help_lines": [
        {"name": "Northfold duty team", "number": "01632 960100", "href": "tel:01632960100", "note": "Day and night."}
    ],
}
SMS_NUMBER = "+447700900100"
NOBODYS = "+447700900999"
TEAMS = ("East", "West", "South", "Leaving care")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. Not everybody signs in: whoever opens the demonstration needs a short list."""

    first: str
    last: str
    team: str | None
    roles: tuple[Role, ...]
    signs_in: bool = True
    phone: str | None = None


INTERPRET = {  # the register is invented, as they are
    "robin": (("ar", "bfi"), Register("Northfold’s invented register", "0417")),
    "yara": (("ar", "bfi"), Register("Northfold’s invented register", "0422")),
}


def _worker(first: str, last: str, team: str) -> Person:
    return Person(first, last, team, (Role.SOCIAL_WORKER,), signs_in=False)


STAFF = {
    "sam": Person("Sam", "Okafor", "East", (Role.SOCIAL_WORKER,)),
    "dev": Person("Dev", "Rao", "West", (Role.SOCIAL_WORKER,)),
    "pat": Person("Pat", "Lowell", "Leaving care", (Role.PERSONAL_ADVISER,)),
    "priya": Person("Priya", "Nair", "East", (Role.TEAM_MANAGER,)),
    "morgan": Person("Morgan", "Bell", None, (Role.DUTY,), phone="+447700900121"),
    "harper": Person("Harper", "Quill", None, (Role.DUTY_MANAGER,), phone="+447700900122"),
    "vera": Person("Vera", "Stone", None, (Role.SERVICE_MANAGER,)),
    "noel": Person("Noel", "Marsh", None, (Role.PARTICIPATION_OFFICER,)),
    "hana": Person("Hana", "Lund", None, (Role.BSL_TRANSLATOR,)),
    "cass": Person("Cass", "Wynn", None, (Role.COMPLAINTS_MANAGER,)),
    "rowan": Person("Rowan", "Hale", None, (Role.RECORDS_OFFICER,)),
    "robin": Person("Robin", "Hale", None, (Role.INTERPRETER,)),
    "yara": Person("Yara", "Haddad", None, (Role.INTERPRETER,)),
    "alex": Person("Alex", "Finch", None, (Role.ADMINISTRATOR,)),
    "ade": _worker("Ade", "Bakare", "East"),
    "ruth": _worker("Ruth", "Castle", "East"),
    "ines": _worker("Ines", "Duarte", "East"),
    "farah": _worker("Farah", "Aziz", "West"),
    "luis": _worker("Luis", "Prado", "West"),
    "tomasz": _worker("Tomasz", "Lis", "West"),
    "grace": _worker("Grace", "Ojo", "South"),
    "iman": _worker("Iman", "Yusuf", "South"),
    "piotr": _worker("Piotr", "Zak", "South"),
    "wendy": _worker("Wendy", "Marlow", "South"),
}
