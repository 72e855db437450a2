"""Voices on a server that speaks the Wyoming protocol, as Home Assistant's do."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.engines.wyoming.connection import Connection, Event
from pronouncer.voice.hosted import needed
from pronouncer.voice.options import options
from pronouncer.voice.sound import from_pcm
from pronouncer.voice.takes import take_of
from pronouncer.voice.wording import worded

ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise

_SPEAKER = "#"  # between the name of a voice and that of its speaker
_RATES = range(8_000, 192_001)


@noun
class Options:
    """The table `[engines.wyoming]`."""

    host: str = ""
    """Name or address of the server."""
    port: int = 10_200
    """Its port."""
    licence: str = ""
    """Of its voices: an SPDX expression or a URL; empty for the URL that each voice says it is from."""


class WyomingEngine:
    """Speaks through a server that takes words alone and gives no times. Each sentence has a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._options = options(Options, "wyoming", settings)
        self._seconds = settings.engine_seconds
        self._host = needed(self._options.host, "host", "wyoming")
        if self._options.port not in range(1, 65_536):
            raise SettingsError("The option port in [engines.wyoming] must be from 1 to 65535.")
        self._voices: tuple[Voice, ...] = ()
        self._lock = threading.Lock()

    def voices(self) -> Sequence[Voice]:
        """Return the installed voices that the server tells of; it is asked once."""
        with self._lock:
            self._voices = self._voices or tuple({voice.id: voice for voice in self._found()}.values())
        if not self._voices:
            raise NoVoice(f"The server at {self._host}:{self._options.port} has no installed voice. Install one there.")
        return self._voices

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, without times."""
        name, _, speaker = voice.name.partition(_SPEAKER)
        chosen = {"name": name, "speaker": speaker} if speaker else {"name": name}
        text = worded(utterance, self.capabilities(voice)).text
        with self._connected() as connection:
            connection.send(Event("synthesize", {"text": text, "voice": chosen}))
            rate, samples = _audio(connection)
        return take_of(utterance, voice, from_pcm(samples, rate))

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:
        """It cannot tell."""

    def capabilities(self, voice: Voice) -> Capabilities:
        """Take words alone."""
        return Capabilities(device="network")

    def heard(self, utterance: Utterance, voice: Voice) -> None:
        """It does not report its phones."""

    def close(self) -> None:
        """Nothing stays open."""

    def _connected(self) -> Connection:
        return Connection(self._host, self._options.port, self._seconds)

    def _found(self) -> Iterator[Voice]:
        with self._connected() as connection:
            connection.send(Event("describe", {}))
            info = _next(connection, "info").data
        for program in _objects(info, "tts"):
            for told in _objects(program, "voices"):
                if told.get("installed", True) and told.get("name"):
                    yield from self._speakers(program, told)

    def _speakers(self, program: dict[str, Any], told: dict[str, Any]) -> Iterator[Voice]:
        names = [f"{_SPEAKER}{speaker['name']}" for speaker in _objects(told, "speakers") if speaker.get("name")]
        source = next(iter(_objects({"all": [told.get("attribution")]}, "all")), {})
        languages = told.get("languages")
        tag = languages[0] if isinstance(languages, list) and languages else "und"
        versions = (program.get("name"), program.get("version"), told.get("version"))
        for name in names or [""]:
            yield Voice(
                engine="wyoming",
                name=f"{told['name']}{name}",
                language=str(tag).replace("_", "-"),
                version=f"{'/'.join(str(part or '') for part in versions)}+{ADAPTER}",
                licence=self._options.licence or str(source.get("url") or self._host),
                attribution=str(source.get("name") or self._host),
                description=str(told.get("description") or ""),
                source_type="trainedAlgorithmicMedia",
            )


def _audio(connection: Connection) -> tuple[int, bytes]:
    """Return rate and samples of the sound that a server sends."""
    form = _format(_next(connection, "audio-start"))
    pieces: list[bytes] = []
    while (event := _next(connection, "audio-chunk", "audio-stop")).kind == "audio-chunk":
        if _format(event) != form:
            raise EngineError("wyoming sent sound whose rate changes in the middle. Try again.", permanent=False)
        pieces.append(event.payload)
    return form, b"".join(pieces)


def _next(connection: Connection, *kinds: str) -> Event:
    """Return the next event of some kinds; others, which later versions of the protocol may have, are passed over."""
    while (event := connection.receive()).kind not in kinds:
        if event.kind == "error":  # its text is not shown: it may repeat the sentence
            raise EngineError("wyoming could not say this. The log of its server says why.", permanent=False)
    return event


def _format(event: Event) -> int:
    """Return the rate of sound. Raises EngineError where it is not what we read."""
    rate, width, channels = (event.data.get(name) for name in ("rate", "width", "channels"))
    if not isinstance(rate, int) or rate not in _RATES or (width, channels) != (2, 1):
        raise EngineError(
            f"wyoming sent sound of {rate} Hz, {width} bytes a sample and {channels} channels. Set its server to "
            "16 bits and one channel.",
            permanent=True,
        )
    return rate


def _objects(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = data.get(name)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
