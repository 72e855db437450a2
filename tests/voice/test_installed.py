"""Installed voices and their cards."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import SettingsError, StoreError
from pronouncer.settings import Settings
from pronouncer.voice.installed import Card, installed, read_card, write_card

TEXT = st.text(st.characters(codec="utf-8"))


@given(licence=TEXT, description=TEXT, gain=st.floats(-40, 40), seconds=st.floats(0.01, 1))
def test_a_card_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, licence: str, description: str, gain: float, seconds: float
) -> None:
    """Whatever text or number a card holds is read as it was written."""
    folder = tmp_path_factory.mktemp("voice")
    card = Card(licence, "Ada", description, "en-GB", gain, seconds)
    write_card(folder, card)
    assert read_card(folder) == card
    assert [path.name for path in folder.iterdir()] == ["voice.toml"]


def test_a_folder_without_a_card_knows_nothing(tmp_path: Path) -> None:
    """A voice that was put there by hand has an unknown licence, which is said and not guessed."""
    assert read_card(tmp_path).licence == read_card(tmp_path).attribution == "unknown"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("licence = ", "cannot be read as TOML"),
        ("licence = 3", "licence must be a text"),
        ("gain = true", "gain must be a number"),
        ("gain = nan", "gain must be a number"),
        ("cloned = 1", "cloned must be true or false"),
        ('colour = "red"', "no field 'colour'"),
        ('source_type = "human"', "source_type must be one of"),
    ],
)
def test_a_broken_card_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """A card that cannot be used is named with what is wrong."""
    (tmp_path / "voice.toml").write_text(text)
    with pytest.raises(SettingsError, match=message):
        read_card(tmp_path)


def test_a_card_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is an error of ours."""
    with pytest.raises(StoreError, match="cannot be written"):
        write_card(tmp_path / "missing", Card())


def test_installed_voices_are_listed_by_name(tmp_path: Path) -> None:
    """Folders of an engine are its voices; files and what is being installed are not."""
    settings = Settings(voices=tmp_path)
    assert installed(settings, "piper") == []
    for name in ("zoe", "ada", ".zoe.123.new"):
        (tmp_path / "piper" / name).mkdir(parents=True)
    (tmp_path / "piper/notes.txt").write_text("")
    write_card(tmp_path / "piper/ada", Card(licence="MIT", language="en"))
    found = installed(settings, "piper")
    assert [(each.name, each.card.licence) for each in found] == [("ada", "MIT"), ("zoe", "unknown")]
    assert found[0].folder == tmp_path / "piper/ada"


def test_a_card_makes_a_voice() -> None:
    """The language of the card beats that of the files; the rest is the card's."""
    card = Card(licence="MIT", attribution="Ada", gain=2.5)
    voice = card.voice("piper", "ada", version="1", language="en-US")
    assert (voice.id, voice.language, voice.gain, voice.licence) == ("piper:ada", "en-US", 2.5, "MIT")
    assert voice.source_type == "trainedAlgorithmicMedia"
    assert not voice.cloned and Card(cloned=True).voice("piper", "ada", version="1").cloned
    assert Card(language="fr").voice("piper", "ada", version="1", language="en").language == "fr"
