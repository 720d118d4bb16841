"""The studio's pages: what is signed and what is not, one text with its script and clips, a clip's way to children."""

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.portal.cookies import services_of
from channels.portal.headers import MAY_RECORD
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import LARGEST_FORM, see_other, text
from storage.clips import Version
from storage.clips import place as place_of
from storage.errors import StoreRefused
from voice import clips
from voice.access import SignedIn
from voice.playback.sniffing import Unplayable
from voice.studio import briefing, register, saying_back, showing
from voice.studio import film as films
from voice.studio.briefing import BadBrief
from voice.studio.captions import BadCaptions
from voice.studio.credits import REGISTERS, BadCredits, Credits, Signer, credits_of
from voice.studio.saying_back import NotSaidBack
from voice.studio.showing import NotShown

LARGEST = films.LARGEST + LARGEST_FORM
PEOPLE = ("translator", "checker")
BRIEF = ("meaning", "context", "avoid")


async def studio(request: Request, me: SignedIn) -> Response:
    return page(request, me, "signing.html", found=await register.look(services_of(request), me))


async def place(request: Request, me: SignedIn) -> Response:
    found, newest = await register.look_at_place(services_of(request), me, request.path_params["name"])
    return page(request, me, "signing_place.html", found=found, newest=newest)


async def words_of(request: Request, me: SignedIn) -> Response:
    return await _words(request, me, _hash(request))


async def record(request: Request, me: SignedIn) -> Response:
    """A camera beside the script. What is kept comes by the same form as a film that was chosen."""
    words_hash = _hash(request)
    found = await register.look_at_text(services_of(request), me, words_hash)
    if not found.current:
        raise HTTPException(404)
    most, seconds = films.LARGEST, films.LONGEST // 1000
    shown = page(
        request, me, "signing_record.html", found=found, address=_address(words_hash), most=most, seconds=seconds
    )
    shown.headers.update(MAY_RECORD)
    return shown


async def bring(request: Request, me: SignedIn, form: FormData) -> Response:
    words_hash, brought = _hash(request), form.get("film")
    if not isinstance(brought, UploadFile) or not brought.size:
        return await _words(request, me, words_hash, "clip_file")
    try:
        made = as_id(text(form, "id"))
        await showing.bring(services_of(request), me, made, words_hash, await brought.read())
    except (Unplayable, NotShown) as why:
        return await _words(request, me, words_hash, f"clip_{why.code}")
    except StoreRefused:
        return await _words(request, me, words_hash, "clip_done")
    return see_other(f"{_address(words_hash)}?done=clip_brought")


async def mend(request: Request, me: SignedIn, form: FormData) -> Response:
    written = text(form, "captions")
    translator, checker = (_signer(form, role) for role in PEOPLE)
    credited = Credits(translator, checker, text(form, "region").strip())
    try:
        version = await showing.mend(services_of(request), me, id_of(request), written, credited)
    except (BadCaptions, BadCredits, NotShown) as why:
        version = await register.find(services_of(request), me, id_of(request))
        typed = {"id": version.id, "captions": written, "credits": credited, "line": getattr(why, "line", None)}
        return await _words(request, me, version.words_hash, f"clip_{why.code}", typed)
    return see_other(f"{_address(version.words_hash)}?done=clip_mended")


async def brief(request: Request, me: SignedIn, form: FormData) -> Response:
    """What the words are for, where a child meets them, what they must not suggest."""
    words_hash, parts = _hash(request), {name: text(form, name) for name in BRIEF}
    try:
        await briefing.write(services_of(request), me, words_hash, **parts)
    except BadBrief as why:
        return await _words(request, me, words_hash, why.code, {"brief": parts})
    return see_other(f"{_address(words_hash)}?done=clip_briefed")


async def say_back(request: Request, me: SignedIn) -> Response:
    """The film alone: no words, no captions, no brief."""
    try:
        version = await saying_back.watch(services_of(request), me, id_of(request))
    except NotSaidBack as why:
        return _back(request, me, None, why.code)
    return _back(request, me, version)


