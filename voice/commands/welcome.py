"""What `serve` says when it is ready: where it is; in the demonstration also everybody's way in."""

import json
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from voice.config import Settings


def say_where(settings: Settings, which: str) -> None:
    """Printed, not logged: the demonstration's links are for whoever started it."""
    if which in ("public", "all"):
        print(f"children: {settings.public_url}", flush=True)
    if which in ("staff", "all"):
        print(f"staff:    {settings.staff_url}", flush=True)
    if settings.demo and which == "all":
        for line in demonstration(settings):
            print(line, flush=True)
    print("ready; Ctrl-C stops it", flush=True)


def demonstration(settings: Settings) -> list[str]:
    """Every child's link and every sign-in of the invented authority."""
    try:
        made = json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ["nobody is invented yet; run python -m voice demo"]
    lines = ["", "THE DEMONSTRATION: everybody here is invented. No real child may answer here.", ""]
    lines += [_child(each) for each in made.get("children", [])]
    lines += ["", *(_adult(each) for each in made.get("staff", [])), ""]
    if made.get("sms"):
        lines += [f"  Their telephones: {telephones(settings)}", ""]
    if not made.get("clips"):
        lines += [
            "  NO CLIPS: ffmpeg is not on this machine, so British Sign Language has its words and pictures alone.",
            "",
        ]
    lines += [
        "  One-time codes: type make codes in another window, or use an authenticator app with the secrets above.",
        "",
    ]
    if settings.host not in ("127.0.0.1", "localhost", "::1"):
        lines += [_qr(each["link"]) for each in made.get("children", [])[:1]]
    return lines


def telephones(settings: Settings) -> str:
    """Where the telephones of the demonstration are."""
    parts = urlsplit(settings.public_url)
    return f"{parts.scheme}://{parts.hostname}:{settings.port + 2}"


def _child(child: dict[str, Any]) -> str:
    return f"  {child['name']}, {child['age']}: {child['link']}"


def _adult(adult: dict[str, Any]) -> str:
    secret = f", secret {adult['totp_secret']}" if adult.get("totp_secret") else ""
    return f"  {adult['name']} ({adult['role']}): {adult['email']} with {adult['password']}{secret}"


def _qr(link: str) -> str:
    """For a telephone's camera."""
    code = import_module("segno").make(link, micro=False)
    rows = [[bool(dot) for dot in row] for row in code.matrix_iter(border=2)]
    return "\n".join("".join("  " if dot else "██" for dot in row) for row in rows)
