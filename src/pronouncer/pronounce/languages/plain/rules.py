"""Any language without rules of its own: words as written, numbers left to the voice."""

from pronouncer.pronounce.language import Language, Rule

LANGUAGE = Language(
    tag="und",
    rules=(Rule("cardinal", r"\d+", lambda written: written),),
    symbols={symbol: symbol for symbol in "&%+=@$€£"},
)
