"""OpenAI's speech API, as its reference describes it, and the list of voices that other servers add."""

import re

from tests.voice.fakes.server import KEY, FakeServer, Refusal, Reply, Request, reply
from tests.voice.fakes.speech import Word

VOICES = ["alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer"]


class FakeOpenai(FakeServer):
    """`/v1/audio/speech` and `/v1/audio/voices`."""

    def error(self, status: int, message: str) -> Reply:
        """Return an error as OpenAI writes it."""
        return reply({"error": {"message": message, "type": "invalid_request_error", "param": None}}, status)

    def answer(self, request: Request) -> Reply:
        """Speak."""
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if key != KEY:
            raise Refusal(self.error(401, f"Incorrect API key provided: {key[:8]}****{key[-4:]}."))
        if request.path == "/v1/audio/voices":
            return reply({"voices": [{"id": "af_heart", "name": "af_heart"}, "bf_emma", "ff_siwis", "narrator"]})
        if (request.method, request.path) != ("POST", "/v1/audio/speech"):
            raise Refusal(self.error(404, f"Invalid URL ({request.method} {request.path})"))
        asked = request.json
        self._check(asked)
        words = [
            Word(found[0], *found.span(), text_pause(asked["input"], found.end()))
            for found in re.finditer(r"[\w'’-]+", asked["input"])
        ]
        made = self.say(words)
        if asked["response_format"] == "pcm":
            return Reply(made.samples, "audio/pcm")
        return Reply(made.wave[:-4001] if self.fault == "short_file" else made.wave, "audio/wav")

    def _check(self, asked: dict[str, object]) -> None:
        text = str(asked["input"])
        if len(text) > 4096:
            raise Refusal(self.error(400, "[{'type': 'string_too_long', 'loc': ('body', 'input')}]"))
        if asked["voice"] not in VOICES:
            raise Refusal(self.error(400, "[{'type': 'enum', 'loc': ('body', 'voice')}]"))
        if asked["model"] not in ("tts-1", "tts-1-hd", "gpt-4o-mini-tts"):
            raise Refusal(self.error(404, "The model does not exist or you do not have access to it."))
        if set(asked) - {"model", "input", "voice", "response_format", "instructions", "speed"}:
            raise Refusal(self.error(400, "Unrecognized request argument supplied."))


def text_pause(text: str, place: int) -> bool:
    """Return whether a mark stands at a place."""
    return text[place : place + 1] in tuple(",;.?!")
