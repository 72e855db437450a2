"""Azure AI Speech, by its SDK: phones in IPA, and the time of every word.

Source: Azure AI Speech documentation, "Speech Synthesis Markup Language", "How to synthesize speech from text", "Text
to speech REST API", "Speech service quotas and limits".
"""

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from html import escape
from typing import NamedTuple

from pronouncer.child import WorkerDied, Workers
from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.engines.azure.phones import documented
from pronouncer.voice.hosted import HostedEngine, Provider, configured, needed, version, within
from pronouncer.voice.options import options
from pronouncer.voice.remote import JSON, Remote
from pronouncer.voice.sound import from_pcm
from pronouncer.voice.takes import Span, take_of
from pronouncer.voice.wording import Wording, worded

ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise
LONGEST = 60_000  # bytes; a message of the WebSocket may have 65,536 with its head

_MODULE = "pronouncer.voice.engines.azure.worker"
_PROVIDER = Provider("azure", "https://www.microsoft.com/licensing/terms", "Microsoft Azure AI Speech")
_RATE = 24_000
_TICKS = 10_000_000  # a second
_HD = ":DragonHD"  # in the names of voices that do not obey all of SSML
_PRICES = {False: 16.0, True: 30.0}
_FAILURES: Mapping[str, tuple[bool, str]] = {
    "AuthenticationFailure": (True, "refused the key. Check key and region in [engines.azure]."),
    "Forbidden": (True, "refused the key for this. Check what it may do, and key and region in [engines.azure]."),
    "TooManyRequests": (False, "has too much to do, or your quota is used up. Try again later."),
    "ConnectionFailure": (False, "cannot be reached, or broke off. Check region and url in [engines.azure]."),
}


@noun
class Options:
    """The table `[engines.azure]`."""

    key: str = field(default="", repr=False)
    """Key of a Speech resource."""
    region: str = ""
    """Where the resource is, such as `westeurope`."""
    url: str = ""
    """Instead of a region: of a sovereign cloud, a container or a gateway."""
    voices: str = ""
    """Names such as `en-US-AvaNeural`, the first of a language being its default; empty to ask."""
    price: float = -1.0
    """US dollars for a million characters; -1 for the list price of the kind of voice."""


class Event(NamedTuple):
    """What the SDK says of a word."""

    offset: int
    """When it is heard, in ticks."""
    duration: int
    """In ticks."""
    place: int
    """Where it stands in the document, in characters; -1 where the SDK does not find it."""
    text: str


class AzureEngine(HostedEngine):
    """Speaks through the SDK in worker processes; the list of voices comes by REST."""

    def __init__(self, settings: Settings) -> None:
        if not _has_sdk():
            raise NoVoice("Voices of azure need its SDK: pip install 'pronouncer[azure]'.")
        self._options = chosen = options(Options, "azure", settings)
        needed(chosen.key, "key", "azure")
        super().__init__(
            Remote(
                "azure", chosen.url or _of_region(chosen.region), seconds=settings.engine_seconds, secrets=[chosen.key]
            )
        )
        self._socket = str(self._remote.url).replace("http", "ws", 1)
        seconds, count = settings.engine_seconds, settings.threads
        self._workers = Workers(("-m", _MODULE), seconds=seconds, count=count, tries=1)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of its word boundaries."""
        wording = worded(utterance, self.capabilities(voice))
        head, tail = _frame(voice)
        ssml = f"{head}{wording.text}{tail}"
        within(len(ssml.encode("utf-8", "replace")), LONGEST, "azure", "bytes")
        request = {"host": self._socket, "key": self._options.key, "ssml": ssml}
        try:
            answer, samples = self._workers.ask(request)
        except WorkerDied as error:
            raise EngineError(f"azure gave no sentence: {error}. Try again.", permanent=False) from error
        if "failure" in answer:
            raise _failure(answer["failure"], utterance, voice)
        events = [Event(*event) for event in answer["words"]]
        return take_of(
            utterance, voice, from_pcm(bytes(samples), _RATE), spans_of(events, utterance, wording, len(head))
        )

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the phones of the voice's language; HD voices get words alone, since they do not obey all of SSML."""
        is_hd = _HD in voice.name
        price = self._options.price if self._options.price >= 0 else _PRICES[is_hd]
        sheet = Capabilities(ssml=frozenset({"speak"}), longest=LONGEST, price=price, device="network")
        if is_hd:
            return sheet
        ssml = frozenset({"speak", "phoneme", "sub", "break"})
        return sheet._replace(alphabet=documented(voice.language), ssml=ssml, times="word")

    def close(self) -> None:
        """Close all connections."""
        self._workers.close()
        super().close()

    def _found(self) -> list[Voice]:
        names = [name for name, _ in configured(self._options.voices, "")]
        pairs = [(name, "-".join(name.split("-")[:2])) for name in names] or sorted(self._listed(), key=_rank)
        return [
            _PROVIDER.voice(name, language, version("azure", ADAPTER, self._options.url)) for name, language in pairs
        ]

    def _listed(self) -> Iterator[tuple[str, str]]:
        """Yield names and languages of the voices that the resource has."""
        path, headers = "/cognitiveservices/voices/list", {"Ocp-Apim-Subscription-Key": self._options.key}
        try:
            found = json.loads(self._remote.ask(path, accept=JSON, headers=headers))
        except (ValueError, RecursionError) as error:
            raise self._remote.broken("is no JSON") from error
        for entry in found if isinstance(found, list) else []:
            if isinstance(entry, dict) and entry.get("ShortName") and entry.get("Locale"):
                yield str(entry["ShortName"]), str(entry["Locale"])


