"""Letters said one by one (US, U.S., NHS, MPs, EU's) or as a word (NATO, Ofsted), and words written in capitals."""

import re

from pronouncer.pronounce.language import LOWER, UPPER, Rule
from pronouncer.pronounce.languages.en.numbers import English

WORDS = frozenset(
    """VOX RIA DAX CAC VIX NVIDIA ACAS AFCON AIDS AIPAC ANZAC APEC ASBO ASCAP ASEAN ASLEF AUKUS AWACS AWOL BAFTA BALCO BREXIT BRICS CERN
    CENTCOM CITES COBRA COP COVID DARPA DEFCON DEFRA DREAMERS EBITDA
    ECOWAS EFTA EUFOR EURIBOR FEMA FEMEN FICA FIFA FINRA FOMO GAAP GATT GIF GITMO HAMAS HEPA HIMARS HIPAA HOOPS IKEA
    IMAX INTERPOL EUROPOL ISIS ISIL JPEG KFOR LAPSSET
    LASER LIBOR LIDAR MERCOSUR MERS MIDI MIRV MONUSCO NAFTA NANDA NASA NASCAR NASDAQ NATO NAVSEA NICE NIMBY NIST
    NOAA NORAD OCHA OFCOM OFGEM OFSTED OFWAT OLED OPEC OSHA OXFAM PAC PACS
    PATCO PEGIDA PEPFAR PETA PIN PISA POTUS PTSA QUANGO RADAR RAM RICO ROM SALT SARS SCOTUS FLOTUS SEAL SEALS SEATO
    SIM SOCOM SONAR SPAC START STEM SWAT SWIFT TARP TASER THAAD TOEFL
    UEFA UKIP UNESCO UNICEF UNIFIL UNITAID VAT WADA WASP YIMBY ZIP IATA DACA DEI DOGE SNAP WIC GAVI OPCW HAART EURO
    OSINT SIGINT HUMINT RAF NASUWT UNISON TASS DAESH PREVENT NEET
    FAFSA LASIK MAGA NIMBYS PARP ROTC SCUBA SCRUM SAG-AFTRA AFTRA SIDS UNRWA VAR-O NIKKEI TEPCO AVENGERS GLAAD PEN
    CARE LOL YOLO FAQ-O MOMA""".split()
) - frozenset(
    (
        "VAT",
        "RAF",
        "DEI",
        "DREAMERS",
        "HOOPS",
        "LAPSSET",
        "NANDA",
        "PTSA",
        "ROTC",
        "PREVENT",
        "NASUWT",
        "START",
        "CARE",
        "SWIFT",
        "VAR-O",
        "FAQ-O",
        "NICE",
    )
)
"""Acronyms that are said as a word."""

LETTERS = frozenset(
    """USCIS AA AAA AARP ABA ABC ACLU ADHD ADL AFL AFP AI AK ANC ANPR AP ATF ATM AUB AWS BA BAE BBC BDS BJP BLM BMA BMI
    BMW BNP BP BPS BRI BSE CAA CAIR CAP CBA CBC CBD CBE CBI CBO CBS CCP CCTV CDC CDU CEO CEOS CFO
    CGI CHP CIA CID CIO CNN COO CPAC CPI CPR CPS CSIS CSU CT CTO CV DA DC DEA DHS DIY DJ DMV DNA DNC DOD DOE DOJ DOT
    DPP DPRK DRC DUI DUP DVD DVLA DWI DWP EC ECB ECHR EDF EDL EEA EEOC EHRC EMT ENT EPA ER ERG
    ESA ESPN ETA ETF EU EV EVS FA FAA FBI FCA FCC FCDO FDA FDIC FDR FIA FOI FSB FTC FX GBH GCHQ GCSE GDP GHB GM GMB
    GMO GMT GOP GP GPS GPT GPU GRU HBO HGV HIV HMP HMRC HMS HP HPV HR HRC HRT HSBC HSE IAEA IBM ICAO ICBM ICC ICE-O
    ICJ ICRC ICU ID IDF IDP IED IFS IHOP-O ILO IMF INS IOC IOM IPA IPCC IPO IPP IQ IRA IRGC IRS ISI ISO ISP ISS IT
    ITN ITV IUCN IVF JFK JP JPL KC KFC KGB KKK KPMG LA LAPD LGBT LGBTQ LGBTQI LLC LNG LNP LPG LSD LSE MBA MBE MD
    MI MIT MLA MLB MLS MMA MMR MP MPS MRI MRSA MS MSF MSNBC MSP MTA MTV MVP NAACP NBA NBC NCA NCAA NDA NEA NEC NFL
    NFT NFU NGO NHL NHS NHTSA NIH NPR NRA NSA NSC NSF NSW NTSB NUJ NUT NWS NY NYC NYPD NYT NZ OBE OECD OBR
    OED OJ ONS OSCE PA PBS PC PCR PCSO PCT PD PE PFI PGA PHD PHE PIP PKK PLC PLO PM PMI PMQ POW PPE PPI PR PS PSG
    PSNI PTA PTSD PVC QA QC RAF RBI RBS RCMP RCN RFK RMT RNA RNC RNLI ROTC RSF RSPB RSPCA RSV RTE SAS SBS SCO SDF
    SDLP SEC SFO SNL SNP SOS SPD SPLC SSA SSRI STD STI SUV SUVS TB TCA TD TFL TNT TPLF TSA TSB TUC TV TVS UAE UAW
    UBS UCL UCLA UDA UDP UFC UFO UFOS UGC UK UKHSA UKTV UN UNDP UNHCR UNODC UPS URL US USA USAID USB USC USDA USGS
    USMCA
    USPS USS USSR USAF UTC UTI UUP UV UVF VA VAR VAT VC VFX VIP VP VPN VR WBA WBC WFP WHO WHO'S WI WMD WMO WNBA WSJ
    WTA WTO WW WWE WWF WWI WWII XL XR YMCA YPG YWCA ZTE OAS OCD ADB AIIB AKP AMA ANA API APA APR ATP BAME BCE BC AD
    CE EDT EST PDT PST CET BST ET PT
    DFL EIA EPL ERA FEC FISA-O FGM FHA FSA GE GI GQ HQ HUD-O HVAC ICO IGN IP IUD IV JD JV KSA LCD LED MC MDMA MEP
    MEPS MOD MOT MOU NDP NPC OAP OK-O OPM OTC PAYE PEI PMS PPP PRC PSA PSV QE QR RPG RSS SAT SATS SATS SDR SMS SPF
    SSD TA TFR TLC TT UAV UHF UI UX VE VJ VHS
    FC AFC CF SC AC RFC NFC ACC PPV EFL RFU FIS ISU IAAF MMR FIBA-O NGOS ACT AMC CSX CVS DHL FTSE-O GSK HCA HSBC IAG
    IHG ING KKR LVMH PWC RWE SAP SKY-O SSE TCS TJX TSMC UBS ASML BASF BHP BYD DSV EY""".split()
) - frozenset(
    word
    for word in "ICE-O IHOP-O FISA-O HUD-O OK-O FIBA-O FTSE-O SKY-O WHO'S ERA ACT MOD CAP SAP CAIR CPAC CARE BAME PIP POW-O RTE-O".split()
)
"""Initialisms that are said letter by letter though they could be said as a word, or stand in headlines."""

