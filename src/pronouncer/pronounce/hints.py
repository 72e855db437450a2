"""What the page itself says of its words, as entries of the lexicon for one occurrence each."""

import re
from collections.abc import Iterator

from pronouncer.model.lexicon import Lexeme
from pronouncer.model.script import Script
from pronouncer.pronounce.lexicons.entry import wrong

WHO = "the page"


def hinted(script: Script) -> Iterator[Lexeme]:
    """Yield an entry for each hint that can be said; one that is no IPA, or names no word, is left out."""
    for hint in script.hints:
        for sentence in script.sentences:
            if sentence.start <= hint.start and hint.end <= sentence.end:
                text, start = sentence.text, hint.start - sentence.start
                grapheme = text[start : hint.end - sentence.start].strip()
                again = len(re.findall(rf"(?<!\w){re.escape(grapheme)}(?!\w)", text[:start]))
                scope = f"occurrence:{sentence.id}@{again + 1}"
                entry = Lexeme(grapheme, hint.phoneme, hint.alias, scope=scope, match="exact", who=WHO, source=WHO)
                if not wrong(entry):
                    yield entry
