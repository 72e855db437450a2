"""ElevenLabs, as its reference describes it."""

import base64
import re
from collections.abc import Sequence
from typing import Any

from tests.voice.fakes.server import KEY, FakeServer, Refusal, Reply, Request, reply
from tests.voice.fakes.speech import Speech, Word

LIMITS = {"eleven_multilingual_v2": 10_000, "eleven_flash_v2": 30_000, "eleven_flash_v2_5": 40_000, "eleven_v3": 5_000}
OBEYS = ("eleven_flash_v2",)
PHONES = set(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)
VOICES: list[dict[str, Any]] = [
    {
        "voice_id": "v-rachel",
        "name": "Rachel",
        "labels": {"language": "en", "accent": "american"},
        "category": "premade",
    },
    {"voice_id": "v-pierre", "name": "Pierre", "labels": {}, "verified_languages": [{"language": "fr"}]},
    {"voice_id": "v-clone", "name": "Our own", "labels": None, "category": "cloned"},
]
_PIECE = re.compile(r'<phoneme alphabet="cmu-arpabet" ph="([^"]*)">([^<]*)</phoneme>|([\w\'’-]+)')


class FakeElevenlabs(FakeServer):
    """`/v1/text-to-speech/{voice_id}/with-timestamps` and `/v1/voices`."""

    alignment = "whole"
    """`whole` with the tags' characters, `bare` without them, `other` for a text that was rewritten, `none`."""

    def error(self, status: int, message: str, kind: str = "error") -> Reply:
        """Return an error as ElevenLabs writes it."""
        return reply({"detail": {"status": kind, "message": message}}, status)

    def answer(self, request: Request) -> Reply:
        """Speak."""
        if request.headers.get("xi-api-key") != KEY:
            raise Refusal(self.error(401, "Invalid API key", "invalid_api_key"))
        if request.path == "/v1/voices":
            return reply({"voices": VOICES})
        found = re.fullmatch("/v1/text-to-speech/([^/]+)/with-timestamps", request.path)
        if not found or request.method != "POST":
            raise Refusal(reply({"detail": "Not Found"}, 404))
        self._check(found[1], request.query.get("output_format", ""), request.json)
        text = request.json["text"]
        words = list(self._words(text, request.json["model_id"]))
        made = self.say(words)
        raw = request.query["output_format"].startswith("pcm")
        sound = base64.b64encode(made.samples if raw else made.wave).decode()
        return reply(
            {"audio_base64": sound, "alignment": self._aligned(text, words, made), "normalized_alignment": None}
        )

    def _check(self, voice: str, form: str, asked: dict[str, Any]) -> None:
        if voice not in [known["voice_id"] for known in VOICES]:
            raise Refusal(self.error(404, f"A voice with the voice_id {voice} was not found.", "voice_not_found"))
        if form not in ("pcm_24000", "mp3_44100_128"):
            detail = [{"loc": ["query", "output_format"], "msg": "Input should be a known format", "type": "enum"}]
            raise Refusal(reply({"detail": detail}, 422))
        limit = LIMITS.get(asked["model_id"], 0)
        if not limit:
            raise Refusal(self.error(400, "A model with this id does not exist", "model_not_found"))
        if len(asked["text"]) > limit:
            raise Refusal(self.error(400, f"The text is over {limit} characters", "max_character_limit_exceeded"))
        if "language_code" in asked and not asked["model_id"].endswith("_v2_5"):
            raise Refusal(self.error(400, "Model does not support language_code", "unsupported_language"))

    def _words(self, text: str, model: str) -> list[Word]:
        """Return what is said; a model that does not know phoneme tags leaves the word out."""
        words: list[Word] = []
        for found in _PIECE.finditer(text):
            phones, _, plain = found.groups()
            pause = text[found.end() : found.end() + 1] in tuple(",;.?!")
            if plain:
                words.append(Word(plain, *found.span(), pause))
            elif model in OBEYS:
                bad = {re.sub("[012]$", "", phone) for phone in phones.split()} - PHONES
                if bad:
                    raise Refusal(self.error(400, f"Invalid phoneme {bad.pop()}", "invalid_phoneme"))
                words.append(Word("".join(phones.split()), *found.span(), pause))
        return words

    def _aligned(self, text: str, words: Sequence[Word], made: Speech) -> dict[str, object] | None:
        if self.alignment == "none":
            return None
        starts, ends = [0.0] * len(text), [0.0] * len(text)
        clock = 0.0
        spans = dict(zip([word.start for word in words], zip(words, made.times, strict=True), strict=True))
        tags = {place for tag in re.finditer("<[^>]*>", text) for place in range(*tag.span())}
        place = 0
        while place < len(text):
            if place not in spans:
                starts[place] = ends[place] = clock
                place += 1
                continue
            word, (first, last) = spans[place]
            letters = [letter for letter in range(word.start, word.end) if letter not in tags]
            step = (last - first) / len(letters)
            for letter in range(word.start, word.end):
                before = sum(other < letter for other in letters)
                starts[letter] = first + step * before
                ends[letter] = starts[letter] + step * (letter not in tags)
            clock, place = last, word.end
        kept = [place for place in range(len(text)) if self.alignment != "bare" or place not in tags]
        shown = [text[place] for place in kept]
        return {
            "characters": [*shown, "!"] if self.alignment == "other" else shown,
            "character_start_times_seconds": [starts[place] for place in kept] + [clock] * (self.alignment == "other"),
            "character_end_times_seconds": [ends[place] for place in kept] + [clock] * (self.alignment == "other"),
        }
