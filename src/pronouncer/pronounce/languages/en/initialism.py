"""Letters said one by one (US, U.S., NHS, MPs, EU's) or as a word (NATO, Ofsted), and words written in capitals."""

import re

from pronouncer.pronounce.language import LOWER, UPPER, Rule
from pronouncer.pronounce.languages.en.numbers import English

WORDS = frozenset(
    """ACAS AFCON AFTRA AIDS AIPAC ANZAC APEC ASBO ASCAP ASEAN ASLEF AUKUS AWACS AWOL BAFTA BREXIT BRICS CAC
    CENTCOM CERN CITES COBRA COP COVID DACA DAESH DARPA DAX DEFCON DEFRA DOGE EBITDA ECOWAS EFTA EUFOR EURIBOR
    EURO EUROPOL FAFSA FEMA FICA FIFA FINRA FLOTUS FOMO GAAP GATT GAVI GIF GITMO GLAAD HAART HAMAS HEPA HIMARS
    HIPAA HUMINT IATA IKEA IMAX INTERPOL ISIL ISIS JPEG KFOR LASER LASIK LIBOR LIDAR LOL MAGA MERCOSUR MERS MIDI
    MIRV MOMA MONUSCO NAFTA NASA NASCAR NASDAQ NATO NAVSEA NEET NIKKEI NIMBY NIMBYS NIST NOAA NORAD NVIDIA OCHA
    OFCOM OFGEM OFSTED OFWAT OLED OPEC OSHA OSINT OXFAM PAC PACS PARP PEGIDA PEN PEPFAR PETA PIN PISA POTUS
    QUANGO RADAR RAM RIA RICO ROM SALT SARS SCOTUS SCRUM SCUBA SEAL SEALS SEATO SIDS SIGINT SIM SNAP SOCOM SONAR
    SPAC STEM SWAT TARP TASER TASS TEPCO THAAD TOEFL UEFA UKIP UNESCO UNICEF UNIFIL UNISON UNITAID UNRWA VIX VOX
    WADA WASP WIC YIMBY YOLO ZIP""".split()
)
"""Acronyms that are said as a word."""

