"""Every export says the same: the same sentences, words, spans and times, and nothing in them comes alive."""

import dataclasses
import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import fastjsonschema
import lxml.html
import pytest
from lxml import etree
from tests.conftest import ROOT
from tests.editions import Made

from pronouncer.export import pls_text
from pronouncer.model.edition import Edition
from pronouncer.pronounce.lexicons.pls import parse
from pronouncer.publish.exports.markup import direction, escaped, language
from pronouncer.publish.exports.pls import told
from pronouncer.publish.exports.ssml import write
from pronouncer.publish.exports.table import Around

NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "m": "http://www.w3.org/ns/SMIL",
    "s": "http://www.w3.org/2001/10/synthesis",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TIMES = re.compile(r"(\d\d+):(\d\d):(\d\d)\.(\d\d\d)")


class Cue(NamedTuple):
    """A cue as a reader of WebVTT that is not ours finds it."""

    id: str
    start: float
    end: float
    payload: str

    @property
    def text(self) -> str:
        """What is shown."""
        return html.unescape(re.sub("<[^>]*>", "", self.payload))


def seconds(parts: tuple[str, ...]) -> float:
    """Return the seconds of a timestamp's parts."""
    hours, minutes, rest, milliseconds = map(int, parts)
    return hours * 3600 + minutes * 60 + rest + milliseconds / 1000


def cues(made: Made, name: str) -> list[Cue]:
    """Read a WebVTT file by the blocks of W3C WebVTT, 6.1."""
    header, *blocks = made.read(name).rstrip("\n").split("\n\n")
    assert header == "WEBVTT"
    found: list[Cue] = []
    for block in blocks:
        identity, line, payload = block.split("\n")
        assert line.count("-->") == 1 and "-->" not in identity + payload
        start, end = map(seconds, TIMES.findall(line))
        found.append(Cue(identity, start, end, payload))
    return found


def rounded(rows: Iterable[tuple[float, float]]) -> list[Any]:
    """Allow for times that are rounded to milliseconds."""
    return [pytest.approx(row, abs=0.0006) for row in rows]


def truth(edition: Edition) -> list[tuple[str, str]]:
    """Return what is heard as (id, text), by the record."""
    texts = {sentence.id: sentence.text for sentence in edition.script.sentences}
    return [(cue.sentence_id, texts[cue.sentence_id]) for cue in edition.cues]


def in_book(made: Made, name: str) -> Any:
    """Return a document of the EPUB, parsed as XML."""
    with zipfile.ZipFile(made.folder / "article.epub") as book:
        return etree.parse(BytesIO(book.read(name))).getroot()


def in_words(made: Made) -> Any:
    """Return the data of words.json."""
    return json.loads(made.read("words.json"))


def in_ssml(made: Made) -> Any:
    """Return the root of the SSML."""
    return etree.fromstring((made.folder / "said.ssml").read_bytes())


