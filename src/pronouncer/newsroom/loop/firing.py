"""Where an entry of the lexicon is said: exactly as the reading finds it, without reading what is plain to see.

In most sentences a word stands between spaces and commas, and no rule reads it together with what is beside it; where
that is so, an entry without rivals is said there. All other sentences are cut into tokens and tried, as the reading
does it.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.pronounce.language import language
from pronouncer.pronounce.lookup import Match, Where, best, lexemes_for, speaks, tried
from pronouncer.pronounce.say import base_entries, reader_of

_SHORTEST = 4  # letters of a word that has a plural by rule
_DEEPEST = 2  # aliases of aliases
_BEFORE = r"(?:^|(?<=[a-z,;:!?)”’] )|(?<=[“(]))"  # what stands before a word that nothing is read together with
_AFTER = r"(?=,? [a-z]{2}|[,;:!?)”]+(?: |$)|\.$|$)"  # and after it
_RULED = (
    "Foo {}.",
    "Boston, {}.",
    "5 {} on",
    "5 sq {} on",
    "per {} on",
    "5 {} cent",
    "Rt {} Lee",
    "{} Hon Lee",
    "{} Lee",
)
"""Where rules read units, abbreviations and titles; what is a word there is one everywhere."""
_CAPITALS = re.compile(r"([A-Z]+)(?:'?s)?")
_RUN = re.compile(r"[^\W_]+")

Near = Callable[[str], Iterable[Lexeme]]
"""Returns the house's entries that have a word, folded as `bare` does it, in their grapheme or alias."""


class Wanted(NamedTuple):
    """What an entry wants of a sentence, in folded case."""

    all: tuple[str, ...]
    """Its own words."""
    any: tuple[tuple[str, ...], ...]
    """Of each of these, one at least: words beside it."""

    def possible(self, low: str) -> bool:
        """Tell whether a text, in folded case, has them: if not, the entry is not said there."""
        for word in self.all:
            if word not in low:
                return False
        return not self.any or all(any(word in low for word in words) for words in self.any)


class Tongue(NamedTuple):
    """An entry among its rivals in sentences of one language."""

    where: Where
    lexicon: Lexicon
    """The entry, and all that can be said where it could."""
    plainly: re.Pattern[str] | None
    """Finds the entry, in folded case, where nothing can be in its way."""
    rivals: tuple["Wanted", ...]
    """Of those that would be said instead of the entry: where one may be, it has to be tried."""
    aliased: bool
    """Whether an alias may bring the entry up."""


class Trial:
    """One entry, tried in many sentences."""

    def __init__(self, lexeme: Lexeme, near: Near, *, limited: bool = False) -> None:
        """With `limited`, rivals that hold for some articles or voices only are tried too."""
        kind, target = lexeme.scope.partition(":")[0], lexeme.target
        self.entry = lexeme._replace(status="approved")
        own: dict[str, Any] = (
            {"article": target} if kind == "article" else {"section": target} if kind == "section" else {}
        )
        own |= {"sentence": target.partition("@")[0]} if kind == "occurrence" else {}
        self._own: dict[str, Any] = own | ({"voice": lexeme.voice} if lexeme.voice else {})
        self._near, self._limited = near, limited
        self._tongues: dict[str, Tongue | None] = {}

    def holds(self, language: str, text: str, place: Mapping[str, str] | None = None) -> bool:
        """Tell whether the entry is said in a sentence; with a place, there: `article`, `section`, `voice`."""
        tongue = self._tongue(language)
        if tongue is None:
            return False
        where = tongue.where._replace(**self._own | dict(place)) if place else tongue.where
        easily = self._easily(tongue, text, where)
        return said(self.entry, tongue.lexicon, text, where) if easily is None else easily

    def _easily(self, tongue: Tongue, text: str, where: Where) -> bool | None:
        """Tell whether the entry is said in a sentence; None where it has to be read for that."""
        low = text.casefold()
        entry = self.entry
        if len(low) != len(text):
            return None
        limited = entry.left or entry.right or entry.role
        if limited and not tongue.aliased and not any(_holds_at(entry, text, at, where) for at in _places(entry, low)):
            return False
        if not tongue.plainly or any(rival.possible(low) for rival in tongue.rivals):
            return None
        if not limited and entry.match == "any" and entry.level <= 1:
            return tongue.plainly.search(low) is not None or None
        found = (match.start() for match in tongue.plainly.finditer(low))
        return any(_holds_at(entry, text, at, where) for at in found) or None

    def rivals(self, language: str) -> list[Lexeme]:
        """Return the other approved entries that can be said where this one could."""
        words = {bare(word) for word in _RUN.findall(self.entry.grapheme)}
        found = [each for word in words for each in (*shipped_with(language, word), *self._near(word))]
        return [each for each in dict.fromkeys(found) if each.status == "approved" and not same(each, self.entry)]

    def _tongue(self, language: str) -> Tongue | None:
        if language not in self._tongues:
            self._tongues[language] = self._made(language)
        return self._tongues[language]

    def _made(self, language: str) -> Tongue | None:
        where = reader_of(language).where(language)._replace(**self._own)
        if self.entry.language and not speaks(self.entry.language, where.language):
            return None
        spoken = [each for each in self.rivals(language) if not each.language or speaks(each.language, where.language)]
        rivals = [each for each in spoken if self._limited or not is_limited(each)]
        stronger = tuple(_wanted(each) for each in rivals if wins(each, self.entry))
        aliased = any(each.alias for each in rivals)
        return Tongue(where, Lexicon([*rivals, self.entry]), _plainly(self.entry, language), stronger, aliased)


