"""Exchange formats: what each takes, changes and refuses, entry by entry, and that nothing is lost on the way back."""

import csv
import json
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons import tsv
from pronouncer.pronounce.lexicons.entry import agreeing, made
from pronouncer.pronounce.lexicons.exchange import FORMATS, LARGEST, Import, exported, imported

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<lexicon version="1.0" alphabet="{}" xml:lang="en"\n{}>\n'
PLS = 'xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"'
KYIV = "<lexeme><grapheme>Kyiv</grapheme><phoneme>ˈkiːɪv</phoneme></lexeme>"

POLLY = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="x-sampa" xml:lang="en-GB">
  <lexeme>
    <grapheme>Leicester</grapheme>
    <phoneme>"lEst@</phoneme>
  </lexeme>
  <lexeme>
    <grapheme>WTO</grapheme>
    <alias>World Trade Organization</alias>
  </lexeme>
</lexicon>
"""
AZURE = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0"
    xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.w3.org/2005/01/pronunciation-lexicon pls.xsd"
    alphabet="ipa" xml:lang="en-US">
  <lexeme>
    <grapheme>Quahog</grapheme>
    <grapheme>quahog</grapheme>
    <phoneme>ˈkoʊ.hɔɡ</phoneme>
  </lexeme>
</lexicon>
"""
ELEVENLABS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="cmu-arpabet" xml:lang="en-US">
  <lexeme>
    <grapheme>Boise</grapheme>
    <phoneme>B OY1 S IY0</phoneme>
  </lexeme>
  <lexeme>
    <grapheme>Zelensky</grapheme>
    <alias>zuh-LEN-skee</alias>
  </lexeme>
  <lexeme>
    <grapheme>UN</grapheme>
    <alias>United Nations</alias>
  </lexeme>
</lexicon>
"""


def read(tmp_path: Path, text: str | bytes, form: str = "", name: str = "lexicon") -> Import:
    """Return what a file with this text gives."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return imported(path, form)


def pls(body: str, alphabet: str = "ipa", more: str = "") -> str:
    """Return a PLS lexicon; its body starts on line 4."""
    return HEAD.format(alphabet, f"{PLS} {more}") + body + "\n</lexicon>\n"


def verdicts(found: Import) -> list[tuple[int, str, str]]:
    """Return line, grapheme and verdict of each outcome."""
    return [outcome[:3] for outcome in found.outcomes]


def reason(tmp_path: Path, text: str | bytes, form: str = "", name: str = "lexicon") -> str:
    """Return the message of the one outcome that is not `took`."""
    (outcome,) = (each for each in read(tmp_path, text, form, name).outcomes if each.verdict != "took")
    return outcome.message


def said(lexeme: Lexeme) -> str:
    """Return how an entry is said."""
    return lexeme.alias or f"/{lexeme.phoneme}/"


# PLS: what is refused as a whole

LAUGHS = """<?xml version="1.0"?>
<!-- a comment <!DOCTYPE -->
<!DOCTYPE lexicon [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<lexicon>&c;</lexicon>"""
OUTSIDE = '<!DOCTYPE lexicon [<!ENTITY a SYSTEM "file:///etc/passwd">]><lexicon>&a;</lexicon>'
REMOTE = '<?xml version="1.0"?><!DOCTYPE lexicon SYSTEM "http://127.0.0.1:9/pls.dtd"><lexicon/>'


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, REMOTE, REMOTE.encode("utf-16"), REMOTE.encode("utf-16-le")])
def test_a_document_type_is_refused_before_it_is_parsed(tmp_path: Path, text: str | bytes) -> None:
    """Entities that grow, files, addresses: all need <!DOCTYPE, which is refused in any encoding."""
    with pytest.raises(LexiconError, match="a document type is not read"):
        read(tmp_path, text, "pls")