def spans_of(events: Sequence[Event], utterance: Utterance, wording: Wording, head: int) -> list[Span | None]:
    """Return when each word is heard, as far as events tell; `head` characters of the document stand before the text.

    The SDK looks for a word from where the last one was, and may find a later one of the same letters where a letter is
    escaped: a word that is the next one needs no place.
    """
    spans: list[Span | None] = [None] * len(utterance.words)
    last = -1
    for event in events:
        following = utterance.words[last + 1][1] if last + 1 < len(spans) else ""
        index = last + 1 if event.text == following else wording.word_at(event.place - head)
        if index is None or index < last:
            continue
        known = spans[index]
        start = event.offset / _TICKS
        spans[index] = Span(known.start if known else start, start + event.duration / _TICKS)
        last = index
    return spans


def _of_region(region: str) -> str:
    if not re.fullmatch("[a-z0-9]+", needed(region, "region", "azure")):  # so that the key goes to nobody else
        raise SettingsError("The option region in [engines.azure] must be a name such as westeurope.")
    return f"https://{region}.tts.speech.microsoft.com"


def _frame(voice: Voice) -> tuple[str, str]:
    """Return what stands before and after the text."""
    head = (
        f'<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="{escape(voice.language)}">'
        f'<voice name="{escape(voice.name)}">'
    )
    if voice.speed == 1:
        return head, "</voice></speak>"
    return f'{head}<prosody rate="{voice.speed:.3f}">', "</prosody></voice></speak>"


def _failure(code: str, utterance: Utterance, voice: Voice) -> EngineError:
    if code == "BadRequest":
        decided = [word for token, word, _ in utterance.words if utterance.tokens[token].is_decided]
        told = f", or a phone of {', '.join(map(repr, decided))}" if decided else ""
        return EngineError(
            f"azure refused the sentence: it does not know the voice {voice.name}{told}. Take another voice, or give "
            "another pronunciation.",
            permanent=True,
        )
    permanent, message = _FAILURES.get(code, (False, "failed. Try again."))
    return EngineError(f"azure {message}", permanent=permanent)


def _rank(voice: tuple[str, str]) -> tuple[bool, bool, str]:
    """Order voices so that a default obeys phones, and speaks as most do where a tag has no region."""
    name, language = voice
    return _HD in name, language not in ("en-US", "es-ES", "fr-FR", "pt-BR", "zh-CN"), name


def _has_sdk() -> bool:
    try:
        return importlib.util.find_spec("azure.cognitiveservices.speech") is not None
    except ModuleNotFoundError:
        return False
