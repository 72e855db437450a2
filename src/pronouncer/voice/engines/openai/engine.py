"""OpenAI's speech API, and every server that speaks it.

Source: OpenAI API reference, "Create speech"; `/audio/voices` is what Kokoro-FastAPI and others add to it.
"""

import re
from collections.abc import Mapping
from dataclasses import field

from pronouncer.errors import SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.hosted import HostedEngine, Provider, configured, needed, version, wave_sound, within
from pronouncer.voice.options import options
from pronouncer.voice.remote import Remote, packed
from pronouncer.voice.sound import from_pcm
from pronouncer.voice.takes import take_of

OWN = "https://api.openai.com/v1"
LONGEST = 4_096  # characters
ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise

_RATE = 24_000  # of pcm
_PRICES = {"tts-1": 15.0, "tts-1-hd": 30.0, "gpt-4o-mini-tts": 15.0}  # the last is billed by token: about as much
_KOKORO = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh"}


@noun
class Options:
    """The table `[engines.openai]`."""

    url: str = OWN
    """Of the API, up to its version."""
    key: str = field(default="", repr=False)
    """API key; an own server may need none."""
    model: str = "tts-1"
    """As the server names it."""
    voices: str = "alloy, ash, coral, echo, fable, nova, onyx, sage, shimmer"
    """Names, the first of a language being its default; `name=fr` where its language is not `language`."""
    list: bool = False
    """Ask the server for its voices instead."""
    language: str = "en"
    """BCP 47, of voices that do not say it."""
    instructions: str = ""
    """How to speak, in words, for models that take it."""
    format: str = "wav"
    """`wav`, or `pcm` at 24,000 Hz."""
    price: float = -1.0
    """US dollars for a million characters; -1 for OpenAI's list price, and nothing for an own server."""
    licence: str = ""
    """Of an own server's voices: an SPDX expression or a URL; empty for its URL."""
    attribution: str = ""
    """Who must be named for an own server's voices; empty for its host."""


class OpenaiEngine(HostedEngine):
    """Speaks through `/audio/speech`, which takes words alone and gives no times: pronunciations are respelled."""

    def __init__(self, settings: Settings) -> None:
        self._options = chosen = options(Options, "openai", settings)
        self._hosted = chosen.url.rstrip("/") == OWN
        if self._hosted:
            needed(chosen.key, "key", "openai")
        if chosen.format not in ("wav", "pcm"):
            raise SettingsError("The option format in [engines.openai] must be wav or pcm.")
        if chosen.instructions and chosen.model.startswith("tts-1"):
            raise SettingsError(
                f"The model {chosen.model} ignores instructions. Take gpt-4o-mini-tts, or leave them out."
            )
        super().__init__(Remote("openai", chosen.url, seconds=settings.engine_seconds, secrets=[chosen.key]))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, without times."""
        chosen, text = self._options, self._wording(utterance, voice).text
        within(len(text), LONGEST, "openai")
        body: dict[str, object] = {
            "model": chosen.model,
            "input": text,
            "voice": voice.name,
            "response_format": chosen.format,
            **({"instructions": chosen.instructions} if chosen.instructions else {}),
            **({"speed": voice.speed} if voice.speed != 1 else {}),
        }
        accept = ("audio/", "application/octet-stream")
        data = self._remote.ask("/audio/speech", accept=accept, headers=self._headers, body=packed(body))
        sound = from_pcm(data, _RATE) if chosen.format == "pcm" else wave_sound(data, voice.id)
        return take_of(utterance, voice, sound)

    def capabilities(self, voice: Voice) -> Capabilities:
        """Take words alone."""
        listed = _PRICES.get(self._options.model, 0.0) if self._hosted else 0.0
        price = self._options.price if self._options.price >= 0 else listed
        return Capabilities(longest=LONGEST, price=price, device="network")

    @property
    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._options.key}"} if self._options.key else {}

    def _found(self) -> list[Voice]:
        chosen = self._options
        pairs = self._listed() if chosen.list else configured(chosen.voices, chosen.language)
        provider = Provider("openai", "https://openai.com/policies/services-agreement/", "OpenAI")
        if not self._hosted:
            licence, attribution = chosen.licence or str(self._remote.url), chosen.attribution or self._remote.host
            provider = Provider("openai", licence, attribution)
        made = version(chosen.model, ADAPTER, chosen.url, chosen.format, chosen.instructions)
        return [provider.voice(name, language, made) for name, language in pairs]

    def _listed(self) -> list[tuple[str, str]]:
        """Names and languages of the voices that a server has; Kokoro's say their language with their first letter."""
        found = self._remote.ask_json("/audio/voices", headers=self._headers).get("voices")
        entries = found if isinstance(found, list) else []
        names = [str(entry.get("id") or "") if isinstance(entry, dict) else str(entry) for entry in entries]
        return [(name, _language(name) or self._options.language) for name in names if name]


def _language(name: str) -> str:
    return _KOKORO.get(name[0], "") if re.match(r"[a-z][fm]_", name) else ""
