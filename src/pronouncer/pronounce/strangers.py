"""Paragraphs that may not belong to the story, as the caption of a video between two of them. Flagged, never left out.

News names a person in full once, then by surname. A paragraph in the middle of a story that introduces somebody in full
again, quotes nobody, and shares no word with the paragraphs beside it, has its own story to tell.
"""

import itertools
import re
from collections.abc import Iterator

from pronouncer.model.script import Script
from pronouncer.model.utterance import Flag
from pronouncer.patterns import compiled

_NAME = compiled(r"\b(?:[A-Z][\w'’.-]* )*([A-Z][\w'’-]+ [A-Z]\w[\w’-]*?)(?=['’]s?\b|\b(?![\w’'-]))(?! [A-Z])")
_QUOTED = compiled(r"[“”\"«»]")
_WORD = compiled(r"\b[a-z][a-z-]{4,}\b")
_STEM = 5  # letters by which words are compared
_FIRST = 3  # paragraphs that may introduce anybody
_COMMON = frozenset(
    """about after again against along among around because before being below between could during every first found
    going great having known large later might never number often other people place point right several shall should
    since still their there these thing think those three through today under until using where which while within
    without would years""".split()
)


def strangers(script: Script) -> Iterator[tuple[int, Flag]]:
    """Yield a flag over the first sentence of each paragraph that may not belong, with the index of that sentence.

    For languages in which capitals are for names; only English has its common words here.
    """
    if not script.language.lower().startswith("en"):
        return
    blocks = [list(run) for _, run in itertools.groupby(enumerate(script.sentences), key=lambda item: item[1].block)]
    running = [block for block in blocks if block[0][1].kind == "paragraph"]
    texts = [" ".join(sentence.text for _, sentence in block) for block in running]
    full: set[str] = set()
    """Names that were given in full."""
    short: set[str] = set()
    """Surnames of these that have stood alone since."""
    for place, text in enumerate(texts):
        named = {match[1] for match in _NAME.finditer(text)}
        again = sorted(name for name in named & full if name.split()[-1] in short)
        beside = _words(*texts[max(0, place - 1) : place], *texts[place + 1 : place + 2])
        inside = _FIRST <= place < len(texts) - 1
        if inside and again and not _QUOTED.search(text) and _words(text).isdisjoint(beside):
            index, sentence = running[place][0]
            message = (
                f"This paragraph introduces {again[0]} again and may not belong to the story, as a caption does not."
            )
            yield index, Flag(0, len(sentence.text), "may-not-belong", message)
        alone = _NAME.sub("", text)
        short |= {name.split()[-1] for name in full if re.search(rf"\b{re.escape(name.split()[-1])}\b", alone)}
        full |= named


def _words(*texts: str) -> set[str]:
    """Return the beginnings of the longer words in small letters, without what every text has."""
    return {word[:_STEM] for text in texts for word in _WORD.findall(text) if word not in _COMMON}
