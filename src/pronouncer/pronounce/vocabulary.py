"""The words of a language: which are common, which a dictionary has, and which must be names."""

import functools
import itertools
import unicodedata
from collections.abc import Iterator

from pronouncer.patterns import compiled
from pronouncer.phones.likeness import alike
from pronouncer.pronounce.language import Guess, Language, language
from pronouncer.pronounce.mistakes import probability, read_weights

_CONTRACTED = compiled(r"'(?:s|re|ve|ll|d|m)\Z|(?<=s)'\Z")
_LEAST = 3  # letters of a part of a compound
_BLIND = 0.5  # chance of a mistake where nothing was learned
_ACCENTED = 0.4  # least chance in a name with accents, which English rules do not know
_RISKY = 0.3  # chance of a mistake from which the rules of an origin may do better
_CLEAR = 0.5  # likelihood of an origin from which they do: docs/decisions/0016-origins.md
_ENDINGS = "s es ed d ing ly er ers ness less like y ish ism ist ists able".split()
_BRITISH = (("is", "iz"), ("ys", "yz"), ("our", "or"), ("tre", "ter"), ("ll", "l"), ("ae", "e"))
_BEGINNINGS = "un re non anti pre post over under mis out co sub super inter multi pro de dis mid semi ultra".split()


class Vocabulary:
    """What is known of the words of one language; a language without a list of common words has no names either."""

    def __init__(self, rules: Language) -> None:
        self._rules = rules

    @functools.cached_property
    def common(self) -> frozenset[str]:
        """Words that stand in lower case in running text."""
        return frozenset(self._rules.words.read_text("utf-8").split()) if self._rules.words else frozenset()

    def is_name(self, word: str) -> bool:
        """Say whether a word with a capital is a name, and not a word that starts a sentence or a title."""
        if not self._rules.words or not word[:1].isupper() or len(word) == 1 or word.endswith("n't"):
            return False
        lower = stem(word).lower()
        return lower not in self.common and lower.removesuffix("s") not in self.common

    def pronunciations(self, word: str) -> tuple[str, ...]:
        """Return the IPA that the dictionary has for a word without its possessive ending, the usual one first."""
        dictionary = self._rules.dictionary()
        return dictionary.ipa(bare(stem(word))) if dictionary else ()

    def chance_of_mistake(self, name: str) -> float:
        """Return the chance, 0 to 1, that letter-to-sound rules say a name wrong, if it were in a dictionary."""
        if not self._rules.mistakes:
            return _BLIND
        chance = probability(name, read_weights(self._rules.mistakes))
        return chance if name.isascii() else max(chance, _ACCENTED)

    def guess(self, name: str) -> Guess | None:
        """Return how a name that no dictionary has is said by the rules of its origin, where that is clear enough."""
        if self.chance_of_mistake(name) < _RISKY:
            return None
        first = next(iter(self._rules.guesses(name)), None)
        return first if first and first.likelihood >= _CLEAR else None

    def has(self, word: str) -> bool:
        """Say whether a word in lower case is known, or made of known parts."""
        if word in self.common:
            return True
        dictionary = self._rules.dictionary()
        if not dictionary or len(word) <= _LEAST:
            return True
        stems = list(_stems(bare(word)))
        if any(len(stem) >= _LEAST and (stem in self.common or stem in dictionary) for stem in stems):
            return True
        cuts = ((stem[:cut], stem[cut:]) for stem in stems for cut in range(_LEAST, len(stem) - _LEAST + 1))
        return any(first in self.common and last in self.common for first, last in cuts)


@functools.lru_cache(maxsize=64)
def vocabulary(tag: str) -> Vocabulary:
    """Return the vocabulary of a language, which is read once."""
    return Vocabulary(language(tag))


def stem(word: str) -> str:
    """Return a word without a contracted or possessive ending."""
    return _CONTRACTED.sub("", word)


def bare(word: str) -> str:
    """Return a word without the accents that English dictionaries leave out: cafe for café."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def confirmed(ipa: str, variants: tuple[str, ...]) -> bool:
    """Say whether a pronunciation is one of those that a dictionary has."""
    return any(alike(ipa, variant, stress=True) for variant in variants)


def _stems(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without the usual beginnings and endings."""
    stems = [word, *(word.replace(*pair) for pair in _BRITISH if pair[0] in word)]
    for whole, ending in itertools.product(list(stems), _ENDINGS):
        stem = whole.removesuffix(ending)
        if stem != whole:
            stems += [stem, f"{stem}e"]
            stems += [stem[:-1]] if stem[-2:-1] == stem[-1:] else []
            stems += [f"{stem[:-1]}y"] if stem.endswith("i") else []
    yield from stems
    yield from (stem.removeprefix(start) for stem in stems for start in _BEGINNINGS if stem.startswith(start))
