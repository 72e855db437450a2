"""What the engines on servers have in common: their options are documented, and their limits named."""

import dataclasses
import re
from importlib import import_module
from pathlib import Path

import pytest

from pronouncer.errors import EngineError
from pronouncer.voice.hosted import configured, version, wave_sound, within

DOCS = Path(__file__).resolve().parent.parent.parent / "docs/voice.md"


@pytest.mark.parametrize("name", ["elevenlabs", "google", "openai", "polly"])
def test_every_option_is_documented(name: str) -> None:
    """Each option stands in the table of its engine, and nothing else does."""
    section = DOCS.read_text("utf-8").split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    listed = {option for row in rows for option in re.findall("`([a-z_]+)`", row)}
    options = import_module(f"pronouncer.voice.engines.{name}.engine").Options
    assert listed == {entry.name for entry in dataclasses.fields(options)}


@pytest.mark.parametrize("name", ["elevenlabs", "google", "openai", "polly"])
def test_options_do_not_show_keys(name: str) -> None:
    """What is printed of options has no key in it."""
    options = import_module(f"pronouncer.voice.engines.{name}.engine").Options
    keys = {entry.name for entry in dataclasses.fields(options)} & {
        "key",
        "token",
        "access_key",
        "secret_key",
        "session_token",
    }
    assert keys and "hidden" not in repr(options(**dict.fromkeys(keys, "hidden")))


def test_voices_by_option() -> None:
    """Names stand between commas, each with its language where it is not the usual one."""
    assert configured(" a, b=fr ,, c = de-AT", "en") == [("a", "en"), ("b", "fr"), ("c", "de-AT")]


def test_version_tells_choices_apart() -> None:
    """Every option that changes samples changes the version, and no two lists of options are one."""
    made = [version("m", "1", *choices) for choices in ((), ("a",), ("a", ""), ("", "a"), ("a", 1))]
    assert len(set(made)) == 5 and all(each.startswith("m+1.") for each in made)


def test_a_limit_is_named() -> None:
    """The longest sentence passes; the next is refused for good with both figures."""
    within(5000, 5000, "some")
    with pytest.raises(EngineError, match=r"5,000 bytes at a time, and this sentence has 5,001") as caught:
        within(5001, 5000, "some", "bytes")
    assert caught.value.permanent


@pytest.mark.parametrize("size", [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0"])
def test_a_file_of_unknown_length_is_taken(size: bytes) -> None:
    """Servers that send while they speak do not know how long it gets."""
    from tests.voice.fakes.speech import Word, speech

    made = speech([Word("abc", 0, 3, False)], 16_000)
    data = made.wave[:4] + size + made.wave[8:]
    assert wave_sound(data, "some").samples.size == len(made.samples) // 2
