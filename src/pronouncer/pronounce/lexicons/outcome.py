"""What became of each entry of a file that was exchanged with another program."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.entry import circles, circular, doubles, made
from pronouncer.pronounce.lookup import speaks

_HALF = re.compile("[\ud800-\udfff]")

Verdict = Literal["took", "changed", "refused"]


class Outcome(NamedTuple):
    """What became of one entry."""

    line: int
    """Of the file, from 1; of an export, the number of the entry; 0 for what concerns the whole file."""
    grapheme: str
    """As the file has it; empty where it has none."""
    verdict: Verdict
    """`took` as it is, `changed` in a way that an editor should know of, or `refused`."""
    message: str = ""
    """What was changed, or why it was refused and what to do; empty for `took`."""


class Import(NamedTuple):
    """What a file gives."""

    entries: tuple[Lexeme, ...]
    """In the order of the file. No two approved ones claim the same word, and no alias leads back to itself."""
    outcomes: tuple[Outcome, ...]
    """One for each entry of the file, in order of lines."""


class Export(NamedTuple):
    """What another program gets."""

    text: str
    left_out: tuple[Outcome, ...]
    """`refused` for each entry that the format cannot hold, `changed` for what it holds less of."""


class Found(NamedTuple):
    """An entry of a file, before it is compared with the others."""

    line: int
    grapheme: str
    entry: Lexeme | str
    """Or why there is none."""
    changes: str = ""
    """What an editor should know."""


def found(line: int, values: Mapping[str, str], changes: Iterable[str] = ()) -> Found:
    """Return an entry from its fields; what is wrong with them stands in its place."""
    grapheme = values["grapheme"]
    try:
        if any(map(_HALF.search, values.values())):
            raise ValueError("it holds half a character: export it again")
        return Found(line, grapheme, made(values), "; ".join(changes))
    except ValueError as error:
        return Found(line, grapheme, str(error))


def gathered(items: Iterable[Found]) -> Import:
    """Return the entries that can be followed together. Of two that cannot, the later one is refused."""
    items = list(items)
    outcomes = [_outcome(item) for item in items]
    kept = {place: item.entry for place, item in enumerate(items) if isinstance(item.entry, Lexeme)}
    for clashes in (_doubled, _circling):
        places = list(kept)
        for at, verdict, message in list(clashes([items[place] for place in places], list(kept.values()))):
            kept.pop(places[at], None)
            outcomes[places[at]] = outcomes[places[at]]._replace(verdict=verdict, message=message)
    ordered = sorted(outcomes, key=lambda outcome: outcome.line)
    return Import(tuple(kept.values()), tuple(ordered))


def _outcome(item: Found) -> Outcome:
    if isinstance(item.entry, str):
        return Outcome(item.line, item.grapheme, "refused", item.entry)
    return Outcome(item.line, item.grapheme, "changed" if item.changes else "took", item.changes)


def _doubled(items: Sequence[Found], lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, Verdict, str]]:
    """Yield the approved entries whose word is claimed by an earlier one."""
    for place, first in doubles(lexemes):
        line, one, other = items[first].line, lexemes[first], lexemes[place]
        if (one.phoneme, one.alias) == (other.phoneme, other.alias):
            yield place, "changed", f"it says the same as line {line}; one entry is kept"
        else:
            yield (
                place,
                "refused",
                f"{other.grapheme!r} has an approved entry on line {line} already: retire one of them",
            )


def _circling(items: Sequence[Found], lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, Verdict, str]]:
    """Yield the approved aliases that close a circle: without them there is none."""
    for place, led in circles(lexemes):
        yield place, "refused", circular(lexemes[place], led)


def of_one_language(lexemes: Sequence[Lexeme], language: str) -> str:
    """Return the language of a file that has one only. Raises LexiconError where it has to be chosen."""
    languages = sorted({lexeme.language for lexeme in lexemes} - {""})
    if language or len(languages) <= 1:
        return language or "".join(languages)
    raise LexiconError(f"The entries are for {', '.join(languages)}, and this format has one language: choose it.")


def sorted_out(lexemes: Sequence[Lexeme], reason: Callable[[Lexeme], str]) -> tuple[list[Lexeme], list[Outcome]]:
    """Return the entries that there is no reason against, and the others with theirs."""
    fitting: list[Lexeme] = []
    left_out: list[Outcome] = []
    for number, lexeme in enumerate(lexemes, 1):
        why = reason(lexeme)
        if why:
            left_out.append(Outcome(number, lexeme.grapheme, "refused", why))
        else:
            fitting.append(lexeme)
    return fitting, left_out


def limited(lexeme: Lexeme, language: str) -> str:
    """Return why a file of plain pairs for one language cannot hold an entry, or an empty string."""
    if lexeme.status != "approved":
        return f"it is {lexeme.status}"
    if lexeme.level > 1:
        return f"it holds in the {lexeme.scope.partition(':')[0]} {lexeme.target} only"
    if lexeme.language and not speaks(lexeme.language, language):
        return f"it is for {lexeme.language}"
    limits = [name for name in ("left", "right", "voice") if getattr(lexeme, name)]
    return f"it holds only where its {' and '.join(limits)} says so" if limits else ""


def for_one_role(lexeme: Lexeme) -> str:
    """Return that an entry holds in one role only, or an empty string."""
    return f"it holds as a {lexeme.role} only" if lexeme.role else ""


def foreign(lexeme: Lexeme, language: str) -> str:
    """Return that an entry is for another language than a chosen one, or an empty string."""
    own = lexeme.language
    ours = not language or not own or speaks(own, language) or speaks(language, own)
    return "" if ours else f"it is for {own}"


def recased(lexemes: Iterable[Lexeme], *held: str) -> Iterator[Outcome]:
    """Yield the number of entries whose case a format cannot say, where it writes them in the case they have."""
    count = sum(lexeme.match not in held for lexeme in lexemes)
    if count:
        yield Outcome(0, "", "changed", f"entries that will match only as they are written, capitals included: {count}")


def losses(lexemes: Sequence[Lexeme], kept: Iterable[str], language: str) -> Iterator[Outcome]:
    """Yield the fields that a format has no place for, each with the number of entries that lose it."""
    missing = [name for name in Lexeme._fields if name not in kept]
    for name in missing:
        usual = Lexeme._field_defaults.get(name, "")
        count = sum(getattr(lexeme, name) != usual for lexeme in lexemes)
        if count:
            yield Outcome(0, "", "changed", f"the format has no place for {name!r}; entries that lose it: {count}")
    count = sum(lexeme.language != language for lexeme in lexemes)
    if count and "language" in kept:
        message = f"entries that hold in more languages, written for {language} alone: {count}"
        yield Outcome(0, "", "changed", message)
