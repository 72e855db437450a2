"""What makes an entry usable, and what two entries may not both say."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pronouncer.errors import LexiconError, SettingsError
from pronouncer.model.lexicon import MATCHES, SCOPES, STATUSES, Lexeme
from pronouncer.patterns import compiled
from pronouncer.phones.respelling import readings, respelled, rhymed
from pronouncer.phones.segments import plain, unknown
from pronouncer.pronounce.dictionary import cmudict

COLUMNS = Lexeme._fields
"""The headings of a table."""

Numbered = tuple[int, Lexeme]
"""The line an entry starts on, and the entry."""

_PATTERN = compiled(r"[\[\]{}^\\|]|\.[*+?]|\(\?|\)[*+?]|\$$")
_SILENT = "ˈˌʔːˑ"  # letters of IPA that are no sound by themselves
_RHYME = compiled(r"rhymes with ([A-Za-z']{2,30})", re.IGNORECASE)
_PHRASE = 5  # words of a phrase that an alias may lead to
_LONGEST_ALIAS = 30  # words
_SHOWN = 10  # errors of one file
_MARKUP = compiled(r"[<>&]|[\x00-\x08\x0b-\x1f]")
_DATE = compiled(r"\d{4}(-\d\d(-\d\d([T ][0-9:.]+(Z|[+-]\d\d:?\d\d)?)?)?)?")
_SCRIPTS = {  # of languages that have one script of their own
    **dict.fromkeys("en fr de es it pt nl pl cs sv da no nb fi hu tr ro vi id".split(), "LATIN"),
    **dict.fromkeys("uk ru bg mk be".split(), "CYRILLIC"),
    "el": "GREEK",
    "ar": "ARABIC",
    "fa": "ARABIC",
    "he": "HEBREW",
}


def made(values: Mapping[str, str]) -> Lexeme:
    """Return the entry of a row. Raises ValueError, saying what is wrong and what to do."""
    lexeme = Lexeme(**values)  # type: ignore[arg-type]
    lexeme = lexeme._replace(grapheme=_folded(lexeme.grapheme), alias=_folded(lexeme.alias))
    if lexeme.phoneme and (re.search("[A-Z]", lexeme.phoneme) or _RHYME.fullmatch(lexeme.phoneme.strip())):
        lexeme = lexeme._replace(phoneme="", respelling=lexeme.respelling or lexeme.phoneme)
    if lexeme.respelling and not lexeme.phoneme:
        lexeme = lexeme._replace(phoneme=_ipa(lexeme.grapheme, lexeme.respelling))
    if lexeme.phoneme:
        lexeme = lexeme._replace(phoneme=plain(lexeme.phoneme))
    problem = wrong(lexeme)
    if problem:
        raise ValueError(problem)
    return lexeme


def _folded(text: str) -> str:
    """Return a text in composed letters with single spaces, as articles have it."""
    return " ".join(text.split()) if text.isascii() else " ".join(unicodedata.normalize("NFC", text).split())


def wrong(lexeme: Lexeme) -> str:
    """Return why an entry cannot be used, or an empty string."""
    if not lexeme.grapheme.strip():
        return "the grapheme is empty: write the word as it stands in articles"
    if not (lexeme.phoneme or lexeme.alias):
        return f"{lexeme.grapheme!r} has no pronunciation: give IPA, a respelling such as zuh-LEN-skee, or an alias"
    if lexeme.grapheme.startswith("# "):
        return f"{lexeme.grapheme!r} would be a comment of the table: leave out the number sign"
    if len(lexeme.alias.split()) > _LONGEST_ALIAS:
        return f"the alias of {lexeme.grapheme!r} has more than {_LONGEST_ALIAS} words"
    if lexeme.phoneme and lexeme.alias:
        return f"give {lexeme.grapheme!r} a pronunciation or an alias, not both"
    return _wrong_grapheme(lexeme) or _wrong_phoneme(lexeme) or _wrong_choice(lexeme)


def _wrong_grapheme(lexeme: Lexeme) -> str:
    grapheme = lexeme.grapheme
    if grapheme.isalpha() and grapheme.isascii():
        return ""
    if _MARKUP.search(grapheme) and not re.fullmatch(r"[^<>]*&[^<>;]*", grapheme):
        return f"{grapheme!r} holds markup: write the word as readers see it"
    if _PATTERN.search(grapheme):
        return f"{grapheme!r} looks like a regular expression: a grapheme is matched as it is written; list each form"
    if not any(character.isalnum() for character in grapheme):
        return f"{grapheme!r} has no letter or digit"
    return _wrong_script(lexeme)


def _wrong_script(lexeme: Lexeme) -> str:
    if lexeme.grapheme.isascii() and _SCRIPTS.get(lexeme.language.partition("-")[0], "LATIN") == "LATIN":
        return ""
    for word in lexeme.grapheme.split():
        scripts = {_script(letter) for letter in word if letter.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
            return f"{word!r} mixes the letters of {' and '.join(sorted(scripts))}, which look alike: type it again"
        own = _SCRIPTS.get(lexeme.language.partition("-")[0])
        if own and scripts and own not in scripts:
            found = " and ".join(sorted(scripts))
            return f"{word!r} is in {found} letters, and the entry is for {lexeme.language}: leave the language empty"
    return ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _wrong_phoneme(lexeme: Lexeme) -> str:
    if not lexeme.phoneme:
        return ""
    strange = unknown(lexeme.phoneme)
    if strange:
        name = unicodedata.name(strange, f"U+{ord(strange):04X}")
        return f"/{lexeme.phoneme}/ is no IPA: it holds {strange!r} ({name}). A respelling has its stress in capitals"
    for word in lexeme.phoneme.split():
        if not any(letter.isalpha() and letter not in _SILENT for letter in word):
            return f"/{word}/ has no sound"
    return ""


def _wrong_choice(lexeme: Lexeme) -> str:
    scope, _, target = lexeme.scope.partition(":")
    if scope not in SCOPES:
        return f"there is no scope {lexeme.scope!r}: write one of {', '.join(SCOPES[1:])}"
    if bool(target) != (scope not in ("base", "house")):
        return f"the scope {scope!r} {'names nothing' if not target else 'takes no name'}: write {_example(scope)}"
    if scope == "occurrence" and not re.fullmatch(r"[^@]+(@[1-9]\d*)?", target):
        return f"the occurrence {target!r} is no SENTENCE or SENTENCE@2"
    for name, value, allowed in (("match", lexeme.match, MATCHES), ("status", lexeme.status, STATUSES)):
        if value not in allowed:
            return f"there is no {name} {value!r}: write one of {', '.join(allowed)}"
    if lexeme.language and not re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lexeme.language):
        return f"{lexeme.language!r} is no BCP 47 language, such as en or en-GB"
    if lexeme.when and not _DATE.fullmatch(lexeme.when):
        return f"{lexeme.when!r} is no ISO 8601 date, such as 2026-11-24"
    return ""


def _example(scope: str) -> str:
    return {"house": "house", "base": "base", "section": "section:sport", "article": "article:URL"}.get(
        scope, f"{scope}:SENTENCE"
    )


def _ipa(grapheme: str, respelling: str) -> str:
    """Return the IPA of a respelling. Raises ValueError where it can be read in several ways, naming them."""
    try:
        found = _rhymes(grapheme, respelling) or readings(respelling)
    except SettingsError as error:
        raise ValueError(str(error)) from error
    if len(found) > 1:
        choices = ", ".join(f"{respelled(ipa)} ({ipa})" for ipa in found)
        raise ValueError(f"{respelling!r} can be read in {len(found)} ways. Write the one you mean: {choices}")
    return found[0]


def _rhymes(grapheme: str, respelling: str) -> list[str]:
    """Return the IPA of `rhymes with cone`, by the pronunciations of that word in the dictionary; else nothing."""
    match = _RHYME.fullmatch(respelling.strip())
    if not match:
        return []
    dictionary = cmudict()
    known = dictionary.ipa(match.group(1)) if dictionary else ()
    if not known:
        raise SettingsError(f"no dictionary has {match.group(1)!r} to rhyme with: choose another word, or a respelling")
    return list(dict.fromkeys(ipa for other in known for ipa in rhymed(grapheme, other)))


def agreeing(entries: Iterable[Numbered], where: str) -> list[Lexeme]:
    """Return the entries of one file. Raises LexiconError where two of them cannot both be followed."""
    entries = list(entries)
    lexemes = [lexeme for _, lexeme in entries]
    lines = [line for line, _ in entries]
    doubled = [(lines[place], claimed(lexemes[place], lines[first])) for place, first in doubles(lexemes)]
    circling = [(lines[place], circular(lexemes[place], led)) for place, led in circles(lexemes)]
    refuse(where, [*doubled, *circling])
    return lexemes


def claimed(lexeme: Lexeme, line: int) -> str:
    """Return what is wrong with an approved entry whose word is claimed on a line."""
    return f"{lexeme.grapheme!r} has an approved entry on line {line} already: retire one of them"


def circular(lexeme: Lexeme, led: str) -> str:
    """Return what is wrong with an alias that leads back to its own word."""
    return f"the alias of {lexeme.grapheme!r} leads back to it by way of {led!r}: say one of them in IPA"


def doubles(lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, int]]:
    """Yield the places of approved entries whose word is claimed already, each with the place of the first."""
    if len({lexeme.grapheme.casefold() for lexeme in lexemes}) == len(lexemes):
        return
    seen: dict[tuple[str, ...], int] = {}
    for place, lexeme in enumerate(lexemes):
        if lexeme.status == "approved":
            first = seen.setdefault(claim(lexeme), place)
            if first != place:
                yield place, first


def claim(lexeme: Lexeme) -> tuple[str, ...]:
    """Return the word and the place that an approved entry speaks for; two must not have the same."""
    grapheme = lexeme.grapheme.replace("’", "'")
    return (
        grapheme.casefold() if lexeme.match == "any" else f"={grapheme}",
        lexeme.language, lexeme.scope, lexeme.left, lexeme.right, lexeme.role, lexeme.voice,
    )  # fmt: skip


def circles(lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, str]]:
    """Yield the places of approved aliases that close a circle, each with the word that led to it."""
    aliases: dict[str, list[int]] = {}
    for place, lexeme in enumerate(lexemes):
        if lexeme.alias and lexeme.status == "approved":
            aliases.setdefault(lexeme.grapheme.casefold(), []).append(place)
    for word, led in closing({word: [lexemes[place].alias for place in places] for word, places in aliases.items()}):
        for place in aliases[word]:
            yield place, led


def closing(aliases: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the words whose alias closes a circle, with the word that led to them: without them there is none.

    A walk in depth, in order; it takes linear time.
    """
    done: set[str] = set()
    for start in aliases:
        path = {} if start in done else {start: _leads(aliases[start])}
        while path:
            word, following = next(reversed(path.items()))
            led = next(following, None)
            if led is None or (led in path and led != word):
                if led is not None:
                    yield word, led
                done.add(word)
                del path[word]
            elif led in aliases and led not in done and led != word:
                path[led] = _leads(aliases[led])


def _leads(aliases: Sequence[str]) -> Iterator[str]:
    """Yield the words and phrases of aliases that may have entries, inflected or not."""
    for alias in map(str.casefold, aliases):
        words = alias.replace("’", "'").split()
        for start in range(len(words)):
            for stop in range(start + 1, min(len(words), start + _PHRASE) + 1):
                phrase = " ".join(words[start:stop])
                yield from {phrase, *(phrase.removesuffix(ending) for ending in ("'s", "es", "s"))}


def refuse(where: str, errors: Sequence[tuple[int, str]]) -> None:
    """Raise LexiconError with the lines that are wrong, if any is."""
    if not errors:
        return
    shown = [f"{where}, line {line}: {message.rstrip(chr(46))}." for line, message in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        shown.append(f"{where}: {len(errors) - _SHOWN} more entries cannot be used.")
    raise LexiconError("\n".join(shown))
