"""Single fields of a feed, a sitemap or a CMS, made clean: dates, addresses, titles, summaries."""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from pronouncer.patterns import compiled

_TAG = compiled(r"</?([A-Za-z][A-Za-z0-9]*)[^<>]{0,2000}>|<!--.*?(?:-->|\Z)", re.DOTALL)
_INLINE = frozenset("a abbr b bdi bdo cite code del em font i ins kbd mark q s small span strong sub sup u wbr".split())
_UNSAID = compiled(r"<(script|style|figure|iframe)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_ESCAPED_TAG = compiled(r"&lt;/?(?:p|div|br|a|em|strong|b|i|h[1-6]|ul|ol|li|blockquote|img|figure|span)\b", re.I)
_LANGUAGE = compiled(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DEK_WORDS = 60  # a longer summary is the article's beginning, not a standfirst
_MORE = compiled(r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*$")


def iso(written: object) -> str:
    """Return a date as ISO 8601 in UTC, whole seconds; a date without a time as it is; empty for none or nonsense."""
    from email.utils import parsedate_to_datetime

    text = text_of(written)
    if re.fullmatch(r"(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?", text):
        return text
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
            return _utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, TypeError, OverflowError):
            continue
    return ""


def _utc(moment: datetime) -> str:
    moment = moment.astimezone(UTC).replace(microsecond=0)
    return moment.isoformat().replace("+00:00", "Z") if moment.year > 1900 else ""


def address(written: object, base: str) -> str:
    """Return an absolute http(s) URL, relative ones taken from a base; empty for anything else."""
    try:
        url = urljoin(base, text_of(written)) if text_of(written) else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def host(url: str) -> str:
    """Return the host of a URL; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def language_tag(written: object) -> str:
    """Return a BCP 47 tag from what a source says (`en_GB`, `de-AT`); empty where it says nothing usable."""
    tag = text_of(written).replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def words_of(markup: object) -> str:
    """Return the words of a title or a summary: no tags, entities resolved (also those escaped twice), one line."""
    text = _TAG.sub(_space, _UNSAID.sub(" ", text_of(markup)))
    for _ in range(2):
        text = html.unescape(text)
    return " ".join(_TAG.sub(_space, text).split())


def _space(tag: re.Match[str]) -> str:
    """Return what a tag is to the words round it: nothing inside of a line, else a space."""
    return "" if (tag.group(1) or "").lower() in _INLINE else " "


def unescaped(markup: str) -> str:
    """Return HTML whose tags were escaped once too often as HTML again; other HTML as it is."""
    if not re.search(r"<[A-Za-z/]", markup) and _ESCAPED_TAG.search(markup):
        return html.unescape(markup)
    return markup


def dek_of(summary: object, content: str) -> str:
    """Return a summary that is a standfirst; empty where it is long or only repeats the article's beginning."""
    said = _MORE.sub("", words_of(summary)).strip()
    start = re.sub(r"\W+", "", words_of(content[: 20 * len(said) + 2000])).casefold()
    if not said or len(said.split()) > _DEK_WORDS or start.startswith(re.sub(r"\W+", "", said).casefold()):
        return ""
    return said


def paragraphs(text: str) -> str:
    """Return plain text as HTML paragraphs: a blank line ends one."""
    return "".join(f"<p>{html.escape(part.strip())}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def names(written: Iterable[object]) -> str:
    """Return the names of the authors as a byline says them; addresses and repeated names are left out."""
    found = list(dict.fromkeys(words for words in map(words_of, written) if words and "@" not in words))
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def text_of(value: object) -> str:
    """Return a string or a whole number from JSON as text; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object from JSON; an empty one where there is something else."""
    return value if isinstance(value, dict) else {}


def parts_of(markup: str) -> list[str]:
    """Return the words of each paragraph-like element of some HTML."""
    said = re.split(r"</?(?:p|div|li|h[1-6]|blockquote|section|article|summary|details)\b", _UNSAID.sub(" ", markup))
    found = (words_of(f"<x{part}" if index else part) for index, part in enumerate(said))
    return [words for words in found if words]


def listed(value: object) -> list[Any]:
    """Return a list from JSON; an empty one where there is something else."""
    return value if isinstance(value, list) else []
