"""Amazon Polly by plain HTTP, with word times by a second request for speech marks.

Source: Amazon Polly Developer Guide: "SynthesizeSpeech", "DescribeVoices", "Speech mark output", "Supported SSML tags",
"Quotas". Its lexicons are not used: ours is compiled into each sentence.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from pronouncer.errors import SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.english import native
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.engines.polly.signature import Signer
from pronouncer.voice.hosted import HostedEngine, Provider, configured, needed, version, within
from pronouncer.voice.options import options
from pronouncer.voice.remote import JSON, Remote, packed
from pronouncer.voice.sound import from_pcm
from pronouncer.voice.takes import Span, take_of
from pronouncer.voice.wording import Wording

ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise
LONGEST = 6_000  # characters of a request
BILLED = 3_000  # characters of a request without its tags

_RATE = 16_000  # the most that pcm has
_PAGES = 20  # of a list of voices
_PROVIDER = Provider("polly", "https://aws.amazon.com/service-terms/", "Amazon Polly")
_TAGS = {"arb": "ar", "cmn-CN": "zh-CN", "en-GB-WLS": "en-GB"}


class Kind(NamedTuple):
    """What one of Polly's engines takes."""

    price: float
    """List price in US dollars for a million characters, of speech or of speech marks."""
    phones: bool = True
    """Whether it obeys `phoneme`."""
    marks: bool = True
    """Whether it has speech marks."""


KINDS: Mapping[str, Kind] = {
    "standard": Kind(4.0),
    "neural": Kind(16.0),
    "long-form": Kind(100.0),
    "generative": Kind(30.0, phones=False, marks=False),
}


@noun
class Options:
    """The table `[engines.polly]`."""

    access_key: str = field(default="", repr=False)
    """Access key id of a user that may call polly:SynthesizeSpeech and polly:DescribeVoices."""
    secret_key: str = field(default="", repr=False)
    """Secret access key."""
    session_token: str = field(default="", repr=False)
    """Of temporary credentials."""
    region: str = "us-east-1"
    """AWS region."""
    engine: str = "neural"
    """`standard`, `neural`, `long-form` or `generative`."""
    voices: str = ""
    """Names with languages, `Joanna=en-US, Lea=fr-FR`; empty to ask."""
    times: bool = True
    """Ask for speech marks, which are billed like speech; without, times are found in the sound."""
    price: float = -1.0
    """US dollars for a million characters of speech; -1 for the list price of the engine."""
    url: str = ""
    """Of the API; empty for that of the region."""


class PollyEngine(HostedEngine):
    """Speaks through `/v1/speech`, requests signed here."""

    def __init__(self, settings: Settings) -> None:
        self._options = chosen = options(Options, "polly", settings)
        needed(chosen.access_key, "access_key", "polly")
        needed(chosen.secret_key, "secret_key", "polly")
        if chosen.engine not in KINDS:
            raise SettingsError(f"The option engine in [engines.polly] must be one of {', '.join(KINDS)}.")
        if not re.fullmatch("[a-z0-9-]+", chosen.region):
            raise SettingsError("The option region in [engines.polly] must be one such as eu-west-1.")
        self._kind = KINDS[chosen.engine]
        self._timed = self._kind.marks and chosen.times
        self._signer = Signer(chosen.access_key, chosen.secret_key, chosen.session_token, chosen.region, "polly")
        secrets = (chosen.access_key, chosen.secret_key, chosen.session_token)
        url = chosen.url or f"https://polly.{chosen.region}.amazonaws.com"
        super().__init__(Remote("polly", url, seconds=settings.engine_seconds, secrets=secrets))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of its speech marks."""
        wording = self._wording(utterance, voice)
        head, tail = "<speak>", "</speak>"
        if voice.speed != 1:
            head, tail = f'{head}<prosody rate="{voice.speed:.0%}">', f"</prosody>{tail}"
        text = f"{head}{wording.text}{tail}"
        within(len(text), LONGEST, "polly")
        within(len(re.sub("<[^>]*>", "", text)), BILLED, "polly", "characters without tags")
        request = {"Engine": self._options.engine, "Text": text, "TextType": "ssml", "VoiceId": voice.name}
        data = self._ask("/v1/speech", ("audio/",), {**request, "OutputFormat": "pcm", "SampleRate": str(_RATE)})
        spans: list[Span | None] = []
        if self._timed:
            marks = {**request, "OutputFormat": "json", "SpeechMarkTypes": ["word"]}
            lines = self._ask("/v1/speech", ("application/x-json-stream", *JSON), marks)
            spans = self._spans(lines, text, wording, len(head))
        return take_of(utterance, voice, from_pcm(data, _RATE), spans)

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return what the engine of Polly obeys; English voices take the phones of English only."""
        kind = self._kind
        price = self._options.price if self._options.price >= 0 else kind.price
        return Capabilities(
            alphabet=native(voice.language) if kind.phones else None,
            ssml=frozenset({"speak", "sub", "break"} | ({"phoneme", "mark"} if kind.phones else set())),
            times="word" if self._timed else "none",
            longest=LONGEST,
            price=price * (2 if self._timed else 1),  # marks are billed like speech
            device="network",
        )

    def _ask(self, path: str, accept: tuple[str, ...], send: Mapping[str, object] | None = None) -> bytes:
        bare, _, query = path.partition("?")
        body = None if send is None else packed(send)
        headers = {"Host": self._remote.host, **({} if body is None else {"Content-Type": "application/json"})}
        base = self._remote.url.path.rstrip("/")
        method, now = "GET" if body is None else "POST", datetime.now(UTC)
        signed = self._signer.signed(method, f"{base}{bare}", query, headers, body or b"", now)
        return self._remote.ask(path, accept=accept, headers=signed, body=body)

    def _spans(self, lines: bytes, text: str, wording: Wording, head: int) -> list[Span | None]:
        """Return when words are heard. Marks have offsets in bytes of the text that was sent."""
        starts: dict[int, float] = {}
        sent = text.encode("utf-8", "replace")
        for mark in self._marks(lines):
            offset = mark.get("start")
            place = len(sent[:offset].decode("utf-8", "ignore")) - head if isinstance(offset, int) else -1
            word = wording.word_at(place)
            if word is not None and mark.get("type") == "word":
                starts.setdefault(word, self._remote.seconds(mark.get("time"), parts=1000))
        return [Span(starts[word]) if word in starts else None for word in range(len(wording.spans))]

    def _marks(self, lines: bytes) -> Iterator[Mapping[str, object]]:
        for line in lines.splitlines():
            try:
                mark = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise self._remote.broken("has speech marks that are no JSON") from error
            if isinstance(mark, dict):
                yield mark

    def _found(self) -> list[Voice]:
        chosen = self._options
        made = version(chosen.engine, ADAPTER)
        if chosen.voices:
            return [_PROVIDER.voice(name, tag, made) for name, tag in configured(chosen.voices, "en-US")]
        return [
            _PROVIDER.voice(str(entry.get("Id")), _TAGS.get(tag, tag), made, str(entry.get("Name")))
            for entry in self._listed()
            for tag in [str(entry.get("LanguageCode"))]
        ]

    def _listed(self) -> Iterator[Mapping[str, object]]:
        path, token = f"/v1/voices?Engine={self._options.engine}", ""
        for _ in range(_PAGES):
            page = f"{path}&NextToken={quote(token, safe='')}" if token else path
            found = self._remote.parsed(self._ask(page, JSON))
            voices = found.get("Voices")
            yield from (entry for entry in voices if isinstance(entry, dict)) if isinstance(voices, list) else ()
            token = str(found.get("NextToken") or "")
            if not token:
                return
