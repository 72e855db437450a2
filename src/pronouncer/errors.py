"""Everything that can go wrong, as one tree.

PronouncerError
├── SettingsError       2  a setting or option is wrong
├── InputError          3  the source cannot be turned into an article
│   ├── SourceError         it cannot be read or fetched
│   │   └── StatusError         its server refuses it
│   ├── NothingToRead       it holds no sentence
│   ├── TooLong             it is over the limit
│   ├── LexiconError        entries of a lexicon cannot be used
│   ├── NotFound            what was asked for is not there
│   └── Conflict            somebody else was quicker
├── VoiceError          4  no voice can say it
│   ├── NoVoice             none is installed for this language or name
│   ├── InstallError        a voice cannot be installed; what was there is there still
│   └── EngineError         the engine failed; `permanent` says whether trying again can help
├── MasterError         5  the audio could not be encoded
├── PublishError        6  the edition could not be written
├── StoreError          7  the cache, the archive or the lexicon cannot be written
└── MailError           1  a mail could not be sent; `permanent` says whether trying again can help

The number is the exit code. Every message says what happened and what the newsroom can do next.
Code 1 is kept for checks that found a problem, 130 for an interrupt.
"""


class PronouncerError(Exception):
    """Base of every error that Pronouncer raises on purpose."""

    exit_code = 1


class SettingsError(PronouncerError):
    """A setting or an option has a value that cannot be used."""

    exit_code = 2


class InputError(PronouncerError):
    """The source cannot be turned into an article."""

    exit_code = 3


class SourceError(InputError):
    """The source cannot be read, fetched or understood as text."""


class StatusError(SourceError):
    """A server answered that there is no page for us."""

    def __init__(self, message: str, status: int, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        """Of HTTP, RFC 9110."""
        self.code = code
        """What the API of a CMS calls it, such as `rest_forbidden`; empty for a page."""


class NothingToRead(InputError):
    """The source was read, and holds no sentence that can be said."""


class TooLong(InputError):
    """The source is over a limit that a setting can raise."""


class LexiconError(InputError):
    """Entries of a lexicon cannot be used; none of the file is."""


class NotFound(InputError):
    """What was asked for is not there, or not for whoever asks."""


class Conflict(InputError):
    """It was changed by somebody else meanwhile."""


class VoiceError(PronouncerError):
    """No voice can say this. `voice` is the id of the one that failed, where it is known."""

    exit_code = 4
    voice = ""


class NoVoice(VoiceError):
    """No installed voice has this name or speaks this language."""


class InstallError(VoiceError):
    """A voice cannot be installed or removed; what was there is there still."""


class EngineError(VoiceError):
    """A speech engine failed.

    `permanent` and `wait`, in seconds where a server asks for a pause, are all an engine says about trying again; the
    policy lives in `voice/patience.py`.
    """

    def __init__(self, message: str, *, permanent: bool, wait: float | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.wait = wait


class MasterError(PronouncerError):
    """The audio could not be levelled, encoded or joined."""

    exit_code = 5


class PublishError(PronouncerError):
    """The edition could not be written; the one in place was not touched."""

    exit_code = 6


class StoreError(PronouncerError):
    """A file that Pronouncer keeps cannot be read or written: the cache, the archive, the lexicon."""

    exit_code = 7


class MailError(PronouncerError):
    """A mail was not sent, or nobody knows whether it was; `permanent` where it must not be tried again."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent
