"""A small site on loopback: pages, the player, words.json and audio with ranges; it can be slow, broken or gone."""

import http.server
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PLAYER = Path(__file__).resolve().parents[2] / "player/listen-to-article.js"
RATE = 8_000  # samples a second of the sound that a site makes up, one byte each
POLICY = (
    "default-src 'none'; script-src 'self'; media-src 'self'; connect-src 'self'; style-src 'none'; img-src data:; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass
class Answer:
    """What a path is answered with."""

    data: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    seconds: float = 0.0
    """Of silence, made up for each range; `data` is not used then."""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    """Bytes after which the connection is cut; 0 for none."""
    wait: float = 0.0
    """Seconds before it is answered."""

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return 44 + int(self.seconds * RATE) if self.seconds else len(self.data)

    def part(self, start: int, end: int) -> bytes:
        """Return bytes of the whole."""
        if not self.seconds:
            return self.data[start:end]
        return (_header(int(self.seconds * RATE)) + bytes([128]) * max(0, end - 44))[start:end]


def _header(samples: int) -> bytes:
    """A WAV header of 8-bit mono."""

    def number(value: int, size: int = 4) -> bytes:
        return value.to_bytes(size, "little")

    sound = number(16) + number(1, 2) + number(1, 2) + number(RATE) + number(RATE) + number(1, 2) + number(8, 2)
    return b"RIFF" + number(36 + samples) + b"WAVEfmt " + sound + b"data" + number(samples)


class Site:
    """Paths and their answers; what was asked for and what was posted."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.posted: list[dict[str, Any]] = []
        self.address = ""
        self.down = False
        """Whether every connection is cut."""

    def page(self, path: str, body: str, *, language: str = "en", policy: str = "", head: str = "") -> str:
        """Serve a page with the player's script, and return its address."""
        policy = policy and f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        text = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>News</title>{policy}'
            f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{head}'
            f'<script src="/listen-to-article.js" defer></script></head><body>{body}</body></html>'
        )
        self.answers[path] = Answer(text.encode())
        return self.address + path

    def edition(self, path: str, words: dict[str, Any], *, seconds: float = 0.0) -> None:
        """Serve words.json in a folder, and silence of its length beside it."""
        self.answers[f"{path}/words.json"] = Answer(json.dumps(words).encode(), "application/json")
        self.answers[f"{path}/article.wav"] = Answer(kind="audio/wav", seconds=seconds or words["duration"])

    def folder(self, path: str, folder: Path) -> None:
        """Serve the files of a folder."""
        kinds = {"json": "application/json", "m4a": "audio/mp4", "mp3": "audio/mpeg", "js": "text/javascript"}
        for file in folder.iterdir():
            kind = kinds.get(file.suffix[1:], "text/html; charset=utf-8")
            self.answers[f"{path}/{file.name}"] = Answer(file.read_bytes(), kind)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        """Answer whole or in part."""
        path = urlsplit(self.path).path
        self.site.asked.append(path)
        answer = self.site.answers.get(path, Answer(b"not here", "text/plain", 404))
        if self.site.down:
            self.close_connection = True
            return
        time.sleep(answer.wait)
        found = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (int(found[1]), int(found[2] or answer.size - 1) + 1) if found else (0, answer.size)
        self.send_response(206 if found and answer.status == 200 else answer.status)
        headers = {"Content-Type": answer.kind, "Content-Length": str(end - start), "Accept-Ranges": "bytes"}
        headers |= {"Cache-Control": "no-store", **answer.headers}
        if found:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{answer.size}"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(answer, start, end)

    def _send(self, answer: Answer, start: int, end: int) -> None:
        last = min(end, answer.cut or end)
        try:
            for place in range(start, last, 65_536):
                if self.site.down:
                    break
                self.wfile.write(answer.part(place, min(place + 65_536, last)))
                if answer.seconds > 60:
                    time.sleep(0.02)  # a long file is not all there at once
            else:
                self.close_connection = last < end
                return
        except OSError:
            pass
        self.close_connection = True

    def do_POST(self) -> None:
        """Keep what was posted."""
        self.site.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = self.site.answers.get(self.path, Answer(status=404))
        self.send_response(answer.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site while the block runs."""
    site = Site()
    site.answers["/listen-to-article.js"] = Answer(PLAYER.read_bytes(), "text/javascript; charset=utf-8")
    handler = type("Handler", (_Handler,), {"site": site})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        site.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def words_json(paragraphs: Sequence[Sequence[str]], *, word: float = 0.25, **changes: Any) -> dict[str, Any]:
    """Return words.json for sentences of paragraphs, every word equally long."""
    sentences: list[dict[str, Any]] = []
    now = 0.2
    for paragraph in paragraphs:
        for text in paragraph:
            start = now
            spans: list[list[float]] = []
            for found in re.finditer(r"[^\W_][^\s]*", text):
                spans.append([found.start(), found.end(), round(now, 3), round(now + word, 3)])
                now += word
            times = {"start": round(start, 3), "end": round(now, 3), "words": spans}
            sentences.append({"id": f"s{len(sentences)}", "text": text, "voice": "v:1", "language": "", **times})
            now += 0.2
        now += 0.4
    return {
        "version": 1,
        "id": "e1",
        "headline": "A ferry returns",
        "language": "en",
        "duration": round(now, 3),
        "minutes": max(1, round(now / 60)),
        "disclosure": "Made by machine.",
        "audio": [{"src": "article.wav", "type": "audio/wav", "bytes": 1}],
        "captions": "words.vtt",
        "chapters": [],
        "sentences": sentences,
        "report": "",
        "versions": {"pronouncer": "0", "voices": {"v:1": "1"}, "lexicon": ""},
        **changes,
    }


def paragraphs_html(paragraphs: Sequence[Sequence[str]]) -> str:
    """Return an article of paragraphs."""
    return "<article>" + "".join(f"<p>{' '.join(sentences)}</p>" for sentences in paragraphs) + "</article>"
