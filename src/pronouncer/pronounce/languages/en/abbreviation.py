"""Shortened words that are said in full: Mr., Gov., Dr., No. 10, vs., e.g."""

from pronouncer.pronounce.language import Rule

# written without the dot: said
_BEFORE_NAMES = {
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Dr": "Doctor",
    "Prof": "Professor",
    "Sen": "Senator",
    "Rep": "Representative",
    "Gov": "Governor",
    "Gen": "General",
    "Col": "Colonel",
    "Maj": "Major",
    "Capt": "Captain",
    "Lt": "Lieutenant",
    "Sgt": "Sergeant",
    "Adm": "Admiral",
    "Rev": "Reverend",
    "Hon": "Honorable",
    "St": "Saint",
    "Mt": "Mount",
    "Ft": "Fort",
}
_WITHOUT_DOT = ("Mr", "Mrs", "Ms", "Dr")
_ANYWHERE = {
    "Jr.": "Junior",
    "Sr.": "Senior",
    "Inc.": "Incorporated",
    "Ltd.": "Limited",
    "Corp.": "Corporation",
    "Co.": "Company",
    "vs.": "versus",
    "etc.": "et cetera",
    "e.g.": "for example",
    "i.e.": "that is",
    "approx.": "approximately",
    "dept.": "department",
}


def _say(written: str) -> str:
    if written.startswith("No"):
        return "number"
    if written in _ANYWHERE:
        return _ANYWHERE[written]
    return _BEFORE_NAMES[written.rstrip(".")]


_TITLES = "|".join(_BEFORE_NAMES)
_FIXED = "|".join(abbreviation.replace(".", r"\.") for abbreviation in _ANYWHERE)
RULE = Rule(
    "abbreviation",
    rf"\b(?:(?:{_TITLES})\.(?=\s+[A-Z])|(?:{'|'.join(_WITHOUT_DOT)})(?=\s+[A-Z])"
    rf"|No\.(?=\s*[0-9])|(?:{_FIXED}))",
    _say,
)
