"""The search itself, before anybody trusts that it found nothing."""

import gzip
import html
import json
import os
import quopri
import zlib
from base64 import b64encode, encodebytes, urlsafe_b64encode
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote, urlencode

import psycopg
import pytest

from tests.postgres import for_libpq
from tests.safety.encodings import of_text
from tests.safety.searching import Sought, found_in, fresh_phrases, in_postgresqls_compression


def planted(phrase: str) -> dict[str, bytes]:
    """The phrase as other programs write it, made here without the search's own table."""
    raw = phrase.encode()
    codecs = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7")
    wrapped = {f"base64 {n}": b64encode(b"a" * n + raw + b"zz") for n in range(3)}
    wrapped |= {f"base64 for addresses {n}": urlsafe_b64encode(b"a" * n + raw + b"zz") for n in range(3)}
    return {
        **{codec: phrase.encode(codec) for codec in codecs},
        **wrapped,
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "percent": quote(phrase).encode(),
        "form": urlencode({"words": phrase}).encode(),
        "JSON": json.dumps({"words": phrase}).encode(),
        "JSON as it is": json.dumps({"words": phrase}, ensure_ascii=False).encode(),
        "HTML": html.escape(phrase).encode(),
        "HTML numbers": phrase.encode("ascii", "xmlcharrefreplace"),
        "quoted-printable": quopri.encodestring(b"<p>" + raw * 3),
        "reversed": phrase[::-1].encode(),
        "reversed bytes": raw[::-1],
        "NFC": normalize("NFC", phrase).encode(),
        "NFD in UTF-16": normalize("NFD", phrase).encode("utf-16"),
        "repr": ascii(phrase).encode(),
        "lines of base64": encodebytes(b"x" * 50 + raw + b"y" * 90),
        "gzip": b"junk" + gzip.compress(raw * 2) + b"junk",
        "zlib": b"junk" + zlib.compress(raw) + b"junk",
        "quick zlib": b"junk" + zlib.compress(raw, 1) + b"junk",
        "base64 in gzip": gzip.compress(encodebytes(raw)),
    }


@pytest.mark.parametrize("phrase", fresh_phrases(), ids=["English", "Arabic", "emoji", "marks"])
def test_the_phrase_is_found_in_every_encoding(phrase: str, tmp_path: Path) -> None:
    """Each encoding is planted in a file of its own, between bytes that mean nothing, and found there."""
    for name, made in planted(phrase).items():
        (tmp_path / name).write_bytes(b"\x00\xff<" + made + b">\x80")
    for at, made in enumerate(of_text(phrase).values()):
        (tmp_path / f"pattern {at}").write_bytes(b"\x00\xff<" + made + b">\x80")
    (tmp_path / phrase).write_bytes(b"")

    found = {line.split(": ")[0] for line in found_in(Sought.words(phrase), tmp_path)}

    assert found == {str(path) for path in tmp_path.iterdir()}


def test_half_a_secret_is_found_and_nothing_is_found_in_noise(tmp_path: Path) -> None:
    secret = bytes(range(40, 72))
    (tmp_path / "half").write_bytes(b"...." + secret[16:] + b"....")
    (tmp_path / "noise").write_bytes(bytes(range(256))[128:] * 4000)

    found = found_in(Sought.secret("key", secret) | Sought.words(*fresh_phrases()), tmp_path)

    assert {Path(line.split(": ")[0]).name for line in found} == {"half"}


def unlike_itself() -> str:
    """A word that says no three letters twice: those the compression would replace, and the word would not be there."""
    while True:
        core = fresh_phrases()[0].split()[1]
        beside = "ab" * 3 + "0123456789" + core + "some more words "
        if all(beside.count(core[at : at + 3]) == 1 for at in range(len(core) - 2)):
            return core


@pytest.mark.postgres
def test_words_are_found_in_what_postgresql_has_compressed(postgres_url: str) -> None:
    """Nine rows, so that the compression's own bytes fall at every place within the words."""
    core = unlike_itself()
    with psycopg.connect(for_libpq(postgres_url), autocommit=True) as connection:
        connection.execute("CREATE TABLE squeezed (words bytea)")
        for lead in range(9):
            connection.execute("TRUNCATE squeezed")
            said = b"ab" * 40 + b"0123456789"[:lead] + core.encode() + b"some more words " * 500
            connection.execute("INSERT INTO squeezed VALUES (%s)", (said,))
            connection.execute("CHECKPOINT")
            where = "current_setting('data_directory') || '/' || pg_relation_filepath('squeezed')"
            place = connection.execute(f"SELECT {where}, pg_column_size(words) FROM squeezed").fetchone()  # noqa: S608
            assert place is not None
            if not os.access(place[0], os.R_OK):
                pytest.skip("PostgreSQL's own files are out of reach here")
            assert place[1] < 1000
            assert in_postgresqls_compression(Path(place[0]).read_bytes(), core)
        connection.execute("DROP TABLE squeezed")
