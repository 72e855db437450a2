"""What goes wrong, as HTTP says it: one shape for programs, one page for people."""

from collections.abc import Mapping

from pronouncer.errors import (
    Conflict,
    InputError,
    InstallError,
    LexiconError,
    NotFound,
    NoVoice,
    PronouncerError,
    SettingsError,
    SourceError,
    StoreError,
    TooLong,
    VoiceError,
)

STATUS: Mapping[type[PronouncerError], int] = {
    NotFound: 404,
    Conflict: 409,
    TooLong: 413,
    LexiconError: 422,
    SourceError: 422,
    NoVoice: 422,
    InstallError: 422,
    SettingsError: 422,
    InputError: 422,
    VoiceError: 503,
    StoreError: 503,
    PronouncerError: 500,
}
"""The most exact class counts."""
CODES: Mapping[int, str] = {
    400: "bad-request",
    401: "sign-in",
    403: "not-allowed",
    404: "not-found",
    405: "wrong-method",
    406: "not-acceptable",
    409: "conflict",
    410: "gone",
    412: "changed-meanwhile",
    413: "too-large",
    415: "wrong-type",
    422: "not-usable",
    425: "too-early",
    428: "condition-needed",
    429: "too-many",
    500: "our-fault",
    503: "not-now",
}
"""docs/api.md explains each."""
LATER = 5  # seconds after which to try again what is not now


class Refused(Exception):
    """An answer that is no success, raised from wherever it is known."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


def refused(error: PronouncerError) -> Refused:
    """Return the answer for an error of ours."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return Refused(status, str(error), headers={"Retry-After": str(LATER)} if status == 503 else None)
