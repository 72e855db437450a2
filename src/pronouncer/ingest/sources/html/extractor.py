"""Pages read in a process of their own, with limits on its time and memory. Run as a module, it is that process.

200,000 paragraphs or 100,000 links hang every good library; whatever a page does, here it costs ten seconds and half a
gigabyte at most, and the next page gets a new process.
"""

import atexit
import functools
import resource
import sys
from typing import Any

from pronouncer.child import WorkerDied, WorkerRefused, Workers, serve
from pronouncer.errors import NothingToRead, SourceError
from pronouncer.ingest.raw import Raw
from pronouncer.model.article import Article
from pronouncer.model.codec import from_data, to_data

SECONDS = 10.0
"""Longest that a page may take."""
MEMORY = 700_000_000
"""Bytes of address space; about 200 MB of them are the program itself."""
_MODULE = "pronouncer.ingest.sources.html.extractor"


class Extractor:
    """One worker, which is kept between pages and replaced when it dies."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._workers = Workers(("-m", _MODULE, str(memory)), seconds=seconds, tries=1)

    def article(self, raw: Raw, language: str) -> Article:
        """Return the article in a page. Raises NothingToRead, or SourceError where it takes too long or too much."""
        request = {
            "name": raw.name,
            "text": raw.text,
            "kind": raw.kind,
            "include": raw.include,
            "exclude": raw.exclude,
            "language": language,
        }
        try:
            answer, _ = self._workers.ask(request)
        except WorkerRefused as error:
            raise NothingToRead(str(error)) from error
        except WorkerDied as error:
            raise SourceError(
                f"{raw.name} could not be read as a page in {self._seconds:.0f} s and {self._memory // 10**6} MB: "
                f"{error}. Is it one article? If so, give its text."
            ) from error
        return from_data(Article, answer["article"])

    def close(self) -> None:
        """End the worker."""
        self._workers.close()


@functools.cache
def extractor() -> Extractor:
    """Return the extractor of this process; it ends with it."""
    made = Extractor()
    atexit.register(made.close)
    return made


def main() -> None:
    """Serve pages until standard input closes."""
    from pronouncer.ingest.sources.html.page import extracted

    def answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        language = request.pop("language")
        return {"article": to_data(extracted(Raw(**request), language))}, b""

    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    serve(answer)


if __name__ == "__main__":
    main()