LETTERS = frozenset(
    """AA AAA AARP ABA ABC AC ACC ACLU AD ADB ADHD ADL AFC AFL AFP AI AIIB AK AKP AMA AMC ANA ANC ANPR AP APA API
    APR ASML ATF ATM ATP AUB AWS BA BAE BASF BBC BC BCE BDS BHP BJP BLM BMA BMI BMW BNP BP BPS BRI BSE BST BYD
    CAA CBA CBC CBD CBE CBI CBO CBS CCP CCTV CDC CDU CE CEO CEOS CET CF CFO CGI CHP CIA CID CIO CNN COO CPI CPR
    CPS CSIS CSU CSX CT CTO CV CVS DA DC DEA DFL DHL DHS DIY DJ DMV DNA DNC DOD DOE DOJ DOT DPP DPRK DRC DSV DUI
    DUP DVD DVLA DWI DWP EC ECB ECHR EDF EDL EDT EEA EEOC EFL EHRC EIA EMT ENT EPA EPL ER ERG ESA ESPN EST ET
    ETA ETF EU EV EVS EY FA FAA FBI FC FCA FCC FCDO FDA FDIC FDR FEC FGM FHA FIA FIS FOI FSA FSB FTC FX GBH GCHQ
    GCSE GDP GE GHB GI GM GMB GMO GMT GOP GP GPS GPT GPU GQ GRU GSK HBO HCA HGV HIV HMP HMRC HMS HP HPV HQ HR
    HRC HRT HSBC HSE HVAC IAAF IAEA IAG IBM ICAO ICBM ICC ICJ ICO ICRC ICU ID IDF IDP IED IFS IGN IHG ILO IMF
    ING INS IOC IOM IP IPA IPCC IPO IPP IQ IRA IRGC IRS ISI ISO ISP ISS ISU IT ITN ITV IUCN IUD IV IVF JD JFK JP
    JPL JV KC KFC KGB KKK KKR KPMG KSA LA LAPD LCD LED LGBT LGBTQ LGBTQI LLC LNG LNP LPG LSD LSE LVMH MBA MBE MC
    MD MDMA MEP MEPS MI MIT MLA MLB MLS MMA MMR MOT MOU MP MPS MRI MRSA MS MSF MSNBC MSP MTA MTV MVP NAACP NBA
    NBC NCA NCAA NDA NDP NEA NEC NFC NFL NFT NFU NGO NGOS NHL NHS NHTSA NIH NPC NPR NRA NSA NSC NSF NSW NTSB NUJ
    NUT NWS NY NYC NYPD NYT NZ OAP OAS OBE OBR OCD OECD OED OJ ONS OPCW OPM OSCE OTC PA PAYE PBS PC PCR PCSO PCT
    PD PDT PE PEI PFI PGA PHD PHE PKK PLC PLO PM PMI PMQ PMS POW PPE PPI PPP PPV PR PRC PS PSA PSG PSNI PST PSV
    PT PTA PTSD PVC PWC QA QC QE QR RAF RBI RBS RCMP RCN RFC RFK RFU RMT RNA RNC RNLI ROTC RPG RSF RSPB RSPCA
    RSS RSV RTE RWE SAS SAT SATS SBS SC SCO SDF SDLP SDR SEC SFO SMS SNL SNP SOS SPD SPF SPLC SSA SSD SSE SSRI
    STD STI SUV SUVS TA TB TCA TCS TD TFL TFR TJX TLC TNT TPLF TSA TSB TSMC TT TUC TV TVS UAE UAV UAW UBS UCL
    UCLA UDA UDP UFC UFO UFOS UGC UHF UI UK UKHSA UKTV UN UNDP UNHCR UNODC UPS URL US USA USAF USAID USB USC
    USCIS USDA USGS USMCA USPS USS USSR UTC UTI UUP UV UVF UX VA VAR VAT VC VE VFX VHS VIP VJ VP VPN VR WBA WBC
    WFP WHO WI WMD WMO WNBA WSJ WTA WTO WW WWE WWF WWI WWII XL XR YMCA YPG YWCA ZTE""".split()
)
"""Initialisms that are said letter by letter though they could be said as a word, or stand in headlines."""

_SHORT_WORDS = frozenset(
    """A I AM AN AS AT BE BY DO GO HE HI IF IN IS IT ME MY NO OF OH OK ON OR SO TO UP WE ADD AGE AGO AID AIM AIR
    ALL AND ANY ARE ARM ART ASK ATE BAD BAG BAN BAR BAT BAY BED BEG BET BIG BIN BIT BOX BOY BUG BUS BUT BUY CAN
    CAR CAT COP CUP CUT DAD DAM DAY DID DIE DIG DOG DRY DUE EAR EAT EGG END ERA EYE FAN FAR FAT FED FEE FEW FIT
    FIX FLU FLY FOG FOR FOX FUN FUR GAP GAS GAY GET GOD GOT GUN GUY HAD HAS HAT HER HID HIM HIS HIT HOT HOW ICE
    ILL ITS JAB JAM JET JOB JOY KEY KID LAB LAP LAW LAY LED LEG LET LIE LIP LIT LOT LOW MAD MAN MAP MAY MEN MET
    MID MIX MOB MUD MUM MOM NET NEW NOR NOT NOW NUT OAK ODD OFF OIL OLD ONE OUR OUT OWN PAY PEN PET PIT POP POT
    PUB PUT RAN RAW RED RID ROW RUN SAD SAW SAY SEA SEE SET SEX SHE SHY SIT SIX SKI SKY SON SPY SUE SUN TAX TEA
    TEN THE TIE TIN TIP TOO TOP TOY TRY TWO URN USE VAN VIA VOW WAR WAS WAY WEB WET WHO WHY WIN WIT WON YES YET
    YOU ZOO""".split()
)
_IN_HEADLINES = frozenset(
    "IT WHO ID PA OK OR LA MI MS ME ET CAP PIN PEN SEAL CARE".split()
)  # in a line of capitals, the everyday word
_EMPHASISED = frozenset(
    """NOT AND ALL YES NO NEVER MUST THE NOW VERY BUT ONLY ANY ALWAYS WILL HAVE MORE STOP THIS THAT WHAT WHEN WITH
    FROM YOUR SHALL WHY HOW YOU ARE BIG TOO NEW SEE TOP FREE LIVE OUT OFF DID HAS HAD CAN WAS FOR NEWS IRAN IRAQ
    OMAN IDEA KYIV ASIA OPEN OVER MAX WAR MAN WIN WON""".split()
)
_SPECIAL = {"WWI": "World War One", "WWII": "World War Two"}
KNOWN = WORDS | LETTERS | _SHORT_WORDS | _EMPHASISED | _SPECIAL.keys()
"""All that is written in capitals and whose reading is known."""
_TAIL = (
    "(?:TCH|GHT|RTH|NTH|NCH|RCH|RST|CK|CT|FT|LD|LF|LK|LL|LM|LP|LT|MP|ND|NG|NK|NT|PT|RB|RD|RF|RG|RK|RL|RM|RN|RP|RS|RT|SH|SK|SP|SS|ST"
    "|TH|TS|CH|GH|PS|NS|DS|KS|LS|MS|NC|RC|BS|GS|FF|ZZ|DD|NN|[BCDFGHKLMNPRSTWXZ])?"
)
_PRONOUNCEABLE = rf"(?:[^AEIOUY]{{0,2}}[AEIOUY]{{1,2}}){{1,12}}{_TAIL}"
_SYLLABLE = rf"[^AEIOU]{{1,2}}[AEIOU]{{1,2}}(?:{_TAIL}|[^AEIOU]{{1,2}}[AEIOUY])\Z"
_SPLIT = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]"
_CAPS_BEFORE = r"\b([A-Z][A-Z'’]{1,20}|[AI])[^\w.!?]{1,3}\Z"
_CAPS_AFTER = r"[^\w.!?]{1,3}([A-Z][A-Z'’]{1,20}|[AI])\b(?![a-z])"


