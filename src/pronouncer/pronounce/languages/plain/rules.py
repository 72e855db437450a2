"""Any language without rules of its own: words as written, numbers left to the voice."""

from pronouncer.pronounce.language import DIGITS, Language, Rule

LANGUAGE = Language(
    tag="und",
    rules=(Rule("cardinal", DIGITS, r"\d+", lambda match, speller: match.group()),),
    symbols={symbol: symbol for symbol in "&%+=@$€£"},
)
