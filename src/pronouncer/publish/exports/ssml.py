"""`said.ssml`: what was said, for any engine that reads SSML 1.1 (W3C Recommendation, 7 September 2010).

The text is the article's; what is said otherwise than written stands in `phoneme` and `sub`, so that every character
of a sentence is still where it was.
"""

from collections.abc import Iterator
from itertools import groupby

from pronouncer.model.edition import Edition
from pronouncer.model.utterance import Token
from pronouncer.publish.exports.heard import Heard, paragraphs
from pronouncer.publish.exports.markup import escaped, language
from pronouncer.publish.exports.table import Around

_SILENT = ("space", "punctuation")
NAMESPACE = "http://www.w3.org/2001/10/synthesis"


def write(edition: Edition, around: Around) -> str:
    """Return the document: a `p` a block, an `s` a sentence, with voices where several speak."""
    tag = escaped(language(edition.article.language))
    several = len({cue.voice for cue in edition.cues}) > 1
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<speak version="1.1" xmlns="{NAMESPACE}" xml:lang="{tag}">']
    for paragraph in paragraphs(edition):
        lines += ["<p>", *_voices(list(paragraph.heard), several=several), "</p>"]
    return "\n".join([*lines, "</speak>\n"])


def _voices(sentences: list[Heard], *, several: bool) -> Iterator[str]:
    if not several:
        yield from map(_sentence, sentences)
        return
    for voice, group in groupby(sentences, key=lambda each: each.voice):
        name = "-".join(voice.split())  # in 1.1 a name with spaces is a list of names
        yield f'<voice name="{escaped(name)}">'
        yield from map(_sentence, group)
        yield "</voice>"


def _sentence(each: Heard) -> str:
    """A sentence after a mark with its id, and the pause after it."""
    sentence = each.sentence
    spoken_in = f' xml:lang="{escaped(language(sentence.language))}"' if sentence.language else ""
    words = "".join(map(_token, each.utterance.tokens))
    pause = f'<break time="{round(sentence.pause * 1000)}ms"/>' if sentence.pause else ""
    return f'<s{spoken_in}><mark name="{escaped(sentence.id)}"/>{words}</s>{pause}'


def _token(token: Token) -> str:
    written = escaped(token.written)
    if token.is_decided and token.ipa:
        return f'<phoneme alphabet="ipa" ph="{escaped(token.ipa)}">{written}</phoneme>'
    if token.spoken != token.written.replace("’", "'") and token.kind not in _SILENT:
        return f'<sub alias="{escaped(token.spoken)}">{written}</sub>'
    return written
