"""Shortened words that are said in full: Mr., Lt. Gov., D-Calif., St., No. 10, Inc., vs., e.g., approx."""

import re

from pronouncer.pronounce.language import LOWER, UPPER, Rule
from pronouncer.pronounce.languages.en.context import before, word_before
from pronouncer.pronounce.languages.en.numbers import English

STATES = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado",
    "Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia", "Ill.": "Illinois",
    "Ind.": "Indiana", "Kan.": "Kansas", "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland",
    "Mass.": "Massachusetts", "Mich.": "Michigan", "Minn.": "Minnesota", "Miss.": "Mississippi", "Mo.": "Missouri",
    "Mont.": "Montana", "Neb.": "Nebraska", "Nev.": "Nevada", "N.H.": "New Hampshire", "N.J.": "New Jersey",
    "N.M.": "New Mexico", "N.Y.": "New York", "N.C.": "North Carolina", "N.D.": "North Dakota", "Okla.": "Oklahoma",
    "Ore.": "Oregon", "Pa.": "Pennsylvania", "R.I.": "Rhode Island", "S.C.": "South Carolina", "S.D.": "South Dakota",
    "Tenn.": "Tennessee", "Tex.": "Texas", "Vt.": "Vermont", "Va.": "Virginia", "Wash.": "Washington",
    "W.Va.": "West Virginia", "W. Va.": "West Virginia", "Wis.": "Wisconsin", "Wyo.": "Wyoming", "Ont.": "Ontario",
    "Que.": "Quebec", "B.C.": "British Columbia", "Alta.": "Alberta", "Sask.": "Saskatchewan", "Man.": "Manitoba",
}  # fmt: skip
POSTAL = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "DC": "D C", "PR": "Puerto Rico",
}  # fmt: skip
_NAMED = {
    name: name for name in (*STATES.values(), "Utah", "Ohio", "Iowa", "Idaho", "Maine", "Hawaii", "Alaska", "Texas")
}
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent", "DFL": "D F L"}
_TITLES = {
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Mx": "Mix", "Messrs": "Messers", "Dr": "Doctor", "Drs": "Doctors",
    "Prof": "Professor", "Profs": "Professors", "Sen": "Senator", "Sens": "Senators", "Rep": "Representative",
    "Reps": "Representatives", "Gov": "Governor", "Govs": "Governors", "Gen": "General", "Gens": "Generals",
    "Col": "Colonel", "Maj": "Major", "Capt": "Captain", "Lt": "Lieutenant", "Lieut": "Lieutenant", "Sgt": "Sergeant",
    "Cpl": "Corporal", "Pvt": "Private", "Pte": "Private", "Pfc": "Private First Class", "Spc": "Specialist",
    "Adm": "Admiral", "Cmdr": "Commander", "Cdr": "Commander", "Comdr": "Commander", "Brig": "Brigadier",
    "Rev": "Reverend", "Revd": "Reverend", "Fr": "Father", "Hon": "Honorable", "Mt": "Mount", "Ft": "Fort",
    "Pt": "Point", "Det": "Detective", "Supt": "Superintendent", "Insp": "Inspector", "Amb": "Ambassador",
    "Pres": "President", "Atty": "Attorney", "Asst": "Assistant", "Msgr": "Monsignor", "Ald": "Alderman",
    "Sec": "Secretary", "Treas": "Treasurer", "Dir": "Director", "Cllr": "Councillor", "Ste": "Sainte",
    "Bros": "Brothers", "Assn": "Association", "Dist": "District", "Const": "Constable", "Supr": "Supervisor",
    "Sr": "Sister", "Br": "Brother", "Univ": "University", "Chas": "Charles", "Wm": "William", "Geo": "George",
    "Commr": "Commissioner", "Del": "Delegate", "Mme": "Madame", "Mlle": "Mademoiselle", "Pct": "Precinct",
    "Cong": "Congressman", "Hwy": "Highway", "Rte": "Route", "Apt": "Apartment", "Pk": "Park", "Bldg": "Building",
}  # fmt: skip
_WITHOUT_DOT = frozenset(
    "Det Mr Mrs Ms Mx Dr Drs Prof Rev Revd Sgt Lt Col Capt Maj Cpl Pte Cllr Supt Insp Cmdr Cdr Brig Lieut Messrs Adm Gen".split()
)
_STREETS = {
    "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road", "Ln": "Lane", "Hwy": "Highway", "Pkwy": "Parkway",
    "Sq": "Square", "Ct": "Court", "Pl": "Place", "Ter": "Terrace", "Cres": "Crescent", "Bldg": "Building",
    "Co": "Company", "Cos": "Companies", "Inc": "Incorporated", "Corp": "Corporation", "Ltd": "Limited",
    "Bros": "Brothers", "Jr": "Junior", "Sr": "Senior", "Esq": "Esquire", "Assn": "Association", "Dept": "Department",
    "Univ": "University", "Intl": "International", "Mfg": "Manufacturing", "Avg": "Average", "Assoc": "Associates",
    "Cie": "Company", "Natl": "National", "Govt": "Government", "Ft": "Fort", "Div": "Division", "Pty": "Proprietary",
    "Fwy": "Freeway", "Expy": "Expressway", "Jct": "Junction", "Hts": "Heights", "Mts": "Mountains",
}  # fmt: skip
_LEADING = frozenset("Dept Assn Govt Univ Intl Natl".split())
_ROADS = frozenset("Rd Ave Ln Cres Sq Pl Ct".split())
_BARE = frozenset("Inc Corp Ltd Jr Bros".split())
_ANYWHERE = {
    "e.g.": "for example", "eg.": "for example", "i.e.": "that is", "ie.": "that is", "etc.": "et cetera",
    "etc": "et cetera", "vs.": "versus", "vs": "versus", "approx.": "approximately", "dept.": "department",
    "depts.": "departments", "est.": "estimated", "govt.": "government", "govt": "government", "cf.": "compare",
    "viz.": "namely", "incl.": "including", "misc.": "miscellaneous", "avg.": "average", "max.": "maximum",
    "min.": "minimum", "cm": "centimeters", "mm": "millimeters", "tsp": "teaspoon", "tbsp": "tablespoon",
    "assn.": "association", "intl.": "international", "natl.": "national", "univ.": "university",
    "he/she": "he or she", "his/her": "his or her", "him/her": "him or her", "s/he": "she or he", "a.m.": "AM",
    "p.m.": "PM", "a.k.a.": "A K A", "aka": "A K A", "plc": "P L C", "w/o": "without", "b/w": "between",
    "c/o": "care of", "n/a": "not applicable", "pres.": "president", "al.": "al", "ext.": "extension",
    "tel.": "telephone", "lbs.": "pounds", "hrs.": "hours", "mins.": "minutes", "secs.": "seconds", "yrs.": "years",
    "ft.": "feet", "mph": "miles an hour", "km": "kilometers", "kg": "kilograms", "kph": "kilometers an hour",
    "km/h": "kilometers an hour", "yr.": "year", "wk.": "week", "mo.": "month", "ppm": "parts per million",
}  # fmt: skip
_BEFORE_NUMBERS = {
    "no": "number", "nos": "numbers", "p": "page", "pp": "pages", "ch": "chapter", "chap": "chapter", "fig": "figure",
    "figs": "figures", "vol": "volume", "vols": "volumes", "sec": "section", "para": "paragraph", "art": "article",
    "c": "circa", "ca": "circa", "ext": "extension", "apt": "apartment", "ste": "suite", "rte": "route",
    "hwy": "highway", "rm": "room", "pt": "part", "ver": "version", "v": "version", "ln": "line", "col": "column",
    "ed": "edition", "dist": "district", "bk": "book", "est": "established", "flt": "flight",
}  # fmt: skip
_CAPITALISED = frozenset(
    "approx. dept. e.g. eg. i.e. ie. etc. vs. cf. incl. avg. govt. govt a.m. p.m. he/she s/he his/her w/o c/o n/a".split()
)
_ALONE = frozenset("km cm mm kg kph km/h mph ppm ft. tsp tbsp".split())
_BEFORE_UNITS = frozenset("per a in of square many few several million billion thousand hundred half quarter".split())
_WORDY = frozenset("no art sec col c v p pt ed ch fig".split())  # without their dot, words and letters of their own
_KNOWN_STREETS = frozenset("wall downing main oxford fleet bourbon bond high baker regent broad market".split())
_CAPITAL = r"\s{1,2}(?:[A-Z][\w'’]|[A-Z]\.|(?:de|van|von|al|bin|O['’])\s?[A-Z]|(?:and|&)\s(?:Mrs?|Ms|Drs?)\b|1st\b|2nd\b)|-(?:elect|designate|General)\b"
_HONOURABLE = "Honourable", "Honorable"


