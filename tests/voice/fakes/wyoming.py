"""A Wyoming server on loopback that keeps to the protocol, and breaks it in every way that is asked of it."""

import contextlib
import json
import re
import socketserver
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from tests.voice.fakes.speech import Word, speech

VOICES: Mapping[str, list[str]] = {"en_US-tone-low": [], "fr_FR-tone-low": [], "en_GB-many-low": ["ada", "bob"]}
RATE = 22_050

_FORM = {"rate": RATE, "width": 2, "channels": 1}
_HEAD = {"type", "data", "data_length", "payload_length", "version"}
_CHUNK = 2_000  # bytes


class FakeWyoming:
    """Voices of tones."""

    def __init__(self) -> None:
        self.fault = ""
        self.said: list[tuple[str, dict[str, str]]] = []
        """Text and voice of every request."""
        self.broken: list[object] = []
        """What came that is not the protocol."""
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("_", (_Wire,), {"fake": self}))
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Wire(socketserver.StreamRequestHandler):
    fake: FakeWyoming

    def handle(self) -> None:
        """Answer events until the connection ends."""
        with contextlib.suppress(ConnectionError):
            while line := self.rfile.readline():
                head = json.loads(line)
                data = head.get("data", {}) | json.loads(self.rfile.read(head.get("data_length", 0)) or "{}")
                fault = getattr(self, f"_fault_{self.fake.fault}", None)
                if not set(head) <= _HEAD or head.get("payload_length"):
                    self.fake.broken.append(head)
                elif fault:
                    fault()
                    return
                elif head["type"] == "describe" and not data:
                    self._tell("info", _INFO)
                elif head["type"] == "synthesize":
                    self._say(**data)
                else:
                    self.fake.broken.append((head, data))

    def _say(self, text: str, voice: dict[str, str]) -> None:
        self.fake.said.append((text, voice))
        speakers = VOICES.get(voice["name"])
        if speakers is None or voice.get("speaker") not in (speakers or (None,)) or set(voice) - {"name", "speaker"}:
            self._tell("error", {"text": f"cannot say {text}", "code": "voice-not-found"})
            return
        words = [Word(found[0].strip(",.") + voice.get("speaker", ""), *found.span(), False) for found in _words(text)]
        samples = speech(words, RATE).samples
        self._tell("audio-start", _FORM | {"timestamp": 0})
        self._tell("synthesize-news", {"later": "versions"})
        for place in range(0, len(samples), _CHUNK):
            self._tell("audio-chunk", _FORM, samples[place : place + _CHUNK])
        self._tell("audio-stop", {"timestamp": 1})

    def _tell(self, kind: str, data: Mapping[str, Any], payload: bytes = b"") -> None:
        text = json.dumps(data, ensure_ascii=False).encode()
        head = {"type": kind, "version": "1.10.2", "data_length": len(text), "payload_length": len(payload)}
        self.wfile.write(json.dumps(head).encode() + b"\n" + text + payload)

    def _fault_truncated(self) -> None:
        """Break off in the middle of a payload."""
        self._tell("audio-start", _FORM)
        self.wfile.write(b'{"type": "audio-chunk", "data": {"rate": 22050}, "payload_length": 4000}\n' + bytes(1000))

    def _fault_unstopped(self) -> None:
        """Say all, and hang up without the last event."""
        self._tell("audio-start", _FORM)
        self._tell("audio-chunk", _FORM, bytes(4000))

    def _fault_odd_rate(self) -> None:
        self._tell("audio-start", _FORM | {"rate": 0})

    def _fault_stereo(self) -> None:
        self._tell("audio-start", _FORM | {"channels": 2})

    def _fault_text_rate(self) -> None:
        self._tell("audio-start", _FORM | {"rate": "many"})

    def _fault_changing_rate(self) -> None:
        self._tell("audio-start", _FORM)
        self._tell("audio-chunk", _FORM | {"rate": 16_000}, bytes(4000))

    def _fault_endless(self) -> None:
        self._tell("audio-start", _FORM)
        for _ in range(40):
            self._tell("audio-chunk", _FORM, bytes(1 << 20))

    def _fault_line(self) -> None:
        """Send one line without an end."""
        for _ in range(40):
            self.wfile.write(b" " * (1 << 20))

    def _fault_claim(self) -> None:
        """Claim a payload larger than any memory, and send much of it."""
        self.wfile.write(b'{"type": "audio-start", "payload_length": 999999999999999}\n')
        self._fault_line()

    def _fault_drip(self) -> None:
        self._tell("audio-start", _FORM)
        for _ in range(500):
            self.wfile.write(b" ")
            time.sleep(0.02)

    def _fault_mute(self) -> None:
        time.sleep(5)

    def _fault_silent(self) -> None:
        self._tell("audio-start", _FORM)
        self._tell("audio-chunk", _FORM, bytes(40_000))
        self._tell("audio-stop", {})

    def _fault_http(self) -> None:
        self.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    def _fault_list(self) -> None:
        self.wfile.write(b"[]\n")

    def _fault_deep(self) -> None:
        self.wfile.write(b"[" * 100_000 + b"\n")

    def _fault_bare(self) -> None:
        """Tell of voices that lack everything but a name, and of what is none."""
        voices: list[object] = [{"name": "bare"}, {"name": "gone", "installed": False}, {}, 7]
        self._tell("info", {"tts": [{"voices": voices}, {"voices": None}, None], "asr": 3})

    def _fault_none(self) -> None:
        self._tell("info", {"tts": []})


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", text))


_SOURCE = {"name": "Ada Lovelace", "url": "https://example.com/tones"}
_INFO = {
    "tts": [
        {
            "name": "tones",
            "version": "2.1",
            "attribution": _SOURCE,
            "installed": True,
            "voices": [
                {
                    "name": name,
                    "languages": [name[:5]],
                    "attribution": _SOURCE,
                    "installed": True,
                    "description": "Tones",
                    "version": "1.0",
                    "speakers": [{"name": speaker} for speaker in speakers] or None,
                }
                for name, speakers in VOICES.items()
            ],
        }
    ]
}
