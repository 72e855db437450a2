"""Amazon Polly, as its developer guide describes it; signatures are checked by a second reading of the standard."""

import hashlib
import hmac
import json
import re
from typing import Any

from tests.voice.fakes.server import FakeServer, Refusal, Reply, Request, reply
from tests.voice.fakes.speech import speech
from tests.voice.fakes.ssml import Read, read

ACCESS, SECRET, SESSION = "AKIATEST0A1B2C3D4E5F", "s3cr3t/Test+0123456789abcdefghijklmnopqr", "session/token=0123456789"
VOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Amy": ("en-GB", ("standard", "neural", "generative")),
    "Joanna": ("en-US", ("standard", "neural", "generative")),
    "Danielle": ("en-US", ("neural", "long-form", "generative")),
    "Zhiyu": ("cmn-CN", ("standard", "neural")),
}


class FakePolly(FakeServer):
    """`/v1/speech` and `/v1/voices`."""

    rate = 16_000
    session = ""
    """Token that requests have to have."""

    def error(self, status: int, message: str, kind: str = "ServiceFailureException") -> Reply:
        """Return an error as AWS writes it."""
        return reply({"message": message}, status, x_amzn_ErrorType=f"{kind}:http://internal.amazon.com/coral/")

    def answer(self, request: Request) -> Reply:
        """Speak."""
        self._check_signature(request)
        if request.path == "/v1/voices":
            return self._voices(request.query)
        if (request.method, request.path) != ("POST", "/v1/speech"):
            raise Refusal(self.error(404, "Unable to determine service/operation name", "UnknownOperationException"))
        asked = request.json
        understood = self._understood(asked)
        if asked["OutputFormat"] == "pcm":
            return Reply(self.say(understood.words).samples, "audio/pcm")
        text, lines = asked["Text"], []
        for word, (start, _) in zip(understood.words, speech(understood.words, self.rate).times, strict=True):
            first, last = len(text[: word.start].encode()), len(text[: word.end].encode())
            mark = {"time": round(start * 1000), "type": "word", "start": first, "end": last, "value": word.sound}
            lines.append(json.dumps(mark))
        return Reply("\n".join(lines).encode(), "application/x-json-stream")

    def _voices(self, query: dict[str, str]) -> Reply:
        """Return two voices a page."""
        listed = [
            {"Id": name, "Name": name, "LanguageCode": tag, "Gender": "Female", "SupportedEngines": list(engines)}
            for name, (tag, engines) in VOICES.items()
            if query.get("Engine", "standard") in engines
        ]
        first = int(query.get("NextToken", "0/+ =").split("/")[0])
        more = {"NextToken": f"{first + 2}/+ ="} if first + 2 < len(listed) else {}
        return reply({"Voices": listed[first : first + 2], **more})

    def _understood(self, asked: dict[str, Any]) -> Read:
        text, engine = asked["Text"], asked.get("Engine", "standard")
        if asked["VoiceId"] not in VOICES:
            raise Refusal(self.error(400, f"Value '{asked['VoiceId']}' at 'voiceId' failed", "ValidationException"))
        tag, engines = VOICES[asked["VoiceId"]]
        if engine not in engines:
            raise Refusal(self.error(400, "This voice does not support the engine", "EngineNotSupportedException"))
        if len(text) > 6000 or len(re.sub("<[^>]*>", "", text)) > 3000:
            raise Refusal(self.error(400, "Maximum text length has been exceeded", "TextLengthExceededException"))
        if asked["OutputFormat"] == "json" and engine == "generative":
            raise Refusal(self.error(400, "Speech marks are not supported", "MarksNotSupportedForFormatException"))
        if asked["OutputFormat"] == "pcm" and asked["SampleRate"] not in ("8000", "16000"):
            raise Refusal(self.error(400, "The sample rate is not valid", "InvalidSampleRateException"))
        elements = {"speak", "break", "sub", "prosody"} | ({"phoneme", "mark"} if engine != "generative" else set())
        try:
            return read(text, elements, tag)
        except ValueError as error:
            raise Refusal(self.error(400, f"Invalid SSML request: {error}", "InvalidSsmlException")) from error

    def _check_signature(self, request: Request) -> None:
        found = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/polly/aws4_request, "
            r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})",
            request.headers.get("authorization", ""),
        )
        if not found:
            raise Refusal(self.error(403, "Missing Authentication Token", "MissingAuthenticationTokenException"))
        access, day, region, names, signature = found.groups()
        if access != ACCESS or request.headers.get("x-amz-security-token", "") != self.session:
            raise Refusal(self.error(403, "The security token is invalid.", "UnrecognizedClientException"))
        path, _, query = request.target.partition("?")
        lines = [request.method, path, "&".join(sorted(query.split("&")))]
        lines += [f"{name}:{request.headers[name]}" for name in names.split(";")]
        lines += ["", names, hashlib.sha256(request.body).hexdigest()]
        key = b"AWS4" + SECRET.encode()
        scope = (day, region, "polly", "aws4_request")
        for part in scope:
            key = hmac.digest(key, part.encode(), "sha256")
        whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], "/".join(scope), whole])
        if hmac.digest(key, text.encode(), "sha256").hex() != signature or "host" not in names.split(";"):
            message = "The request signature we calculated does not match the signature you provided."
            raise Refusal(self.error(403, message, "InvalidSignatureException"))
