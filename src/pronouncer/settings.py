"""Every setting, in one frozen dataclass. An option beats the environment, which beats `pronouncer.toml`.

Plain dataclasses instead of pydantic-settings: docs/decisions/0006-settings.md says why.
"""

import dataclasses
import os
import re
import typing
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from pronouncer.noun import noun
from pronouncer.patterns import compiled
from pronouncer.server import Server

FILE = "pronouncer.toml"
PREFIX = "PRONOUNCER_"
LEXICON = "lexicon.tsv"
SITES = "sites.toml"
_OPTION = compiled(f"{PREFIX}ENGINE_([A-Z0-9]+)_([A-Z0-9_]+)")
"""An option of an engine in the environment, such as `PRONOUNCER_ENGINE_OPENAI_KEY`."""
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_BASE = compiled(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
HEADER = compiled(r"([\w.:\[\]-]+) ([A-Za-z0-9-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")
"""An entry of `headers`: host (with its port if it is not the usual one), name, value."""


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "pronouncer"


def _data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "pronouncer"


def _archive_file() -> Path:
    return _data_folder() / "words.txt"


def _voices_folder() -> Path:
    return _data_folder() / "voices"


@noun
class Settings:
    """What a newsroom can choose."""

    voice: str = ""
    """`engine:name`, such as `espeak:en-us`; empty for the first voice of the article's language."""
    language: str = ""
    """BCP 47; empty to take it from the page, else from the letters of the text."""
    formats: tuple[str, ...] = ("m4a",)
    """Renditions to make, the first one being what the player plays: m4a, mp3, opus."""
    exports: tuple[str, ...] = ()
    """Files that are made besides page, captions, chapters and words.json: transcript, ssml, pls, epub."""
    report: str = ""
    """Where listeners report what is said wrong: a URL that takes a POST, or mailto: with an address; empty to not
    ask them."""
    lexicon: str = ""
    """Path of the newsroom's lexicon, whose entries overrule the ones that come with the language; empty for
    `lexicon.tsv` in the working folder, if there is one."""
    sites: str = ""
    """Path of the newsroom's rules for sites; empty for `sites.toml` in the working folder, if there is one."""
    section: str = ""
    """Section of the article, such as sport, for lexicon entries that hold in one section only."""
    flags: int = 8
    """Most flags of an article for what may be said wrong; slips in the text are not counted."""
    archive: Path = field(default_factory=_archive_file)
    """File of the names and rare words that were published before."""
    cache: Path = field(default_factory=_cache_folder)
    """Folder of takes and encoded passages."""
    cache_bytes: int = 1_000_000_000
    """Size that the cache is kept under, in bytes."""
    cache_shared: str = ""
    """`s3://bucket/prefix` where several machines share takes and passages; empty where each has its own."""
    max_characters: int = 200_000
    """Longest article, in characters; 200,000 are about four hours of audio."""
    max_bytes: int = 20_000_000
    """Largest source that is read or fetched, in bytes."""
    fetch_seconds: float = 20.0
    """Longest wait for a page with its redirects, in seconds."""
    host_seconds: float = 1.0
    """Pause between two pages of one host, in seconds."""
    loopback: bool = False
    """Fetch from this machine too; for a newsroom whose CMS runs on it."""
    robots: bool = False
    """Ask robots.txt before a page is fetched; for pages that are not the newsroom's own."""
    proxy: str = field(default="", repr=False)
    """URL of an HTTP proxy, such as `http://proxy:3128`, for every page; it may have credentials."""
    headers: tuple[str, ...] = field(default=(), repr=False)
    """`host Name: value`: headers, such as a subscriber's token, that are sent to this host and no other."""
    engine_seconds: float = 30.0
    """Longest wait for one sentence of an engine, in seconds."""
    sign_certificate: str = ""
    """Path of the certificate, PEM with its issuers', that renditions are signed with; empty where they are not."""
    sign_key: str = ""
    """Path of the key of that certificate, PEM without a password."""
    spoken_disclosure: str = ""
    """Where the audio says that nobody speaks: `start` or `end`; empty for the start where a voice is cloned."""
    threads: int = field(default_factory=lambda: min(4, os.cpu_count() or 1))
    """Sentences that are encoded at the same time."""
    voices: Path = field(default_factory=_voices_folder)
    """Folder of installed voices: one folder for each engine, in it one for each voice."""
    base_url: str = ""
    """URL at which the folder of editions is served; empty where editions name their files relative to themselves."""
    catalogue: str = ""
    """URL or path of the catalogue of voices that can be installed; empty for the one that ships."""
    engines: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    """Options of engines, such as keys, as tables `[engines.NAME]`; each engine says which it has."""
    server: Server = field(default_factory=Server)
    """How the server runs, as a table `[server]`."""

    def __post_init__(self) -> None:
        for name in ("cache_bytes", "max_characters", "max_bytes", "fetch_seconds", "engine_seconds", "threads"):
            if getattr(self, name) <= 0:
                raise ValueError(f"The setting {name} must be more than 0, not {getattr(self, name)}.")
        for name in ("flags", "host_seconds"):
            if getattr(self, name) < 0:
                raise ValueError(f"The setting {name} must be 0 or more, not {getattr(self, name)}.")
        if not self.formats:
            raise ValueError("The setting formats names no format. Name at least one, such as m4a.")
        if self.base_url and not _BASE.fullmatch(self.base_url):
            raise ValueError(
                f"The setting base_url must be a URL such as https://example.com/listen/, not {self.base_url!r}."
            )
        if self.spoken_disclosure not in ("", "start", "end"):
            raise ValueError(f"The setting spoken_disclosure must be start or end, not {self.spoken_disclosure!r}.")
        if self.cache_shared and not re.fullmatch(r"s3://[^/?#]+(/[^?#]*)?", self.cache_shared):
            raise ValueError(f"The setting cache_shared must be s3://bucket/prefix, not {self.cache_shared!r}.")
        if bool(self.sign_certificate) != bool(self.sign_key):
            raise ValueError("The settings sign_certificate and sign_key go together: `pronouncer keys` makes both.")
        if self.report and not re.fullmatch(r"(https?://|mailto:)[^\s]+", self.report):
            raise ValueError("The setting report must be a URL such as https://example.com/report, or mailto:NAME.")
        # Neither message shows the value: it may hold a password.
        if self.proxy and not re.fullmatch(r"https?://[^\s/]+/?", self.proxy):
            raise ValueError("The setting proxy must be a URL such as http://proxy:3128.")
        if not all(map(HEADER.fullmatch, self.headers)):
            raise ValueError(
                "The setting headers must be a list of 'host Name: value', such as 'example.com X-Key: 1'."
            )

    @property
    def site_rules(self) -> Path:
        """Where the newsroom's rules for sites are, or would be."""
        return Path(self.sites or SITES)

    @property
    def house_lexicon(self) -> Path:
        """Where the newsroom's lexicon is, or would be made."""
        return Path(self.lexicon or LEXICON)


def load(options: Mapping[str, object], *, environ: Mapping[str, str], folder: Path) -> Settings:
    """Return the settings from options, the environment and `pronouncer.toml` in a folder.

    Options that are None were not given. Raises ValueError, with a message for the newsroom, for a name
    or a value that cannot be used.
    """
    hints = typing.get_type_hints(Settings)
    values: dict[str, object] = {}
    server: dict[str, object] = {}
    for name, value in _file(folder / FILE).items():
        if name == "server" and isinstance(value, dict):
            server |= value
            continue
        _known(name, hints, f"{folder / FILE}")
        values[name] = _convert(name, value, hints[name])
    for variable, text in environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if _OPTION.fullmatch(variable):
            values["engines"] = _with_option(values.get("engines", {}), name, text)
        elif variable.startswith(f"{PREFIX}SERVER_"):
            server[name.removeprefix("server_")] = text
        elif variable.startswith(PREFIX):
            _known(name, hints, "the environment")
            values[name] = _convert(name, text, hints[name])
    values |= {name: _convert(name, value, hints[name]) for name, value in options.items() if value is not None}
    if server:
        values["server"] = _server(server)
    return Settings(**typing.cast(dict[str, typing.Any], values))


def names() -> list[str]:
    """Return the names of all settings, those of the server as `server.name`."""
    own = [entry.name for entry in dataclasses.fields(Settings) if entry.name != "server"]
    return own + [f"server.{entry.name}" for entry in dataclasses.fields(Server)]


def _server(values: Mapping[str, object]) -> Server:
    hints = typing.get_type_hints(Server)
    known = {f"server.{name}": kind for name, kind in hints.items()}
    for name in values:
        _known(f"server.{name}", known, f"[server] or the environment as {PREFIX}SERVER_{name.upper()}")
    found = {name: _convert(f"server.{name}", value, hints[name]) for name, value in values.items()}
    return Server(**typing.cast(dict[str, typing.Any], found))


def _file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} cannot be read as TOML: {error}. Mend the file or move it away.") from error