def sentences(made: Made) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each export that has sentences, with (id, text)."""
    for name in ("words.vtt", "sentences.vtt"):
        yield name, [(cue.id, cue.text) for cue in cues(made, name)]
    yield "words.json", [(each["id"], each["text"]) for each in in_words(made)["sentences"]]
    marked = in_ssml(made).iterfind(".//s:s", NAMESPACES)
    yield "said.ssml", [(each[0].get("name"), "".join(each.itertext())) for each in marked]
    page = lxml.html.fromstring(made.read("transcript.html"))
    yield "transcript.html", [(each.get("id"), each.text_content()) for each in page.iterfind(".//main//span")]
    book = in_book(made, "article.xhtml").iterfind(".//h:main//h:span", NAMESPACES)
    yield "article.epub", [(each.get("id"), "".join(each.itertext())) for each in book]


def test_sentences_are_the_same_everywhere(made: Made) -> None:
    """Every file has the sentences that are heard, in the order they are heard, with the text as it is written."""
    for name, found in sentences(made):
        wanted = truth(made.edition)
        if name.endswith(".vtt"):
            wanted = [(identity, text.replace("\n", " ")) for identity, text in wanted]
        assert found == wanted, name


def test_paragraphs_are_whole(made: Made) -> None:
    """Transcript and book have all the text of what is read, also what stands between sentences and is not said."""
    sentences = {sentence.id: sentence for sentence in made.edition.script.sentences}
    blocks = dict.fromkeys(sentences[cue.sentence_id].block for cue in made.edition.cues)
    wanted = [made.edition.article.written(made.edition.article.blocks[block]) for block in blocks]
    page = lxml.html.fromstring(made.read("transcript.html")).find(".//main")
    for time in page.findall(".//time"):
        assert (time.tail or "").startswith(" ") or time.tail is None
        time.text, time.tail = "", (time.tail or "")[1:]
    assert [each.text_content() for each in page] == wanted
    book = in_book(made, "article.xhtml").find(".//h:main", NAMESPACES)
    assert ["".join(each.itertext()) for each in book] == wanted


def test_times_of_sentences_are_the_same_everywhere(made: Made) -> None:
    """Captions and words.json have the cues of the record; the book's clips start with them and leave no gap."""
    wanted = [(cue.start, cue.end) for cue in made.edition.cues]
    for name in ("words.vtt", "sentences.vtt"):
        assert [(cue.start, cue.end) for cue in cues(made, name)] == rounded(wanted), name
    assert [(each["start"], each["end"]) for each in in_words(made)["sentences"]] == rounded(wanted)
    clips = list(in_book(made, "article.smil").iterfind(".//m:audio", NAMESPACES))
    begins = [float(clip.get("clipBegin").removesuffix("s")) for clip in clips]
    ends = [float(clip.get("clipEnd").removesuffix("s")) for clip in clips]
    assert begins[1:] == ends[:-1] and begins[0] == 0.0
    assert begins[1:] == pytest.approx([start for start, _ in wanted[1:]], abs=0.0006)
    assert all(end >= until - 0.0006 for end, (_, until) in zip(ends, wanted, strict=True))
    assert ends[-1] == pytest.approx(made.edition.duration, abs=0.0006)


def test_words_are_the_same_everywhere(made: Made) -> None:
    """words.json has each word of the record with its characters and times, and captions have their timestamps."""
    starts = {sentence.id: sentence.start for sentence in made.edition.script.sentences}
    text = made.edition.article.text
    wanted = [(w.sentence_id, w.start, w.end, w.at, w.until) for w in made.edition.words]
    found, shown = [], {cue.id: cue.payload for cue in cues(made, "words.vtt")}
    for each in in_words(made)["sentences"]:
        offset = starts[each["id"]]
        timed = dict(re.findall(r"<(\d[\d:.]+)>([^<]*)", shown[each["id"]]))
        for first, last, start, end in each["words"]:
            found.append((each["id"], first + offset, last + offset, start, end))
            assert each["text"][first:last] == text[first + offset : last + offset]
        for stamp, written in timed.items():
            at = seconds(TIMES.findall(stamp)[0])
            begun = next(word for word in each["words"] if abs(word[2] - at) < 0.0016)
            assert html.unescape(written).startswith(each["text"][begun[0] : begun[1]].replace("\n", " "))
    assert [row[:3] for row in found] == [row[:3] for row in wanted]
    assert [row[3:] for row in found] == rounded(row[3:] for row in wanted)


def test_words_are_said_the_same_in_ssml(made: Made) -> None:
    """Decided words have their IPA, rewritten ones what is said instead, and all others stand as they are said."""
    tokens = {utterance.sentence_id: utterance.tokens for utterance in made.edition.utterances}
    for sentence in in_ssml(made).iterfind(".//s:s", NAMESPACES):
        found = [(e.get("ph") or e.get("alias"), "".join(e.itertext())) for e in sentence[1:]]
        said = tokens[sentence[0].get("name")]
        wanted = [
            (t.ipa if t.is_decided else t.spoken, t.written) for t in said if (t.is_decided and t.ipa) or altered(t)
        ]
        assert found == wanted


def altered(token: Any) -> bool:
    """Say whether a token is said otherwise than it is written."""
    is_silent = token.kind in ("space", "punctuation")
    return not is_silent and token.spoken != token.written.replace("’", "'")


def test_who_speaks_is_the_same_everywhere(made: Made) -> None:
    """Voices in words.json are the record's; SSML has them only where there are several; languages are told."""
    wanted = [cue.voice for cue in made.edition.cues]
    assert [each["voice"] for each in in_words(made)["sentences"]] == wanted
    found = [
        voice.get("name")
        for voice in in_ssml(made).iterfind(".//s:voice", NAMESPACES)
        for _ in voice.iterfind("s:s", NAMESPACES)
    ]
    assert found == (wanted if len(set(wanted)) > 1 else [])
    spoken = {sentence.id: sentence.language for sentence in made.edition.script.sentences}
    for each in in_ssml(made).iterfind(".//s:s", NAMESPACES):
        assert each.get(XML_LANG, "") == spoken[each[0].get("name")]


def test_chapters_are_the_same_everywhere(made: Made) -> None:
    """Chapters of the record stand in WebVTT, JSON, words.json and the book, or there are no such files."""
    wanted = [(chapter.title, chapter.start) for chapter in made.edition.chapters]
    assert [(c["title"], c["start"]) for c in in_words(made)["chapters"]] == approximately(wanted)
    nav = [link.text for link in in_book(made, "nav.xhtml").iterfind(".//h:a", NAMESPACES)]
    if not wanted:
        assert nav == [made.edition.headline]
        assert not (made.folder / "chapters.vtt").exists() and not (made.folder / "chapters.json").exists()
        return
    assert nav == [title for title, _ in wanted]
    texts = dict(truth(made.edition))
    targets = [link.get("href") for link in in_book(made, "nav.xhtml").iterfind(".//h:a", NAMESPACES)]
    assert [" ".join(texts[target.removeprefix("article.xhtml#")].split()) for target in targets] == nav
    assert [(cue.text, cue.start) for cue in cues(made, "chapters.vtt")] == approximately(wanted)
    assert [cue.end for cue in cues(made, "chapters.vtt")] == pytest.approx(
        [chapter.end for chapter in made.edition.chapters], abs=0.0006
    )
    podcast = json.loads(made.read("chapters.json"))
    assert podcast["version"] == "1.2.0"
    assert [(c["title"], c["startTime"]) for c in podcast["chapters"]] == approximately(wanted)


def approximately(rows: list[tuple[str, float]]) -> list[tuple[str, Any]]:
    """Allow for times that are rounded to milliseconds."""
    return [(title, pytest.approx(start, abs=0.0006)) for title, start in rows]


def test_words_json_is_what_its_schema_says(made: Made) -> None:
    """words.json is valid by docs/words.schema.json, and what it names lies beside it."""
    data = in_words(made)
    fastjsonschema.compile(json.loads((ROOT / "docs/words.schema.json").read_text("utf-8")))(data)
    assert data["id"] == made.edition.fingerprint and data["report"] == made.edition.report
    for audio in data["audio"]:
        assert (made.folder / audio["src"]).stat().st_size == audio["bytes"]
    assert (made.folder / data["captions"]).is_file()
    assert data["versions"]["voices"] == {voice.id: voice.version for voice in made.edition.voices}


def test_pronunciations_are_those_that_were_told(made: Made) -> None:
    """The PLS is valid, and has each decided word that was said in one way only, homographs aside."""
    told: dict[str, set[str]] = {}
    spoken = {sentence.id: sentence.language for sentence in made.edition.script.sentences}
    for utterance in made.edition.utterances:
        for token in utterance.tokens if not spoken[utterance.sentence_id] else ():
            if token.is_decided and token.ipa and not token.rule.startswith("homograph"):
                told.setdefault(token.written, set()).add(token.ipa)
    found = parse((made.folder / "said.pls").read_bytes(), "said.pls")
    assert {e.grapheme: {e.phoneme} for e in found.entries} == {w: ipa for w, ipa in told.items() if len(ipa) == 1}


def test_homographs_and_symbols_are_in_the_ssml_only(editions: Mapping[str, Made]) -> None:
    """`read`, which is said in two ways, is told word by word and is no entry of the lexicon; a star is not said."""
    made = editions["voices"]
    read = [e.get("ph") for e in in_ssml(made).iterfind(".//s:phoneme", NAMESPACES) if e.text == "read"]
    assert len(set(read)) == 2
    assert "Zelenskyy" in made.read("said.pls") and ">read<" not in made.read("said.pls")
    stars = [e.get("alias") for e in in_ssml(made).iterfind(".//s:sub", NAMESPACES) if e.text == "★"]
    assert stars == [""]


def with_tokens(edition: Edition, place: int, **values: Any) -> Edition:
    """Return an edition in which one sentence has the decided words of the first that has any, otherwise told."""
    told = next(t for u in edition.utterances for t in u.tokens if t.rule == "lexicon")
    utterances = list(edition.utterances)
    utterances[place] = dataclasses.replace(utterances[place], tokens=(dataclasses.replace(told, **values),))
    return dataclasses.replace(edition, utterances=tuple(utterances))


