"""Tables of invented answers: who answered what, in which team, of which age, in which month, for which worker."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from surveys.record import Record
from voice.figures.columns import Counted
from voice.figures.sheet import Sheet
from voice.figures.tables import Behind, Table, table_of

YES = Counted("listens", ("yes", "no"), multiple=False, always=True, ordered=False)
FREQUENCY = Counted("listens", ("always", "sometimes", "never"), multiple=False, always=True, ordered=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One invented statement: its choice of each question, None for a skip."""

    groups: dict[str, str]
    answers: dict[str, str | None]
    worker: object
    household: object


def one(team: str, choice: str | None, worker: object = None, household: object = None, age: str = "8-11") -> Said:
    groups = {"total": "all", "team": team, "age": age, "team_age": f"{team}|{age}"}
    return Said(groups, {"listens": choice}, worker or uuid4(), household or uuid4())


def many(team: str, **choices: int) -> list[Said]:
    """So many of each choice, everybody from another worker and household."""
    return [one(team, choice) for choice, number in choices.items() for _ in range(number)]


def record(question: Counted, choice: str | None) -> Record:
    chosen = {choice} if isinstance(choice, str) else set()
    marks = "".join("1" if each in chosen else "0" for each in question.choices)
    shown = [{"id": each, "words": each} for each in question.choices]
    return {"question": question.id, "state": "a" if choice else "s", "choices": shown, "marks": marks}  # type: ignore[typeddict-item]


def sheet_of(said: Sequence[Said], questions: Sequence[Counted]) -> tuple[Sheet, Behind]:
    sheet, behind = Sheet(questions), Behind()
    for each in said:
        by_id = {q.id: q for q in questions}
        answers = {name: record(by_id[name], choice) for name, choice in each.answers.items()}
        sheet.add(uuid4(), each.groups, answers)
        behind.add(questions, each.groups, answers, each.worker, each.household)
    return sheet, behind


def tables_of(
    said: Sequence[Said],
    names: Sequence[str],
    questions: Sequence[Counted] = (FREQUENCY,),
    month: int = 11,
    since: int = 0,
) -> list[Table]:
    sheet, behind = sheet_of(said, questions)
    began, ended = date(2026, since or month, 1), date(2026, month, 1)
    return [table_of(name, began, ended, sheet, behind) for name in names]


def at_random(chance: random.Random, questions: Sequence[Counted], teams: int, ages: int, most: int) -> list[Said]:
    """Answers that differ between teams, some teams tiny, some unanimous, some resting on one worker."""
    found: list[Said] = []
    for team in range(teams):
        size = chance.choice((0, 2, 4, 7, most // 2, most))
        usual = {q.id: chance.choice(q.choices) for q in questions}
        faithful = chance.random() * 1.1
        workers = [uuid4() for _ in range(chance.choice((1, 2, 3, 5, 8)))]
        for _ in range(size):
            age = f"age{chance.randrange(ages)}"
            groups = {"total": "all", "team": f"team{team}", "age": age, "team_age": f"team{team}|{age}"}
            answers = {
                q.id: usual[q.id] if chance.random() < faithful else chance.choice((*q.choices, None))
                for q in questions
                if q.always or chance.random() < 0.6
            }
            found.append(Said(groups, answers, chance.choice(workers), chance.randrange(2 * most)))
    return found
