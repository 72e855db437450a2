"""Pages read in a process of their own, with limits on its time and memory. Run as a module, it is that process.

200,000 paragraphs or 100,000 links hang every good library; whatever a page does, here it costs ten seconds and half a
gigabyte at most, and the next page gets a new process.
"""

import atexit
import functools
import resource
import sys
import threading

from pronouncer.child import WorkerDied, WorkerProcess, WorkerRefused, read_frame, write_frame
from pronouncer.errors import NothingToRead, PronouncerError, SourceError
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
        self._worker: WorkerProcess | None = None
        self._lock = threading.Lock()

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
        with self._lock:
            command = ("-m", _MODULE, str(self._memory))
            worker = self._worker or WorkerProcess(command, seconds=self._seconds)
            self._worker = None
            try:
                answer, _ = worker.ask(request)
                self._worker = worker
            except WorkerRefused as error:
                self._worker = worker
                raise NothingToRead(str(error)) from error
            except WorkerDied as error:
                raise SourceError(
                    f"{raw.name} could not be read as a page in {self._seconds:.0f} s and {self._memory // 10**6} MB: "
                    f"{error}. Is it one article? If so, give its text."
                ) from error
            finally:
                if self._worker is None:
                    worker.close()
        return from_data(Article, answer["article"])

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker:
            worker.close()


@functools.cache
def extractor() -> Extractor:
    """Return the extractor of this process; it ends with it."""
    made = Extractor()
    atexit.register(made.close)
    return made


def main() -> None:
    """Serve pages until standard input closes."""
    from pronouncer.ingest.sources.html.page import extracted

    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not get between the frames
    while request := read_frame(source):
        language = request.pop("language")
        try:
            write_frame(sink, {"article": to_data(extracted(Raw(**request), language))})
        except PronouncerError as error:
            write_frame(sink, {"refused": str(error)})


if __name__ == "__main__":
    main()
