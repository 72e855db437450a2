"""The card of an installed voice, `voice.toml`: what its model file does not say, as `pronouncer voices` writes it."""

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pronouncer.errors import NoVoice

FILE = "voice.toml"


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a voice beside its model."""

    licence: str = "unknown"
    """SPDX expression, or a URL."""
    attribution: str = "unknown"
    """Who must be named."""
    source: str = ""
    """Where it was got."""
    language: str = ""
    """BCP 47, where the voice itself does not say it."""
    gain: float = 0.0
    """As in `Voice.gain`."""
    phone_seconds: float = 0.08
    """As in `Voice.phone_seconds`."""
    break_seconds: float = 0.15
    """As in `Voice.break_seconds`."""


def read_card(folder: Path) -> Card:
    """Return the card in a folder, or that of a voice of which nothing is known.

    Other entries are passed over. Raises NoVoice for a file that cannot be used.
    """
    try:
        given = tomllib.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return Card()
    except (OSError, ValueError) as error:
        raise NoVoice(f"{folder / FILE} cannot be read as TOML: {error}. Mend it, or add the voice again.") from error
    values: dict[str, object] = {}
    for entry in dataclasses.fields(Card):
        value = given.get(entry.name, entry.default)
        number = isinstance(entry.default, float)
        if not isinstance(value, (int, float) if number else str) or isinstance(value, bool):
            raise NoVoice(f"{entry.name} in {folder / FILE} must be {'a number' if number else 'text'}. Mend it.")
        values[entry.name] = float(value) if number else value or entry.default
    return Card(**values)  # type: ignore[arg-type]
