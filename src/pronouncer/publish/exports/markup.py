"""Text in XML and HTML: whatever it holds stays text."""

import html
import re
from typing import Literal

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd syr ug ur yi".split())
_SCRIPTS = re.compile("-(arab|hebr|thaa|syrc|nkoo|adlm)(-|$)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return text for an element or an attribute; what XML cannot hold is replaced, character by character."""
    return html.escape(_UNWRITABLE.sub("\ufffd", text)).replace("\n", "&#10;")


def language(tag: str) -> str:
    """Return a BCP 47 tag that may stand in `xml:lang`: `und` for what is none."""
    return tag if _TAG.fullmatch(tag) else "und"


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Return which way a language is written."""
    is_right_to_left = tag.partition("-")[0].lower() in _RIGHT_TO_LEFT or _SCRIPTS.search(tag)
    return "rtl" if is_right_to_left else "ltr"
