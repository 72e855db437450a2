"""The place in capitals that opens a report: PORT ELLERY (AP) —."""

from pronouncer.pronounce.language import UPPER, Rule

RULES = (
    Rule(
        "dateline",
        UPPER,
        r"\A(?!U\.?S\.?|U\.?K\.?\b)[A-Z]{2}[A-Z.'’-]{0,20}(?:,?\s[A-Z][A-Z.'’-]{1,20}){0,3}(?=(?:,\s[A-Z][a-z.]{1,20})?\s{0,3}(?:\([^()]{1,30}\)\s{0,3})?(?:—|–|--?\s))",
        lambda match, spell: " ".join(word.strip(",.").title() for word in match.group().split()),
    ),
)
