"""Charsets: what is declared is believed as far as it decodes."""

import pytest

from pronouncer.ingest.raw import decode

UKRAINIAN = "<html><body><p>Президент України прибув до Києва у вівторок, щоб обговорити угоду.</p></body></html>"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (UKRAINIAN.encode("windows-1251"), "windows-1251"),
        (UKRAINIAN.encode("windows-1251"), "utf-8"),
        (UKRAINIAN.encode("windows-1251"), "no-such-charset"),
        (UKRAINIAN.encode("windows-1251"), "punycode"),
        (UKRAINIAN.encode("koi8-u"), ""),
        (UKRAINIAN.encode(), "windows-1251"),
        (b"\xff\xfe" + UKRAINIAN.encode("utf-16-le"), "utf-8"),
        (UKRAINIAN.encode("utf-16-be"), "utf-16-be"),
        (UKRAINIAN.replace("<body>", '<meta charset="koi8-u">').encode("koi8-u"), "utf-8"),
        (b'<?xml version="1.0" encoding="windows-1251"?>' + UKRAINIAN.encode("windows-1251"), ""),
    ],
)
def test_charsets(data: bytes, charset: str) -> None:
    """A charset is taken from header, mark or page; one that does not decode, or that is none, is overruled."""
    assert "прибув до Києва у вівторок" in decode(data, "http://x/", charset=charset).text


def test_quotes_of_windows_in_latin_1() -> None:
    """Latin-1 means Windows-1252, as in browsers: its quotation marks are no control characters."""
    assert decode("“Café”".encode("windows-1252"), "http://x/", charset="iso-8859-1").text == "“Café”"


@pytest.mark.parametrize("charset", ["undefined", "idna", "hex", "unicode_escape", "utf-7", "mbcs", "a\0b", "€"])
def test_charsets_that_are_none(charset: str) -> None:
    """A label that names no charset of the web is passed over."""
    assert decode(b"caf\xe9 \\u0041 +AGE-", "http://x/", charset=charset).text == "café \\u0041 +AGE-"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Ο πρόεδρος έφτασε στην Αθήνα την Τρίτη για να συζητήσει τη συμφωνία.", "windows-1253"),
        ("وصل الرئيس إلى باريس يوم الثلاثاء لمناقشة الاتفاق مع وزير الدفاع", "windows-1256"),
        ("大統領は火曜日にパリに着いた。防衛大臣と協定について話し合う。", "shift_jis"),
        ("大統領は火曜日にパリに着いた。防衛大臣と協定について話し合う。", "euc-jp"),
        ("总统星期二抵达巴黎，与国防部长讨论协议。", "gb18030"),
        ("대통령은 화요일에 파리에 도착했다. 국방장관과 협정을 논의한다.", "euc-kr"),
        ("Le président est arrivé à Paris mardi, où il a été reçu.", "windows-1252"),
        ("The ferry left — “we waited,” said the captain.", "windows-1252"),
    ],
)
def test_undeclared_charsets(text: str, charset: str) -> None:
    """Scripts other than Latin are told by their letters; what is left is Windows-1252."""
    assert decode(text.encode(charset), "a.txt").text == text