def pronounceable(word: str) -> bool:
    """Say whether capitals could be the letters of an English word: alternating vowels and short groups of consonants."""
    return bool(re.compile(_PRONOUNCEABLE).fullmatch(word)) and not re.search(
        r"[^AEIOUY]{4}|[JQVXZ][^AEIOUY]|[JQV]\Z|AA|\A(?:[BCDGPT][BCDFGJKMNPQTVXZ]|[FHJLMNRVWXYZ][BCDFGJKMNPQRSTVWXZ]|[A-Z]?(AA|II|UU))",
        word,
    )


def spelled(word: str) -> str:
    """Return the words of capitals: letters, or a word where they are an acronym that is said as one."""
    return word.capitalize() if word in WORDS else " ".join(word)


def _say(match: re.Match[str], spell: English) -> str:
    letters, suffix = match.groups()
    ending = (suffix or "").replace("’", "'")
    if letters in _SPECIAL:
        return _SPECIAL[letters] + ending
    if _is_word(match, letters, plural=ending == "s"):
        return (letters.lower() if len(letters) == 2 else letters.capitalize()) + ending
    return _lettered(letters, ending)


def _lettered(letters: str, ending: str) -> str:
    """Letters one by one; with an ending they are one word, as in MPs."""
    return letters + ending if ending else " ".join(letters)


def _is_word(match: re.Match[str], letters: str, *, plural: bool) -> bool:
    if letters in WORDS:
        return True
    run = _run(match)
    if letters == "WHO" and re.compile(r"\s[A-Z]{3,}S\b").match(match.string, match.end()):
        return False  # the organisation warns, urges, says
    if letters in LETTERS and not (run > 1 and letters in _IN_HEADLINES):
        return False
    if letters in _EMPHASISED or (letters in _SHORT_WORDS and (run or len(letters) > 2)):
        return not plural
    if len(letters) < (3 if run else 4):
        return False
    if run or len(letters) > 6:
        return bool(re.search("[AEIOUY]", letters))
    return pronounceable(letters) and (len(letters) > 4 or bool(re.compile(_SYLLABLE).match(letters)))


def _shortened(match: re.Match[str], spell: English) -> str:
    """Words with an apostrophe in capitals: IT'S, DON'T, TRUMP'S."""
    word, ending = match.group(1), match.group(2).lower()
    if ending == "s" and word in LETTERS and word not in _IN_HEADLINES:
        return f"{word}'s"
    return f"{word.lower() if len(word) < 4 or ending != 's' else word.capitalize()}'{ending}"


