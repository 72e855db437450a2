"""The place in capitals that opens a report: PORT ELLERY (AP) —."""

from pronouncer.pronounce.language import Rule

RULE = Rule(
    "dateline",
    r"\A[A-Z]{2}[A-Z.'’-]*(?:,?\s[A-Z][A-Z.'’-]+){0,3}(?=(?:,\s[A-Z][a-z.]+)?\s*(?:\([^()]{1,30}\)\s*)?(?:—|–|--?\s))",
    lambda written: " ".join(word.strip(",.").title() for word in written.split()),
)
