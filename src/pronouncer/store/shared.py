"""A bucket behind the caches of several machines: what one of them synthesised, none of the others has to.

It is never waited for long. While it cannot be reached, each machine does its work by itself.
"""

import os
import time
from datetime import timedelta

from pronouncer.extras import needed

_PATIENCE = timedelta(seconds=10)
_REST = 60.0  # seconds without asking, after it failed


class Shared:
    """Bytes by kind and key in an S3 bucket, with the credentials of the environment (AWS_ACCESS_KEY_ID, ...)."""

    def __init__(self, url: str) -> None:
        with needed("s3", "A shared cache"):
            from obstore.store import S3Store
        plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("true", "1")  # options of ours hide those around us
        bucket, _, prefix = url.removeprefix("s3://").partition("/")
        self._store = S3Store(
            bucket,
            prefix=prefix.strip("/") or None,
            retry_config={"max_retries": 1, "retry_timeout": _PATIENCE},
            client_options={"timeout": _PATIENCE, "connect_timeout": timedelta(seconds=2), "allow_http": plain},
        )
        self._rests = 0.0
        self.problem = ""
        """What was wrong the last time that it was asked; empty where nothing was."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put; None where there is none, or the bucket cannot be reached."""
        import obstore
        from obstore.exceptions import BaseError, NotFoundError

        if time.monotonic() < self._rests:
            return None
        try:
            found = bytes(obstore.get(self._store, f"{kind}/{key}").bytes())
        except (NotFoundError, FileNotFoundError):
            found = None
        except (BaseError, OSError, ValueError) as error:
            self._failed(error)
            return None
        self.problem = ""
        return found

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes for others, unless the bucket cannot be reached."""
        import obstore
        from obstore.exceptions import BaseError

        if time.monotonic() < self._rests:
            return
        try:
            obstore.put(self._store, f"{kind}/{key}", data, use_multipart=False)
        except (BaseError, OSError, ValueError) as error:
            self._failed(error)
        else:
            self.problem = ""

    def _failed(self, error: Exception) -> None:
        self._rests = time.monotonic() + _REST
        self.problem = " ".join(str(error).partition("Debug source")[0].split())[:300]