def test_the_line_of_a_document_type_is_named(tmp_path: Path) -> None:
    """Comments before it count, and do not hide it."""
    with pytest.raises(LexiconError, match="line 3: a document type"):
        read(tmp_path, LAUGHS, "pls")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (pls("<lexeme><grapheme>Kyiv</lexeme>"), "line 4: the XML is not well-formed"),
        (pls("&nbsp;"), "not well-formed"),
        (pls("<a>" * 300), "not well-formed"),
        (pls("<lexeme>\n<word>Kyiv</word></lexeme>"), "line 5: this is no PLS 1.0"),
        (pls("<lexeme><alias>Kyiv</alias></lexeme>"), "line 4: this is no PLS 1.0"),
        (pls('<lexeme><grapheme>x</grapheme>\n<alias prefer="yes">y</alias></lexeme>'), "line 5: this is no PLS 1.0"),
        (pls('<lexeme role="a:noun"><grapheme>x</grapheme></lexeme>'), "line 4: .*role"),
        (pls(KYIV, more='speed="1"'), "this is no PLS 1.0"),
        (pls("Kyiv"), "this is no PLS 1.0"),
        (pls(KYIV).replace("2005/01", "2006/02"), "namespace"),
        (pls(KYIV).replace('<lexicon version="1.0"', '<lexicon version="2.0"'), "version '2.0' is not read"),
        (pls(KYIV).replace('alphabet="ipa"', ""), "this is no PLS 1.0"),
        ("<speak/>", "the root is speak"),
        (pls(KYIV).replace("UTF-8", "shift_jis"), "encoding shift_jis is not read"),
        (pls(KYIV).encode().replace("ˈ".encode(), b"\xff"), "line 4: this is not UTF-8"),
        (pls(KYIV).encode("utf-32"), "UTF-32 is not read"),
        ("", "is empty"),
        (" \n", "is empty"),
    ],
)
def test_a_file_that_is_no_pls_is_refused_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    """Malformed, invalid, of another namespace, version or encoding: none of it is used, and the line is named."""
    with pytest.raises(LexiconError, match=message):
        read(tmp_path, text, "pls")


