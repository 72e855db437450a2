"""Installed voices in the format of Piper, and what their models are told.

`<voices>/piper/NAME/` has one `*.onnx`, its `*.onnx.json`, and maybe a `voice.toml`.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pronouncer.errors import NoVoice
from pronouncer.model.digest import text_digest
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.alphabets import piper
from pronouncer.phones.telling import Capabilities
from pronouncer.voice.engines.piper.config import END, SPACE, START, Config, ids_of, read_config
from pronouncer.voice.installed import Card, read_card
from pronouncer.voice.onnx.engine import Part, feed, inputs, spoken
from pronouncer.voice.onnx.model import Model

_INPUTS = ("input", "input_lengths", "scales")
_INSTEAD = {";": ",", "!": ".", "?": "."}  # for a voice that lacks a mark


@noun
class PiperVoice:
    """One speaker of a model."""

    voice: Voice
    model: Model
    config: Config
    capabilities: Capabilities
    noise: float
    """Times the noise that the voice itself asks for."""
    speaker: int | None
    """Its number, where the model has several."""

    @property
    def durations(self) -> str:
        """VITS rounds them up, and nothing else."""
        return self.model.graph.ceiling

    @property
    def rate(self) -> int:
        """Samples a second."""
        return self.config.rate

    def parts(self, utterance: Utterance, speed: float) -> list[Part]:
        """Return the ids of a whole sentence, with the words' places among them."""
        words = spoken(utterance, self.capabilities, self.voice)
        ids, spans = sentence_ids(words, self.config)
        kinds = inputs(self.model)
        sound, length, rhythm = self.config.scales
        scales = (sound * self.noise, length / speed, rhythm * self.noise)
        feeds = {
            "input": feed(ids, kinds["input"], 1, len(ids)),
            "input_lengths": feed([len(ids)], kinds["input_lengths"]),
            "scales": feed(scales, kinds["scales"]),
        }
        if self.speaker is not None:
            feeds["sid"] = feed([self.speaker], kinds["sid"])
        return [Part(feeds, len(ids), spans)]


def sentence_ids(words: Sequence[tuple[str, str]], config: Config) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the ids of words and breaks, and the place of each word among them."""
    symbol = re.compile("|".join([*map(re.escape, config.clusters), "."]), re.DOTALL)
    ids = ids_of(START, config.ids)
    spans: list[tuple[int, int]] = []
    for text, mark in words:
        if spans and SPACE in config.ids:
            ids += ids_of(SPACE, config.ids)
        start = len(ids)
        for each in symbol.findall(text):
            ids += ids_of(each, config.ids)
        spans.append((start, len(ids)))
        mark = mark if mark in config.ids else _INSTEAD.get(mark, "")
        if mark in config.ids:
            ids += ids_of(mark, config.ids)
    return [*ids, *config.ids[END]], spans


def voices(folder: Path, version: str, noise: float, read_model: Callable[[Path], Model]) -> list[PiperVoice]:
    """Return the voices in a folder. Raises NoVoice, with the reason, where it has none."""
    found = sorted(folder.glob("*.onnx"))
    if len(found) != 1:
        raise NoVoice(f"{folder} has {len(found)} files *.onnx: put each voice into a folder of its own.")
    (path,) = found
    config, card = read_config(path.with_name(f"{path.name}.json")), read_card(folder)
    model = read_model(path)
    _check(model, config)
    alphabet = _alphabet(config, path)
    graph = model.graph
    can = Capabilities(
        alphabet, times="phoneme" if graph.ceiling else "none", deterministic=graph.is_deterministic or not noise
    )
    name = text_digest(repr((model.digest, config._replace(description="", language=""), noise)), 6)
    speakers: list[tuple[str, int | None]] = [(f"/{each}", number) for each, number in config.speakers.items()]
    return [
        PiperVoice(
            _voice(f"{folder.name}{speaker}", f"{version}-{name}", config, card), model, config, can, noise, number
        )
        for speaker, number in speakers or [("", None)]
    ]


def _check(model: Model, config: Config) -> None:
    has = inputs(model).keys()
    needed = {*_INPUTS, *(("sid",) if config.speakers else ())}
    if not needed <= has:
        raise NoVoice(
            f"{model.path} is no model of a Piper voice: it takes {', '.join(sorted(has)) or 'nothing'}, "
            f"where {', '.join(sorted(needed - has))} is missing. Install the voice again."
        )


def _alphabet(config: Config, path: Path) -> Alphabet:
    letters = [letter for letter in config.ids if len(letter) == 1 or letter in config.clusters]
    alphabet = piper(dict.fromkeys(letters))
    if not alphabet.phones:
        raise NoVoice(f"The phoneme_id_map of {path}.json has no letter of IPA. Install the voice again.")
    return alphabet


def _voice(name: str, version: str, config: Config, card: Card) -> Voice:
    return Voice(
        engine="piper",
        name=name,
        language=card.language or config.language or "und",
        version=version,
        licence=card.licence,
        attribution=card.attribution,
        description=config.description,
        gain=card.gain,
        phone_seconds=card.phone_seconds,
        break_seconds=card.break_seconds,
        source_type="trainedAlgorithmicMedia",
        cloned=card.cloned,
    )
