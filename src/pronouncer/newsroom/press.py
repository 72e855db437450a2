"""The press: the pipeline of one worker, with the newest lexicon and rules of the house and engines that stay warm."""

import contextlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from pronouncer.ensemble import Ensemble
from pronouncer.ingest.fetch import read_url
from pronouncer.ingest.raw import Raw
from pronouncer.model.digest import text_digest
from pronouncer.newsroom.house import House
from pronouncer.newsroom.lexicon import snapshot
from pronouncer.newsroom.turns import HouseTurns
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.library import sites
from pronouncer.swap import put, remove_tree
from pronouncer.voice.engine import Progress


class Press:
    """For one thread. Use it in a `with` block, so that the engines stop."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._ensemble = Ensemble(house.settings, turns=HouseTurns(house))
        _tidy(house.data / "making")
        self._pipeline: Pipeline | None = None
        self.lexicon = 0
        """Version that `pipeline` reads."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ensemble.__exit__(kind, error, trace)

    def pipeline(self, progress: Progress | None = None, *, voice: str = "") -> Pipeline:
        """Return the pipeline of the house as it is now. Raises StoreError."""
        settings, self.lexicon = as_now(self._house)
        settings = replace(settings, voice=voice) if voice else settings
        if self._pipeline is None or self._pipeline.settings != settings:
            self._pipeline = Pipeline(settings, ensemble=self._ensemble, lasting=False)
        self._pipeline.progress = progress or _quiet
        return self._pipeline

    @contextlib.contextmanager
    def bench(self, article: str) -> Iterator[Path]:
        """Give the place of an article that is being made: nobody else's, and gone when the block ends."""
        base = self._house.data / "making" / f"{os.getpid()}-{secrets.token_hex(4)}"
        try:
            yield base / article
        finally:
            remove_tree(base)

    def fetch(self, url: str) -> Raw:
        """Return the text of a page of the web. Raises SourceError and TooLong."""
        from pronouncer.door.door import FEEDS, Door

        pipeline = self._pipeline or self.pipeline()
        with Door(pipeline.settings, memory=pipeline.store) as door:
            return read_url(url, door, accept=FEEDS)


def as_now(house: House) -> tuple[Settings, int]:
    """Return settings with the newest lexicon and the rules of all sites, and the version of that lexicon.

    Both are files that never change again, so that whatever is made with them is made of one state of the house.
    """
    with house.database.reading() as connection:
        version = lexicon.newest(connection)
        rules = connection.execute(sa.select(sites.c.hosts, sites.c.rules).order_by(sites.c.name)).all()
    path = snapshot(house, version) if version else None
    tables = {host: row.rules for row in rules if row.rules for host in row.hosts or ()}
    settings = replace(
        house.settings,
        lexicon=str(path) if path else house.settings.lexicon,
        sites=str(_rules(house.data / "rules", tables)) if tables else house.settings.sites,
        base_url=house.settings.base_url or f"{house.settings.server.public_url}/media",
        report=house.settings.report or f"{house.settings.server.public_url}/player/reports",
        archive=house.data / "words.txt",
    )
    return settings, version


def _rules(folder: Path, tables: dict[str, Any]) -> Path:
    text = json.dumps(tables, sort_keys=True, ensure_ascii=False)
    path = folder / f"{text_digest(text, 8)}.json"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        put(path, text)
    return path


def _tidy(making: Path) -> None:
    """Remove what workers left that were killed."""
    for left in making.glob("*-*") if making.is_dir() else ():
        if not Path(f"/proc/{left.name.partition('-')[0]}").exists():
            remove_tree(left)


def _quiet(stage: str, done: int, total: int) -> None:
    pass
