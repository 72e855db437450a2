"""`pronouncer serve`: the web, and the workers that it starts."""

from pronouncer.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    raise NotImplementedError
