"""What engines whose voices are on a server have in common: voices by option or by list, limits, versions."""

import json
import threading
from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.digest import text_digest
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.telling import Capabilities
from pronouncer.voice.remote import LARGEST, Remote
from pronouncer.voice.sound import Sound, decoded
from pronouncer.voice.wording import Wording, worded


class Provider(NamedTuple):
    """Who makes the voices of an engine."""

    engine: str
    """Name in the table of engines."""
    terms: str
    """URL of the terms that hold for what its voices say."""
    attribution: str
    """Who must be named."""

    def voice(self, name: str, language: str, version: str, description: str = "", *, cloned: bool = False) -> Voice:
        """Return a voice of this provider."""
        return Voice(
            engine=self.engine,
            name=name,
            language=language,
            version=version,
            licence=self.terms,
            attribution=self.attribution,
            description=description or name,
            source_type="trainedAlgorithmicMedia",
            cloned=cloned,
        )


class HostedEngine:
    """The part of an engine that does not depend on whose server it asks. The list of voices is asked for once."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._voices: tuple[Voice, ...] = ()
        self._lock = threading.Lock()

    def voices(self) -> Sequence[Voice]:
        """Return the voices that the options name, or those that the server lists."""
        with self._lock:
            self._voices = self._voices or tuple({voice.id: voice for voice in self._found()}.values())
        if not self._voices:
            engine = self._remote.engine
            raise NoVoice(f"{engine} has no voices for your key. Name some in the option voices of [engines.{engine}].")
        return self._voices

    def _found(self) -> list[Voice]:
        raise NotImplementedError

    def _wording(self, utterance: Utterance, voice: Voice) -> Wording:
        """Return the text for a voice. Raises EngineError, permanent, for IPA that is none."""
        try:
            return worded(utterance, self.capabilities(voice))
        except ValueError as error:
            raise EngineError(
                f"{voice.id} cannot be told a pronunciation: {error}. Mend it.", permanent=True
            ) from error

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the capability sheet of a voice."""
        raise NotImplementedError

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:
        """It cannot tell."""

    def heard(self, utterance: Utterance, voice: Voice) -> None:
        """It does not report its phones."""

    def close(self) -> None:
        """Close all connections."""
        self._remote.close()


def version(model: str, adapter: str, *choices: object) -> str:
    """Return the version of a voice: model, our adapter's number, and a digest of the options that change samples."""
    return f"{model}+{adapter}.{text_digest(json.dumps(choices), 4)}"


def configured(option: str, language: str) -> list[tuple[str, str]]:
    """Return names and languages of voices from an option such as `alloy, ash=fr`."""
    pairs = [entry.partition("=") for entry in option.split(",") if entry.strip()]
    return [(name.strip(), tag.strip() or language) for name, _, tag in pairs]


def needed(value: str, option: str, engine: str) -> str:
    """Return an option that has to be there. Raises SettingsError that says how to set it."""
    if not value:
        variable = f"PRONOUNCER_ENGINE_{engine.upper()}_{option.upper()}"
        raise SettingsError(f"The engine {engine} needs {option}: set {variable}, or {option} in [engines.{engine}].")
    return value


def within(size: int, limit: int, engine: str, unit: str = "characters") -> None:
    """Refuse a sentence that is longer than an engine takes in one request. Raises EngineError, permanent."""
    if size > limit:
        raise EngineError(
            f"{engine} takes {limit:,} {unit} at a time, and this sentence has {size:,} with what tells its "
            "pronunciations. Cut it in two.",
            permanent=True,
        )


def wave_sound(data: bytes, what: str) -> Sound:
    """Return the sound of a WAV file. Raises EngineError, not permanent, for one that ends before its header says.

    Servers that do not know the length when they begin write a huge one, which says nothing.
    """
    size = int.from_bytes(data[4:8], "little") if data[:4] == b"RIFF" else 0
    if len(data) - 8 < size < LARGEST:
        raise EngineError(
            f"{what} sent {len(data):,} bytes of a file of {size + 8:,}: it was cut off.", permanent=False
        )
    return decoded(data, what)
