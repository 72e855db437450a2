"""Guess the language from the letters, where neither the page nor the user names it."""

import re
from collections import Counter

# Unicode blocks of scripts that one language (or the first guess) goes with; Latin is left to the default.
_SCRIPTS = {
    "uk": "[іїєґІЇЄҐ]",
    "ru": "[\u0400-\u04ff]",
    "el": "[\u0370-\u03ff]",
    "hy": "[\u0530-\u058f]",
    "he": "[\u0590-\u05ff]",
    "ar": "[\u0600-\u06ff]",
    "hi": "[\u0900-\u097f]",
    "bn": "[\u0980-\u09ff]",
    "ta": "[\u0b80-\u0bff]",
    "th": "[\u0e00-\u0e7f]",
    "ka": "[\u10a0-\u10ff]",
    "am": "[\u1200-\u137f]",
    "km": "[\u1780-\u17ff]",
    "ja": "[\u3040-\u30ff]",
    "ko": "[\uac00-\ud7af]",
    "zh": "[\u4e00-\u9fff]",
}
_SAMPLE = 20_000  # characters; the top of an article tells its language


def guess(text: str, default: str) -> str:
    """Return a BCP 47 tag for the script most letters are in; the default for Latin letters."""
    sample = text[:_SAMPLE]
    letters = [(letter, count) for letter, count in Counter(sample).items() if letter.isalpha()]
    latin = sum(count for letter, count in letters if letter < "\u0250")
    if sum(count for letter, count in letters if letter >= "\u0370") <= latin:
        return default
    counts = Counter({tag: len(re.findall(pattern, sample)) for tag, pattern in _SCRIPTS.items()})
    if counts["uk"] * 50 > counts["ru"] > 0:
        return "uk"
    if counts["ja"] and counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts["zh"]
    tag, most = max(counts.items(), key=lambda item: item[1])
    return tag if most > latin else default