def _title(match: re.Match[str], spell: English) -> str:
    written, dot = match.groups()
    title = _TITLES.get(written)
    if (
        not title
        or not re.compile(_CAPITAL).match(match.string, match.end())
        or (not dot and written not in _WITHOUT_DOT)
    ):
        return ""
    if (
        written in ("Gen", "Col", "Adm", "Maj", "Brig")
        and not dot
        and re.match(r"\s(?:Z|X|Alpha|Xers)\b", match.string[match.end() :])
    ):
        return ""
    if written == "Dr" and _is_street(match):
        return "Drive"
    if written == "Sr" and word_before(match) and before(match)[-1][0].isupper():
        return "Senior"
    return title if title != "Honorable" or not spell.british else "Honourable"


def _is_street(match: re.Match[str]) -> bool:
    """Say whether St. or Dr. closes a street's name: Oak Dr., Wall St., 10 Downing St."""
    words = before(match)
    if (
        not words
        or not (words[-1][0].isupper() or re.fullmatch(r"[0-9]+(?:st|nd|rd|th)", words[-1]))
        or words[-1][-1] in '.,;:!?)”"'
    ):
        return False
    if not re.match(r"\s[A-Z]", match.string[match.end() : match.end() + 2]):
        return True
    return words[-1].lower() in _KNOWN_STREETS or (len(words) > 1 and words[-2][0].isdigit())