def _with_option(engines: object, name: str, text: str) -> Mapping[str, Mapping[str, object]]:
    """Return the tables of engines with an option from the environment: `engine_openai_key`."""
    _, engine, option = name.split("_", 2)
    tables = typing.cast(Mapping[str, Mapping[str, object]], engines)
    return {**tables, engine: {**tables.get(engine, {}), option: text}}


def _known(name: str, hints: Mapping[str, object], where: str) -> None:
    if name not in hints:
        raise ValueError(f"There is no setting {name!r} (in {where}). The settings are: {', '.join(hints)}.")


def _convert(name: str, value: object, kind: object) -> object:
    try:
        if kind is bool:
            return _TRUTH[str(value).lower()]
        if kind in (int, float) and isinstance(value, (int, str)) and not isinstance(value, bool):
            return int(value) if kind is int else float(value)
        if kind is float and isinstance(value, float):
            return value
        if kind is Path:
            return Path(str(value)).expanduser()
        if kind is str and isinstance(value, str):
            return value
        if name == "engines" and isinstance(value, dict) and all(isinstance(table, dict) for table in value.values()):
            return value
        if kind == tuple[str, ...] and isinstance(value, (str, list, tuple)):
            items = value.split(",") if isinstance(value, str) else value
            return tuple(str(item).strip() for item in items if str(item).strip())
    except (ValueError, KeyError):
        pass
    if name == "engines":  # it may hold a key
        raise ValueError("The setting engines must be tables, such as [engines.openai] with lines key = and url =.")
    if name in ("server.secret", "server.database", "server.oidc_secret"):
        raise ValueError(f"The setting {name} must be a text.")
    raise ValueError(f"The setting {name} cannot be {value!r}.")
