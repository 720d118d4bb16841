"""Amara, who signs, comes back with her code: what was answered, promised and opened is signed too (R15, R92)."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from channels.web.app import public
from storage.media import MediaStore
from tests.portal.saying import Says, says
from tests.signing.conftest import has_clips
from tests.web.browser import Browser
from tests.world import World
from voice import clock, replying, words_to_sign
from voice.access import SignedIn
from voice.case_statement import open_statement
from voice.model import How, Role, new_id
from voice.replying import Answer, Promise

SIGNED = re.compile(r"See it in sign: (.*?)</span>")
READ = (  # as Easy Read has it; what an adult wrote, a name and a day have no clip
    "Your page",
    "What people said back",
    "your social worker",
    "They will come to see you on",
    "What will happen, and when",
    "Not done yet.",
    "Do you feel people listen to you?",
    "Who opened it",
    "What you said on",
    "Say something new",
    "Who can watch you sign?",
    "Stop asking me questions",
)


async def test_her_own_pages_are_signed(world: World, media: MediaStore) -> None:
    """In whatever language the telephone is: she signed, and comes back to clips, beside names that are not signed."""
    await has_clips(world, media, [each.words for each in words_to_sign.of_pages()])
    receipt = await says(world, Says(language="bfi"))
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    await open_statement(world.staff, sam, receipt.statement)
    day = clock.today() + timedelta(days=3)
    answer = Answer(new_id(), How.SEE_THEM, "Thank you", "", None, day, (Promise("Ask your nan", day),))
    await replying.answer(world.staff, sam, receipt.statement, answer)
    back = Browser(public(replace(world.public, media=media)), language="en")
    await back.fill("/", code=receipt.code or "")

    page = (await back.open("/mine")).text
    signed = [unescape(each) for each in SIGNED.findall(page)]

    assert [each for each in READ if not any(words.startswith(each) or each in words for words in signed)] == []
    assert not any("Sam" in each or "Ask your nan" in each for each in signed)
    assert re.search(r"/clips/.*<bdi>Sam</bdi>, <span>your social worker</span>", page)
    for other in ("/mine/add/0", "/not-this-person"):
        assert SIGNED.search((await back.open(other)).text), other