async def said_back(request: Request, me: SignedIn, form: FormData) -> Response:
    services, id, understood = services_of(request), id_of(request), text(form, "understood")
    try:
        version = await saying_back.say(services, me, id, understood, had_not_read=bool(form.get("had-not-read")))
    except NotSaidBack as why:
        again = None if why.code in ("back_done", "back_yours") else await register.find(services, me, id)
        return _back(request, me, again, why.code, understood)
    return see_other(f"{_address(version.words_hash)}?done=clip_said_back")


async def show(request: Request, me: SignedIn, form: FormData) -> Response:
    return await _decided(request, me, "clip_shown")


async def take_back(request: Request, me: SignedIn, form: FormData) -> Response:
    return await _decided(request, me, "clip_taken_back")


async def _decided(request: Request, me: SignedIn, done: str) -> Response:
    decide = showing.show if done == "clip_shown" else showing.take_back
    try:
        version = await decide(services_of(request), me, id_of(request))
    except NotShown as why:
        version = await register.find(services_of(request), me, id_of(request))
        return await _words(request, me, version.words_hash, f"clip_{why.code}")
    return see_other(f"{_address(version.words_hash)}?done={done}")


async def film(request: Request, me: SignedIn) -> Response:
    services = services_of(request)
    version = await register.find(services, me, id_of(request))
    played = await clips.play(version.film, services.media, request.headers.get("range"))
    return StreamingResponse(played.body, played.status, dict(played.headers))


async def poster(request: Request, me: SignedIn) -> Response:
    services = services_of(request)
    version = await register.find(services, me, id_of(request))
    if version.poster is None or services.media is None:
        raise HTTPException(404)
    return Response(await services.media.get(place_of(version.poster)), media_type="image/jpeg")


async def captions(request: Request, me: SignedIn) -> Response:
    version = await register.find(services_of(request), me, id_of(request))
    if version.captions is None:
        raise HTTPException(404)
    return Response(version.captions, media_type="text/vtt; charset=utf-8")


def _back(
    request: Request, me: SignedIn, version: Version | None, error: str | None = None, understood: str = ""
) -> Response:
    status = 400 if error else 200
    return page(request, me, "signing_back.html", status, version=version, error=error, understood=understood)


async def _words(
    request: Request, me: SignedIn, words_hash: bytes, error: str | None = None, typed: dict[str, Any] | None = None
) -> Response:
    found = await register.look_at_text(services_of(request), me, words_hash)
    shown = [_shown(version, typed) for version in found.versions]
    context = {"found": found, "versions": shown, "registers": REGISTERS, "address": _address(words_hash)}
    context |= {"brief": (typed or {}).get("brief") or found.brief}
    context |= {"error": error, "line": (typed or {}).get("line"), "error_place": _where(error, typed)}
    return page(request, me, "signing_words.html", 400 if error else 200, **context)


def _shown(version: Version, typed: dict[str, Any] | None) -> dict[str, Any]:
    """A version, with what was typed where that was not kept."""
    mine = typed if typed and typed.get("id") == version.id else {}
    credited = mine.get("credits", credits_of(version.credits))
    return {"is": version, "captions": mine.get("captions", version.captions or ""), "credits": credited}


def _where(error: str | None, typed: dict[str, Any] | None) -> str:
    if error in ("clip_brief", "brief_missing", "brief_long"):
        return "meaning"
    if typed is None:
        return "film"
    of_people = error in ("clip_name", "clip_register", "clip_number", "clip_same")
    return f"{'translator_name' if of_people else 'captions'}-{typed['id']}"


def _signer(form: FormData, role: str) -> Signer:
    return Signer(*(text(form, f"{role}_{name}").strip() for name in ("name", "register", "number")))


def _hash(request: Request) -> bytes:
    try:
        return bytes.fromhex(request.path_params["hash"])
    except ValueError:
        raise HTTPException(404) from None


def _address(words_hash: bytes) -> str:
    return f"/signing/words/{words_hash.hex()}"
