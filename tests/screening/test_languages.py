"""A child who writes in the language she grew up with is heard at once where what she says cannot wait (R60, R65)."""

import pytest

from voice.lexicon.measuring import tried
from voice.lexicon.screening import screen
from voice.lexicon.weighing import Urgency

CANNOT_WAIT = """
ar ابي يضربني|ar بدي اموت|ar ساعدوني|ar badi amout
bn আমাকে মারে বাবা|bn amake baba mare|bn ami more jete chai
ckb باوکم لێم ئەدات|ckb دەمەوێت بمرم|cy Mae dad yn fy nharo
cy dw i isio marw|fa بابا منو میزنه|fa میخوام بمیرم
fr mon père me frappe|fr je veux mourir|fr au secours
pa ਪਾਪਾ ਮੈਨੂੰ ਮਾਰਦਾ ਹੈ|pa menu papa marda|pa marna chahundi
pl Tata mnie BIJE|pl chcę umrzeć|pl chce umrzec|ps پلار مې وهي
ps ځان وژنم|ps مرسته وکړئ|pt o meu pai bate-me|pt quero morrer
ro mă bate tata|ro vreau sa mor|so aabo wuu i garaacaa
so waxaan rabaa inaan dhinto|sq më rreh babi|sq dua te vdes
ti ኣቦይ ይወቕዓኒ|ti ክመውት ደልየ|ti ሓግዙኒ|uk вітчим б'є мене|uk не хочу жити
ur ابو مجھے مارتے ہیں|ur mujhe abbu marte hain|vi bố đánh em
vi con muốn chết
"""
CAN_WAIT = """
ar ذهبت مع امي الى السوق|bn আমি স্কুলে যাই|cy dwi'n hoffi pêl-droed
fa من مدرسه را دوست دارم|fr ma mère fait un gâteau
pl mama gotuje obiad|pt gosto da escola|ro mama face prajitura
so waxaan jeclahay dugsiga|sq mami gatuan|uk мама готує обід
ur امی کھانا پکاتی ہیں|vi con thích đi học
"""


def sayings(text: str) -> list[list[str]]:
    return [saying.split(" ", 1) for line in text.split("\n") for saying in line.split("|") if saying]


@pytest.mark.parametrize(("language", "text"), sayings(CANNOT_WAIT))
def test_it_is_heard_in_her_own_words(language: str, text: str) -> None:
    """In its own letters and in Latin ones; and which language it was heard in, since no speaker has checked it."""
    for told_as in (language, "en"):
        said = screen(text, told_as)
        assert said.level is Urgency.URGENT
        assert language in said.heard_in


@pytest.mark.parametrize(("language", "text"), sayings(CAN_WAIT))
def test_an_ordinary_day_is_not_raised(language: str, text: str) -> None:
    """A draft raises what it knows and nothing else."""
    assert screen(text, language).level is Urgency.NONE


def test_english_is_not_heard_in_other_languages() -> None:
    """Words that look alike without their accents (“so”, “me”, “con”) call nobody out."""
    heard = [row.text for row in tried() if row.level is Urgency.NONE and screen(row.text).heard_in]

    assert heard == []
