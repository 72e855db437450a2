"""SSML as servers read it: well formed or refused, only elements and phones that the voice has."""

import html
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from tests.voice.fakes.speech import Word

_CONSONANTS = "b d dʒ ð f ɡ h j k l m n ŋ p ɹ s ʃ t tʃ θ v w z ʒ".split()
PHONES = {
    "en-US": [*_CONSONANTS, *"ə ɚ æ aɪ aʊ ɑ eɪ ɝ ɛ i ɪ oʊ ɔ ɔɪ u ʊ ʌ".split()],
    "en-GB": [*_CONSONANTS, *"ə əʊ æ aɪ aʊ ɑː eɪ ɛ ɛə ɜː iː ɪ ɪə ɔː ɔɪ ɒ uː ʊ ʊə ʌ".split()],
}
"""As Amazon lists them."""

_PIECE = re.compile(
    r'<phoneme alphabet="(?P<alphabet>[^"]*)" ph="(?P<ph>[^"]*)">(?P<inner>[^<]*)</phoneme>'
    r'|<sub alias="(?P<alias>[^"]*)">(?P<under>[^<]*)</sub>'
    r'|<mark name="(?P<mark>[^"]*)"/>|<[^>]*>|(?P<word>[\w\'’&;-]+)'
)


class Read(NamedTuple):
    """A document as it was understood."""

    words: list[Word]
    marks: list[tuple[str, int]]
    """Names, each with the index of the word that follows."""


def read(document: str, elements: Collection[str], language: str) -> Read:
    """Return the words and marks of a document. Raises ValueError for one that a voice refuses."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise ValueError(f"Invalid SSML: {error}") from error
    strange = {element.tag for element in root.iter()} - set(elements)
    if root.tag != "speak" or strange:
        raise ValueError(f"Unsupported element {strange or root.tag}")
    words: list[Word] = []
    marks: list[tuple[str, int]] = []
    for found in _PIECE.finditer(document):
        if found["mark"] is not None:
            marks.append((found["mark"], len(words)))
        words += _words(found, document, PHONES[language])
    return Read(words, marks)


def _words(found: re.Match[str], document: str, known: Collection[str]) -> Iterator[Word]:
    pause = document[found.end() : found.end() + 1] in tuple(",;.?!")
    if found["ph"] is not None:
        if found["alphabet"] != "ipa":
            raise ValueError(f"Unsupported alphabet {found['alphabet']}")
        yield Word("".join(_phones(html.unescape(found["ph"]), known)), *found.span("inner"), pause)
    elif found["alias"] is not None:
        yield Word(html.unescape(found["alias"]), *found.span("under"), pause)
    elif found["word"]:
        yield Word(html.unescape(found["word"]), *found.span("word"), pause)


def _phones(ipa: str, known: Collection[str]) -> Iterator[str]:
    rest = re.sub("[ˈˌ.]", "", ipa)
    while rest:
        size = next((size for size in (2, 1) if rest[:size] in known), 0)
        if not size:
            raise ValueError(f"Unsupported phoneme {rest[0]}")
        yield rest[:size]
        rest = rest[size:]