def _saint_or_street(match: re.Match[str], spell: English) -> str:
    words = before(match)
    numbered = len(words) > 1 and words[-2][0].isdigit()  # 27 Church St
    if _is_street(match) and (match.group(1) or numbered or word_before(match) in _KNOWN_STREETS):
        return "Street"
    if re.match(r"\s[A-Z]", match.string[match.end() : match.end() + 2]):
        return "Saint"
    return ""


def _drive(match: re.Match[str], spell: English) -> str:
    return "Drive" if _is_street(match) else ""


def _closing(match: re.Match[str], spell: English) -> str:
    """What follows a name: Oak Ave., Acme Inc., Lee Jr."""
    written, dot, owner = match.groups()
    said = _STREETS.get(written, "")
    words = before(match)
    numbered = written in _ROADS and len(words) > 1 and words[-2][0].isdigit()  # 14 Elm Rd
    if not said or not (dot or written in _BARE or numbered):
        return ""
    named = words and (words[-1][0].isupper() or words[-1][0].isdigit() or words[-1] in ("&", "and", "of", "the"))
    if not named and written not in _LEADING:
        return ""
    return f"{said}'s" if owner else said


def _numbered(match: re.Match[str], spell: English) -> str:
    word, dot = match.group(1), match.group(2)
    said = _BEFORE_NUMBERS.get(word.lower(), "")
    if not said or (not dot and word.lower() in _WORDY and word != "No") or (word.isupper() and len(word) > 1):
        return ""
    if word == "V":
        return ""
    return said.capitalize() if word[0].isupper() and said not in ("number", "numbers") else said


def _party(match: re.Match[str], spell: English) -> str:
    party, state = match.groups()
    place = STATES.get(state) or POSTAL.get(state) or _NAMED.get(state.rstrip("."))
    return f"{_PARTIES[party]} of {place}" if place else ""


def _state(match: re.Match[str], spell: English) -> str:
    return STATES.get(match.group(), "")


