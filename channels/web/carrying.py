"""Where no visit remembers how a child likes to read, the address does: each address of a page passes it on.

The language, colours, size and spacing of a page before the first press are in its address alone: nothing is kept on
her device, and no cookie is given to who has only looked.
"""

import re
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import URL
from starlette.requests import Request

from i18n.languages import CHOSEN, MADE_UP
from voice.draft import Look

LOOKS = {
    "mode": {"auto", "light", "dark", "contrast"},
    "size": {"normal", "large", "largest"},
    "spacing": {"normal", "wide"},
}
_ADDRESS = re.compile(r' (href|action)="((?:/(?!static/|clips/|exit")|\?)[^"#]*)')


def asked(request: Request) -> dict[str, str]:
    """What the address asks for, and what it asks for that we have not is left out."""
    tags = {*CHOSEN, *MADE_UP} if request.app.state.services.demo else set(CHOSEN)
    return {name: said for name, said in request.query_params.items() if said in {"lang": tags, **LOOKS}.get(name, ())}


def chosen(found: Mapping[str, str], **wanted: str) -> dict[str, str]:
    """What the next address asks for: what was asked for, and what she chose now. As it is anyhow is not asked for."""
    said = {name: each for name, each in wanted.items() if each in {"lang": set(CHOSEN), **LOOKS}[name]}
    usual = Look().model_dump()
    return {name: each for name, each in {**found, **said}.items() if each != usual.get(name)}


def look_of(found: Mapping[str, str]) -> Look:
    return Look.model_validate({name: said for name, said in found.items() if name in LOOKS})


def onward(address: str, found: Mapping[str, str], **more: Any) -> str:
    """The same address, asking for the same."""
    return str(URL(address).include_query_params(**{**found, **more})) if found or more else address


def carried(html: str, found: Mapping[str, str]) -> str:
    """The page with each address of ours asking for the same, but for what it asks for itself: another language."""

    def more(at: re.Match[str]) -> str:
        address = at[2].replace("&amp;", "&")
        own = URL(address).query
        kept = {name: said for name, said in found.items() if f"{name}=" not in own}
        return f' {at[1]}="{onward(address, kept).replace("&", "&amp;")}'

    return _ADDRESS.sub(more, html) if found else html