def test_a_large_file_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither 11 MB nor 1 GB are read to find out that they are too much."""
    (tmp_path / "large.pls").touch()
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    for size in (11_000_000, 1_000_000_000):
        os.truncate(tmp_path / "large.pls", size)
        with pytest.raises(LexiconError, match=f"has {size:,} bytes"):
            imported(tmp_path / "large.pls")


def test_a_folder_or_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """The message names the formats there are."""
    with pytest.raises(LexiconError, match="is no file"):
        imported(tmp_path)
    with pytest.raises(LexiconError, match="no lexicon format 'dictd'. Name one of tsv, csv, pls"):
        read(tmp_path, "Kyiv", "dictd")
    with pytest.raises(LexiconError, match="Nothing shows what format"):
        read(tmp_path, "Kyiv", name="lexicon.bin")
    with pytest.raises(LexiconError, match="no lexicon format"):
        exported([], "dictd")


# PLS: entries


def test_utf_16_is_read(tmp_path: Path) -> None:
    """PLS in UTF-16, with and without a byte order mark."""
    text = pls(KYIV).replace("UTF-8", "UTF-16")
    for data in (text.encode("utf-16"), text.encode("utf-16-be"), text.encode("utf-16-le")):
        assert [said(lexeme) for lexeme in read(tmp_path, data, "pls").entries] == ["/ˈkiːɪv/"]


def test_everything_that_pls_allows_is_allowed(tmp_path: Path) -> None:
    """Metadata of any namespace, examples, ids, bases, orthography, and children of a lexeme in any order."""
    body = (
        '<meta name="a" content="b"/><metadata><r xmlns="urn:x" y="z">t<s/></r></metadata>'
        '<lexeme xml:id="a1"><example>In Kyiv.</example><phoneme>ˈkiːɪv</phoneme>'
        '<grapheme orthography="Latn"> Kyiv<!-- c --> </grapheme></lexeme>'
    )
    found = read(tmp_path, pls(body, more='xml:base="http://example.org/" xmlns:x="urn:y" x:z="1"'), "pls")
    assert found.entries == (Lexeme("Kyiv", "ˈkiːɪv", language="en"),)
    assert verdicts(found) == [(4, "Kyiv", "took")]


def test_the_preferred_pronunciation_is_taken_or_the_first(tmp_path: Path) -> None:
    """Phonemes and aliases count alike, in the order of the document (PLS 1.0, 4.9.2); the others are reported."""
    lexeme = "<lexeme><grapheme>x{}</grapheme><phoneme>a</phoneme><alias{}>b</alias><phoneme{}>e</phoneme></lexeme>"
    prefer = ' prefer="true"'
    body = "\n".join(lexeme.format(*each) for each in [("a", "", ""), ("b", prefer, prefer), ("c", "", prefer)])
    found = read(tmp_path, pls(body), "pls")
    assert [said(lexeme) for lexeme in found.entries] == ["/a/", "b", "/e/"]
    assert {outcome.message for outcome in found.outcomes} == {
        "the first of its 3 pronunciations is taken",
        "the preferred of its 3 pronunciations is taken",
    }


def test_alphabets_are_read_or_refused_by_name(tmp_path: Path) -> None:
    """The alphabet of a phoneme overrules that of the lexicon."""
    phonemes = [
        ("x-sampa", '"ki:Iv'),
        ("cmu", "K IY1 V"),
        ("ipa", "kiːv"),
        ("x-microsoft-sapi", "k iy v"),
        ("sapi", "x"),
    ]
    body = "\n".join(
        f"<lexeme><grapheme>w{number}</grapheme><phoneme alphabet='{name}'>{text}</phoneme></lexeme>"
        for number, (name, text) in enumerate(phonemes)
    )
    found = read(tmp_path, pls(body, "x-sampa"), "pls")
    assert [said(lexeme) for lexeme in found.entries] == ["/ˈkiːɪv/", "/ˈkiːv/", "/kiːv/"]
    assert [outcome.message.split(":")[0] for outcome in found.outcomes[3:]] == [
        "the alphabet 'x-microsoft-sapi' cannot be read",
        "the alphabet 'sapi' cannot be read",
    ]


def test_roles_become_ours_where_we_have_them(tmp_path: Path) -> None:
    """A lexeme with two roles becomes two entries; a role that no language knows is kept and reported."""
    body = "<lexeme role='c:VB c:noun c:aorist'><grapheme>lead</grapheme><phoneme>liːd</phoneme></lexeme>"
    found = read(tmp_path, pls(body, more='xmlns:c="urn:c"'), "pls")
    assert [lexeme.role for lexeme in found.entries] == ["verb", "noun", "aorist"]
    assert [outcome.verdict for outcome in found.outcomes] == ["changed", "took", "changed"]
    assert "no language knows the role 'aorist'" in found.outcomes[2].message


@pytest.mark.parametrize(
    ("lexeme", "message"),
    [
        ("<grapheme>Kyiv</grapheme><phoneme>k4v</phoneme>", "is no IPA"),
        ("<grapheme>Kyiv</grapheme><phoneme> </phoneme>", "has no pronunciation"),
        ("<grapheme>Kyiv</grapheme>", "has no pronunciation"),
        ("<grapheme>Ky.*v</grapheme><alias>x</alias>", "looks like a regular expression"),
        ("<grapheme>&lt;b&gt;Kyiv</grapheme><alias>x</alias>", "holds markup"),
        ("<grapheme>Kуiv</grapheme><alias>x</alias>", "mixes the letters of CYRILLIC and LATIN"),
        ("<grapheme>Київ</grapheme><alias>x</alias>", "the entry is for en"),
        ("<grapheme/><alias>x</alias>", "the grapheme is empty"),
        ("<grapheme>Kyiv</grapheme><phoneme alphabet='x-sampa'>#</phoneme>", "X-SAMPA"),
        ("<grapheme>Kyiv</grapheme><phoneme alphabet='cmu'>K QQ1</phoneme>", "no symbol of ARPABET"),
        ("<grapheme>Kyiv</grapheme><phoneme alphabet='cmu'>K OÉ1</phoneme>", "no symbol of ARPABET"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(tmp_path: Path, lexeme: str, message: str) -> None:
    """The others are taken."""
    found = read(tmp_path, pls(f"{KYIV.replace('Kyiv', 'Lviv')}\n<lexeme>{lexeme}</lexeme>"), "pls")
    assert [entry.grapheme for entry in found.entries] == ["Lviv"]
    assert found.outcomes[1].line == 5 and found.outcomes[1].verdict == "refused"
    assert message in found.outcomes[1].message


def test_a_respelling_is_read_where_ipa_is_expected(tmp_path: Path) -> None:
    """It is reported; an ambiguous one is refused with its readings."""
    body = "<lexeme><grapheme>Zelensky</grapheme><phoneme>zuh-LEN-skee</phoneme></lexeme>"
    found = read(tmp_path, pls(body), "pls")
    assert found.entries[0].respelling == "zuh-LEN-skee" and "read as a respelling" in found.outcomes[0].message
    assert "can be read in 2 ways" in reason(tmp_path, pls(body.replace("skee", "skie")), "pls")


# What two entries may not both say


def test_of_two_entries_for_a_word_the_later_is_refused(tmp_path: Path) -> None:
    """Even on one line; one that says the same is left out and called that."""
    other = KYIV.replace("ˈkiːɪv", "kjˈiːv")
    found = read(tmp_path, pls(KYIV + other + KYIV), "pls")
    assert [said(lexeme) for lexeme in found.entries] == ["/ˈkiːɪv/"]
    assert verdicts(found) == [(4, "Kyiv", "took"), (4, "Kyiv", "refused"), (4, "Kyiv", "changed")]
    assert found.outcomes[1].message == "'Kyiv' has an approved entry on line 4 already: retire one of them"


def test_of_aliases_that_lead_back_the_later_is_refused(tmp_path: Path) -> None:
    """An alias of its own word in other letters is no circle."""
    found = read(tmp_path, "EU\t\tUnion\nUnion\t\tthe EU\nNATO\t\tNato\nLviv\t\tlaveev\n", name="a.tsv")
    assert [lexeme.grapheme for lexeme in found.entries] == ["EU", "NATO", "Lviv"]
    assert found.outcomes[1] == (
        2, "Union", "refused", "the alias of 'Union' leads back to it by way of 'eu': say one of them in IPA"
    )  # fmt: skip


def test_a_long_ring_of_aliases_takes_no_time(tmp_path: Path) -> None:
    """One alias of the ring is refused, and it is found in linear time."""
    count = 20_000
    found = read(tmp_path, "".join(f"w{n}\t\tw{(n + 1) % count}\n" for n in range(count)), "tsv")
    assert len(found.entries) == count - 1


@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", "d", "A", "a b"])] * 2), max_size=12), st.booleans())
def test_what_is_imported_can_be_followed(pairs: list[tuple[str, str]], exact: bool) -> None:
    """Whatever is refused, the lexicon takes what is left."""
    text = "".join(f"<lexeme><grapheme>{one}</grapheme><alias>{two}</alias></lexeme>\n" for one, two in pairs)
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), pls(text), "polly" if exact else "pls")
    assert agreeing(enumerate(found.entries), "here") == list(found.entries)
    assert len(found.outcomes) == len(pairs)


# Vendors


def test_polly(tmp_path: Path) -> None:
    """X-SAMPA, in the case it is written."""
    assert read(tmp_path, POLLY, "polly").entries == (
        Lexeme("Leicester", "ˈlɛstə", language="en-GB", match="exact"),
        Lexeme("WTO", alias="World Trade Organization", language="en-GB", match="exact"),
    )


def test_azure(tmp_path: Path) -> None:
    """A schema location is no hindrance; the two cases of a word are two entries, and in generic PLS one."""
    assert [lexeme.grapheme for lexeme in read(tmp_path, AZURE, "azure").entries] == ["Quahog", "quahog"]
    assert verdicts(read(tmp_path, AZURE, "pls")) == [(8, "Quahog", "took"), (9, "quahog", "changed")]


def test_elevenlabs_pls(tmp_path: Path) -> None:
    """ARPABET is read, and an alias that is a respelling becomes IPA."""
    found = read(tmp_path, ELEVENLABS, "elevenlabs")
    assert [said(lexeme) for lexeme in found.entries] == [
        "/ˈbɔɪsi/".replace("i/", "iː/"),
        "/zəˈlɛnskiː/",
        "United Nations",
    ]
    assert [outcome.verdict for outcome in found.outcomes] == ["took", "changed", "took"]
    assert {lexeme.match for lexeme in found.entries} == {"exact"}


def test_elevenlabs_rules(tmp_path: Path) -> None:
    """Case and word boundaries are followed; types and alphabets there are none of are refused."""
    rules = [
        {"string_to_replace": "Thames", "type": "phoneme", "phoneme": "tɛmz", "alphabet": "ipa"},
        {"string_to_replace": "Boise", "type": "phoneme", "phoneme": "B OY1 Z IY0", "alphabet": "cmu-arpabet"},
        {"string_to_replace": "asap", "type": "alias", "alias": "as soon as possible", "case_sensitive": False},
        {"string_to_replace": "Tavus", "type": "alias", "alias": "TAH-vus", "word_boundaries": False},
        {"string_to_replace": "x", "type": "regex", "alias": "y"},
        {"string_to_replace": "y", "type": "phoneme", "phoneme": "y", "alphabet": "kirshenbaum"},
    ]
    found = read(tmp_path, json.dumps({"name": "ours", "rules": rules}, indent=1), name="rules.json")
    assert [(lexeme.grapheme, said(lexeme), lexeme.match) for lexeme in found.entries] == [
        ("Thames", "/tɛmz/", "exact"),
        ("Boise", "/ˈbɔɪziː/", "exact"),
        ("asap", "as soon as possible", "any"),
        ("Tavus", "/ˈtɑːvʌs/", "exact"),
    ]
    assert verdicts(found)[3:] == [(22, "Tavus", "changed"), (28, "x", "refused"), (33, "y", "refused")]


RULES = [
    {
        "id": 1, "key": "CO2", "value": "carbon dioxide", "type": "substitute", "project": {"id": 1, "name": "News"},
        "created": "2025-01-01 00:00:00 UTC", "updated": "2025-03-01 08:00:05 UTC",
    },
    {"id": 2, "key": "Ocasio", "value": "oʊˈkɑːsi.oʊ", "type": "ipa_transcription", "language": {"code": "en_US"}},
    {"id": 3, "key": "NATO", "value": None, "type": "say_as_word", "updated": "2025-01-01T00:00:05.000Z"},
    {"id": 4, "key": "IPO", "type": "say_as_letter_sequence", "updated": "yesterday"},
    {"id": 5, "key": "Tsai", "value": "cài", "type": "pinyin_transcription"},
    {"id": 6, "key": "Kwun Tong", "value": "gun1 tong4", "type": "jyutping_transcription"},
    {"id": 7, "key": "Schadenfreude", "type": "language", "language": "de"},
    {"id": 8, "key": "Sze", "value": "see", "type": "substitute", "content": {"id": "d8", "title": "An interview"}},
    {"id": 9, "key": "x", "value": "y", "type": "whisper"},
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RULES, indent=2),
        json.dumps({"total": 9, "rules": RULES}),
        "\n".join(map(json.dumps, RULES)),
    ],
)
def test_beyondwords_rules(tmp_path: Path, text: str) -> None:
    """An array, an object with rules, or a rule a line: what can be said is taken, the rest has a reason."""
    found = read(tmp_path, text, name="rules.json")
    assert [(lexeme.grapheme, said(lexeme), lexeme.when) for lexeme in found.entries] == [
        ("CO2", "carbon dioxide", "2025-03-01 08:00:05Z"),
        ("Ocasio", "/oʊˈkɑːsi.oʊ/", ""),
        ("NATO", "Nato", "2025-01-01T00:00:05.000Z"),
        ("IPO", "I P O", ""),
        ("Sze", "see", ""),
    ]
    assert [outcome.verdict for outcome in found.outcomes] == [
        *["took"] * 3, "changed", *["refused"] * 3, "changed", "refused"
    ]  # fmt: skip
    assert {(lexeme.source, lexeme.match) for lexeme in found.entries} == {("BeyondWords", "exact")}
    assert [lexeme.language for lexeme in found.entries[:2]] == ["", "en-US"]
    assert found.entries[4].status == "proposed" and "An interview" in found.entries[4].why


def test_beyondwords_names_of_other_exports(tmp_path: Path) -> None:
    """A CSV is read, and the names that its columns may have."""
    text = "id,Type,Input,Output,Updated_at\n1,Substitute,MoD,Ministry of Defence,2025-01-01\n2,Say as Word,NATO,,\n"
    found = read(tmp_path, text, name="rules.csv")
    assert [(lexeme.grapheme, lexeme.alias, lexeme.when) for lexeme in found.entries] == [
        ("MoD", "Ministry of Defence", "2025-01-01"),
        ("NATO", "Nato", ""),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"key": "a",}]', "line 1: this is no JSON"),
        ('[{"key": "a"}\n', "line 2: this is no JSON"),
        ("[1]", "line 1: a rule is an object"),
        ("[" * 100_000, "nested too deeply"),
        ("rules", "holds no rules"),
    ],
)
def test_what_is_no_json_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """With the line, as a whole."""
    with pytest.raises(LexiconError, match=message):
        read(tmp_path, text, "elevenlabs")


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    """JSON can hold half of a surrogate pair, which no file could be written with."""
    text = '[{"key": "K\\ud800", "value": "x", "type": "substitute", "id": ' + "1" * 5000 + "}]"
    assert "half a character" in reason(tmp_path, text, "beyondwords")


# CSV and TSV


def test_a_spreadsheet_of_excel(tmp_path: Path) -> None:
    """A byte order mark, semicolons, quoted line breaks, empty cells at the end, and a `sep=` line."""
    text = '\ufeffGrapheme;Phoneme;Alias;Why;\r\nKyiv;ˈkiːɪv;;"a; ""b""\r\nc";;\r\n;;;;\r\nNATO;;Nato;;\r\nŁ;;\r\n'
    found = read(tmp_path, text, name="lexicon.csv")
    assert found.entries == (Lexeme("Kyiv", "ˈkiːɪv", why='a; "b" c'), Lexeme("NATO", alias="Nato"))
    assert verdicts(found) == [(2, "Kyiv", "took"), (5, "NATO", "took"), (6, "Ł", "refused")]
    assert read(tmp_path, f"sep=;\r\n{text[1:]}", "csv").entries == found.entries
    assert (
        read(tmp_path, text[1:].replace(";", "\t").encode("utf-16"), name="lexicon.csv").entries[1:]
        == found.entries[1:]
    )


def test_a_spreadsheet_without_headings(tmp_path: Path) -> None:
    """It has grapheme, pronunciation, alias, as the master table; a respelling is a pronunciation."""
    found = read(tmp_path, "Zelensky,zuh-LEN-skee\nNATO,,Nato\nMore,a,b,c\n", "csv")
    assert [said(lexeme) for lexeme in found.entries] == ["/zəˈlɛnskiː/", "Nato"]
    assert found.outcomes[2].message.startswith("it has 4 cells, and there are 3 columns")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("grapheme,colour\nKyiv,red\n", "line 1: there is no column 'colour'"),
        ("grapheme,alias,alias\n", "line 1: the column 'alias' is there twice"),
        ('grapheme,alias\nKyiv,"K\n', "line 2: the cells cannot be told apart"),
        ("grapheme,alias\nZürich,x\n".encode("latin-1"), "line 2: this is not UTF-8"),
    ],
)
def test_a_spreadsheet_that_cannot_be_used(tmp_path: Path, text: str | bytes, message: str) -> None:
    """Unknown columns, open quotes and old encodings are refused with the line."""
    with pytest.raises(LexiconError, match=message):
        read(tmp_path, text, "csv")


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-ism", "@home", "'=x", "''-x", "'tis", "a=b"])
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    """What a spreadsheet would run gets an apostrophe, which is taken away again."""
    text = exported([Lexeme("x", alias="y", why=cell)], "csv").text
    assert next(csv.reader(text.splitlines()[1:]))[2][0] not in "=+-@"
    assert read(tmp_path, text, "csv").entries[0].why == cell


def test_the_master_table_reports_each_line(tmp_path: Path) -> None:
    """What the lexicon refuses as a whole is refused by its lines here; only wrong columns stop it."""
    found = read(tmp_path, "grapheme\tphoneme\nKyiv\tˈkiːɪv\nLviv\t\nOdesa\ta\tb\tc\n", name="a.tsv")
    assert verdicts(found) == [(2, "Kyiv", "took"), (3, "Lviv", "refused"), (4, "Odesa", "refused")]
    with pytest.raises(LexiconError, match="line 1: there is no column 'colour'"):
        read(tmp_path, "grapheme\tcolour\n", "tsv")


# Export


def test_what_pls_cannot_hold_is_named() -> None:
    """Entries are left out with a reason, and what is lost of the others is counted."""
    lexemes = [
        Lexeme("a", "a", who="Eve", language="en"),
        Lexeme("b", "b", status="retired"),
        Lexeme("c", "c", scope="section:sport"),
        Lexeme("d", "d", left="the"),
        Lexeme("e", "e", voice="kokoro"),
        Lexeme("f", "f", match="exact"),
        Lexeme("g", "ɡ", language="fr"),
        Lexeme("h", alias="\x01"),
        Lexeme("i", "i", role="first person"),
        Lexeme("j", "j", role="noun"),
    ]
    export = exported(lexemes, "pls", language="en")
    assert [(outcome.line, outcome.message) for outcome in export.left_out] == [
        (2, "it is retired"),
        (3, "it holds in the section sport only"),
        (4, "it holds only where its left says so"),
        (5, "it holds only where its voice says so"),
        (6, "it is matched in its case only (exact), and PLS does not say so"),
        (7, "it is for fr"),
        (8, "it holds a character that XML cannot hold"),
        (9, "the role 'first person' is no name of XML"),
        (0, "the format has no place for 'who'; entries that lose it: 1"),
        (0, "entries that hold in more languages, written for en alone: 1"),
    ]
    assert export.text.count("<lexeme") == 2


def test_a_format_of_one_language_wants_to_know_it() -> None:
    """Of several, or none, it is chosen by the caller."""
    both = [Lexeme("a", "a", language="en"), Lexeme("b", "b", language="fr")]
    with pytest.raises(LexiconError, match="for en, fr"):
        exported(both, "pls")
    with pytest.raises(LexiconError, match="no entry has one"):
        exported([Lexeme("a", "a")], "pls")
    assert exported(both, "csv", language="fr").left_out[0][:3] == (1, "a", "refused")


def test_x_sampa_is_written_where_it_says_the_same(tmp_path: Path) -> None:
    """A sound that would come back as another one is left out."""
    export = exported([Lexeme("a", "ˈkiːɪv a"), Lexeme("b", "ǀa")], "pls-x-sampa", language="en")
    assert '<phoneme>"ki:Iv a</phoneme>' in export.text
    assert [outcome.grapheme for outcome in export.left_out if outcome.verdict == "refused"] == ["b"]
    assert [said(lexeme) for lexeme in read(tmp_path, export.text, "pls").entries] == ["/ˈkiːɪv a/"]


@pytest.mark.parametrize("form", ["elevenlabs", "beyondwords"])
def test_rules_are_written_as_they_are_read(tmp_path: Path, form: str) -> None:
    """Entries that hold in one role only are left out."""
    source = {"elevenlabs": "ElevenLabs", "beyondwords": "BeyondWords"}[form]
    lexemes = [
        Lexeme("Kyiv", "ˈkiːɪv", match="exact", source=source),
        Lexeme("UN", alias="United Nations", match="exact", source=source),
        Lexeme("lead", "liːd", role="verb", match="exact", source=source),
    ]
    export = exported(lexemes, form)
    assert list(read(tmp_path, export.text, form).entries) == lexemes[:2]
    assert export.left_out[0].message == "it holds as a verb only"


def test_a_hash_is_no_comment_of_ours() -> None:
    """A hashtag is an entry; a line of the master table that would be a comment is left out, and CSV holds it."""
    hashed = [Lexeme("#MeToo", alias="me too"), Lexeme("# One", alias="number one")]
    written = exported(hashed, "tsv")
    assert [outcome.grapheme for outcome in written.left_out] == ["# One"]
    assert [lexeme for _, lexeme in tsv.parse(written.text, "x")] == hashed[:1]
    assert not exported(hashed, "csv").left_out


# Round trips

VISIBLE = st.characters(categories=("L", "M", "N", "P", "S"))
LINES = st.lists(st.text(VISIBLE, min_size=1, max_size=6), max_size=3).map(" ".join)
GRAPHEMES = st.text("abdKŁéß'&-2", min_size=1, max_size=6)
IPA = st.lists(st.sampled_from("ˈkiː ˌɪv ə tʃa ʁɔ̃ ɡ".split()), min_size=1, max_size=4).map("".join)


@st.composite
def lexemes(draw: st.DrawFn, *, whole: bool) -> list[Lexeme]:
    """Entries with all their fields, or with those that PLS holds."""
    found: list[Lexeme] = []
    for grapheme in draw(st.lists(GRAPHEMES, max_size=4, unique_by=str.casefold)):
        phoneme = draw(st.one_of(st.just(""), IPA))
        values = {"grapheme": grapheme, "phoneme": phoneme, "alias": "" if phoneme else "say " + draw(LINES)}
        values |= {"role": draw(st.sampled_from(["", "noun", "person"])), "language": "en"}
        if whole:
            values |= {name: draw(LINES) for name in ("left", "right", "voice", "kind", "who", "why", "source")}
            values |= {
                "match": draw(st.sampled_from(["any", "start", "exact"])),
                "language": draw(st.sampled_from(["", "en-GB"])),
            }
            values |= {"scope": draw(st.sampled_from(["house", "section:A B", "occurrence:s1@2"]))}
            values |= {
                "status": draw(st.sampled_from(["approved", "proposed"])),
                "when": draw(st.sampled_from(["", "2026-11"])),
            }
        values["alias"] = values["alias"].strip()
        try:
            found.append(made(values))
        except ValueError:
            assume(False)
    return found


@pytest.mark.parametrize("form", ["tsv", "csv"])
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(entries=lexemes(whole=True))
def test_tables_lose_nothing(form: str, entries: list[Lexeme]) -> None:
    """Entries, to text, to entries: the same."""
    export = exported(entries, form)
    assert not export.left_out
    with tempfile.TemporaryDirectory() as folder:
        assert list(read(Path(folder), export.text, form).entries) == entries


@pytest.mark.parametrize("form", ["pls", "polly"])
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(entries=lexemes(whole=False))
def test_pls_loses_nothing_that_it_can_hold(form: str, entries: list[Lexeme]) -> None:
    """Word, pronunciation, alias, role and language come back, and what is written is valid."""
    entries = [lexeme._replace(match="exact") for lexeme in entries] if form == "polly" else entries
    export = exported(entries, form, language="en")
    assert not export.left_out
    with tempfile.TemporaryDirectory() as folder:
        assert list(read(Path(folder), export.text, form).entries) == entries


SAMPLES = [POLLY, AZURE, ELEVENLABS, json.dumps(RULES), "grapheme,alias\na,b\n", "a\tb\n"]


@settings(deadline=None)
@given(form=st.sampled_from([*FORMATS, ""]), sample=st.sampled_from(SAMPLES), data=st.data())
def test_no_other_error_leaks(form: str, sample: str, data: st.DataObject) -> None:
    """A file with bytes cut out or put in gives entries and outcomes, or a LexiconError."""
    raw = sample.encode()
    at, size = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 40))
    raw = raw[:at] + data.draw(st.binary(max_size=12)) + raw[at + size :]
    with tempfile.TemporaryDirectory() as folder:
        try:
            read(Path(folder), raw, form)
        except LexiconError as error:
            assert str(error)
    assert len(raw) < LARGEST


def test_every_format_is_documented() -> None:
    """Each has a heading in docs/lexicon-formats.md."""
    page = Path(__file__).resolve().parents[2] / "docs/lexicon-formats.md"
    headings = " ".join(re.findall("^## (.*)$", page.read_text("utf-8"), re.MULTILINE))
    assert {f"`{name}`" for name in FORMATS} <= set(re.findall("`[^`]+`", headings))
