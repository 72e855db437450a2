"""French: semiotic classes in order of precedence, letter names, symbols."""

from pronouncer.pronounce.language import Language
from pronouncer.pronounce.languages.fr import abbreviation, cardinal, date, initialism, measure, money, ordinal, time
from pronouncer.pronounce.languages.fr.numbers import French

_CLASSES = (abbreviation, date, time, money, measure, ordinal, cardinal, initialism)

LANGUAGE = Language(
    tag="fr",
    rules=tuple(rule for each in _CLASSES for rule in each.RULES),
    speller=French(),
    letters={
        "A": "ˈa", "B": "bˈe", "C": "sˈe", "D": "dˈe", "E": "ˈə", "F": "ˈɛf", "G": "ʒˈe", "H": "ˈaʃ", "I": "ˈi",
        "J": "ʒˈi", "K": "kˈa", "L": "ˈɛl",
        "M": "ˈɛm", "N": "ˈɛn", "O": "ˈo", "P": "pˈe", "Q": "kˈy", "R": "ˈɛʁ", "S": "ˈɛs", "T": "tˈe", "U": "ˈy",
        "V": "vˈe", "W": "dubləvˈe",
        "X": "ˈiks", "Y": "iɡʁˈɛk", "Z": "zˈɛd",
    },
    symbols={"&": "et", "%": "pour cent", "+": "plus", "=": "égale", "@": "arobase", "#": "dièse", "§": "paragraphe", "°": "degrés", "€": "euros", "$": "dollars", "£": "livres"},
)  # fmt: skip
