"""`said.pls`: the pronunciations that were told in this edition, for other engines (PLS 1.0).

PLS says one thing for one word: homographs, and words that were said in two ways, are left to `said.ssml`.
"""

from collections.abc import Iterator

from pronouncer.model.edition import Edition
from pronouncer.model.lexicon import Lexeme
from pronouncer.publish.exports.heard import heard
from pronouncer.publish.exports.markup import language
from pronouncer.publish.exports.table import Around


def write(edition: Edition, around: Around) -> str:
    """Return the lexicon of the edition's language."""
    return around.pls(list(told(edition)), language(edition.article.language))


def told(edition: Edition) -> Iterator[Lexeme]:
    """Yield an entry for each word or name that an engine was told how to say, in the order they are heard."""
    sounds: dict[str, set[str]] = {}
    for each in heard(edition):
        for token in each.utterance.tokens if not each.sentence.language else ():
            if token.is_decided and token.ipa and not token.rule.startswith("homograph"):
                sounds.setdefault(token.written, set()).add(token.ipa)
    for written, ways in sounds.items():
        if len(ways) == 1:
            yield Lexeme(" ".join(written.split()), phoneme=ways.pop())
