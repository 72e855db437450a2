"""The words that were published before: one a line with the article it came from, in a file that only grows."""

from collections.abc import Iterable
from pathlib import Path

from pronouncer.errors import StoreError
from pronouncer.model.digest import text_digest

_SEVERAL = "*"


class Archive:
    """Names and rare words, in lower case. Safe between processes: lines are appended whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] | None = None

    def has(self, word: str, besides: str = "") -> bool:
        """Say whether a word, in lower case, was published in an article other than one, named by its source."""
        known = self._read().get(word)
        return known is not None and known != _name(besides)

    def add(self, words: Iterable[str], source: str) -> None:
        """Remember the words of an article. Raises StoreError where the file cannot be written."""
        known, name = self._read(), _name(source)
        new = [word for word in sorted(set(words)) if known.get(word) not in (name, _SEVERAL)]
        self._append("".join(f"{word}\t{name}\n" for word in new))
        known.update({word: _SEVERAL if word in known else name for word in new})

    def check(self) -> None:
        """Raise StoreError where the file cannot be read or written."""
        self._read()
        self._append("")

    def _append(self, text: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab", buffering=0) as file:
                file.write(text.encode("utf-8", "surrogatepass"))
        except OSError as error:
            raise self._error("written", error) from error

    def _read(self) -> dict[str, str]:
        """Return each word with the one article it was in, or a mark for several."""
        if self._known is None:
            try:
                text = self._path.read_text("utf-8", "surrogatepass")
            except (FileNotFoundError, NotADirectoryError):
                text = ""
            except (OSError, UnicodeDecodeError) as error:
                raise self._error("read", error) from error
            self._known = {}
            for line in text.split("\n"):
                word, _, name = line.partition("\t")
                if word:
                    self._known[word] = name if self._known.get(word, name) == name else _SEVERAL
        return self._known

    def _error(self, what: str, error: Exception) -> StoreError:
        reason = getattr(error, "strerror", None) or str(error)
        return StoreError(
            f"The archive {self._path} cannot be {what}: {reason}. Mend it, or name another with PRONOUNCER_ARCHIVE."
        )


def _name(source: str) -> str:
    return text_digest(source, size=6)
