"""Structured data: a parser that is not ours finds the article's audio, whatever the article holds."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import extruct
import pytest

from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.model.voice import source_type
from pronouncer.pipeline import Pipeline, Said
from pronouncer.publish.outlets.folder.write import published
from pronouncer.publish.structured import address, iso_duration, structured
from pronouncer.settings import Settings

HOSTILE = '</script><script>alert("1")</script> \u202eruojrac\u202c & ${x} <!-- ' + "w" * 10_000


def found_in(folder: Path) -> dict[str, Any]:
    """Return the one JSON-LD object that extruct finds in an edition's page."""
    text = (folder / "index.html").read_text("utf-8")
    (found,) = extruct.extract(text, base_url="https://example.org/a/", syntaxes=["json-ld"])["json-ld"]
    assert found == json.loads((folder / "article.jsonld").read_text("utf-8"))
    return dict(found)


def test_the_page_says_what_its_audio_is(harbour: tuple[Path, Said, Settings]) -> None:
    """Each rendition is an AudioObject with the URL, type, length, language and source of its file."""
    found = found_in(harbour[0])
    edition = from_data(Edition, published(harbour[0]))
    assert (found["@context"], found["@type"]) == ("https://schema.org", "NewsArticle")
    assert found["headline"] == edition.headline and found["inLanguage"] == "en-US"
    assert [audio["contentUrl"] for audio in found["audio"]] == ["article.m4a", "article.mp3", "article.opus"]
    assert [audio["encodingFormat"] for audio in found["audio"]] == ["audio/mp4", "audio/mpeg", "audio/ogg"]
    first = found["audio"][0]
    assert first["duration"] == iso_duration(edition.duration) == "PT2M2S"
    assert first["contentSize"] == f"{round((harbour[0] / 'article.m4a').stat().st_size / 1000)} kB"
    assert first["caption"]["contentUrl"] == "words.vtt" and first["description"] == edition.disclosure
    assert first["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    assert first["creditText"] == "eSpeak NG" and "uploadDate" not in first


def test_addresses_start_with_the_base(short: Path, tmp_path: Path) -> None:
    """With `base_url`, every URL is absolute, and another base is another edition."""
    settings = Settings(voice="silence:silence-en", cache=tmp_path / "c", base_url="https://example.org/listen")
    with Pipeline(settings) as pipeline:
        pipeline.say(str(short), tmp_path / "à la une")
    (audio,) = found_in(tmp_path / "à la une")["audio"]
    assert audio["contentUrl"] == "https://example.org/listen/%C3%A0%20la%20une/article.m4a"
    assert audio["caption"]["contentUrl"] == "https://example.org/listen/%C3%A0%20la%20une/words.vtt"
    with Pipeline(dataclasses.replace(settings, base_url="https://example.net")) as pipeline:
        assert not pipeline.say(str(short), tmp_path / "à la une").unchanged
    assert address("") == address("", "a") == ""


def test_what_the_article_says_of_itself(harbour: tuple[Path, Said, Settings]) -> None:
    """Its address, section and dates stand in the data where they are known, and the upload's date."""
    edition = from_data(Edition, published(harbour[0]))
    article = dataclasses.replace(
        edition.article, source="https://example.org/a?b=1&c=2", section="sport", published="2026-03-02T10:00:00Z"
    )
    text = structured(dataclasses.replace(edition, article=article), uploaded="2026-03-04")
    data = json.loads(text)
    assert (data["url"], data["articleSection"]) == ("https://example.org/a?b=1&c=2", "sport")
    assert data["datePublished"] == "2026-03-02T10:00:00Z" and "dateModified" not in data
    assert {audio["uploadDate"] for audio in data["audio"]} == {"2026-03-04"}


def test_hostile_text_is_data(tmp_path: Path) -> None:
    """Markup, comments and marks that turn text around neither end the script element nor survive as such."""
    source = tmp_path / "a.txt"
    source.write_text(f"{HOSTILE}\n\nIt ends.\n", "utf-8")
    with Pipeline(Settings(voice="silence:silence-en", cache=tmp_path / "c")) as pipeline:
        pipeline.say(str(source), tmp_path / "e")
    found = found_in(tmp_path / "e")
    assert found["headline"].startswith('</script><script>alert("1")</script> ruojrac & ${x} <!-- w')
    text = (tmp_path / "e/article.jsonld").read_text("utf-8")
    assert not set(text) & set("<>&\u202e\u2028")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "PT0S"), (59.6, "PT1M"), (252.4, "PT4M12S"), (3600, "PT1H"), (10_805, "PT3H5S")]
)
def test_durations(seconds: float, text: str) -> None:
    """Durations are ISO 8601 to the second."""
    assert iso_duration(seconds) == text


def test_the_stronger_source_type_counts(harbour: tuple[Path, Said, Settings]) -> None:
    """Where one of several voices was learned from recordings, the whole is `trainedAlgorithmicMedia`."""
    rules = from_data(Edition, published(harbour[0])).voices[0]
    learned = dataclasses.replace(rules, source_type="trainedAlgorithmicMedia")
    assert source_type([rules]).endswith("/algorithmicMedia")
    assert source_type([rules, learned]) == source_type([learned, rules])
    assert source_type([rules, learned]).endswith("/trainedAlgorithmicMedia")


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org", "https://me:pw@example.org", "https://a.org/?b"])
def test_a_base_that_is_none(url: str) -> None:
    """A `base_url` without scheme, or with a query or credentials, is refused by name."""
    with pytest.raises(ValueError, match="base_url must be a URL such as https://example.com/listen/"):
        Settings(base_url=url)
