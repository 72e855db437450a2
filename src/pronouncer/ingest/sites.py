"""The newsroom's rules for sites, from `sites.toml`: one table a host, and `"*"` for all."""

import json
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from pronouncer.errors import SettingsError
from pronouncer.model.article import Article, BlockKind
from pronouncer.model.cast import TONGUES, CastRules
from pronouncer.model.site import SiteRules
from pronouncer.settings import Settings

EVERY = "*"
_CHOICES = {"corrections": ("", "first", "last"), "tables": ("count", "full")}


def rules_for(settings: Settings, source: str) -> SiteRules:
    """Return the rules for a source, a URL or a host. Raises SettingsError where the file of rules is wrong."""
    path = settings.site_rules
    if not settings.sites and not path.is_file():
        return SiteRules()
    tables = _tables(path)
    host = (urlsplit(source).hostname if "://" in source else source) or ""
    general, own = tables.get(EVERY, {}), tables.get(host.lower(), {})
    both = {**general, **own}
    return SiteRules(
        include=(*general.get("include", ()), *own.get("include", ())),
        exclude=(*general.get("exclude", ()), *own.get("exclude", ())),
        read=frozenset(both["read"]) if "read" in both else SiteRules().read,
        corrections=both.get("corrections", ""),
        tables=both.get("tables", "count"),
        voices=_voices({**general.get("voices", {}), **own.get("voices", {})}),
    )


def _voices(table: Mapping[str, Any]) -> CastRules:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return CastRules(**given)


def rules_of(settings: Settings, article: Article) -> SiteRules:
    """Return the rules for an article: those of the address that it was taken from, else of the site that it names."""
    return rules_for(settings, article.source if "://" in article.source else article.site)


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    import tomllib

    parse, form = (json.loads, "JSON") if path.suffix == ".json" else (tomllib.loads, "TOML")
    try:
        tables = parse(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read as {form}: {error}. Mend the file or move it away.") from error
    for host, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(f'{path} has {host} outside of a table. Write it below a line such as ["{EVERY}"].')
        check_rules(table, f"{path}, {host}")
    return {host.lower(): table for host, table in tables.items()}


def check_rules(table: Mapping[str, Any], where: str) -> None:
    """Raise SettingsError where the rules of a site cannot be used."""
    for key, value in table.items():
        problem = _problem(key, value)
        if problem:
            raise SettingsError(f"{where}: {problem}.")


def _problem(key: str, value: object) -> str:
    """Say what is wrong with one line of a table; empty if nothing is."""
    kinds = get_args(BlockKind)
    if key == "voices":
        return _bad_voices(value)
    if key in _CHOICES:
        choices = _CHOICES[key]
        return "" if value in choices else f"{key} cannot be {value!r}; write {' or '.join(filter(None, choices))}"
    if key not in ("include", "exclude", "read"):
        return f"there is no rule {key!r}; the rules are include, exclude, read, corrections, tables, voices"
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return f"{key} must be a list of texts, such as {['paragraph'] if key == 'read' else ['.promo']}"
    texts = typing.cast(list[str], value)
    if key == "read":
        unknown = [each for each in texts if each not in kinds]
        return f"there is no kind {unknown[0]!r}; the kinds are {', '.join(kinds)}" if unknown else ""
    return next(filter(None, map(_bad_selector, texts)), "")


def _bad_voices(value: object) -> str:
    """Say what is wrong with the voices of a site; empty if nothing is."""
    if not isinstance(value, dict):
        return 'voices must be a table, such as voices = { title = "espeak:en" }'
    for role, names in value.items():
        kinds = {"quotations": list, "fallback": list, "speakers": dict, "languages": dict}
        if role not in CastRules._fields:
            return f"voices has no role {role!r}; the roles are {', '.join(CastRules._fields)}"
        kind = kinds.get(role, str)
        each = names.values() if isinstance(names, dict) else names if isinstance(names, list) else [names]
        if not isinstance(names, kind) or not all(isinstance(name, str) for name in each):
            return f"voices.{role} must be {_WRITTEN[kind]}"
        if not all(each) or (isinstance(names, dict) and not all(names)):
            return f"voices.{role} has an empty name. Take it out, or name a voice such as espeak:en"
        unknown = [tag for tag in names if tag.partition("-")[0] not in TONGUES] if role == "languages" else []
        if unknown:
            return f"voices.languages cannot tell {unknown[0]!r}; it can tell {', '.join(sorted(TONGUES))}"
    return ""


_WRITTEN = {
    list: 'a list, such as ["espeak:en"]',
    dict: 'a table, such as { fr = "espeak:fr" }',
    str: "one voice's name",
}


def _bad_selector(selector: str) -> str:
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        return f"{selector!r} is no CSS selector that can be used: {error}"
    return ""
