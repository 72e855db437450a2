"""Editions with every export: the bundled article, several voices, right to left, and a hostile one."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Pipeline
from pronouncer.publish.outlets.folder.write import published
from pronouncer.settings import Settings

EXPORTS = ("transcript", "ssml", "pls", "epub")
HARBOUR = Path(__file__).resolve().parent.parent / "articles/harbour.html"
NAMES = ("bundled", "voices", "arabic", "hostile")

VOICES = """Ferry returns to the bay

The mayor was glad. “We have waited long enough for it,” said Captain Ada Zelenskyy. She read ★ books of 1999.

“I will not wait for it again,” said Tomás Rivera, who will read it.

What happens next

The minister answered: « Nous avons attendu le bateau pendant neuf longues années. »

The table says it.
"""
ARABIC = """عادت العبّارة إلى الخليج بعد تسع سنوات

غادرت العبّارة يوم الاثنين وعلى متنها 212 شخصا. قال القبطان: لقد انتظرنا طويلا.

ما الذي سيحدث بعد ذلك

تغادر العبّارة التالية في 2 مارس.
"""
HOSTILE = (
    "Ferry <script>alert(1)</script> ]]> $title ${body} returns\n\n"
    "It --> left <v Bob> & </c> <00:00:01.000> today. \u202eThis runs backwards\u202c, \u2066and this\u2069 does not. "
    "A \x07 bell, a half \ud83d and \x00 nothing.\n\n"
    "NOTE 00:01.000 --> 00:02.000\n\nWhat <b onclick='x'>happens</b> next\n\n"
    "It was <i>late</i> again. <&>\n\n"
    f"It said {'a' * 10_000} and </p></body> \"quoted\" 'too' &amp; &#x27; ]]> ended.\n"
)


class Made(NamedTuple):
    """An edition and the folder that it is in."""

    folder: Path
    edition: Edition

    def read(self, name: str) -> str:
        """Return the text of one of its files."""
        return (self.folder / name).read_text("utf-8")


def _made(folder: Path, source: Path, settings: Settings) -> Made:
    """Say a source with all exports."""
    with Pipeline(settings) as pipeline:
        pipeline.say(str(source), folder)
    return Made(folder, from_data(Edition, published(folder)))


def editions(base: Path) -> Mapping[str, Made]:
    """Make all of them in a folder, and return them by name."""
    rules = base / "sites.toml"
    rules.write_text(
        '["*".voices]\nquotations = ["espeak:en", "silence:silence-en"]\nlanguages = {fr = "espeak:fr"}\n', "utf-8"
    )
    fixed = Settings(cache=base / "cache", archive=base / "words.txt", exports=EXPORTS)
    quiet = replace(fixed, voice="silence:silence-en")
    report = "https://example.com/report"
    arabic = replace(fixed, voice="silence:silence-ar", formats=("mp3",))
    return {
        "bundled": _made(base / "bundled", HARBOUR, fixed),
        "voices": _made(
            base / "voices", _source(base, VOICES), replace(fixed, sites=str(rules), formats=("opus",), report=report)
        ),
        "arabic": _made(base / "arabic", _source(base, ARABIC), arabic),
        "hostile": _made(base / "hostile", _source(base, HOSTILE), quiet),
    }


def _source(base: Path, text: str) -> Path:
    path = base / "article.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path
