"""`question`: a child answers one question and sees the next. The service against a prototype page."""

from contextlib import ExitStack
from pathlib import Path

from bench.figures import Figure, Results, Spread
from bench.load import Job, Load
from bench.prepared import Prepared, Ready, get, post
from bench.servers import Server, prototype, service
from bench.sizes import Sizes
from bench.submitting import Seen, figures

LIMESURVEY = 44  # page requests a second, measured on two processors (research, November 2026)


def measure(load: Load, prepared: Prepared, sizes: Sizes, place: Path, results: Results) -> None:
    ours, theirs = prepared.copy(place / "asking"), prepared.copy(place / "page")
    with ExitStack() as stack:
        asking = stack.enter_context(service(ours.home, ours.database))
        page = stack.enter_context(prototype("page", theirs.file))
        errors = 0
        for clients, count in sizes.questions.items():
            seen = Seen(), Seen()
            for _ in range(sizes.rounds):
                errors += _round(load, asking, clients, prepared, count, seen[0])
                _round(load, page, clients, prepared, count, seen[1])
            results.figures += figures(f"question, {clients}", "prototype page", *seen, goal=0.6)
        requests = Spread([2 * rate / LIMESURVEY for rate in seen[0].rates])
        results.figures.append(Figure("question: requests", "LimeSurvey's 44 a second", requests, 25))
        results.counted["server errors"] = results.counted.get("server errors", 0) + errors


def _round(load: Load, server: Server, clients: int, prepared: Prepared, count: int, seen: Seen) -> int:
    """Each figure is for one question: one answer taken and one page shown."""
    jobs = [walk(prepared, ready) for ready in prepared.ready[:count]]
    before = server.cpu()
    run = load.run(server.port, clients, jobs)
    assert all(address.startswith(b"/q/") for address in run.led), "the answers were not taken"
    asked = run.requests / 2
    seen.rates.append(asked / run.seconds)
    seen.slowest.append(run.percentile(0.99))
    seen.cpu.append((server.cpu() - before) / asked * 1000)
    return run.broken + sum(status != 303 for status in run.statuses)


def walk(prepared: Prepared, ready: Ready) -> Job:
    fields = [(f"/q/{number}", choice) for number, choice in prepared.questions[:4]]
    return [
        request
        for address, choice in fields
        for request in (
            post(address, ready.token, {"csrf": ready.csrf, "choice": choice, "do": "next"}),
            get("@", ready.token),
        )
    ]
