"""Amounts with a unit: 5%, 30 km, 75km/h, 40.3C, 20°C."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import NUMBER, plain

# unit: (one, many)
_UNITS = {
    "%": ("percent", "percent"),
    "km/h": ("kilometer an hour", "kilometers an hour"),
    "mph": ("mile an hour", "miles an hour"),
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "lb": ("pound", "pounds"),
    "ft": ("foot", "feet"),
    "GW": ("gigawatt", "gigawatts"),
    "MW": ("megawatt", "megawatts"),
    "kW": ("kilowatt", "kilowatts"),
    "GB": ("gigabyte", "gigabytes"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
}
_UNIT = "|".join(re.escape(unit) for unit in _UNITS)


def _say(written: str) -> str:
    found = re.fullmatch(rf"({NUMBER})\s?({_UNIT})", written)
    if not found:
        return ""
    number, unit = found.groups()
    return f"{plain(number)} {_UNITS[unit][0 if number == '1' else 1]}"


RULE = Rule("measure", rf"{NUMBER}\s?(?:{_UNIT})(?!\w)", _say)
