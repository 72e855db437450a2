"""French number words."""

import re

_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))
LARGEST = 10**15
SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
NUMBER = rf"(?:[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}}){{1,5}}(?![0-9])|[0-9]{{1,18}}(?![0-9]))(?:,[0-9]{{1,9}}(?![0-9]))?"
"""1 234,5 or 1234; bounded, so that a hostile line of digits costs linear time."""
SCALES = r"(?:cents?|mille|millions?|milliards?|billions?)\b"


class French:
    """How numbers are said in France."""

    def cardinal(self, number: int) -> str:
        """Return the words of a whole number; one of 10**15 or more is said digit by digit."""
        if number >= LARGEST:
            return self.digits(str(number))
        for size, name in _SCALES:
            if number >= size:
                count, rest = divmod(number, size)
                said = f"{self.cardinal(count)} {name}{'s' if count > 1 else ''}"
                return f"{said} {self.cardinal(rest)}" if rest else said
        if number >= 1000:
            count, rest = divmod(number, 1000)
            said = (
                "mille"
                if count == 1
                else f"{self.cardinal(count).removesuffix('s') if count % 100 in (0, 80) else self.cardinal(count)} mille"
            )
            return f"{said} {self.cardinal(rest)}" if rest else said
        if number >= 100:
            count, rest = divmod(number, 100)
            said = "cent" if count == 1 else f"{_SMALL[count]} cent"
            return f"{said} {self.cardinal(rest)}" if rest else f"{said}{'s' if count > 1 else ''}"
        return self._tens(number)

    def _tens(self, number: int) -> str:
        if number < 20:
            return _SMALL[number]
        ten = max(size for size in _TENS if size <= number)
        rest = number - ten
        if not rest:
            return "quatre-vingts" if ten == 80 else _TENS[ten]
        joint = " et " if rest in (1, 11) and ten != 80 else "-"
        return f"{_TENS[ten]}{joint}{self._tens(rest)}"

    def ordinal(self, number: int) -> str:
        """Return the words of a rank: premier, deuxième, vingt et unième."""
        if number == 1:
            return "premier"
        words = self.cardinal(number)
        if words.endswith(("cents", "vingts", "millions", "milliards")):
            words = words[:-1]
        first, joint, last = words.rpartition("-" if "-" in words.split(" ")[-1] else " ")
        last = {"cinq": "cinqu", "neuf": "neuv"}.get(last, last.removesuffix("e"))
        return f"{first}{joint}{last}ième"

    def number(self, written: str) -> str:
        """Return the words of `1 234` or `1 234,5`."""
        whole, _, fraction = re.sub(r"\s", "", written).partition(",")
        said = self.cardinal(int(whole)) if whole[0] != "0" or whole == "0" else self.digits(whole)
        if not fraction:
            return said
        zeros = len(fraction) - len(fraction.lstrip("0"))
        rest = fraction[zeros:]
        return " ".join([said, "virgule", *["zéro"] * zeros, *([self.cardinal(int(rest))] if rest else [])])

    def digits(self, written: str) -> str:
        """Return the digits of a string, one by one."""
        return " ".join(_SMALL[int(digit)] for digit in written if digit in "0123456789")

    def many(self, written: str) -> bool:
        """Say whether a number takes the plural: from two on."""
        return int(re.sub(r"\s", "", written).partition(",")[0]) > 1

    def counted(self, written: str, one: str, many: str) -> str:
        """Return a number and its noun."""
        return f"{self.number(written)} {many if self.many(written) else one}"
