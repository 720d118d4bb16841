"""Clips for the demonstration. Nobody signs in them, and each says so: a signer cannot be invented (R65).

All are made at once, as one film that ffmpeg cuts into pieces: hundreds of starts would take minutes.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from i18n.languages import BSL
from storage import clips
from storage.media import MediaStore
from storage.writes import Writes
from surveys.loading import library
from voice import clock, words_to_sign
from voice.model import new_id
from voice.staff_services import StaffServices
from voice.words_to_sign import ToSign

SURVEY = "about_me_8_11"
SAYS = "PLACEHOLDER – no signer"
SECONDS, FRAMES = 2, 4  # of one clip; in each second
LONGEST = 140  # characters that fit on the picture
LOOK = "Alignment=10,Fontsize=22,MarginL=14,MarginR=14"
PASSES = f"drawbox=x=0:y=228:w=iw*mod(t\\,{SECONDS})/{SECONDS}:h=12:color=0xffc94d:t=fill"  # so that one sees it play
H264 = "-c:v libx264 -preset ultrafast -tune stillimage -crf 34 -pix_fmt yuv420p -sc_threshold 0"
PIECES = f"-g {SECONDS * FRAMES} -f segment -segment_time {SECONDS} -segment_format mp4 -reset_timestamps 1"
NOBODY = {"name": SAYS, "register": "", "number": ""}


async def make(services: StaffServices) -> int:
    """Make and publish one for every text of the pages and of one survey; how many. None without ffmpeg."""
    if services.media is None or not services.demo or services.ffmpeg is None:
        return 0
    texts = words_to_sign.once([*words_to_sign.of_survey(library()[SURVEY]), *words_to_sign.of_pages()])
    with TemporaryDirectory() as place:
        folder = Path(place)
        if not await filmed(services.ffmpeg, folder, texts):
            return 0
        writes = Writes(services.authority)
        for at, text in enumerate(texts):
            await _keep(writes, services.media, folder, at, text)
    await services.store.write(writes)
    return len(texts)


async def _keep(writes: Writes, media: MediaStore, folder: Path, at: int, text: ToSign) -> None:
    film, poster = ((folder / f"{at:04}.{sort}").read_bytes() for sort in ("mp4", "jpg"))
    file, picture = (hashlib.sha256(each).hexdigest() for each in (film, poster))
    for name, content in ((file, film), (picture, poster)):
        await media.put(clips.place(name), content)
    made, now = new_id(), clock.now()
    facts = {
        "language": BSL.tag,
        "words_hash": text.hash,
        "message": text.message,
        "words": text.words,
        "version": 1,
        "placeholder": True,
        "kind": "video/mp4",
        "file": file,
        "size": len(film),
        "milliseconds": SECONDS * 1000,
        "poster": picture,
        "captions": f"WEBVTT\n\n00:00.000 --> 00:0{SECONDS}.000\n{SAYS}\n",
        "credits": {"translator": NOBODY, "checker": NOBODY},
    }
    clips.add(writes, made, facts, now)
    clips.publish(writes, made, now)


async def filmed(program: str, folder: Path, texts: Sequence[ToSign]) -> bool:
    """A film of each, in its order, that says what it stands for; whether that worked."""
    (folder / "words.srt").write_text("".join(map(_line, range(len(texts)), texts)), encoding="utf-8")
    screen = f"color=0x24304a:size=320x240:rate={FRAMES}:duration={SECONDS * len(texts)}"
    shown = f"{PASSES},subtitles=words.srt:force_style='{LOOK}'"
    film = ["-vf", shown, *H264.split(), *PIECES.split(), "-segment_format_options", "movflags=+faststart", "%04d.mp4"]
    posters = ["-vf", f"{shown},fps=1/{SECONDS}:round=down", "-start_number", "0", "%04d.jpg"]
    asked = ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", screen, *film, *posters]
    running = await asyncio.create_subprocess_exec(program, *asked, cwd=folder)
    return await running.wait() == 0


def _line(at: int, text: ToSign) -> str:
    begins, ends = (_time(SECONDS * each) for each in (at, at + 1))
    said = text.words if len(text.words) <= LONGEST else f"{text.words[:LONGEST].rsplit(' ', 1)[0]} …"
    return f"{at + 1}\n{begins} --> {ends}\n{SAYS}\n{said}\n\n"


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"
