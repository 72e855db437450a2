"""What many tests need: settings with a cache of their own, articles, one finished edition."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest
from tests.bucket import Bucket, Door, door, moto
from tests.editions import Made
from tests.editions import editions as make_editions
from tests.postgres import Postgres

from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import Article
from pronouncer.pipeline import Pipeline, Said
from pronouncer.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
HARBOUR = ROOT / "articles/harbour.html"
SHARED = ROOT.parent / "shared"

SHORT = """Ferry returns to the bay after nine years

By Ada Whitfield

The ferry left at 9:30 a.m. on Monday with 212 people on board. It was only six minutes late.

“We have waited long enough,” said Captain Zelenskyy. He did not wait again.

What happens next

The next one leaves on March 2.
"""

# No test asserts on time: machines are busy.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the user's own settings and cache."""
    for name in list(os.environ):
        if name.startswith("PRONOUNCER_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PRONOUNCER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", f"{tmp_path}-data")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with an empty cache."""
    return Settings(cache=tmp_path / "cache")


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A short article in a file."""
    path = tmp_path / "ferry.txt"
    path.write_text(SHORT, "utf-8")
    return path


@pytest.fixture
def article_of() -> Callable[..., Article]:
    """Return a function from text to article."""

    def make(text: str, kind: str = "plain") -> Article:
        return ingest(Raw("test", clean(text), kind), Settings())

    return make


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Said, Settings]]:
    """The bundled article as an edition in three formats: folder, what was done, and its settings."""
    base = tmp_path_factory.mktemp("harbour")
    settings = Settings(cache=base / "cache", archive=base / "words.txt", formats=("m4a", "mp3", "opus"))
    with Pipeline(settings) as pipeline:
        yield base / "edition", pipeline.say(str(HARBOUR), base / "edition"), settings


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Made]:
    """Editions with every export: the bundled article, several voices, right to left, hostile text."""
    return make_editions(tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an S3 server on loopback."""
    with moto(tmp_path_factory.mktemp("s3")) as port:
        yield port


@pytest.fixture
def bucket(s3: int, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """An empty bucket, and the environment that leads to it."""
    made = Bucket(s3)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def faulty(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """A door before the bucket that can be told to fail, and the environment that leads through it."""
    with door(bucket.port) as made:
        monkeypatch.setenv("AWS_ENDPOINT", made.url)
        yield made


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A PostgreSQL server; return a function that makes an empty database there and returns its URL."""
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server.database
    server.close()
