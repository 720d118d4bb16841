"""A child who signs. Nobody can invent her signing (R65): her films and their English say that they stand for it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from storage.attachments import DELIVERY
from voice.access import SignedIn
from voice.delivering import Deliveries
from voice.demonstration import clips
from voice.demonstration.adults import gives, hands_in, reads_everything
from voice.demonstration.saying import Given, says
from voice.demonstration.town import Town
from voice.in_sign import answers, going
from voice.in_sign.films import Brought
from voice.model import How, new_id
from voice.playback.making import Making
from voice.replying import Answer
from voice.words_to_sign import ToSign

ABOUT_ME = "about_me_8_11"
ALWAYS, USUALLY = ("always",), ("usually",)
STANDS_FOR = "A child’s answer in sign language would be here."
ANSWER_STANDS_FOR = "An adult’s answer in sign language would be here."
ANSWER = "Thank you for showing me. I liked hearing what is going well. I will come and see you soon."
IN_ENGLISH = (
    "00:00 [Placeholder. Nobody signs in this film.]\n"
    "00:01 [What an interpreter writes stands here, each line with its time.]"
)
NOTE = "Placeholder: a doubt, or a sign of one region, would be written here."


async def nia(town: Town) -> None:
    """Answered in sign. Robin put the first film into English, and Dev answered it in sign; one of yesterday waits in
    Robin's queue.

    Without ffmpeg there is no film, and she has said nothing yet.
    """
    child = await town.child("Nia", 9, ABOUT_ME, "dev", born=(4, 17), phone="+447700900112")
    film, back = await _film(town, STANDS_FOR), await _film(town, ANSWER_STANDS_FOR)
    if film is None or back is None:
        return
    dev, robin = town.members["dev"], town.members["robin"]
    said: dict[str, Given] = {"feeling": ("4",), "school": ("6",), "safe_home": ALWAYS, "worker_listens": USUALLY}
    await town.days.at(19, "16:40")
    first = await says(town, child, said | {"going_well": film}, language="bfi")
    await town.days.at(18, "11:30")
    work = await gives(town, dev, first.statement, robin)
    await hands_in(town, robin, work, {"going_well": IN_ENGLISH}, NOTE)
    await town.days.at(17, "09:50")
    await reads_everything(town, child)
    await _answers(town, dev, first.statement, back)
    await town.days.at(1, "17:20")
    then = await says(town, child, said | {"wishes": film}, language="bfi")
    await gives(town, dev, then.statement, robin)


async def _answers(town: Town, who: SignedIn, statement: UUID, film: bytes) -> None:
    """In sign, by themselves: the film is made to play and goes, as the worker does it."""
    given = Answer(new_id(), How.SIGN_MYSELF, ANSWER)
    await answers.begin(town.staff, who, statement, given)
    await answers.record(town.staff, who, given.id, Brought(new_id(), "video/mp4", film))
    if town.staff.ffmpeg:
        films = Deliveries(town.staff, {DELIVERY: Making(town.staff.ffmpeg)}, at_once=1)
        while await films.round():
            pass
    await going.by_itself(town.staff)


async def _film(town: Town, words: str) -> bytes | None:
    program = town.staff.ffmpeg
    if program is None or town.public.media is None:
        return None
    with TemporaryDirectory() as place:
        made = await clips.filmed(program, Path(place), [ToSign("", words)])
        return (Path(place) / "0000.mp4").read_bytes() if made else None


STORIES = (nia,)
