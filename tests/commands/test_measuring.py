"""Whoever looks after the machine sees how it does, from that machine alone, and nothing about anybody."""

import re
import socket
import urllib.error
import urllib.request
from pathlib import Path

from tests.commands.conftest import Place
from tests.commands.test_serving import ask, serving
from tests.serving import free_port

KEYS = {"app", "method", "status", "le", "kind", "state"}
VALUES = {
    "app": r"public|staff",
    "method": r"GET|HEAD|POST|other",
    "status": r"[1-5]\d\d",
    "le": r"[0-9.]+|\+Inf",
    "kind": r"[a-z_.]+",
    "state": r"waiting|dead|held|unknown",
}
LINK = "a-childs-very-own-link"


def figures(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def status_of(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_figures_name_nobody(place: Place) -> None:
    """No path, no link, no address: every label is from a short list, whatever was asked for."""
    port, metrics = free_port(), free_port()
    with serving(place, "serve all", PORT=str(port), VOICE_METRICS_PORT=str(metrics)):
        assert status_of(f"http://127.0.0.1:{port}/c/{LINK}") == 404
        assert status_of(f"http://127.0.0.1:{port}/{LINK}", method="DELETE") >= 400
        assert ask(f"http://127.0.0.1:{port + 1}/healthz")[0] == 200
        said = figures(metrics)

        assert status_of(f"http://127.0.0.1:{port}/metrics") == 404
        assert status_of(f"http://127.0.0.1:{port + 1}/metrics") == 404

    ours = [line for line in said.splitlines() if line.startswith("voice_")]
    labels = {pair for line in ours for pair in re.findall(r'(\w+)="([^"]*)"', line)}
    assert 'voice_requests_total{app="public",method="GET",status="404"} 1.0' in ours
    assert 'voice_requests_total{app="public",method="other"' in said
    assert any(line.startswith("voice_commits_total ") for line in ours)
    assert {key for key, _ in labels} <= KEYS
    assert [pair for pair in labels if not re.fullmatch(VALUES[pair[0]], pair[1])] == []
    assert LINK not in said
    assert "/c/" not in said
    assert "DELETE" not in said


def test_it_is_for_this_machine_alone(place: Place) -> None:
    """Also where the pages are for everybody; and without the setting there is none."""
    port, metrics = free_port(), free_port()
    with serving(place, "serve staff", PORT=str(port), VOICE_METRICS_PORT=str(metrics), VOICE_HOST="0.0.0.0"):  # noqa: S104
        bound = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        assert f"0100007F:{metrics:04X}" in bound
        assert f"00000000:{metrics:04X}" not in bound


def test_a_port_that_is_taken_is_named(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = place.refused("serve all", PORT=str(free_port()), VOICE_METRICS_PORT=str(taken.getsockname()[1]))

    assert "VOICE_METRICS_PORT: cannot listen" in said
