"""Roman numerals: King Charles III, World War II, Super Bowl LVIII, Part IV; never the pronoun I or the word MIX."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.context import before, word_after
from pronouncer.pronounce.languages.en.numbers import English

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_COUNTED = frozenset(
    """war bowl part chapter act title article section phase class type mark volume vol book level tier group
    division stage appendix schedule vatican episode grade category scene band annex table option model mk
    apollo gemini saturn game figure olympiad session round wrestlemania rocky rambo godfather gladiator fantasy
    wars movie film saga sequel zone region clause plan tower pillar form protocol titan unit building quest
    civilization diablo kombat fighter calibur battlefront ghostbusters creed""".split()
)
_RULERS = frozenset(
    """king queen pope emperor empress tsar czar prince princess kaiser sultan shah patriarch archduke duke grand
    pharaoh catholicos st saint lord""".split()
)
_NAMES = frozenset(
    """henry charles elizabeth george edward richard william james louis pius benedict paul philip felipe alfonso
    albert leo gregory innocent clement urban alexander nicholas catherine peter ivan napoleon wilhelm friedrich
    frederick harald gustaf gustav olav abdullah hussein mohammed ramses ramesses xerxes darius victoria mary
    anne john boniface julius sixtus francis mehmed suleiman carlos haakon christian margrethe ferdinand umberto
    victor emmanuel leopold baudouin cyril kirill bartholomew cleopatra ptolemy amenhotep thutmose robert david
    kenneth stephen otto conrad ludwig maximilian joseph celestine""".split()
)  # fmt: skip
_AFTER_RULER = frozenset(
    "was is of and ruled reigned in died had has will became signed opened visited came the ascended who's".split()
)
_WORDS = frozenset("MIX CIVIL DIM MD DC CD CC MC CM DM CV LI DI MI VI".split())  # words and initialisms of their own
_WELL_FORMED = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


def value(numeral: str) -> int:
    """Return the number of a well-formed numeral; 0 for any other string."""
    if not numeral or not re.compile(_WELL_FORMED).fullmatch(numeral):
        return 0
    digits = [_VALUES[letter] for letter in numeral]
    return sum(-one if one < other else one for one, other in zip(digits, [*digits[1:], 0], strict=True))


def _say(match: re.Match[str], spell: English) -> str:
    numeral, owner = match.groups()
    number = value(numeral)
    words = before(match)
    if not number or not words or not words[-1][0].isupper() or words[-1][-1] in ".,;:!?)":
        return ""
    nearest = words[-1].strip("\"“‘'(").lower()
    title = words[-2].strip("\"“‘'(").lower() if len(words) > 1 else ""
    ending = "'s" if owner else ""
    if nearest in _COUNTED:
        said = spell.cardinal(number)
        return (said.title() if nearest == "war" else said) + ending
    if nearest in _NAMES or title in _RULERS:
        regnal = numeral in "VX" or len(numeral) > 1 or (numeral == "I" and _ends_a_name(match, title))
        return f"the {spell.ordinal(number)}{ending}" if regnal else ""
    if len(numeral) == 1 or numeral in _WORDS:
        return ""
    is_person = number <= 4 and len(words) > 1 and words[-2][0].isupper() and words[-2][-1] not in ".,;:!?"
    return (f"the {spell.ordinal(number)}" if is_person else spell.cardinal(number)) + ending


def _ends_a_name(match: re.Match[str], title: str) -> bool:
    """Say whether an I after a ruler's name is a numeral and not the speaker."""
    following = word_after(match)
    beyond = match.string[match.end() : match.end() + 1]
    return title in _RULERS or beyond in (",", "'", "’", ".", ";", ")") or not following or following in _AFTER_RULER


def _nth(match: re.Match[str], spell: English) -> str:
    number = value(match.group(1))
    return spell.ordinal(number) if number else ""


RULES = (
    Rule(
        "roman rank",
        "IVXL",
        r"(?<=[Tt]he\s)([IVXL]{1,7})(?=\s(?:[Cc]entury|Olympi|Winter|Summer|Congress|Corps|Army))",
        _nth,
    ),
    Rule("roman", "IVXLCDM", r"(?<=[\w.,]\s)([IVXLCDM]{1,8})\b(['’]s)?(?!['’\w]|\.[A-Z]|-[A-Za-z])", _say),
)
