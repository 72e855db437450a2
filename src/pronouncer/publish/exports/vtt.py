"""What WebVTT files have in common (W3C WebVTT, Candidate Recommendation of 4 April 2019)."""

from collections.abc import Iterable
from typing import NamedTuple

from pronouncer.patterns import compiled
from pronouncer.publish.exports.heard import Heard

_MARKED = compiled("[&<>\r\n]")
_UNWRITABLE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": " ", "\n": " "})


class Block(NamedTuple):
    """One cue as it is written."""

    id: str
    start: float
    """Seconds."""
    end: float
    """Seconds."""
    text: str
    """Escaped."""


def webvtt(blocks: Iterable[Block]) -> str:
    """Return a file of cues; each lasts a millisecond at least, since one without length is never shown."""
    cues = [
        f"{block.id}\n{timestamp(block.start)} --> {timestamp(max(block.end, block.start + 0.001))}\n{block.text}\n"
        for block in blocks
    ]
    return "\n".join(["WEBVTT\n", *cues])


def timestamp(seconds: float) -> str:
    """Return `HH:MM:SS.mmm`."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def spoken(heard: Heard, text: str) -> str:
    """Return the escaped text of a cue with its language, and with its speaker where the words are a quotation's."""
    sentence = heard.sentence
    if sentence.language:
        text = f"<lang {escaped(sentence.language)}>{text}</lang>"
    speaker = " ".join(sentence.speaker.split())
    return f"<v {escaped(speaker)}>{text}</v>" if speaker else text


def escaped(text: str) -> str:
    """Return text that a cue can hold: no markup, no line break, no arrow."""
    return text.translate(_UNWRITABLE) if _MARKED.search(text) else text
