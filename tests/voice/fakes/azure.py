"""Azure Speech on loopback: the list of voices by REST, and speech by the WebSocket protocol that the SDK speaks.

Messages are text or bytes with a head of `Name:value` lines. The SDK sends speech.config, synthesis.context and ssml;
turn.start, response, audio.metadata, audio and turn.end go back. WebSocket frames are those of RFC 6455.
"""

import base64
import hashlib
import http.server
import json
import re
import struct
import threading
import time
import xml.etree.ElementTree as ET
from types import TracebackType
from typing import Any, Self

from tests.voice.fakes.server import KEY
from tests.voice.fakes.speech import Speech, Word, lasting, speech

VOICES = {"en-US-AvaNeural": "en-US", "en-US-Ava:DragonHDLatestNeural": "en-US", "fr-FR-DeniseNeural": "fr-FR"}
RATE = 24_000
PHONES = {
    "en-US": "i ɪ eɪ ɛ æ ɑ ɔ ʊ oʊ u ʌ aɪ aʊ ɔɪ ə ɝ ɚ w j p b t d k ɡ m n ŋ f v θ ð s z ʃ ʒ h tʃ dʒ l ɹ ˈ ˌ".split(),
    "fr-FR": "a ɑ ɑ̃ ə ɛ ø e ɛ̃ i œ ɔ ɔ̃ o œ̃ u y b d f ɡ ɲ ɥ k l m n ŋ p ʁ s ʃ t v w j z ʒ ˈ".split(),
}

_SPACE = "{http://www.w3.org/2001/10/synthesis}"
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _BYTES, _CLOSE = 1, 2, 8
_CHUNK = 9_600


