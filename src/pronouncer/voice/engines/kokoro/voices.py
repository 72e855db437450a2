"""Installed voices in the format of Kokoro, and what their model is told.

`<voices>/kokoro/NAME/` has one `*.onnx`, its styles in one `*.npz` or `*.bin`, `config.json` with the `vocab` (unless
the model has it inside, as `kokoro_config`), and maybe a `voice.toml`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import EngineError, NoVoice
from pronouncer.model.digest import text_digest
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.alphabets import KOKORO
from pronouncer.phones.telling import Capabilities
from pronouncer.voice.engines.kokoro.styles import NUMBERS, style_names, style_row
from pronouncer.voice.installed import Card, read_card
from pronouncer.voice.onnx.engine import Feed, Part, feed, inputs, spoken
from pronouncer.voice.onnx.model import Model

RATE = 24_000
LONGEST = 510  # phones, with spaces, marks and breaks
_MOST = 1_000_000  # ids that no model has
_EDGE = 0  # id before the first phone and after the last
_LANGUAGES = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "p": "pt-BR"}
_OTHERS = ("j", "z")  # Japanese and Chinese, whose phones are no IPA
_INSTEAD = {";": ",", "!": ".", "?": "."}  # for a model that lacks a mark
_WHOLE = (6, 7)  # types of integers in ONNX


class Installed(NamedTuple):
    """The files of a folder."""

    model: Model
    styles: Path
    ids: Mapping[str, int]
    """Of each letter and mark."""
    phones: str
    """The name of the model's input of ids."""
    durations: str
    """The name of its output of durations; empty where it has none."""
    capabilities: Capabilities


@noun
class KokoroVoice:
    """One style of a model."""

    voice: Voice
    style: str
    """Its name in the file of styles."""
    checksum: str
    own: Installed
    rate: int = RATE
    """Samples a second."""

    @property
    def model(self) -> Model:
        """The model that all voices of the folder share."""
        return self.own.model

    @property
    def durations(self) -> str:
        """What the model says itself."""
        return self.own.durations

    @property
    def capabilities(self) -> Capabilities:
        """The sheet that they share."""
        return self.own.capabilities

    def parts(self, utterance: Utterance, speed: float) -> list[Part]:
        """Return the ids of a sentence, in as many parts as the model needs."""
        words = spoken(utterance, self.capabilities, self.voice)
        return [self._part(*part, speed) for part in sentence_ids(words, self.own.ids)]

    def _part(self, ids: list[int], spans: list[tuple[int, int]], speed: float) -> Part:
        kinds = inputs(self.model)
        if kinds["speed"] in _WHOLE and speed != int(speed):
            raise EngineError(f"{self.voice.id} has whole speeds only, not {speed:g}.", permanent=True)
        feeds = {
            self.own.phones: feed(ids, kinds[self.own.phones], 1, len(ids)),
            "style": Feed("<f", (1, NUMBERS), style_row(self.own.styles, self.style, self.checksum, len(ids) - 3)),
            "speed": feed([int(speed) if kinds["speed"] in _WHOLE else speed], kinds["speed"]),
        }
        return Part(feeds, len(ids), spans)


def sentence_ids(
    words: Sequence[tuple[str, str]], ids: Mapping[str, int]
) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """Return the ids of words and breaks, and the places of words among them, in parts that are short enough.

    A part ends after the last break that fits, or the last word.
    """
    said: list[tuple[list[int], int]] = []
    for text, mark in words:
        mark = mark if mark in ids else _INSTEAD.get(mark, "")
        own = [ids[letter] for letter in text]
        said.append(([*own, *([ids[mark]] if mark in ids else [])], len(own)))
    parts: list[tuple[list[int], list[tuple[int, int]]]] = []
    start = 0
    while start < len(said):
        stop = _stop(said, start)
        parts.append(_joined(said[start:stop], ids.get(" ")))
        start = stop
    return parts


def _stop(said: Sequence[tuple[list[int], int]], start: int) -> int:
    """Return one past the last word of a part."""
    size, last_break = 0, 0
    for place in range(start, len(said)):
        numbers, letters = said[place]
        size += len(numbers) + (place > start)
        if size > LONGEST:
            return last_break or max(place, start + 1)
        last_break = place + 1 if len(numbers) > letters else last_break
    return len(said)


