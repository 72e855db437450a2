"""English number words."""

import re

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 10**15


def cardinal(number: int) -> str:
    """Return the words of a whole number; one of 10**15 or more is said digit by digit."""
    if number >= LARGEST:
        return digits(str(number))
    for size, name in _SCALES:
        if number >= size:
            rest = number % size
            return f"{cardinal(number // size)} {name}" + (f" {cardinal(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_SMALL[number // 100]} hundred" + (f" {cardinal(rest)}" if rest else "")
    if number >= 20:
        return _TENS[number // 10] + (f" {_SMALL[number % 10]}" if number % 10 else "")
    return _SMALL[number]


def ordinal(number: int) -> str:
    """Return the words of a rank."""
    first, _, last = cardinal(number).rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{first} {last}".strip()


def year(number: int) -> str:
    """Return the words of a year, as newsreaders say it."""
    century, rest = divmod(number, 100)
    if number % 1000 < 10:
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def digits(written: str) -> str:
    """Return the digits of a string, one by one."""
    return " ".join(_SMALL[int(digit)] for digit in written if digit in "0123456789")


def plain(written: str) -> str:
    """Return the words of `1,234` or `1,234.56`."""
    whole, _, fraction = written.replace(",", "").partition(".")
    if not fraction:
        return cardinal(int(whole)) if len(whole) == len(whole.lstrip("0")) or whole == "0" else digits(whole)
    return f"{cardinal(int(whole or 0))} point {digits(fraction)}"


NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
SCALE = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
SCALED = rf"(?:\s?(?:million|billion|trillion)\b|(?:{'|'.join(sorted(SCALE, key=len, reverse=True))})\b)?"


def scaled(written: str) -> str:
    """Return the words of `1.4 billion`, `2.3bn` or `50`."""
    match = re.fullmatch(rf"({NUMBER})\s?([A-Za-z]*)", written)
    if not match:
        return ""
    number, scale = match.groups()
    return f"{plain(number)} {SCALE.get(scale, scale)}".strip()