_SHORT_WORDS = frozenset(
    """A I AM AN AS AT BE BY DO GO HE HI IF IN IS IT ME MY NO OF OH OK ON OR SO TO UP WE ADD AGE AGO AID AIM AIR ALL
    AND ANY ARE ARM ART ASK ATE BAD BAG BAN BAR BAT BAY BED BEG BET BIG BIN BIT BOX BOY BUG BUS BUT BUY CAN CAR CAT
    COP CUP CUT DAD DAM
    DAY DID DIE DIG DOG DRY DUE EAR EAT EGG END ERA EYE FAN FAR FAT FED FEE FEW FIT FIX FLU FLY FOG FOR FOX FUN FUR
    GAP GAS GAY GET GOD GOT GUN GUY HAD HAS HAT HER HID HIM HIS HIT HOT HOW ICE ILL ITS JAB JAM JET JOB JOY KEY KID
    LAB LAP LAW LAY LED LEG LET
    LIE LIP LIT LOT LOW MAD MAN MAP MAY MEN MET MID MIX MOB MUD MUM MOM NET NEW NOR NOT NOW NUT OAK ODD OFF OIL OLD
    ONE OUR OUT OWN PAY PEN PET PIT POP POT PUB PUT RAN RAW RED RID ROW RUN SAD SAW SAY SEA SEE SET SEX SHE SHY SIT
    SIX SKI SKY
    SON SPY SUE SUN TAX TEA TEN THE TIE TIN TIP TOO TOP TOY TRY TWO URN USE VAN VIA VOW WAR WAS WAY WEB WET WHO WHY
    WIN WIT WON YES YET YOU ZOO""".split()
)
_IN_HEADLINES = frozenset(
    "IT WHO ID PA OK OR LA MI MS ME ET CAP PIN PEN SEAL CARE".split()
)  # in a line of capitals, the everyday word
_EMPHASISED = frozenset(
    """NOT AND ALL YES NO NEVER MUST THE NOW VERY BUT ONLY ANY ALWAYS WILL HAVE MORE STOP THIS THAT WHAT WHEN WITH
    FROM YOUR SHALL WHY HOW YOU ARE BIG TOO NEW SEE TOP FREE LIVE OUT OFF DID HAS HAD CAN WAS FOR
    MAX WAR MAN WIN WON""".split()
)
_SPECIAL = {"WWI": "World War One", "WWII": "World War Two"}
_PRONOUNCEABLE = r"(?:[^AEIOUY]{0,2}[AEIOUY]{1,2}){1,}[^AEIOUY]{0,3}"
_SYLLABLE = r"[^AEIOU]{1,2}[AEIOU]{1,2}[^AEIOUHJQVW]{0,2}[AEIOUY]?\Z"
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
    words = sum(word not in LETTERS or word in _IN_HEADLINES for word in near)
    if (
        not words and near
    ):  # US ECONOMY: the neighbour is an initialism itself; look whether the line has no small letters
        return 2 if _shouted(match) else 0
    return words + _shouted(match)


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