def _joined(said: Sequence[tuple[list[int], int]], space: int | None) -> tuple[list[int], list[tuple[int, int]]]:
    ids, spans = [_EDGE], list[tuple[int, int]]()
    for numbers, letters in said:
        if spans and space is not None:
            ids.append(space)
        spans.append((len(ids), len(ids) + letters))
        ids += numbers
    return [*ids, _EDGE], spans


def voices(folder: Path, version: str, read_model: Callable[[Path], Model]) -> list[KokoroVoice]:
    """Return the voices in a folder. Raises NoVoice, with the reason, where it has none."""
    card, own = read_card(folder), _installed(folder, read_model)
    names = {
        name: checksum
        for name, checksum in style_names(own.styles).items()
        if card.language or _prefix(name) not in _OTHERS
    }
    if not names:
        raise NoVoice(f"{own.styles} has no style that speaks by IPA. Install the voice again.")
    run = text_digest(repr((own.model.digest, sorted(own.ids.items()))), 6)
    return [
        KokoroVoice(_voice(folder, name, f"{version}-{run}-{checksum}", card), name, checksum, own)
        for name, checksum in names.items()
    ]


def _installed(folder: Path, read_model: Callable[[Path], Model]) -> Installed:
    models, styles = sorted(folder.glob("*.onnx")), sorted([*folder.glob("*.npz"), *folder.glob("*.bin")])
    if len(models) != 1 or len(styles) != 1:
        raise NoVoice(
            f"{folder} has {len(models)} files *.onnx and {len(styles)} of styles (*.npz, *.bin): a model needs one of "
            "each in a folder of its own."
        )
    model = read_model(models[0])
    has = inputs(model).keys()
    phones = next((name for name in ("input_ids", "tokens") if name in has), "")
    if not phones or not {"style", "speed"} <= has:
        raise NoVoice(
            f"{models[0]} is no Kokoro model: it takes {', '.join(sorted(has)) or 'nothing'}, and not input_ids (or "
            "tokens), style and speed. Install the voice again."
        )
    ids = _vocabulary(folder / "config.json", dict(model.graph.metadata).get("kokoro_config", ""))
    alphabet = _alphabet(ids, folder)
    durations = next((name for name in model.graph.outputs[1:] if name.startswith("duration")), "")
    can = Capabilities(
        alphabet,
        times="phoneme" if durations else "none",
        deterministic=model.graph.is_deterministic,
    )
    return Installed(model, styles[0], ids, phones, durations, can)


def _vocabulary(path: Path, inside: str) -> Mapping[str, int]:
    """Return the ids of letters, from the file that came with the model or from the model itself."""
    try:
        found = json.loads(path.read_text("utf-8") if path.is_file() else inside)["vocab"]
        return {str(letter): number for letter, number in found.items() if type(number) is int and 0 <= number < _MOST}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoVoice(
            f"{path} is missing or has no vocab, the ids of Kokoro's letters: put the config.json of the model there."
        ) from error


def _alphabet(ids: Mapping[str, int], folder: Path) -> Alphabet:
    """Return Kokoro's alphabet without what this model has no ids for."""
    phones = {phone: symbol for phone, symbol in KOKORO.phones.items() if all(letter in ids for letter in symbol)}
    if not phones:
        raise NoVoice(f"The vocab of {folder / 'config.json'} has no letter of Kokoro's. Install the voice again.")
    marks = {stress: mark if mark in ids else "" for stress, mark in KOKORO.marks.items()}
    return KOKORO._replace(phones=phones, marks=marks)


def _prefix(name: str) -> str:
    """Return the letter of the language in the usual name of a style, such as `af_heart`."""
    return name[:1] if re.match("[a-z][fm]_", name) else ""


def _voice(folder: Path, name: str, version: str, card: Card) -> Voice:
    return Voice(
        engine="kokoro",
        name=f"{folder.name}/{name}",
        language=card.language or _LANGUAGES.get(_prefix(name), "und"),
        version=version,
        licence=card.licence,
        attribution=card.attribution,
        gain=card.gain,
        phone_seconds=card.phone_seconds,
        break_seconds=card.break_seconds,
        source_type="trainedAlgorithmicMedia",
        cloned=card.cloned,
    )
