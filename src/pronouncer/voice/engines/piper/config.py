"""The configuration of a voice in the format of Piper, `NAME.onnx.json`, as far as speaking needs it."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pronouncer.errors import NoVoice

PAD, START, END, SPACE = "_", "^", "$", " "
_NEEDED = (PAD, START, END)
_LANGUAGE = re.compile("([a-zA-Z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}))?")


class Config(NamedTuple):
    """How a voice is told what to say."""

    rate: int
    """Samples a second."""
    ids: Mapping[str, Sequence[int]]
    """Of each letter of IPA, of punctuation, and of what stands between and around."""
    clusters: Sequence[str]
    """Vowels of two letters that have ids of their own."""
    speakers: Mapping[str, int]
    """By name; none for a voice of one speaker."""
    scales: tuple[float, float, float]
    """Noise of the sound, length, and noise of the rhythm."""
    language: str
    """BCP 47; empty where it is not said."""
    description: str


def read_config(path: Path) -> Config:
    """Return a configuration. Raises NoVoice, with the reason, for what no voice can speak by."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NoVoice(f"{path} is missing: install the voice with both of its files.") from error
    except (OSError, ValueError) as error:
        raise NoVoice(f"{path} is no JSON: {error}. Install the voice again.") from error
    try:
        return _config(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise NoVoice(f"{path} is no configuration of a Piper voice: {reason}. Install the voice again.") from error


def _config(data: dict[str, Any]) -> Config:
    kind = data.get("phoneme_type", "espeak")
    if kind != "espeak":
        raise ValueError(f"its phoneme_type is {kind!r}, so it takes no IPA")
    ids = {str(name): _ids(value) for name, value in data["phoneme_id_map"].items()}
    for name in _NEEDED:
        if not ids.get(name):
            raise ValueError(f"its phoneme_id_map has no {name!r}")
    scales = data.get("inference") or {}
    count = int(data.get("num_speakers", 1))
    rate = int(data["audio"]["sample_rate"])
    if not 8000 <= rate <= 192_000:
        raise ValueError(f"its sample_rate is {rate}")
    return Config(
        rate,
        ids,
        [name for name in map("".join, data.get("vowel_clusters") or ()) if name in ids],
        {str(name): int(value) for name, value in _speakers(data, count).items()},
        (
            float(scales.get("noise_scale", 0.667)),
            float(scales.get("length_scale", 1.0)),
            float(scales.get("noise_w", 0.8)),
        ),
        _language(data),
        " ".join(filter(None, [str(data.get("dataset") or ""), str(data["audio"].get("quality") or "")])),
    )


def _ids(value: object) -> list[int]:
    found = value if isinstance(value, list) else [value]
    numbers = [each for each in found if isinstance(each, int)]
    if numbers != found:
        raise ValueError("its phoneme_id_map has ids that are no numbers")
    return numbers


def _speakers(data: dict[str, Any], count: int) -> Mapping[str, Any]:
    if count <= 1:
        return {}
    named: Mapping[str, Any] = data.get("speaker_id_map") or {}
    return named or {str(number): number for number in range(count)}


def _language(data: dict[str, Any]) -> str:
    """Return the language that it says, or that of the espeak voice it was made with: en_GB-alan, en-gb-x-rp."""
    written = (data.get("language") or {}).get("code") or (data.get("espeak") or {}).get("voice") or ""
    match = _LANGUAGE.match(written)
    if not match:
        return ""
    language, region = match.group(1).lower(), match.group(2) or ""
    return f"{language}-{region.upper()}" if len(region) == 2 else language


def ids_of(symbol: str, ids: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the ids of a symbol: decomposed as Piper's training text is, or whole where the voice has only that."""
    apart = unicodedata.normalize("NFD", symbol)
    letters = [symbol] if symbol in ids and (len(symbol) > 1 or not all(each in ids for each in apart)) else apart
    return [number for letter in letters for number in (*ids[letter], *ids[PAD])]
