"""Shares and amounts with a unit: 5 %, 30 km, 75 km/h, 20 °C, 16 Go."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.fr.numbers import NUMBER, SPACE, French

# unit: (one, many)
_UNITS = {
    "%": ("pour cent", "pour cent"), "km/h": ("kilomètre heure", "kilomètres heure"),
    "km²": ("kilomètre carré", "kilomètres carrés"), "km": ("kilomètre", "kilomètres"),
    "m²": ("mètre carré", "mètres carrés"), "m³": ("mètre cube", "mètres cubes"), "cm": ("centimètre", "centimètres"),
    "mm": ("millimètre", "millimètres"), "m": ("mètre", "mètres"),
    "kg": ("kilogramme", "kilogrammes"), "mg": ("milligramme", "milligrammes"), "g": ("gramme", "grammes"),
    "t": ("tonne", "tonnes"), "ha": ("hectare", "hectares"),
    "°C": ("degré Celsius", "degrés Celsius"), "°": ("degré", "degrés"), "GW": ("gigawatt", "gigawatts"),
    "MW": ("mégawatt", "mégawatts"), "kW": ("kilowatt", "kilowatts"),
    "Go": ("gigaoctet", "gigaoctets"), "Mo": ("mégaoctet", "mégaoctets"), "min": ("minute", "minutes"),
    "s": ("seconde", "secondes"), "L": ("litre", "litres"), "l": ("litre", "litres"),
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))


def _say(match: re.Match[str], spell: French) -> str:
    sign, number, last, unit = match.groups()
    said = (
        spell.counted(number, *_UNITS[unit])
        if not last
        else f"{spell.number(number)} à {spell.counted(last, *_UNITS[unit])}"
    )
    return f"{'plus' if sign == '+' else 'moins'} {said}" if sign else said


RULES = (
    Rule(
        "measure",
        DIGITS + "-−+",
        rf"((?<![\w)])[-−+](?=[0-9]))?({NUMBER})(?:[-–]({NUMBER}))?{SPACE}?({_UNIT})(?![\w'’])",
        _say,
    ),
)
