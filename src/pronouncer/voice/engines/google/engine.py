"""Google Cloud Text-to-Speech, with a mark before each word whose time comes back.

Source: Cloud Text-to-Speech REST reference v1beta1, `text.synthesize` and `voices.list`; its pages on SSML, phonemes,
voice types and quotas.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple

from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.english import native
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.hosted import HostedEngine, Provider, configured, needed, version, wave_sound, within
from pronouncer.voice.options import options
from pronouncer.voice.remote import Remote
from pronouncer.voice.takes import Span, take_of
from pronouncer.voice.wording import Wording

ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise
LONGEST = 5_000  # bytes, tags included

_PROVIDER = Provider("google", "https://cloud.google.com/terms/service-terms", "Google Cloud")
_NAME = re.compile(r"([a-z]{2,3}-[A-Z]{2})-([A-Za-z0-9]+)-.+")
_FIRST = ("en-US", "es-ES", "fr-FR", "nl-NL", "pt-BR")
_TAGS = {"cmn-CN": "zh-CN", "cmn-TW": "zh-TW", "ar-XA": "ar"}


class Kind(NamedTuple):
    """What a kind of voice takes, by the part of its name after the language."""

    price: float = 30.0
    """List price in US dollars for a million characters."""
    ssml: bool = False
    """Whether it obeys SSML and its phonemes."""
    marks: bool = False
    """Whether it says when its marks are reached."""


KINDS: Mapping[str, Kind] = {
    "Standard": Kind(4.0, ssml=True, marks=True),
    "Wavenet": Kind(4.0, ssml=True, marks=True),
    "Neural2": Kind(16.0, ssml=True, marks=True),
    "News": Kind(16.0, ssml=True, marks=True),
    "Polyglot": Kind(16.0, ssml=True, marks=True),
    "Studio": Kind(160.0, ssml=True),
}
"""All others, such as Chirp3, get words alone."""


@noun
class Options:
    """The table `[engines.google]`."""

    key: str = field(default="", repr=False)
    """API key of a project in which the API is enabled."""
    token: str = field(default="", repr=False)
    """Access token instead of a key; it lasts an hour."""
    voices: str = ""
    """Names such as `en-US-Neural2-A`, the first of a language being its default; empty to ask."""
    price: float = -1.0
    """US dollars for a million characters; -1 for the list price of the kind of voice."""
    url: str = "https://texttospeech.googleapis.com"
    """Of the API, such as that of a region."""


class GoogleEngine(HostedEngine):
    """Speaks through `/v1beta1/text:synthesize`: only the beta version gives times."""

    def __init__(self, settings: Settings) -> None:
        self._options = chosen = options(Options, "google", settings)
        needed(chosen.key or chosen.token, "key", "google")
        secrets = [chosen.key, chosen.token]
        super().__init__(Remote("google", chosen.url, seconds=settings.engine_seconds, secrets=secrets))
        # In a header, so that no log of URLs has it.
        own = {"X-Goog-Api-Key": chosen.key} if chosen.key else {"Authorization": f"Bearer {chosen.token}"}
        self._headers = own

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of the marks where there is room for them."""
        kind, wording = _kind(voice.name), self._wording(utterance, voice)
        said, marked = _ssml(wording, marks=False), _ssml(wording, marks=True)
        timed = kind.marks and _size(marked) <= LONGEST
        said = marked if timed else said if kind.ssml else wording.text
        within(_size(said), LONGEST, "google", "bytes")
        body: dict[str, object] = {
            "input": {"ssml" if kind.ssml else "text": said},
            "voice": {"languageCode": "-".join(voice.name.split("-")[:2]), "name": voice.name},
            "audioConfig": {
                "audioEncoding": "LINEAR16",
                **({"speakingRate": voice.speed} if voice.speed != 1 else {}),
            },
            **({"enableTimePointing": ["SSML_MARK"]} if timed else {}),
        }
        found = self._remote.ask_json("/v1beta1/text:synthesize", headers=self._headers, send=body)
        sound = wave_sound(self._remote.unpacked(found.get("audioContent")), voice.id)
        return take_of(
            utterance, voice, sound, self._spans(len(wording.spans), found.get("timepoints")) if timed else ()
        )

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return what the kind of voice obeys; English voices take the phones of English only."""
        kind = _kind(voice.name)
        price = self._options.price if self._options.price >= 0 else kind.price
        sheet = Capabilities(longest=LONGEST, price=price, device="network")
        if not kind.ssml:
            return sheet
        ssml = frozenset({"speak", "phoneme", "sub", "break"} | ({"mark"} if kind.marks else set()))
        return sheet._replace(alphabet=native(voice.language), ssml=ssml, times="mark" if kind.marks else "none")

    def _spans(self, count: int, points: object) -> list[Span | None]:
        listed = [point for point in points if isinstance(point, dict)] if isinstance(points, list) else []
        times = {str(point.get("markName")): self._remote.seconds(point.get("timeSeconds", 0)) for point in listed}
        return [Span(times[str(word)]) if str(word) in times else None for word in range(count)]

    def _found(self) -> list[Voice]:
        names = [name for name, _ in configured(self._options.voices, "")]
        if not names:
            found = self._remote.ask_json("/v1beta1/voices", headers=self._headers).get("voices")
            listed = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
            names = sorted((str(entry.get("name")) for entry in listed), key=_rank)
        matches = [match for match in map(_NAME.fullmatch, names) if match]
        return [_PROVIDER.voice(m[0], _TAGS.get(m[1], m[1]), version(m[2], ADAPTER)) for m in matches]


def _kind(name: str) -> Kind:
    match = _NAME.fullmatch(name)
    return KINDS.get(match[2], Kind()) if match else Kind()


def _rank(name: str) -> tuple[bool, bool, bool, str]:
    """Order voices so that a default obeys phones and gives times, and speaks as most do where a tag has no region."""
    return "-Neural2-" not in name, not _kind(name).marks, not name.startswith(_FIRST), name


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _ssml(wording: Wording, *, marks: bool) -> str:
    """Return a document whose marks are named by the word that follows."""
    pieces: list[str] = []
    place = 0
    for word, (start, _) in enumerate(wording.spans):
        pieces += [wording.text[place:start], f'<mark name="{word}"/>' if marks else ""]
        place = start
    return f"<speak>{''.join(pieces)}{wording.text[place:]}</speak>"
