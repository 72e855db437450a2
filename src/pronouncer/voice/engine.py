"""The contract of a speech engine, and the table of engines."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Protocol

from pronouncer.errors import NoVoice, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.turns import limit

Progress = Callable[[str, int, int], None]
"""Called with a stage, how many sentences are done, and how many there are."""


class Engine(Protocol):
    """A speech engine. It is made from the settings, may be called from several threads, and is closed.

    Every error it raises is a VoiceError; `EngineError.permanent` says whether trying again can help.
    `pronouncer.testing.EngineContract` tests all of this.
    """

    def voices(self) -> Sequence[Voice]:
        """Return the voices that can speak now; the first of a language is that language's default."""

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take of an utterance; the same bytes again where the voice is deterministic.

        What is said are the utterance's words with its IPA and its breaks, nothing else. The take has one timing for
        each of `Utterance.words`, or none at all where the voice gives no times: the studio then finds them.
        """

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> list[list[str]] | None:
        """Return the IPA of every word of every clause, as this engine would say it by itself.

        A word the engine has no sound for gets an empty string. None where it cannot tell: the embedded voice is
        asked then.
        """

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the capability sheet of a voice."""

    def heard(self, utterance: Utterance, voice: Voice) -> list[str] | None:
        """Return the IPA of each word as the engine itself reports what it said; None where it does not."""

    def close(self) -> None:
        """Stop every process and free every model."""


ENGINES: Mapping[str, str] = {
    "azure": "pronouncer.voice.engines.azure.engine:AzureEngine",
    "elevenlabs": "pronouncer.voice.engines.elevenlabs.engine:ElevenlabsEngine",
    "espeak": "pronouncer.voice.engines.espeak.engine:EspeakEngine",
    "flite": "pronouncer.voice.engines.flite.engine:FliteEngine",
    "google": "pronouncer.voice.engines.google.engine:GoogleEngine",
    "kokoro": "pronouncer.voice.engines.kokoro.engine:KokoroEngine",
    "openai": "pronouncer.voice.engines.openai.engine:OpenaiEngine",
    "piper": "pronouncer.voice.engines.piper.engine:PiperEngine",
    "polly": "pronouncer.voice.engines.polly.engine:PollyEngine",
    "sherpa": "pronouncer.voice.engines.sherpa.engine:SherpaEngine",
    "silence": "pronouncer.testing.silence:SilenceEngine",
    "wyoming": "pronouncer.voice.engines.wyoming.engine:WyomingEngine",
}
GROUP = "pronouncer.engines"
DEFAULT = "espeak"


def _plugged_in() -> dict[str, str]:
    """Engines of other packages, by name; looked up only when asked for, since that takes a while."""
    from importlib.metadata import entry_points

    return {point.name: point.value for point in entry_points(group=GROUP)}


def engine_names() -> list[str]:
    """Return the names of all engines, those of other packages included."""
    return [*ENGINES, *sorted(_plugged_in().keys() - ENGINES.keys())]


def make_engine(name: str, settings: Settings) -> Engine:
    """Return a new engine. Raises SettingsError for a name that is in no table."""
    place = ENGINES.get(name) or _plugged_in().get(name)
    if place is None:
        raise SettingsError(f"There is no engine {name!r}. Engines are: {', '.join(engine_names())}.")
    limit(name, settings)  # that it is one is seen now, not at the first sentence
    module, _, attribute = place.partition(":")
    engine: Engine = getattr(import_module(module), attribute)(settings)
    return engine


def choose_voice(engine: Engine, wanted: str, language: str) -> Voice:
    """Return a voice of an engine as `chosen` does. Raises VoiceError."""
    return chosen(engine.voices(), wanted, language)


def chosen(voices: Sequence[Voice], wanted: str, language: str) -> Voice:
    """Return the voice of a name, or the default voice of a language where no name is given.

    A longer tag falls back to a shorter one (`en-CA` to `en`), RFC 4647 lookup. Raises NoVoice.
    """
    if wanted:
        for voice in voices:
            if voice.name == wanted:
                return voice
        raise NoVoice(f"There is no voice {wanted!r}. `pronouncer voices` lists those there are.")
    tag = language.lower()
    while tag:
        for voice in voices:
            if voice.language.lower() == tag or voice.language.lower().startswith(f"{tag}-"):
                return voice
        tag = tag.rpartition("-")[0]
    raise NoVoice(
        f"No installed voice speaks {language!r}. Name the language with --language, or a voice with --voice; "
        "`pronouncer voices` lists those there are."
    )
