"""Numbers that are read in another way: digit by digit, as a year, without the point, thirteen for thirty."""

import re
from collections.abc import Iterator

from pronouncer.hearing.paths import Rival
from pronouncer.model.utterance import Token
from pronouncer.review.checks.letters import DIGITS, NUMBERS, TEENS, TENS
from pronouncer.review.line import Line, Suspect, Suspects

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NEAR = 0.5  # weight of thirteen for thirty, which differ by their stress and one sound
_MOST = 9  # digits; longer ones are no numbers


def numbers(line: Line) -> Suspects:
    """Suspect each number that is written in digits of its other readings."""
    place = 0
    for token in line.utterance.tokens:
        words = token.spoken.lower().split()
        for first, last, reading in _misread(token, words):
            wanted, heard = " ".join(words[first:last]), " ".join(reading)
            yield Suspect(
                Rival(place + first, place + last, tuple(NUMBERS[word] for word in reading)),
                f"“{token.written}” is heard as “{heard}”, where “{wanted}” was wanted.",
                heard,
                _NEAR if reading == [_TWINS.get(wanted)] else 1.0,
            )
        place += len(words)


def _misread(token: Token, words: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield ranges of the words of a token with other words for them."""
    written = _DIGITS.findall(token.written)
    own = [word in NUMBERS and word != "and" for word in words]
    if len(written) == 1 and any(own):
        first, last = own.index(True), len(own) - own[::-1].index(True)
        for reading in readings(written[0].replace(",", "")):
            if _bare(reading) != _bare(words[first:last]):
                yield first, last, reading
    for place, word in enumerate(words):
        if written and word in TEENS[3:] + TENS[1:]:
            yield place, place + 1, [_TWINS[word]]


_TWINS = dict(zip(TEENS[3:], TENS[1:], strict=True)) | dict(zip(TENS[1:], TEENS[3:], strict=True))


def readings(digits: str) -> Iterator[list[str]]:
    """Yield the ways to read a number in digits: one by one, in full, in pairs, and without its point."""
    whole, _, part = digits.partition(".")
    spelled = [DIGITS[int(digit)] for digit in whole + part]
    if len(digits) > _MOST:
        return
    if len(spelled) > 1:
        yield spelled
    full = cardinal(int(whole))
    if part:
        yield [*full, "point", *(DIGITS[int(digit)] for digit in part)]
        yield [*full, "point", *cardinal(int(part))] if part[0] != "0" and len(part) > 1 else spelled
        yield cardinal(int(whole + part))
    else:
        yield full
    if len(whole) == 4 and not part and whole[0] != "0":
        left, right = divmod(int(whole), 100)
        yield [*cardinal(left), *(cardinal(right) if right > 9 else ["oh", DIGITS[right]] if right else ["hundred"])]


def cardinal(number: int) -> list[str]:
    """Return the words of a number below a thousand million, without `and`."""
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return [*cardinal(number // size), name, *(cardinal(rest) if rest else [])]
    if number < 20:
        return [(DIGITS + TEENS)[number]]
    return [TENS[number // 10 - 2], *([DIGITS[number % 10]] if number % 10 else [])]


def _bare(words: list[str]) -> list[str]:
    return [word for word in words if word != "and"]