def said(entry: Lexeme, lexicon: Lexicon, text: str, where: Where, depth: int = 0) -> bool:
    """Tell whether an entry of a lexicon is said somewhere in a sentence: read from left to right, as `Reader` does."""
    drafts = reader_of(where.language).tokenise(text)
    ends = frozenset(draft.end for draft in drafts)
    covered = 0
    for draft in drafts:
        if draft.start < covered or draft.kind == "space":
            continue
        match = _best(lexicon, text, draft.start, where, ends)
        if match:
            covered = match.end
            matches = [match]
        else:
            spoken = [word for word in draft.spoken.split() if not _is_letters(word, where.language)]
            spoken = spoken if draft.kind != "word" else []
            tries = (_best(lexicon, word, 0, where, frozenset((len(word),))) for word in spoken)
            matches = [each for each in tries if each]
        for each in matches:
            alias = each.lexeme.alias + each.ending if each.lexeme.alias and depth < _DEEPEST else ""
            if each.lexeme is entry or (alias and said(entry, lexicon, alias, where, depth + 1)):
                return True
    return False


def _is_letters(word: str, tag: str) -> bool:
    """Tell whether a word that a rule gave is said letter by letter, which no entry changes."""
    found = _CAPITALS.fullmatch(word)
    return found is not None and all(language(tag).letters.get(letter) for letter in found.group(1))


def is_limited(lexeme: Lexeme) -> bool:
    """Tell whether an entry holds for some articles or voices only."""
    return lexeme.level > 1 or bool(lexeme.voice)


def same(one: Lexeme, other: Lexeme) -> bool:
    """Tell whether an entry takes the place of another one: it is for the same word under the same conditions."""
    return _claim(one) == _claim(other)


def meet(one: Lexeme, other: Lexeme) -> bool:
    """Tell whether the words of one entry are some of the other's, side by side."""
    long, short = sorted((_bare_words(one), _bare_words(other)), key=len, reverse=True)
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))


def wins(other: Lexeme, lexeme: Lexeme) -> bool:
    """Tell whether another entry may be said instead: it starts earlier, or comes first by precedence."""
    own, its = _bare_words(lexeme), _bare_words(other)
    if own[: len(its)] == its or its[: len(own)] == own:
        return Match(other, 0, 0, "").rank > Match(lexeme, 0, 0, "").rank
    return not (len(own) > len(its) and meet(lexeme, other))


def _bare_words(lexeme: Lexeme) -> list[str]:
    return [bare(word) for word in _RUN.findall(lexeme.grapheme)]


def _holds_at(entry: Lexeme, text: str, start: int, where: Where) -> bool:
    return isinstance(tried(entry, text, start, where), Match)


def _places(entry: Lexeme, low: str) -> Iterator[int]:
    """Yield where the first word of an entry stands in a text in folded case."""
    first = first_word(entry.grapheme)
    start = low.find(first)
    while start >= 0:
        yield start
        start = low.find(first, start + 1)


def _wanted(lexeme: Lexeme) -> Wanted:
    beside = (tuple(words.casefold().split()) for words in (lexeme.left, lexeme.right) if words)
    return Wanted(tuple(word.casefold() for word in _RUN.findall(lexeme.grapheme)), tuple(beside))


def bare(word: str) -> str:
    """Return a word as rivals are told by it: in folded case and without what may be its plural."""
    word = word.casefold()
    return word[:-2] if word.endswith("es") and len(word) > _SHORTEST else word.removesuffix("s")


def bares(lexeme: Lexeme) -> set[str]:
    """Return the words of an entry, bare: those that it is for, and those that it says instead."""
    return {bare(word) for word in _RUN.findall(f"{lexeme.grapheme} {lexeme.alias}")}


def _claim(lexeme: Lexeme) -> tuple[str, ...]:
    limits = (lexeme.language, lexeme.scope, lexeme.left, lexeme.right, lexeme.role, lexeme.voice)
    return (lexeme.grapheme.casefold(), *limits)


def _best(lexicon: Lexicon, text: str, start: int, where: Where, ends: frozenset[int]) -> Match | None:
    options = lexemes_for(lexicon, first_word(text, start))
    return best(options, text, start, where, ends) if options else None


def _plainly(entry: Lexeme, language: str) -> re.Pattern[str] | None:
    word = entry.grapheme
    if not re.fullmatch(r"[^\W\d_]{2,}(?: [^\W\d_]{2,})*", word) or not _is_word(word, language):
        return None
    plural = "es" if word.lower().endswith(("s", "x", "z", "sh", "ch")) else "s"
    ending = f"(?:['’]s|{plural})?" if len(word) >= _SHORTEST else "(?:['’]s)?"
    return re.compile(f"{_BEFORE}{re.escape(word.casefold())}{ending}{_AFTER}")


def _is_word(word: str, language: str) -> bool:
    """Tell whether no rule of a language reads a word together with what is beside it."""
    tokenise = reader_of(language).tokenise
    for each in {form for part in word.split(" ") for form in (part, part.lower(), part.capitalize())}:
        for context in _RULED:
            tokens = {draft.written: draft.kind for draft in tokenise(context.format(each))}
            if tokens.get(each) not in ("word", "initialism"):
                return False
    return True


def shipped_with(language: str, word: str) -> list[Lexeme]:
    """Return the entries that come with a language and have a word."""
    return _shipped_by_word(language).get(bare(word), [])


@functools.lru_cache(maxsize=16)
def _shipped_by_word(language: str) -> dict[str, list[Lexeme]]:
    found: dict[str, list[Lexeme]] = {}
    for lexeme in base_entries(language):
        for word in bares(lexeme):
            found.setdefault(word, []).append(lexeme)
    return found