def _run(match: re.Match[str]) -> int:
    """Return how many neighbours are written in capitals and are no initialisms: those of a headline or of a small-caps lead."""
    string = match.string
    found = (
        re.compile(_CAPS_BEFORE).search(string, max(0, match.start() - 24), match.start()),
        re.compile(_CAPS_AFTER).match(string, match.end()),
    )
    near = [neighbour.group(1).rstrip("'’S") for neighbour in found if neighbour]
    words = sum((word not in LETTERS and _may_be_word(word)) or word in _IN_HEADLINES for word in near)
    if (
        not words and near
    ):  # US ECONOMY: the neighbour is an initialism itself; look whether the line has no small letters
        return 2 if _shouted(match) else 0
    return words + _shouted(match)


def _may_be_word(word: str) -> bool:
    """Say whether capitals beside others may be a word of a headline: an initialism beside an initialism is none."""
    return len(word) > 4 or word in _SHORT_WORDS or word in _EMPHASISED or (len(word) > 3 and pronounceable(word))


def _shouted(match: re.Match[str]) -> bool:
    """Say whether all that stands around is in capitals."""
    around = match.string[max(0, match.start() - 60) : match.end() + 60]
    return around.isupper() and len(around) > 8


def _dotted(match: re.Match[str], spell: English) -> str:
    letters, suffix = re.fullmatch(r"((?:[A-Za-z]\.\s?){1,6}[A-Za-z]?\.?)(['’]?s)?", match.group()).groups()  # type: ignore[union-attr]
    return _lettered(re.sub(r"[.\s]", "", letters).upper(), (suffix or "").replace("’", "'"))


def _camel(match: re.Match[str], spell: English) -> str:
    parts = re.compile(_SPLIT).findall(match.group(1))
    ending = (match.group(2) or "").replace("’", "'")
    if parts[0] in ("Mc", "Mac", "Fitz", "De", "Di", "La", "Le", "Van", "Du", "Al", "O", "Da", "Del") or match.group(
        1
    ) in ("YouTube", "TikTok", "LinkedIn", "WhatsApp", "PayPal", "HarperCollins"):
        return ""
    *first, last = parts
    said = [" ".join(part) if part.isupper() and part not in WORDS else part for part in first]
    return " ".join([*said, _lettered(last, ending) if last.isupper() and last not in WORDS else last + ending])


def _ampersand(match: re.Match[str], spell: English) -> str:
    first, last, ending = match.groups()
    return f"{' '.join(first)} and {' '.join(last)}{(ending or '').replace('’', chr(39))}"


RULES = (
    Rule("initialism", UPPER, r"\b([A-Z]{1,3})\s?&\s?([A-Z]{1,3})(['’]?s)?\b(?!\.?[A-Za-z])", _ampersand, "&"),
    Rule("initialism dotted", UPPER, r"\b(?:(?:[A-Z]\.){2,6}(?:['’]?s\b)?|(?:[A-Z]\.){1,5}[A-Z]\b(?!['’]?[a-z]))", _dotted, "."),
    Rule("initialism", UPPER, r"\b([A-Z]{2,24})['’](S|T|RE|LL|VE|D|M)\b", _shortened, "'’"),
    Rule("initialism", UPPER, r"\b([A-Z]{2,24})(['’]?s)?\b(?![a-z\d]|['’](?:[A-Z]|[a-rt-z]))", _say),
    Rule("initialism camel", UPPER + LOWER, r"\b([A-Z]?[a-z]{1,12}(?:[A-Z][a-z]{1,12}){0,2}[A-Z]{1,5}|[A-Z][a-z]{2,9}GPT|(?:Open|Deep|Face|Space|Java|Git|Star|Black|Master|Fed|News|Sun|Word|Power|Air)[A-Z][a-z]{1,9}|e[A-Z][a-z]{2,9}|i[A-Z][a-z]{2,9}|mRNA|tRNA)(['’]?s)?\b(?![a-z])", _camel),
)  # fmt: skip
