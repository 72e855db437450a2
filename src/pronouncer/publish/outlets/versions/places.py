"""Where versions can be put: a folder, or a bucket of an S3 API."""

import contextlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pronouncer.errors import PublishError, SettingsError
from pronouncer.extras import needed
from pronouncer.swap import put

FOREVER = "public, max-age=31536000, immutable"  # RFC 8246; a version never changes
BRIEFLY = "public, max-age=60"
_PATIENCE = timedelta(seconds=60)


class Place(Protocol):
    """Files under a URL, by name with slashes. All raise PublishError."""

    def __hash__(self) -> int:
        """A place is the same as itself."""

    def create(self, name: str, data: bytes, kind: str) -> bool:
        """Put a file that is never changed again; return whether it is new. One that is there stays as it is."""

    def point(self, name: str, data: bytes, kind: str) -> None:
        """Put a small file in the place of an older one."""

    def read(self, name: str) -> bytes | None:
        """Return a file, or None where there is none."""

    def address(self, name: str, seconds: int) -> str:
        """Return a URL at which anybody can read a file, for as long as this or longer."""


def place_of(url: str) -> Place:
    """Return the place of a URL. Raises SettingsError for one that cannot be published to."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and path.startswith("/"):
        return LocalPlace(Path(path))
    if parts.scheme == "s3" and parts.netloc and not parts.query:
        return BucketPlace(parts.netloc, path.strip("/"))
    raise SettingsError(f"--to must be file:///path or s3://bucket/prefix, not {url!r}.")


class LocalPlace:
    """A folder that a web server serves; caching is the server's to say."""

    def __init__(self, base: Path) -> None:
        self._base = base

    def create(self, name: str, data: bytes, kind: str) -> bool:
        """Put a file that is whole when it appears."""
        path = self._base / name
        new = path.with_name(f".{path.name}.{os.getpid()}.new")
        with self._failing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with new.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                path.hardlink_to(new)  # unlike a rename, it does not replace
            except FileExistsError:
                return False
            finally:
                new.unlink(missing_ok=True)
        return True

    def point(self, name: str, data: bytes, kind: str) -> None:
        """Replace a file in one step."""
        path = self._base / name
        with self._failing(path):
            put(path, data.decode())

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        path = self._base / name
        with self._failing(path), contextlib.suppress(FileNotFoundError):
            return path.read_bytes()
        return None

    def path(self, name: str) -> Path:
        """Return where a file is, or would be."""
        return self._base / name

    def address(self, name: str, seconds: int) -> str:
        """Return its file URL."""
        return self.path(name).absolute().as_uri()

    @contextlib.contextmanager
    def _failing(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise PublishError(
                f"{path} cannot be used: {error.strerror or error}. Make room or rights there. What was live still is."
            ) from error


class BucketPlace:
    """A bucket, with the credentials of the environment (AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT, ...)."""

    def __init__(self, bucket: str, prefix: str) -> None:
        with needed("s3", "Publishing to a bucket"):
            from obstore.store import S3Store
        self._url = f"s3://{bucket}/{prefix}".rstrip("/")
        with self._failing(""):
            self._store = S3Store(
                bucket,
                prefix=prefix or None,
                retry_config={"max_retries": 3, "retry_timeout": _PATIENCE},
            )

    def create(self, name: str, data: bytes, kind: str) -> bool:
        """Put a file on condition that there is none (If-None-Match)."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with self._failing(name):
            try:
                attributes = {"Content-Type": kind, "Cache-Control": FOREVER}
                obstore.put(self._store, name, data, attributes=attributes, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
        return True

    def point(self, name: str, data: bytes, kind: str) -> None:
        """Replace a file."""
        import obstore

        with self._failing(name):
            attributes = {"Content-Type": kind, "Cache-Control": BRIEFLY}
            obstore.put(self._store, name, data, attributes=attributes, use_multipart=False)

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        import obstore
        from obstore.exceptions import NotFoundError

        with self._failing(name), contextlib.suppress(NotFoundError, FileNotFoundError):
            return bytes(obstore.get(self._store, name).bytes())
        return None

    def address(self, name: str, seconds: int) -> str:
        """Return a presigned URL."""
        import obstore

        with self._failing(name):
            return obstore.sign(self._store, "GET", name, timedelta(seconds=seconds))

    @contextlib.contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError, ValueError) as error:
            reason = " ".join(str(error).partition("Debug source")[0].split())[:300]
            raise PublishError(
                f"{self._url}/{name} cannot be used: {reason}. Are AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
                "AWS_REGION set, and AWS_ENDPOINT for a server that is not Amazon's? What was live still is."
            ) from error
