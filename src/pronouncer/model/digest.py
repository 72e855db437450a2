"""Names made from what a thing is: BLAKE2b (RFC 7693) in hex."""

# hashlib loads OpenSSL for hashes that are not used here: 11 ms CPU on every run, a tenth of a second `say`.
from _blake2 import blake2b
from collections.abc import Iterable

BYTES = 20


def digest(*parts: bytes | memoryview, size: int = BYTES) -> str:
    """Return the digest of bytes, of a size in bytes."""
    return _digest(parts, size)


def text_digest(text: str, size: int = BYTES) -> str:
    """Return the digest of a text, lone surrogates included."""
    return _digest((text.encode("utf-8", "surrogatepass"),), size)


def _digest(parts: Iterable[bytes | memoryview], size: int) -> str:
    found = blake2b(digest_size=size)
    for part in parts:
        found.update(part)
    return str(found.hexdigest())
