"""The newsroom's rules for sites: what they change, and what is said of a wrong one."""

from pathlib import Path

import pytest

from pronouncer.errors import SettingsError
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sites import rules_for
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import READ
from pronouncer.pipeline import Pipeline
from pronouncer.script.order import script
from pronouncer.settings import Settings
from pronouncer.voice.casting import solo

PAGE = """<html><head><title>The ferry</title></head><body>
<div class="notice"><p>Correction: an earlier version gave the wrong pier.</p></div>
<article><h1>The ferry</h1>
<p>The ferry came back on Monday with forty people, two dogs and a piano that nobody owned.</p>
<div class="x9">
<p>How well do you know the harbour, its cranes and its people? Six questions wait for you here.</p></div>
<p>The harbour master let the piano stay. It is played on Sundays, when the wind is not from the east.</p>
<figure><img src="a.jpg"><figcaption>The piano, on deck.</figcaption></figure>
<p class="correction">Correction: the piano was built in 1911, not in 1912.</p>
<p>The next ferry is expected with the spring tide, and without a piano, as far as anybody can tell.</p></article>
<aside class="voice"><p>The winner of the raffle was number 12, from Pier Road.</p></aside></body></html>"""
URL = "https://news.example/ferry"


def said(tmp_path: Path, rules: str, *, source: str = URL) -> list[str]:
    """Return the sentences that are read of the page by rules."""
    path = tmp_path / "sites.toml"
    path.write_text(rules)
    settings = Settings(sites=str(path))
    article = ingest(Raw(source, PAGE, "html"), settings)
    return [sentence.text for sentence in script(article, rules_for(settings, source)).sentences]


def test_without_rules() -> None:
    """Every page is read by the same rules."""
    assert rules_for(Settings(sites=""), URL).read == READ


def test_exclude_and_include(tmp_path: Path) -> None:
    """What is excluded is no part of the article; what is included is read, though it stands outside."""
    plain = said(tmp_path, "")
    assert "Six questions wait for you here." in plain and not any("raffle" in each for each in plain)
    (tmp_path / "b").mkdir()
    ruled = said(tmp_path / "b", '["news.example"]\nexclude = [".x9"]\ninclude = ["aside.voice"]\n')
    assert not any("questions" in each for each in ruled)
    assert ruled[-1] == "The winner of the raffle was number 12, from Pier Road."


def test_rules_of_another_site(tmp_path: Path) -> None:
    """They change nothing; those for all do."""
    rules = '["*"]\ncorrections = "last"\n["other.example"]\nexclude = [".x9"]\n'
    found = said(tmp_path, rules)
    assert any("questions" in each for each in found) and found[-1].startswith("Correction: the piano")


@pytest.mark.parametrize(("where", "place"), [("first", 1), ("last", -1)])
def test_corrections(tmp_path: Path, where: str, place: int) -> None:
    """They come after the headline or at the end."""
    found = said(tmp_path, f'["news.example"]\ncorrections = "{where}"\nexclude = [".notice"]\n')
    assert found[0] == "The ferry" and found[place] == "Correction: the piano was built in 1911, not in 1912."


def test_kinds(tmp_path: Path) -> None:
    """A site may want its captions read and its headline not."""
    found = said(tmp_path, '["NEWS.example"]\nread = ["paragraph", "caption"]\n')
    assert "The piano, on deck." in found and "The ferry" not in found


TABLE = (
    "<article><h1>The vote</h1><p>Independents have won control of Fenmouth for the first time since 1974.</p>"
    "<table><caption>Seats by party</caption><tr><th>Party<th>Seats<tr><td>Independents<td>17"
    "<tr><td>Labour<td>10</table>"
    "<p>The new council will meet on 19 May, and it will choose a leader then.</p></article>"
)


@pytest.mark.parametrize(
    ("rules", "language", "heard"),
    [
        ("", "en", ["Seats by party", "Table with two rows"]),
        ("", "fr", ["Seats by party", "Tableau de deux lignes"]),
        ("", "de", ["Seats by party"]),
        ('["*"]\ntables = "full"', "en", ["Seats by party", "Party Seats", "Independents seventeen", "Labour ten"]),
        ('["*"]\nread = ["headline", "paragraph"]', "en", []),
    ],
)
def test_tables(tmp_path: Path, rules: str, language: str, heard: list[str]) -> None:
    """A table is read as its caption and how many rows it has, or row by row, or not at all."""
    page, file = tmp_path / "page.html", tmp_path / "sites.toml"
    page.write_text(TABLE, "utf-8")
    file.write_text(rules, "utf-8")
    with Pipeline(Settings(sites=str(file), cache=tmp_path, language=language)) as pipeline:
        script = pipeline.script(pipeline.ingest(str(page)))
        found = pipeline.words(script, solo(pipeline.voice_for(language), script))
    assert [utterance.spoken for utterance in found[2:-1]] == heard
    for sentence, utterance in zip(script.sentences, found, strict=True):
        assert "".join(token.written for token in utterance.tokens) == sentence.text


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("[", "cannot be read as TOML"),
        ("a = 1", "outside of a table"),
        ('["*"]\nskip = []', "there is no rule 'skip'; the rules are include, exclude"),
        ('["*"]\nexclude = "x"', "exclude must be a list"),
        ('["*"]\nexclude = ["..x"]', "'..x' is no CSS selector"),
        ('["*"]\nread = ["captions"]', "there is no kind 'captions'; the kinds are headline"),
        ('["*"]\ncorrections = "top"', "write first or last"),
        ('["*"]\ntables = "all"', "tables cannot be 'all'; write count or full"),
        ('["*"]\nvoices = 3', "voices must be a table"),
        ('["*".voices]\ncaption = "a"', "voices has no role 'caption'; the roles are title"),
        ('["*".voices]\nquotations = "a"', "voices.quotations must be a list"),
        ('["*".voices]\nspeakers = ["a"]', "voices.speakers must be a table"),
        ('["*".voices]\ntitle = ["a"]', "voices.title must be one voice"),
        ('["*".voices]\nspeakers = { "" = "a" }', "voices.speakers has an empty name"),
        ('["*".voices]\nlanguages = { fr = "" }', "voices.languages has an empty name"),
        ('["*".voices]\nlanguages = { french = "a" }', "cannot tell 'french'; it can tell ar, bg"),
    ],
)
def test_wrong_rules(tmp_path: Path, rules: str, message: str) -> None:
    """A wrong file is refused with what to do, before anything is read."""
    with pytest.raises(SettingsError, match=r"sites\.toml") as caught:
        said(tmp_path, rules)
    assert message in str(caught.value)
