"""How the page itself says that words are said: the attributes of SSML in HTML.

W3C's draft on spoken presentation in HTML (https://www.w3.org/TR/spoken-html/) has `data-ssml` with JSON and one
attribute for each property; EPUB 3 has `ssml:ph`. Only what names a pronunciation is used: `phoneme` in IPA, and `sub`.
"""

import json
from typing import NamedTuple

from lxml import etree

_NAMES = ("data-ssml", "data-ssml-phoneme-ph", "data-ssml-sub-alias", "ssml:ph")


class Told(NamedTuple):
    """What an element's attributes say of its words."""

    phoneme: str
    """IPA; empty where an alias says it."""
    alias: str


def told(element: etree._Element) -> Told | None:
    """Return how an element's words are said, or None where it says nothing that can be used."""
    attributes = element.attrib
    if not any(name in attributes for name in _NAMES):
        return None
    ipa = attributes.get("data-ssml-phoneme-alphabet", attributes.get("ssml:alphabet", "ipa"))
    phoneme = attributes.get("data-ssml-phoneme-ph") or attributes.get("ssml:ph") or ""
    found = Told(phoneme if ipa.lower() == "ipa" else "", attributes.get("data-ssml-sub-alias", ""))
    found = _of_json(attributes.get("data-ssml", "")) or found
    phoneme, alias = (" ".join(each.split()) for each in found)
    return Told(phoneme, "" if phoneme else alias) if phoneme or alias else None


def _of_json(written: str) -> Told | None:
    try:
        value = json.loads(written) if written else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    phoneme, sub = value.get("phoneme"), value.get("sub")
    if isinstance(phoneme, dict) and isinstance(phoneme.get("ph"), str):
        return Told(phoneme["ph"], "") if str(phoneme.get("alphabet", "ipa")).lower() == "ipa" else None
    if isinstance(sub, dict) and isinstance(sub.get("alias"), str):
        return Told("", sub["alias"])
    return None
