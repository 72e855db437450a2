"""Lines that belong to the page's machinery, not to the article: players, captions, credits, bylines.

Rules are whole-line and cautious: a line of the story that only mentions these words is kept.
"""

import re

from pronouncer.model.article import BlockKind

_DURATION = r"(?:(?:average|about|approx\.?|~)\s*)?\d{1,3}(?::\d\d)?\s*(?:min(?:ute)?s?|m)?"
_PLAYER = re.compile(
    rf"""(?:
      (?:listen|play)(?:\s+(?:to\s+)?(?:this|the)\s+(?:article|story|episode|audio))?
          (?:\s*[·•|:(–—-]?\s*{_DURATION}\)?)?
    | {_DURATION}\s+(?:listen|audio)
    | (?:the\s+)?audio\s+version\s+of\s+this\s+(?:article|story)\s+(?:was|is|has\s+been)\s+
          (?:created|generated|made|produced)\b.*
    | this\s+(?:article|story|audio)\s+(?:was|is)\s+(?:read|voiced|narrated|generated|created)\s+(?:aloud\s+)?
          (?:by|with|using)\s+(?:an?\s+)?(?:AI|artificial|automated|synthetic|computer)\b.*
    | (?:it|this\s+audio)\s+can\s+be\s+mispronounced\b.*
    )[.…!]?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ONLY_DURATION = re.compile(rf"{_DURATION}(?:\s+read)?\.?", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:photo|image|picture|caption|photograph|video|watch)(?:\s+caption)?\s*:\s.{0,500}", re.IGNORECASE | re.DOTALL
)
_CREDIT = re.compile(
    r"(?:(?:photo(?:graph)?s?|image|picture|credit|illustration)\s*(?:credit|by)?\s*[:/]\s*.{1,120}"
    r"|[(\[][^()\[\]]{0,100}(?:/|via )\s*(?:getty images|afp|ap|reuters|epa)[^()\[\]]{0,40}[)\]])",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:[Bb]y|BY|[Pp]ar|[Vv]on|[Pp]or)\s+[^\W\d_a-z][^.!?\n]{1,78}")


def kind_of(line: str) -> BlockKind | None:
    """Return the kind of a line that is not running text, or None for running text."""
    line = " ".join(line.split())
    if _PLAYER.fullmatch(line):
        return "player"
    if _CREDIT.fullmatch(line):
        return "credit"
    if _CAPTION.fullmatch(line):
        return "caption"
    return None


def is_duration(line: str) -> bool:
    """Say whether a line is only a listening or reading time, as stands beside a player."""
    return bool(re.search(r"\d", line)) and bool(_ONLY_DURATION.fullmatch(" ".join(line.split())))


def is_byline(line: str) -> bool:
    """Say whether a line names the author, as bylines near the top do."""
    return bool(_BYLINE.fullmatch(" ".join(line.split())))
