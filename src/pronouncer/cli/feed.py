"""`pronouncer feed`: a folder of editions as a podcast."""

from pathlib import Path

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import settings
from pronouncer.errors import PublishError, SettingsError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--base-url", help="URL at which DIR is served. Default: the setting base_url.")
@click.option("--title", default="", help="Default: the site that all articles are from.")
@click.option("--section", default="", help="Only articles of this section.")
@click.option("--image", default="", help="URL of the cover.")
@click.option("--most", type=click.IntRange(1), default=500, help="Episodes at most, the newest ones. Default: 500.")
@click.option("--out", type=click.Path(path_type=Path), help="File of the feed. Default: DIR/feed.xml")
@options.as_json
def feed(folder: Path, base_url: str | None, out: Path | None, json: bool, most: int, **chosen: str) -> None:
    """Write a podcast feed of a folder of editions.

    RSS 2.0 for every podcast app, with transcripts and chapters. An article stays the same episode however often it
    is edited.
    """
    base = settings(base_url=base_url).base_url
    if not base:
        raise SettingsError(
            "A feed names its files by full URLs. Give --base-url https://example.com/listen/, the URL at which "
            f"{folder} is served, or set base_url."
        )
    if chosen["image"] and not chosen["image"].startswith(("http://", "https://")):
        raise SettingsError(f"--image must be a URL such as https://example.com/cover.jpg, not {chosen['image']!r}.")
    from pronouncer.publish.outlets.feed.episodes import episodes
    from pronouncer.publish.outlets.feed.rss import Channel
    from pronouncer.publish.outlets.feed.rss import feed as written
    from pronouncer.publish.structured import address
    from pronouncer.swap import put

    found = episodes(folder, section=chosen["section"], most=most)
    path = out or folder / "feed.xml"
    url = address(base)[:-1] + "/" + path.name
    try:
        put(path, written(Channel(base, url, **chosen), found.episodes))
    except OSError as error:
        raise PublishError(
            f"{path} cannot be written: {error.strerror}. Make room or rights there, or name another file with --out."
        ) from error
    if json:
        broken = [str(each) for each in found.broken]
        return show.as_json({"file": str(path), "url": url, "episodes": len(found.episodes), "broken": broken})
    print(f"{path} · {len(found.episodes)} episodes · {url}")
    for each in found.broken:
        print(f"left out: {each} is not whole; say its article again")
