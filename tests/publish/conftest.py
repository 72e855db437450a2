"""Editions with every export: the bundled article, several voices, right to left, and a hostile one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import HARBOUR

from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Pipeline
from pronouncer.publish.outlets.folder.write import published
from pronouncer.settings import Settings

EXPORTS = ("transcript", "ssml", "pls", "epub")
NAMES = ("bundled", "voices", "arabic", "hostile")

VOICES = """Ferry returns to the bay

The mayor was glad. “We have waited long enough for it,” said Captain Ada Zelenskyy. ★ “I will not wait for it
again,” said Tomás Rivera, who read it.

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
    f"It said {'a' * 10_000} and </p></body> \"quoted\" 'too' &amp; &#x27; ]]> ended.\n"
)


class Made(NamedTuple):
    """An edition and the folder that it is in."""

    folder: Path
    edition: Edition

    def read(self, name: str) -> str:
        """Return the text of one of its files."""
        return (self.folder / name).read_text("utf-8")


def make(folder: Path, source: Path, settings: Settings) -> Made:
    """Say a source with all exports."""
    with Pipeline(settings) as pipeline:
        pipeline.say(str(source), folder)
    return Made(folder, from_data(Edition, published(folder)))


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Made]]:
    """All four, by name."""
    base = tmp_path_factory.mktemp("editions")
    rules = base / "sites.toml"
    rules.write_text(
        '["*".voices]\nquotations = ["espeak:en", "silence:silence-en"]\nlanguages = {fr = "espeak:fr"}\n', "utf-8"
    )
    made: dict[str, Made] = {}
    for name, text, more in (
        ("bundled", "", {}),
        ("voices", VOICES, {"sites": str(rules), "formats": ("opus",), "report": "https://example.com/report"}),
        ("arabic", ARABIC, {"formats": ("mp3",), "voice": "silence:silence-ar"}),
        ("hostile", HOSTILE, {"voice": "silence:silence-en"}),
    ):
        source = base / f"{name}.txt"
        source.write_bytes(text.encode("utf-8", "surrogatepass"))
        fixed = {"cache": base / "cache", "archive": base / "words.txt", "exports": EXPORTS}
        made[name] = make(base / name, source if text else HARBOUR, Settings(**{**fixed, **more}))
    yield made


@pytest.fixture(params=NAMES)
def made(request: pytest.FixtureRequest, editions: Mapping[str, Made]) -> Made:
    """One of the editions, each in its turn."""
    return editions[request.param]
