"""Captions with word times: `words.vtt`."""

import html
from collections.abc import Sequence

from pronouncer.model.edition import Edition, SpokenWord
from pronouncer.model.master import Cue


def webvtt(edition: Edition) -> str:
    """Return a WebVTT file: a cue a sentence, each word after an inline timestamp (W3C WebVTT)."""
    words: dict[str, list[SpokenWord]] = {}
    for word in edition.words:
        words.setdefault(word.sentence_id, []).append(word)
    sentences = {sentence.id: sentence for sentence in edition.script.sentences}
    parts = ["WEBVTT\n"]
    for cue in edition.cues:
        sentence = sentences[cue.sentence_id]
        line = f"{timestamp(cue.start)} --> {timestamp(max(cue.end, cue.start + 0.001))}"
        parts.append(
            f"{cue.sentence_id}\n{line}\n{_text(sentence.shown, sentence.start, cue, words.get(cue.sentence_id, ()))}\n"
        )
    return "\n".join(parts)


def timestamp(seconds: float) -> str:
    """Return `HH:MM:SS.mmm`."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _text(text: str, offset: int, cue: Cue, words: Sequence[SpokenWord]) -> str:
    """The sentence as written; a timestamp must lie after the one before it and inside the cue."""
    found: list[str] = []
    place, last = 0, round(cue.start * 1000)
    for word in words:
        found.append(_escaped(text[place : word.start - offset]))
        place = word.start - offset
        at = round(word.at * 1000)
        if last < at < round(cue.end * 1000):
            found.append(f"<{timestamp(word.at)}>")
            last = at
    found.append(_escaped(text[place:]))
    return "".join(found)


def _escaped(text: str) -> str:
    """Text that a cue can hold: no markup, no line break, no arrow."""
    flat = " ".join(text.split("\n"))
    return html.escape(flat, quote=False)
