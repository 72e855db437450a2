"""English number words, American and British."""

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

NUMBER = r"[0-9]{1,18}(?:,[0-9]{3}){0,5}(?:\.[0-9]{1,12})?(?![0-9])"
"""1,234 or 1234.5; bounded, so that a hostile line of digits costs linear time."""
DASH = "[-\N{NON-BREAKING HYPHEN}–−]"
SCALE = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "mn": "million",
    "mln": "million",
    "bn": "billion",
    "bln": "billion",
    "b": "billion",
    "B": "billion",
    "tn": "trillion",
    "trn": "trillion",
}
SCALES = r"(?:hundred|thousand|million|billion|trillion|quadrillion|crore|lakh|dozen)\b"


class English:
    """How one region says numbers: `US` without "and", `GB` with it."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.british = region == "GB"

    def cardinal(self, number: int) -> str:
        """Return the words of a whole number; one of 10**15 or more is said digit by digit."""
        if number >= LARGEST:
            return self.digits(str(number))
        for size, name in _SCALES:
            if number >= size:
                rest = number % size
                joint = " and " if self.british and 0 < rest < 100 else " "
                return f"{self.cardinal(number // size)} {name}" + (f"{joint}{self.cardinal(rest)}" if rest else "")
        if number >= 100:
            rest = number % 100
            joint = " and " if self.british else " "
            return f"{_SMALL[number // 100]} hundred" + (f"{joint}{self.cardinal(rest)}" if rest else "")
        if number >= 20:
            return _TENS[number // 10] + (f" {_SMALL[number % 10]}" if number % 10 else "")
        return _SMALL[number]

    def ordinal(self, number: int) -> str:
        """Return the words of a rank."""
        first, _, last = self.cardinal(number).rpartition(" ")
        if last in _ORDINALS:
            last = _ORDINALS[last]
        else:
            last = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
        return f"{first} {last}".strip()

    def year(self, number: int) -> str:
        """Return the words of a year, as newsreaders say it: nineteen oh four, two thousand five."""
        century, rest = divmod(number, 100)
        if number % 1000 < 10 or number < 100 or number > 9999:
            return self.cardinal(number)
        if not rest:
            return f"{self.cardinal(century)} hundred"
        return f"{self.cardinal(century)} {'oh ' if rest < 10 else ''}{self.cardinal(rest)}"

    def serial(self, written: str) -> str:
        """Return the words of a number that names something: F-16, Flight 1549, Highway 401."""
        if written.startswith("0") or len(written) > 4:
            return self.digits(written)
        hundreds, rest = divmod(int(written), 100)
        if not hundreds:
            return self.cardinal(rest)
        if not rest:
            return f"{self.cardinal(hundreds)} hundred" if hundreds % 10 else self.cardinal(int(written))
        return f"{self.cardinal(hundreds)} {'oh ' if rest < 10 else ''}{self.cardinal(rest)}"

    def digits(self, written: str) -> str:
        """Return the digits of a string, one by one."""
        return " ".join(_SMALL[int(digit)] for digit in written if digit in "0123456789")

    def number(self, written: str) -> str:
        """Return the words of `1,234` or `1,234.56`."""
        whole, _, fraction = written.replace(",", "").partition(".")
        if not fraction:
            return self.cardinal(int(whole)) if whole[0] != "0" or whole == "0" else self.digits(whole)
        if not int(whole or 0) and self.british:
            return f"nought point {self.digits(fraction)}"
        return f"{self.cardinal(int(whole or 0))} point {self.digits(fraction)}"

    def plural(self, words: str) -> str:
        """Return a decade or an age: nineties, two thousands, sixes."""
        if words.endswith("y"):
            return f"{words[:-1]}ies"
        return f"{words}es" if words.endswith("x") else f"{words}s"

    def span(self, written: str) -> str:
        """Return the words of a number, or of a range `10-15`."""
        return " to ".join(self.number(part) for part in re.split(DASH, written.replace(" ", "")))


SPAN = rf"{NUMBER}(?:\s?{DASH}\s?{NUMBER})?"
"""A number, or a range of two."""
