"""A model file, and what is known of it: read once, and kept for as long as the file stays the same."""

import contextlib
import json
import mmap
import os
from pathlib import Path

from pronouncer.errors import NoVoice
from pronouncer.model.codec import from_data, to_data
from pronouncer.model.digest import digest, text_digest
from pronouncer.noun import noun
from pronouncer.voice.onnx.graph import Graph, read_graph

_FORM = 1  # of what is kept; raise it when `Graph` changes


@noun
class Model:
    """A model file."""

    path: str
    size: int
    """Bytes."""
    changed: int
    """When, as the file system says it, in nanoseconds."""
    digest: str
    """Of its bytes."""
    graph: Graph


def read_model(path: Path, cache: Path) -> Model:
    """Return what a file is. Raises NoVoice where it is no whole ONNX file."""
    kept = cache / "models" / f"{text_digest(f'{_FORM} {path.absolute()}')}.json"
    try:
        state = path.stat()
        with contextlib.suppress(OSError, ValueError):
            found = from_data(Model, json.loads(kept.read_text("utf-8")))
            if (found.size, found.changed) == (state.st_size, state.st_mtime_ns):
                return found
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            name, graph = _read(data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise NoVoice(f"{path} is no whole ONNX file: {reason}. Install the voice again.") from error
    made = Model(str(path.absolute()), state.st_size, state.st_mtime_ns, name, graph)
    _keep(made, kept)
    return made


def _read(data: mmap.mmap) -> tuple[str, Graph]:
    with memoryview(data) as view:
        return digest(view), read_graph(view)


def _keep(model: Model, path: Path) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # a cache that cannot be written is reported where audio is kept
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(to_data(model)), "utf-8")
        beside.replace(path)
