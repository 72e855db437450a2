"""A small client of the server's API, for programs in Python. It depends on httpx alone.

A test holds every method to the server's own description of its API.
"""

import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

Data = Any
"""JSON data, as docs/api.md describes it."""


class Refused(Exception):
    """The server refused: `status` is HTTP's, `code` one of docs/api.md, and the text says what to do."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Client:
    """A server and a key. Use it in a `with` block, or close it."""

    def __init__(
        self, url: str, *, key: str, seconds: float = 30.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=seconds, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def put_article(self, site: str, source_id: str, article: Mapping[str, Data]) -> Data:
        """Send one state of an article. The same again changes nothing."""
        return self._ask("PUT", f"/api/v1/sites/{quote(site)}/articles/{quote(source_id, safe='')}", article)

    def withdraw(self, site: str, source_id: str) -> Data:
        """Take the audio of an article down at once."""
        return self._ask("DELETE", f"/api/v1/sites/{quote(site)}/articles/{quote(source_id, safe='')}")

    def article(self, id: str) -> Data:
        """Return an article as it stands."""
        return self._ask("GET", f"/api/v1/articles/{quote(id)}")

    def articles(self, **wanted: str) -> Iterator[Data]:
        """Yield all articles, those that changed last first; `site`, `status`, `section` and `q` can be given."""
        cursor = ""
        while True:
            page = self._whole("GET", "/api/v1/articles", params={**wanted, "cursor": cursor})
            yield from page["data"]
            cursor = page["page"]["next"]
            if not cursor:
                return

    def editions(self, id: str) -> Data:
        """Return the editions of an article, the newest first."""
        return self._ask("GET", f"/api/v1/articles/{quote(id)}/editions")

    def wait(self, id: str, *, seconds: float = 60.0) -> Data:
        """Wait until an article is neither waiting nor being made, and return it. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while True:
            found = self.article(id)
            if found["status"] not in ("waiting", "making"):
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"{found['headline']!r} is still {found['status']} after {seconds:g} seconds.")
            time.sleep(0.2)

    def make(self, id: str, *, reason: str = "", once: str = "") -> Data:
        """Have an article voiced again with what is new; `once` is an Idempotency-Key."""
        headers = {"Idempotency-Key": once} if once else {}
        return self._ask("POST", f"/api/v1/articles/{quote(id)}/make", {"reason": reason}, headers=headers)

    def lexicon(self, q: str = "") -> Data:
        """Return the entries that stand, or those with a text in their word."""
        return self._whole("GET", "/api/v1/lexicon", params={"q": q})["data"]

    def change_lexicon(self, *add: Mapping[str, str], retire: tuple[int, ...] = (), why: str = "") -> Data:
        """Add entries to the lexicon and retire others: all of it, or nothing."""
        return self._ask("POST", "/api/v1/lexicon", {"add": list(add), "retire": list(retire), "why": why})

    def events(self, after: int = 0) -> Data:
        """Return the events after a number, the oldest first."""
        return self._whole("GET", "/api/v1/events", params={"after": after})["data"]

    def speech(self, text: str, *, voice: str = "", form: str = "mp3") -> bytes:
        """Return a text as a sound."""
        body = {"input": text, "voice": voice, "response_format": form}
        return self._checked(self._http.post("/v1/audio/speech", json=body)).content

    def _ask(self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Data:
        return self._whole(method, path, json=body, headers=dict(headers or {}))["data"]

    def _whole(self, method: str, path: str, **more: Any) -> Data:  # noqa: ANN401 - httpx's
        return self._checked(self._http.request(method, path, **more)).json()

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        try:
            fault = answer.json()["error"]
            raise Refused(answer.status_code, fault["code"], fault["message"])
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(answer.status_code, "", answer.text[:200]) from error
