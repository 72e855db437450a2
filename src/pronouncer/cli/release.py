"""`pronouncer publish --to`: an edition as a version that stays."""

from pathlib import Path
from typing import TYPE_CHECKING

from pronouncer.cli import show
from pronouncer.cli.run import settings

if TYPE_CHECKING:
    from pronouncer.publish.outlets.versions.places import Place


def is_edition(source: str) -> bool:
    """Whether a source is the folder of an edition."""
    return (Path(source) / "edition.json").is_file()


def destination(to: str | None) -> "Place | None":
    """Return the place to publish to, if any: a wrong one is refused before any work. Raises SettingsError."""
    if not to:
        return None
    from pronouncer.publish.outlets.versions.places import place_of

    return place_of(to)


def release(folder: Path, to: str, place: "Place", reason: str, *, json: bool) -> None:
    """Publish the edition in a folder to a place, and print where it is."""
    import datetime

    from pronouncer.publish.outlets.versions.release import release as released

    now = datetime.datetime.now(datetime.UTC)
    made = released(folder, place, base=settings().base_url, reason=reason, now=now)
    if json:
        return show.as_json(made._asdict())
    print(f"{to.rstrip('/')}/{made.path} · " + ("unchanged" if made.unchanged else f"{made.files} new files"))
    if made.url:
        print(f"{made.url}index.html")
