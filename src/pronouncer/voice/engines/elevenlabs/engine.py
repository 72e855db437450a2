"""ElevenLabs, whose answers have the time of every character.

Source: ElevenLabs API reference, "Create speech with timing" and "List voices"; "Best practices" on phoneme tags; its
table of models. Its own pronunciation dictionaries are not used: they shift the times of characters.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple
from urllib.parse import quote

from pronouncer.errors import SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.alphabets import ARPABET
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.hosted import HostedEngine, Provider, configured, needed, version, within
from pronouncer.voice.options import options
from pronouncer.voice.remote import Remote
from pronouncer.voice.sound import decoded, from_pcm
from pronouncer.voice.takes import Span, take_of
from pronouncer.voice.wording import Wording

_CLONED = ("cloned", "professional")  # categories of voices that were made from recordings of one person
ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise

_PROVIDER = Provider("elevenlabs", "https://elevenlabs.io/terms-of-use", "ElevenLabs")


class Model(NamedTuple):
    """What a model takes."""

    longest: int = 5_000
    """Characters of one request."""
    price: float = 100.0
    """List price in US dollars for a million characters."""
    phones: bool = False
    """Whether it obeys phoneme tags. Those that do speak English only; all others leave the word out without a word."""


MODELS: Mapping[str, Model] = {
    "eleven_flash_v2": Model(30_000, 50.0, True),
    "eleven_flash_v2_5": Model(40_000, 50.0),
    "eleven_monolingual_v1": Model(10_000, phones=True),
    "eleven_multilingual_v2": Model(10_000),
    "eleven_turbo_v2": Model(30_000, 50.0, True),
    "eleven_turbo_v2_5": Model(40_000, 50.0),
    "eleven_v3": Model(),
}


@noun
class Options:
    """The table `[engines.elevenlabs]`."""

    key: str = field(default="", repr=False)
    """API key."""
    model: str = "eleven_multilingual_v2"
    """Model id; only those of `flash_v2`, `turbo_v2` and `monolingual_v1` obey phones."""
    voices: str = ""
    """Voice ids, the first of a language being its default, `id=fr` where it is not `language`; empty to ask."""
    language: str = "en"
    """BCP 47, of voices that do not say it."""
    output_format: str = "pcm_24000"
    """Codec and rate: `pcm_` with a rate, or one such as `mp3_44100_128`."""
    price: float = -1.0
    """US dollars for a million characters; -1 for the list price of the model."""
    url: str = "https://api.elevenlabs.io"
    """Of the API, such as that of another region."""


class ElevenlabsEngine(HostedEngine):
    """Speaks through `/v1/text-to-speech/{voice}/with-timestamps`."""

    def __init__(self, settings: Settings) -> None:
        self._options = chosen = options(Options, "elevenlabs", settings)
        needed(chosen.key, "key", "elevenlabs")
        if not re.fullmatch(r"(pcm_\d{4,5}|(mp3|opus)_\d{4,5}_\d{1,3})", chosen.output_format):
            raise SettingsError("The option output_format in [engines.elevenlabs] must be one such as pcm_24000.")
        self._model = MODELS.get(chosen.model, Model())
        self._headers = {"xi-api-key": chosen.key}
        super().__init__(Remote("elevenlabs", chosen.url, seconds=settings.engine_seconds, secrets=[chosen.key]))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with times from those of the characters."""
        chosen, wording = self._options, self._wording(utterance, voice)
        within(len(wording.text), self._model.longest, "elevenlabs")
        body: dict[str, object] = {
            "text": wording.text,
            "model_id": chosen.model,
            "apply_text_normalization": "off",  # words come, not figures
            **({"language_code": utterance.language.split("-")[0]} if chosen.model.endswith("_v2_5") else {}),
            **({"voice_settings": {"speed": voice.speed}} if voice.speed != 1 else {}),
        }
        path = f"/v1/text-to-speech/{quote(voice.name, safe='')}/with-timestamps?output_format={chosen.output_format}"
        found = self._remote.ask_json(path, headers=self._headers, send=body)
        data = self._remote.unpacked(found.get("audio_base64"))
        raw = re.match("pcm_", chosen.output_format)
        sound = from_pcm(data, int(chosen.output_format[4:])) if raw else decoded(data, voice.id)
        return take_of(utterance, voice, sound, self._spans(wording, found.get("alignment")))

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return what the model obeys: ARPABET, which ElevenLabs calls the more reliable, or words alone."""
        price = self._options.price if self._options.price >= 0 else self._model.price
        sheet = Capabilities(times="character", longest=self._model.longest, price=price, device="network")
        return sheet._replace(alphabet=ARPABET, ssml=frozenset({"phoneme"})) if self._model.phones else sheet

    def _spans(self, wording: Wording, alignment: object) -> list[Span | None]:
        """Return when words are heard; nothing where the characters are not those that were sent."""
        fields = alignment if isinstance(alignment, dict) else {}
        names = ("characters", "character_start_times_seconds", "character_end_times_seconds")
        characters, starts, ends = (fields.get(name) or [] for name in names)
        places = _places("".join(map(str, characters)), wording)
        if not places or not len(characters) == len(starts) == len(ends) == len(places):
            return []
        seconds, word_at = self._remote.seconds, [wording.word_at(place) for place in places]
        found: list[Span | None] = []
        for word in range(len(wording.spans)):
            own = [index for index, other in enumerate(word_at) if other == word]
            found.append(Span(seconds(starts[own[0]]), seconds(ends[own[-1]])) if own else None)
        return found

    def _found(self) -> list[Voice]:
        chosen = self._options
        made = version(chosen.model, ADAPTER, chosen.output_format)
        if chosen.voices:
            return [_PROVIDER.voice(name, tag, made) for name, tag in configured(chosen.voices, chosen.language)]
        found = self._remote.ask_json("/v1/voices", headers=self._headers).get("voices")
        listed = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
        voices = [
            _PROVIDER.voice(
                str(entry.get("voice_id")),
                _language(entry) or chosen.language,
                made,
                str(entry.get("name")),
                cloned=entry.get("category") in _CLONED,
            )
            for entry in listed
        ]
        return [voice for voice in voices if not self._model.phones or voice.language.startswith("en")]


def _places(heard: str, wording: Wording) -> list[int]:
    """Return where each character that has a time stands in the text that was sent: with its tags, or without."""
    if heard == wording.text:
        return list(range(len(heard)))
    tags = {place for tag in re.finditer("<[^>]*>", wording.text) for place in range(*tag.span())}
    bare = [place for place in range(len(wording.text)) if place not in tags]
    return bare if heard == "".join(wording.text[place] for place in bare) else []


def _language(entry: Mapping[str, object]) -> str:
    """Return the language that a voice was made for, where the list says it."""
    labels, verified = entry.get("labels"), entry.get("verified_languages")
    first = verified[0] if isinstance(verified, list) and verified else {}
    for fields in (labels, first):
        tag = str(fields.get("language") or "") if isinstance(fields, dict) else ""
        if re.fullmatch("[a-z]{2,3}(-[A-Za-z]{2})?", tag):
            return tag
    return ""