def test_a_word_said_in_two_ways_is_no_entry(editions: Mapping[str, Made]) -> None:
    """A name that was told in two ways, or in a sentence of another language, is not in the PLS."""
    edition = editions["voices"].edition
    assert [entry.grapheme for entry in told(edition)].count("Zelenskyy") == 1
    name = {"written": "Zelenskyy", "ipa": "zɛˈlɛn"}
    assert "Zelenskyy" not in [entry.grapheme for entry in told(with_tokens(edition, -1, **name))]
    french = next(place for place, sentence in enumerate(edition.script.sentences) if sentence.language)
    abroad = with_tokens(edition, french, written="Dupont", ipa="dypɔ̃")
    assert [entry.grapheme for entry in told(abroad)] == [entry.grapheme for entry in told(edition)]


def test_two_voices_are_several(editions: Mapping[str, Made]) -> None:
    """SSML names the voices as soon as there are two."""
    edition = editions["arabic"].edition
    first = dataclasses.replace(edition.cues[0], voice="other:a b")
    root = etree.fromstring(
        write(dataclasses.replace(edition, cues=(first, *edition.cues[1:])), Around(Path(), pls_text)).encode()
    )
    names = [voice.get("name") for voice in root.iterfind(".//s:voice", NAMESPACES)]
    assert names[:2] == ["other:a-b", "silence:silence-ar"]


def test_quotations_have_their_speaker_in_captions(editions: Mapping[str, Made]) -> None:
    """A quotation with a voice of its own names its speaker, and a sentence in another language that language."""
    payloads = [cue.payload for cue in cues(editions["voices"], "sentences.vtt")]
    assert "<v Ada Zelenskyy>“We have waited long enough for it,”</v>" in payloads
    assert any(payload.startswith("<v The minister><lang fr>« Nous") for payload in payloads)


def test_nothing_comes_alive(made: Made) -> None:
    """Whatever the article holds, files have the elements that we write and no other, and no address to load from."""
    with zipfile.ZipFile(made.folder / "article.epub") as book:
        roots = [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith((".xhtml", ".smil"))]
    page = lxml.html.fromstring(made.read("transcript.html"))
    names = {etree.QName(each).localname for root in (*roots, page) for each in root.iter()}
    text = {"h1", "h2", "p", "blockquote", "span", "time"}
    frame = {"html", "head", "title", "meta", "link", "body", "main", "footer", "nav", "ol", "li", "a"}
    assert names <= text | frame | {"smil", "par", "text", "audio"}
    links = [each.get(name) for root in (*roots, page) for each in root.iter() for name in ("href", "src")]
    assert {re.sub("#.*", "", link) for link in links if link} <= {"article.css", "article.xhtml", "article.m4a",
                                                                  "article.mp3", "article.opus"}  # fmt: skip
    for name in ("words.vtt", "sentences.vtt"):
        assert all(re.fullmatch(r"\d[\d:.]+|/?v( [^<&]+)?|/?lang( [a-z-]+)?", tag)
                   for cue in cues(made, name) for tag in re.findall("<([^>]*)>", cue.payload))  # fmt: skip


def test_where_the_article_lay_is_told_nobody(made: Made) -> None:
    """No export but the record says the path of a source."""
    for export in made.edition.exports:
        assert made.edition.article.source.encode() not in (made.folder / export.file).read_bytes()


@pytest.mark.parametrize(
    ("tag", "shown", "way"),
    [
        ("en-US", "en-US", "ltr"), ("ar", "ar", "rtl"), ("he-IL", "he-IL", "rtl"), ("az-Arab-IR", "az-Arab-IR", "rtl"),
        ("ur", "ur", "rtl"), ("en_US", "und", "ltr"), ('"><x', "und", "ltr"),
    ],
)  # fmt: skip
def test_languages(tag: str, shown: str, way: str) -> None:
    """A tag that is none is `und`; a language says its direction, and its script does where it has several."""
    assert (language(tag), direction(tag)) == (shown, way)


def test_what_xml_cannot_hold_is_replaced() -> None:
    """Control characters and halves of characters become marks, one for one, so that offsets hold."""
    text = "a\x00b\ud800c\uffffd\x1b<&>\"'\n"
    root = etree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')
    assert root.text == root.get("b") == "a\ufffdb\ufffdc\ufffdd\ufffd<&>\"'\n"
