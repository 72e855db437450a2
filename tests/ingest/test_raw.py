"""Bytes become text, or a clear refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import SourceError
from pronouncer.ingest.language import guess
from pronouncer.ingest.raw import clean, decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encodings(encoding: str) -> None:
    """Text in the usual encodings is read, with or without a mark."""
    assert decode("Café “naïve” costs\r\n€5".encode(encoding), "a.txt").text == "Café “naïve” costs\n€5"


def test_charset_of_the_page_and_the_header() -> None:
    """A charset that the page or the server declares is used where the bytes are not UTF-8."""
    page = "<html><head><meta charset='windows-1251'></head><p>Київ</p>".encode("windows-1251")
    assert "Київ" in decode(page, "a.html").text
    assert decode("Київ".encode("koi8-u"), "http://x/", charset="koi8-u").text == "Київ"


def test_a_few_broken_bytes() -> None:
    """UTF-8 with a broken byte stays UTF-8; a lone surrogate becomes a space."""
    assert decode("Київ і ".encode() + b"\xff" + "Львів".encode(), "a").text == "Київ і \ufffdЛьвів"
    assert decode(b"The \xed\xa0\x80 ferry", "a").text == "The   ferry"


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"PK\x03\x04", "zip"), (b"ID3\x04", "MP3")],
)
def test_known_binaries_are_named(data: bytes, what: str) -> None:
    """A PDF, an image or an archive is refused by its name."""
    with pytest.raises(SourceError, match=what):
        decode(data + bytes(99), "file")


def test_garbage_is_refused() -> None:
    """Random bytes are not read aloud."""
    with pytest.raises(SourceError, match="binary"):
        decode(bytes(range(256)) * 20, "file")


@given(st.text(alphabet=st.characters()))
def test_cleaning_keeps_offsets(text: str) -> None:
    """Control characters and lone surrogates become one space each; only line ends may shorten the text."""
    found = clean("a" + text)
    assert len(found) == len("a" + text) - text.count("\r\n")
    assert not any("\ud800" <= character <= "\udfff" or character == "\x00" for character in found)


@pytest.mark.parametrize(
    ("data", "name", "media_type", "kind"),
    [
        (b"<p>x</p>", "a.html", "", "html"),
        (b"\n <!DOCTYPE html><p>x", "-", "", "html"),
        (b"a < b and <p> is a tag", "-", "", "plain"),
        (b"<p>x</p>", "http://x/y.txt", "text/plain", "plain"),
        (b"x", "http://x/", "text/html", "html"),
    ],
)
def test_kind_of_source(data: bytes, name: str, media_type: str, kind: str) -> None:
    """The server's media type decides, else the name, else the first tag."""
    assert decode(data, name, media_type=media_type).kind == kind


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The leaders met.", "en"),
        ("Президент України прибув до Києва", "uk"),
        ("Президент прибыл в город", "ru"),
        ("Ο πρόεδρος έφτασε", "el"),
        ("وصل الرئيس إلى باريس", "ar"),
        ("הנשיא הגיע", "he"),
        ("ประธานาธิบดี", "th"),
        ("大統領はパリに着いた", "ja"),
        ("总统抵达巴黎", "zh"),
        ("The word Київ is in an English text about the city of Kyiv", "en"),
    ],
)
def test_language_by_script(text: str, tag: str) -> None:
    """The script that most letters are in tells the language; Latin letters are left to the default."""
    assert guess(text, "en") == tag
