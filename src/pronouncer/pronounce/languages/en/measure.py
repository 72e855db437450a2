"""Amounts with a unit: 75km/h, a 10-km race, 6ft 2in, 6'2", 40.3C, -5°C, 16GB, 10-20 km, 4x100m, 90 sq ft."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import modifies, word_after
from pronouncer.pronounce.languages.en.numbers import DASH, NUMBER, SPAN, English

_PREFIXES = {
    "k": "kilo",
    "c": "centi",
    "m": "milli",
    "µ": "micro",
    "μ": "micro",
    "n": "nano",
    "M": "mega",
    "G": "giga",
    "T": "tera",
}


def _units() -> dict[str, tuple[str, str]]:
    """Unit to (one, many), American; `metre` and `litre` are turned afterwards."""
    units = {
        "m/s": ("meter a second", "meters a second"),
        "m/s²": ("meter a second squared", "meters a second squared"),
        "tbsp": ("tablespoon", "tablespoons"),
        "tsp": ("teaspoon", "teaspoons"),
        "km/s": ("kilometer a second", "kilometers a second"),
        "km/h": ("kilometer an hour", "kilometers an hour"),
        "kmh": ("kilometer an hour", "kilometers an hour"),
        "kph": ("kilometer an hour", "kilometers an hour"),
        "mph": ("mile an hour", "miles an hour"),
        "mi/h": ("mile an hour", "miles an hour"),
        "°N": ("degree north", "degrees north"),
        "°S": ("degree south", "degrees south"),
        "°E": ("degree east", "degrees east"),
        "°W": ("degree west", "degrees west"),
        "mpg": ("mile a gallon", "miles a gallon"),
        "sq km": ("square kilometer", "square kilometers"),
        "sq. km": ("square kilometer", "square kilometers"),
        "sq m": ("square meter", "square meters"),
        "sq mi": ("square mile", "square miles"),
        "sq. mi.": ("square mile", "square miles"),
        "sq miles": ("square mile", "square miles"),
        "sq. miles": ("square mile", "square miles"),
        "sq ft": ("square foot", "square feet"),
        "sq. ft.": ("square foot", "square feet"),
        "sqm": ("square meter", "square meters"),
        "cu m": ("cubic meter", "cubic meters"),
        "cu ft": ("cubic foot", "cubic feet"),
        "cc": ("C C", "C Cs"),
        "ft": ("foot", "feet"),
        "ft.": ("foot", "feet"),
        "in.": ("inch", "inches"),
        "yd": ("yard", "yards"),
        "yds": ("yard", "yards"),
        "mi": ("mile", "miles"),
        "mi.": ("mile", "miles"),
        "nm": ("nautical mile", "nautical miles"),
        "lb": ("pound", "pounds"),
        "lb.": ("pound", "pounds"),
        "lbs": ("pound", "pounds"),
        "lbs.": ("pound", "pounds"),
        "oz": ("ounce", "ounces"),
        "oz.": ("ounce", "ounces"),
        "st": ("stone", "stone"),
        "kt": ("knot", "knots"),
        "kts": ("knot", "knots"),
        "ha": ("hectare", "hectares"),
        "hp": ("horsepower", "horsepower"),
        "bhp": ("brake horsepower", "brake horsepower"),
        "kcal": ("kilocalorie", "kilocalories"),
        "cal": ("calorie", "calories"),
        "dB": ("decibel", "decibels"),
        "gal": ("gallon", "gallons"),
        "gal.": ("gallon", "gallons"),
        "psi": ("P S I", "P S I"),
        "rpm": ("R P M", "R P M"),
        "mmHg": ("millimeter of mercury", "millimeters of mercury"),
        "ppm": ("part per million", "parts per million"),
        "ppb": ("part per billion", "parts per billion"),
        "mSv": ("millisievert", "millisieverts"),
        "°C": ("degree Celsius", "degrees Celsius"),
        "ºC": ("degree Celsius", "degrees Celsius"),
        "℃": ("degree Celsius", "degrees Celsius"),
        "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
        "ºF": ("degree Fahrenheit", "degrees Fahrenheit"),
        "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
        "°": ("degree", "degrees"),
        "º": ("degree", "degrees"),
        "kbps": ("kilobit a second", "kilobits a second"),
        "Mbps": ("megabit a second", "megabits a second"),
        "Mb/s": ("megabit a second", "megabits a second"),
        "Gbps": ("gigabit a second", "gigabits a second"),
        "MB/s": ("megabyte a second", "megabytes a second"),
        "mg/l": ("milligram a liter", "milligrams a liter"),
        "µg/m³": ("microgram a cubic meter", "micrograms a cubic meter"),
        "μg/m³": ("microgram a cubic meter", "micrograms a cubic meter"),
        "μg/m3": ("microgram a cubic meter", "micrograms a cubic meter"),
    }
    for prefix, base, name in (
        *((p, "m", "meter") for p in "kcmµμ"), *((p, "g", "gram") for p in "kmµμ"), *((p, "l", "liter") for p in "cmk"),
        *((p, "L", "liter") for p in "m"), *((p, "W", "watt") for p in "kMGT"), *((p, "Wh", "watt hour") for p in "kMGT"),
        *((p, "B", "byte") for p in "MGT"), *((p, "Hz", "hertz") for p in "kMG"), *((p, "t", "ton") for p in "kM"), *((p, "V", "volt") for p in "k"),
        *((p, "J", "joule") for p in "kMG"), *((p, "Pa", "pascal") for p in "kM"),
    ):  # fmt: skip
        if prefix + base not in units:
            one = f"{_PREFIXES[prefix]}{name}"
            units[prefix + base] = (one, one if name == "hertz" else f"{one}s")
    for power, word in (("²", "square"), ("2", "square"), ("³", "cubic"), ("3", "cubic")):
        for unit, name in (("km", "kilometer"), ("m", "meter"), ("cm", "centimeter"), ("ft", "foot"), ("mi", "mile")):
            units[unit + power] = (f"{word} {name}", f"{word} {'feet' if name == 'foot' else f'{name}s'}")
    units["KB"], units["kB"], units["KM"] = ("kilobyte", "kilobytes"), ("kilobyte", "kilobytes"), units["km"]
    units["Hz"], units["W"], units["V"] = ("hertz", "hertz"), ("watt", "watts"), ("volt", "volts")
    units["g"], units["l"], units["L"] = ("gram", "grams"), ("liter", "liters"), ("liter", "liters")
    units["KG"], units["kgs"], units["kms"] = units["kg"], units["kg"], units["km"]
    return units


_UNITS = _units()
_DOTTED = r"(?:sq|cu)\.?\s(?:km|mi|miles|m|ft)\b\.?|[a-z]{2,3}\."
_UNDOTTED = r"(?:(?:sq|cu)\.?\s)?[°º]?[A-Za-zµμ℃℉]{0,5}(?:/[a-zA-Z]{1,2})?[²³23]?"
_WITH_A_SPACE = frozenset("nm mi st g l L V W cal ha".split())
_OF_SPEED = frozenset("winds wind gusts gust limit limits zone zones speed speeds winds. serve serves".split())
_DISTANCES = frozenset("60 100 200 400 800 1500 3000 5000 10000".split())  # metres that are run
_NO_NOUN = frozenset(("", "and", "or", "in", "at", "on", "to", "she", "he", "they", "but"))
_OF_LENGTH = frozenset(
    """final finals sprint race races freestyle hurdles relay butterfly backstroke breaststroke medley champion
    world record dash deep tall high long wide away from below above underwater thick gold silver bronze heats
    heat title runner swimmer hurdler sprinter steeplechase mark event crown semi-final semifinal pool tower
    wave waves wall wave-high to behind down distance walk rifle""".split()
)


def _said(number: str, unit: str, spell: English, *, modifies: bool) -> str:
    one, many = _UNITS[unit]
    name = one if modifies or number == "1" else many
    if spell.british:
        name = name.replace("meter", "metre").replace("liter", "litre")
    return f"{spell.span(number)} {name}"


def _amount(match: re.Match[str], spell: English) -> str:
    sign, number, joint, unit = match.groups()
    if unit not in _UNITS:
        return ""
    if (unit in _WITH_A_SPACE and joint == "-") or (unit == "st" and joint):
        return ""
    minus = "minus " if sign and sign not in "+±" else "plus or minus " if sign == "±" else "plus " if sign else ""
    return minus + _said(number, unit, spell, modifies=joint == "-" or _modifies(match, unit))


def _modifies(match: re.Match[str], unit: str) -> bool:
    return modifies(match) or (unit in ("mph", "km/h", "kph") and word_after(match) in _OF_SPEED)


def _temperature(match: re.Match[str], spell: English) -> str:
    sign, number, scale = match.groups()
    name = "degree" if number == "1" or match.string[match.end() : match.end() + 1] == "-" else "degrees"
    return f"{'minus ' if sign else ''}{spell.span(number)} {name} {'Celsius' if scale == 'C' else 'Fahrenheit'}"


def _two(match: re.Match[str], spell: English) -> str:
    """Feet and inches, stones and pounds, pounds and ounces."""
    first, unit, second, small = match.groups()
    joint = "-" in match.group()[:-2] or modifies(match)
    big = {"st": "stone", "lb": "pounds", "lbs": "pounds"}.get(unit.rstrip("."), "feet")
    if first == "1" and big != "stone":
        big = "foot" if big == "feet" else "pound"
    if not second:
        return f"{spell.number(first)} {'foot' if joint else big}"
    name = {"lb": "pound", "lbs": "pound", "oz": "ounce"}.get((small or "").rstrip("."), "inch")
    plural = name if joint or second == "1" else "inches" if name == "inch" else f"{name}s"
    return f"{spell.number(first)} {'foot' if joint and big == 'feet' else big} {_half(second, spell)} {plural}"


def _half(number: str, spell: English) -> str:
    return f"{spell.number(number[:-1])} and a half" if number.endswith("½") else spell.number(number)


def _inches(match: re.Match[str], spell: English) -> str:
    number, joint, _ = match.groups()
    return f"{_half(number, spell)} {'inch' if number == '1' or joint == '-' or modifies(match) else 'inches'}"


def _metres(match: re.Match[str], spell: English) -> str:
    number, joint = match.groups()
    follows, relay = word_after(match).lower(), match.string[max(0, match.start() - 1) : match.start()] == "x"
    raced = number.replace(",", "") in _DISTANCES and follows in _NO_NOUN
    if not (joint or relay or raced or follows in _OF_LENGTH):
        return ""  # millions, unless it is plain that they are metres
    unit = "metre" if spell.british else "meter"
    return f"{spell.span(number)} {unit if number == '1' or joint == '-' or modifies(match) else f'{unit}s'}"


def _by(match: re.Match[str], spell: English) -> str:
    sums = "=" in match.string[match.end() : match.end() + 8]
    return f"{spell.number(match.group(1))} {'times' if sums else 'by'}"


RULES = (
    Rule("measure", DIGITS, r"([0-9]{1,2})(\s?ft\.?|['’′])[\s-]?([0-9]{1,2}½?(?:\.[0-9])?)(\s?ins?\b\.?|[\"”″]|'')(?!\w)", _two, "f'’′"),
    Rule("measure", DIGITS, r"([0-9]{1,3})\s?(st|lbs?)\.?,?\s?([0-9]{1,2}(?:\.[0-9])?)\s?(lbs?|oz)\b\.?", _two, "tb"),
    Rule("measure", DIGITS, rf"((?:{SPAN})½?)([\s-]?)(in\.(?=\s[a-z]|[,;])|in\b(?=-(?![0-9])|[,.;]|\sscrew|\sdisplay)|[\"”″](?=\s(?:screen|display|TV|tall|wide|long|of)))(?<!\sin)", _inches, "n\"”″"),
    Rule("measure", DIGITS + "-−+±–", rf"((?<![\w)%])[-−+±–])?({SPAN})([\s-]?)({_DOTTED})(?![^\W_])", _amount, "."),
    Rule("measure", DIGITS + "-−+±–", rf"((?<![\w)%])[-−+±–])?({SPAN})([\s-]?)({_UNDOTTED})(?![^\W_])(?!['’]\w)", _amount),
    Rule("measure temperature", DIGITS + "-−–", rf"((?<![\w)%])[-−–])?({NUMBER}(?:{DASH}{NUMBER})?)°?\s?([CF])\b(?![-/&'’.]?\w)", _temperature, "CF"),
    Rule("measure length", DIGITS, rf"({SPAN})([\s-]?)m\b(?!['’.]?\w)", _metres, "m"),
    Rule("measure by", DIGITS, r"([0-9]{1,4})(?:\s?x\s?|×)(?=[0-9])", _by, "x×"),
)  # fmt: skip
