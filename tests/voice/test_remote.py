"""The one way to ask a server of speech, where no engine's tests reach."""

import email.utils
import ssl
import time
from collections.abc import Iterator

import httpcore
import pytest
from tests.voice.fakes.server import FakeServer, Reply, Request, reply

from pronouncer.errors import EngineError
from pronouncer.voice.remote import JSON, Remote

KEY = "key-0123456789abcdef"


class Anything(FakeServer):
    """Answers as it is told."""

    told = Reply(b"")

    def answer(self, request: Request) -> Reply:
        """Answer."""
        return self.told


@pytest.fixture
def server() -> Iterator[Anything]:
    """A server that can be told what to answer."""
    with Anything() as server:
        yield server


@pytest.fixture
def remote(server: Anything) -> Iterator[Remote]:
    """The way to it."""
    remote = Remote("some", f"{server.url}/base/", seconds=5, secrets=[KEY, ""])
    yield remote
    remote.close()


def error(remote: Remote, body: bytes | None = None) -> EngineError:
    """Return the error that a request ends with."""
    with pytest.raises(EngineError) as caught:
        remote.ask("/x", accept=JSON, body=body)
    return caught.value


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 404, 413, 422, 418])
def test_what_is_for_good(server: Anything, remote: Remote, status: int) -> None:
    """A redirect and a request that is refused are permanent."""
    server.told = reply({"error": "no"}, status)
    assert error(remote).permanent and f"status {status}" in str(error(remote))


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_what_may_be_tried_again(server: Anything, remote: Remote, status: int) -> None:
    """A server that is late, busy or down is not."""
    server.told = reply({"error": "no"}, status)
    assert not error(remote).permanent and "again" in str(error(remote))


@pytest.mark.parametrize(
    ("value", "wait"),
    [("3", 3), ("0", 0), ("9" * 30, 86_400), ("soon", None), ("", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)],
)
def test_retry_after(server: Anything, remote: Remote, value: str, wait: float | None) -> None:
    """Retry-After is seconds, at most a day, or a date; what is neither is none."""
    server.told = reply({}, 503, Retry_After=value)
    assert error(remote).wait == wait


def test_retry_after_a_date(server: Anything, remote: Remote) -> None:
    """A date becomes the seconds until then."""
    server.told = reply({}, 503, Retry_After=email.utils.formatdate(time.time() + 600, usegmt=True))
    assert 500 < (error(remote).wait or 0) <= 600


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{"error": {"message": "bad voice", "code": 4}}', "bad voice"),
        ('{"detail": [{"loc": ["a"], "msg": "too long"}]}', "too long"),
        ('{"detail": {"status": "x", "message": "no plan"}}', "no plan"),
        ('{"message": "two\\nlines\\u0007"}', "two lines"),
        ("plain words", "plain words"),
        ("<html>page</html>", ""),
        ('{"error": ["[" ]}', "["),
        ("[" * 3000, "[[["),
        (f'{{"error": "not {KEY} but"}}', "not … but"),
        ('{"error": "key-01****cdef is wrong"}', "… is wrong"),
        (f'{{"error": "{"x" * 3000}"}}', "x" * 200 + "…"),
    ],
)
def test_what_a_server_says_is_quoted(server: Anything, remote: Remote, body: str, shown: str) -> None:
    """The message in any usual shape is shown, short, without key and control characters."""
    server.told = Reply(body.encode(), status=400)
    assert str(error(remote)).startswith(
        f"some refused with status 400: {shown}" if shown else "some refused with status 400."
    )
    assert "key-0" not in str(error(remote))


def test_a_sentence_is_not_quoted(server: Anything, remote: Remote) -> None:
    """What repeats the request is not shown."""
    said = "The minister met nobody at all on Tuesday."
    server.told = reply({"error": f"cannot say {said[4:40]}"}, 400)
    assert "minister" not in str(error(remote, said.encode()))


@pytest.mark.parametrize("body", [b"", b"[]", b"3", b"{", b"\xff", b"[" * 100_000])
def test_json_that_is_none(server: Anything, remote: Remote, body: bytes) -> None:
    """An answer that is no object of JSON may be asked for again."""
    server.told = Reply(body)
    with pytest.raises(EngineError, match="JSON") as caught:
        remote.ask_json("/x", headers={})
    assert not caught.value.permanent


@pytest.mark.parametrize("value", ["*", "ä", 3, ["x"]])
def test_base64_that_is_none(remote: Remote, value: object) -> None:
    """Audio that is no base64 may be asked for again."""
    with pytest.raises(EngineError, match="base64"):
        remote.unpacked(value)


@pytest.mark.parametrize("value", [None, "1", True, -1, float("nan"), float("inf"), 3601])
def test_a_time_that_is_none(remote: Remote, value: object) -> None:
    """Only a number of seconds within an hour is a time of a sentence."""
    with pytest.raises(EngineError, match="a time that is none"):
        remote.seconds(value)


def test_the_path_of_the_url_is_kept(server: Anything, remote: Remote) -> None:
    """Paths come after that of the URL, and what is asked for says who asks."""
    server.told = reply({"a": 1})
    assert remote.ask_json("/x?y=a%2Fb", headers={"X-Own": "z"}) == {"a": 1}
    request = server.requests[-1]
    assert request.target == "/base/x?y=a%2Fb" and request.headers["x-own"] == "z"
    assert request.headers["user-agent"].startswith("Pronouncer/") and request.headers["host"] == remote.host


def test_a_forged_certificate_is_for_good(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that is not valid is not tried again."""

    def refuse(*_: object, **__: object) -> None:
        raise httpcore.ConnectError(ssl.SSLCertVerificationError("self-signed"))

    monkeypatch.setattr(remote, "_pool", type("Pool", (), {"stream": refuse, "close": lambda self: None})())
    assert error(remote).permanent and "its certificate is not valid" in str(error(remote))