def _anywhere(match: re.Match[str], spell: English) -> str:
    written = match.group()
    said = _ANYWHERE.get(written.lower(), "")
    if written[0].isupper() and written.lower() not in _CAPITALISED:
        return ""
    if written in _ALONE and word_before(match).isalpha() and word_before(match) not in _BEFORE_UNITS:
        return ""
    if spell.british:
        said = said.replace("meters", "metres")
    return said


_PERIOD_ABBREVIATIONS = "|".join(re.escape(word) for word in sorted(_ANYWHERE, key=len, reverse=True))
_INITIALS = "".join(sorted({word[0] for word in _ANYWHERE}))
RULES = (
    Rule("abbreviation party", "DRI", r"\b(D|R|I|DFL)[-‑–]((?:[A-Z][a-z]{1,4}|[NSRW]\.\s?[A-Z][a-z]?)\.|[A-Z]{2}\b|[A-Z][a-z]{3,9}(?:\s(?:Carolina|Dakota|Jersey|Mexico|York|Hampshire|Virginia|Island))?\b)", _party, "-‑–−"),
    Rule("abbreviation state", "NSRWBA", r"(?<=[,(]\s)(?:[NSR]\.[A-Z]\.(?![A-Z])|W\.\s?Va\.|B\.C\.)", _state, "."),
    Rule("abbreviation state", UPPER, r"(?<=,\s)[A-Z][a-z]{1,4}\.", _state, "."),
    Rule("abbreviation state", UPPER, r"(?:Calif|Ariz|Okla|Tenn|Wyo|Neb|Nev|Colo|Conn|Fla|Mich|Minn|Wis)\.", _state, "."),
    Rule("abbreviation number", UPPER + LOWER, r"\b(Nos?|nos?|[pP]{1,2}|Ch|ch|Chap|chap|Figs?|figs?|Vols?|vols?|[Ss]ec|[Pp]aras?|[Aa]rt|ca?|[Ee]xt|[Aa]pt|Ste|R[mt]e?|Hwy|[Pp]t|[Vv]er|v|Col|col|Dist|Flt|Bk|est)(\.?)(?=\s?[0-9])", _numbered, "0123456789"),
    Rule("abbreviation", "R", r"Rt\.? Hon\.?\b", lambda match, spell: f"Right {_HONOURABLE[0] if spell.british else _HONOURABLE[1]}"),
    Rule("abbreviation street", "S", r"St\b(\.?)", _saint_or_street),
    Rule("abbreviation saint", "S", r"(?:SS|Sts)\.(?=\s[A-Z])", lambda match, spell: "Saints"),
    Rule("abbreviation title", "C", r"Ch\.?(?=\s(?:Insp|Supt|Const)\b)", lambda match, spell: "Chief"),
    Rule("abbreviation title", UPPER, r"\b([A-Z][a-z]{1,5})\b(\.?)", _title),
    Rule("abbreviation street", "D", r"Dr\b\.", _drive),
    Rule("abbreviation name", UPPER, r"\b([A-Z][a-z]{1,5})\b(\.?)(?:(['’]s)\b|(?!['’\w]))", _closing),
    Rule("abbreviation versus", "v", r"(?<=\w\s)v\.?(?=\s(?:[A-Z]|the\s))", lambda match, spell: "versus"),
    Rule("abbreviation with", "w", r"w/(?!o\b)(?=\s?[a-z])", lambda match, spell: "with"),
    Rule("abbreviation degree", "P", r"Ph\.?D\.?s?(?!\w)", lambda match, spell: "PHDs" if "s" in match.group() else "P H D"),
    Rule("abbreviation", _INITIALS + _INITIALS.upper(), rf"(?i:\b(?:{_PERIOD_ABBREVIATIONS}))(?![\w'’/])", _anywhere),
    Rule("abbreviation phrase", "aà", r"[aà](?=\sla\s[a-z])", lambda match, spell: "ah"),
    Rule("abbreviation phrase", "c", r"c['’]est la vie\b", lambda match, spell: "say la vee"),
    Rule("abbreviation phrase", "v", r"vis-[aà]-vis\b", lambda match, spell: "veeza vee"),
    Rule("abbreviation", "a", r"and/or\b", lambda match, spell: "and or"),
)  # fmt: skip
