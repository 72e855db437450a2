"""Sums and comparisons: 2 + 2 = 4, 3 x 4, 10^6, 5 > 3, ±2."""

from pronouncer.pronounce.language import Rule

_BETWEEN = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "×": "times",
    "x": "times",
    "*": "times",
    "÷": "divided by",
    "/": "divided by",
    "^": "to the power of",
}

RULES = (
    Rule("math", "+-−×x*÷/", r"(?<=[0-9]\s)[+\-−×x*÷/](?=\s[0-9])", lambda match, spell: _BETWEEN[match.group()]),
    Rule("math", "+×*÷^", r"(?<=[0-9])[+×*÷^](?=[0-9])", lambda match, spell: _BETWEEN[match.group()]),
    Rule("math", "m", r"mc[²2](?!\w)", lambda match, spell: "M C squared", "²2"),
    Rule("math", "=", r"=", lambda match, spell: "equals"),
)  # fmt: skip
