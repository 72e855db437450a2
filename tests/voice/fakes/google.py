"""Google Cloud Text-to-Speech, as its reference describes it."""

import base64
from typing import Any

from tests.voice.fakes.server import KEY, FakeServer, Refusal, Reply, Request, reply
from tests.voice.fakes.speech import Word
from tests.voice.fakes.ssml import Read, read

VOICES = [
    "cmn-CN-Wavenet-A",
    "en-GB-Neural2-A",
    "en-US-Chirp3-HD-Kore",
    "en-US-Neural2-A",
    "en-US-Standard-A",
    "en-US-Studio-O",
]
TOKEN = "ya29.test-8c1d4e7f0a2b"


class FakeGoogle(FakeServer):
    """`/v1beta1/text:synthesize` and `/v1beta1/voices`."""

    forgets: frozenset[str] = frozenset()
    """Marks that no time comes back for."""

    def error(self, status: int, message: str) -> Reply:
        """Return an error as Google writes it."""
        return reply({"error": {"code": status, "message": message, "status": "INVALID_ARGUMENT"}}, status)

    def answer(self, request: Request) -> Reply:
        """Speak."""
        key, token = request.headers.get("x-goog-api-key"), request.headers.get("authorization")
        if key is not None and key != KEY:
            raise Refusal(self.error(400, "API key not valid. Please pass a valid API key."))
        if key is None and token != f"Bearer {TOKEN}":
            raise Refusal(self.error(401, "Request had invalid authentication credentials."))
        if request.path == "/v1beta1/voices":
            listed = [{"languageCodes": [name[:5]], "name": name, "ssmlGender": "FEMALE"} for name in VOICES]
            return reply({"voices": [*listed, {"languageCodes": ["en-US", "fr-FR"], "name": "Kore"}]})
        if (request.method, request.path) != ("POST", "/v1beta1/text:synthesize"):
            raise Refusal(Reply(b"<html>404</html>", "text/html", 404))
        asked = request.json
        name = asked["voice"]["name"]
        if name not in VOICES or not name.startswith(asked["voice"]["languageCode"]):
            raise Refusal(self.error(400, f"Voice '{name}' does not exist. Is it misspelled?"))
        understood = self._understood(name, asked["input"])
        made = self.say(understood.words)
        answer: dict[str, Any] = {"audioContent": base64.b64encode(made.wave).decode()}
        if asked.get("enableTimePointing") == ["SSML_MARK"]:
            answer["timepoints"] = [
                {"markName": mark, "timeSeconds": round(made.times[word][0], 4)}
                for mark, word in understood.marks
                if mark not in self.forgets
            ]
        return reply(answer)

    def _understood(self, name: str, given: dict[str, str]) -> Read:
        (form, text), *more = given.items()
        if more or len(text.encode()) > 5000:
            raise Refusal(
                self.error(400, "Either `input.text` or `input.ssml` is longer than the limit of 5000 bytes.")
            )
        if form == "text":
            return Read([Word(word.rstrip(".,?!;"), 0, 0, not word[-1].isalnum()) for word in text.split()], [])
        if "Chirp" in name:
            raise Refusal(self.error(400, "This voice does not support SSML."))
        elements = {"speak", "phoneme", "sub", "break"} | ({"mark"} if "Studio" not in name else set())
        try:
            return read(text, elements, name[:5])
        except ValueError as error:
            raise Refusal(self.error(400, str(error))) from error