class FakeAzure:
    """A Speech resource with a few voices."""

    def __init__(self) -> None:
        self.fault = ""
        self.documents: list[str] = []
        self.said: list[Speech] = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("_", (_Wire,), {"fake": self}))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Wire(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeAzure

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Answer."""
        self.close_connection = True
        status = {"busy": 429, "down": 503, "forbidden": 403}.get(self.fake.fault)
        if self.headers.get("Ocp-Apim-Subscription-Key") != KEY:
            status = 401
        if status:
            return self._answer(status, {"error": {"message": "no"}})
        if self.path == "/cognitiveservices/voices/list":
            return self._answer(
                200, [{"ShortName": n, "Locale": tag, "VoiceType": "Neural"} for n, tag in VOICES.items()]
            )
        if self.path != "/cognitiveservices/websocket/v1" or "websocket" not in self.headers.get("Upgrade", ""):
            return self._answer(404, {})
        accept = base64.b64encode(hashlib.sha1(self.headers["Sec-WebSocket-Key"].encode() + _GUID).digest()).decode()
        head = f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
        self.wfile.write(f"HTTP/1.1 101 Switching Protocols\r\n{head}".encode())
        self._talk()

    def _answer(self, status: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _talk(self) -> None:
        try:
            while True:
                kind, data = self._frame()
                if kind == _CLOSE:
                    return
                head, _, body = data.decode().partition("\r\n\r\n")
                fields = dict(line.partition(":")[::2] for line in head.split("\r\n"))
                if fields["Path"] == "synthesis.context":
                    audio = json.loads(body)["synthesis"]["audio"]
                    assert audio["outputFormat"] == "raw-24khz-16bit-mono-pcm"
                    assert audio["metadataOptions"]["wordBoundaryEnabled"]
                if fields["Path"] == "ssml":
                    self.fake.documents.append(body)
                    self._say(fields["X-RequestId"], body)
        except (EOFError, ConnectionError):
            pass

    def _frame(self) -> tuple[int, bytes]:
        data = b""
        while True:
            first, second = self._read(2)
            size = second & 127
            if size > 125:
                form = ">H" if size == 126 else ">Q"
                (size,) = struct.unpack(form, self._read(struct.calcsize(form)))
            mask = self._read(4)
            data += bytes(byte ^ mask[place % 4] for place, byte in enumerate(self._read(size)))
            if first & 128:
                return first & 15, data

    def _read(self, count: int) -> bytes:
        data = self.rfile.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def _send(self, kind: int, data: bytes) -> None:
        size = len(data)
        length = bytes([size]) if size < 126 else struct.pack(">BH", 126, size) if size < 65536 else b""
        self.wfile.write(bytes([128 | kind]) + (length or struct.pack(">BQ", 127, size)) + data)

    def _tell(self, request: str, path: str, value: object) -> None:
        head = f"X-RequestId:{request}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        self._send(_TEXT, head.encode() + json.dumps(value, ensure_ascii=False).encode())

    def _audio(self, request: str, data: bytes) -> None:
        head = f"X-RequestId:{request}\r\nContent-Type:audio/x-wav\r\nX-StreamId:1\r\nPath:audio\r\n".encode()
        self._send(_BYTES, struct.pack(">H", len(head)) + head + data)

    def _close(self, code: int, reason: str) -> None:
        self._send(_CLOSE, struct.pack(">H", code) + reason.encode()[:120])

    def _say(self, request: str, document: str) -> None:
        try:
            words = _understood(document)
        except (ValueError, ET.ParseError) as error:
            return self._close(1007, f"{error} {document}")
        if self.fake.fault == "hang":
            time.sleep(5)
        made = speech([sound for sound, _ in words], RATE)
        if self.fake.fault == "silent":
            made = made._replace(samples=bytes(len(made.samples)))
        if self.fake.fault == "cut":
            made = lasting(made, 0.4)
        self.fake.said.append(made)
        self._tell(request, "turn.start", {"context": {"serviceTag": "a"}})
        self._tell(request, "response", {"context": {"serviceTag": "a"}, "audio": {"type": "inline", "streamId": "1"}})
        for (_, text), (start, end) in zip(words, made.times, strict=True):
            if self.fake.fault != "untimed":
                self._boundary(request, text, "WordBoundary", start, end)
        self._boundary(request, ".", "PunctuationBoundary", made.times[-1][1], made.times[-1][1])
        for place in range(0, len(made.samples), _CHUNK):
            if self.fake.fault in ("broken", "gone") and place:
                if self.fake.fault == "broken":
                    self._close(1011, document)
                raise ConnectionError
            self._audio(request, made.samples[place : place + _CHUNK])
        self._audio(request, b"")
        self._tell(request, "turn.end", {})

    def _boundary(self, request: str, text: str, kind: str, start: float, end: float) -> None:
        heard: dict[str, Any] = {"Offset": round(start * 1e7), "Duration": round((end - start) * 1e7)}
        heard["text"] = {"Text": text, "Length": len(text), "BoundaryType": kind}
        self._tell(request, "audio.metadata", {"Metadata": [{"Type": "WordBoundary", "Data": heard}]})


def _understood(document: str) -> list[tuple[Word, str]]:
    """Return what is said for each word, and the word. Raises ValueError for what the service refuses."""
    root = ET.fromstring(document)
    voice = root.find(f"{_SPACE}voice")
    if root.tag != f"{_SPACE}speak" or root.get("version") != "1.0" or voice is None:
        raise ValueError("not SSML")
    name = voice.get("name") or ""
    if name not in VOICES:
        raise ValueError(f"Unsupported voice {name}.")
    found: list[tuple[Word, str]] = []
    for element in voice.iter():
        tag = element.tag.removeprefix(_SPACE)
        if tag not in ("voice", "prosody", "phoneme") or ("DragonHD" in name and tag == "phoneme"):
            raise ValueError(f"Unsupported element {tag}")
        if tag == "phoneme":
            sound = element.get("ph") or ""
            pattern = "|".join(sorted(PHONES[VOICES[name]], key=len, reverse=True))
            if element.get("alphabet") != "ipa" or not re.fullmatch(f"(?:{pattern})+", sound):
                raise ValueError(f"Unsupported phoneme {sound}")
            found.append((Word(sound, 0, 0, False), element.text or ""))
        texts = [element.text if tag != "phoneme" else "", element.tail if element is not voice else ""]
        for word in " ".join(text or "" for text in texts).split():
            bare = word.strip(".,;?!")
            if bare:
                found.append((Word(bare, 0, 0, bare != word), bare))
    return found
