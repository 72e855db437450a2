"""Sums: $1.4 billion, £3m, €2.3bn, C$5, ₹500 crore, $3.50, 20p, $10-15 million, a $5 bill, USD 300, 300 kr."""

import re

from pronouncer.pronounce.language import DIGITS, UPPER, Rule
from pronouncer.pronounce.languages.en.context import modifies
from pronouncer.pronounce.languages.en.numbers import DASH, NUMBER, SCALE, English

# sign: (one, many, one of the hundredth, many of them)
_SIGNS = {
    "US$": ("U S dollar", "U S dollars", "cent", "cents"),
    "CA$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "CAD$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AU$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "NT$": ("Taiwan dollar", "Taiwan dollars", "cent", "cents"),
    "S$": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "R$": ("real", "reais", "centavo", "centavos"),
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "Rs.": ("rupee", "rupees", "paisa", "paise"),
    "Rs": ("rupee", "rupees", "paisa", "paise"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₽": ("ruble", "rubles", "kopek", "kopeks"),
    "₩": ("won", "won", "jeon", "jeon"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "₺": ("lira", "lira", "kurus", "kurus"),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "₱": ("peso", "pesos", "centavo", "centavos"),
    "₫": ("dong", "dong", "xu", "xu"),
    "฿": ("baht", "baht", "satang", "satang"),
    "₿": ("bitcoin", "bitcoins", "satoshi", "satoshis"),
}
_CODES = {
    "USD": _SIGNS["US$"], "CAD": _SIGNS["C$"], "AUD": _SIGNS["A$"], "NZD": _SIGNS["NZ$"], "GBP": _SIGNS["£"],
    "EUR": _SIGNS["€"],
    "JPY": _SIGNS["¥"], "INR": _SIGNS["₹"], "UAH": _SIGNS["₴"], "RUB": _SIGNS["₽"],
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "RMB": ("yuan", "yuan", "fen", "fen"), "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"), "SEK": ("Swedish krona", "Swedish kronor", "ore", "ore"),
    "NOK": ("Norwegian krone", "Norwegian kroner", "ore", "ore"),
    "DKK": ("Danish krone", "Danish kroner", "ore", "ore"),
    "ZAR": ("rand", "rand", "cent", "cents"), "BRL": _SIGNS["R$"], "HKD": _SIGNS["HK$"], "SGD": _SIGNS["S$"],
}  # fmt: skip
_SIGN = r"[A-Z]{0,3}\$|Rs\.?|[£€¥₹₴₽₩₪₺₦₱₫฿₿]"
_CODE = "|".join(_CODES)
_SCALE = r"(?:\s?-?\s?(?:hundred|thousand|million|billion|trillion|quadrillion|crore|lakh)\b|(?:[kKmMbB]|mn|mln|bn|bln|tn|trn)\b)"
_SUM = rf"({NUMBER}|\.[0-9]{{1,4}})({_SCALE})?"

Names = tuple[str, str, str, str]


def _prefixed(match: re.Match[str], spell: English) -> str:
    minus, sign, number, scale, joint, last, last_scale = match.groups()
    names = _SIGNS.get(sign) or _CODES.get(sign)
    if not names:
        return ""
    if not last:
        said = _sum(number, scale, names, spell, modifies=modifies(match, bare=True))
        return f"{'plus' if minus == '+' else 'minus'} {said}" if minus else said
    joint = joint.strip(" $£€¥")
    low = spell.number(_whole(number)) + (f" {_scale(scale)}" if scale and scale != last_scale else "")
    high = _sum(last, last_scale, names, spell, modifies=modifies(match, bare=True))
    return f"{low} {joint if joint.isalpha() else 'to'} {high}"


def _suffixed(match: re.Match[str], spell: English) -> str:
    number, scale, code = match.groups()
    return _sum(number, scale, _CODES[code], spell, modifies=modifies(match, bare=True))


def _sum(amount: str, scale: str | None, names: Names, spell: English, *, modifies: bool) -> str:
    one, many, cent, cents = names
    modifies = modifies or bool(scale and "-" in scale)
    name = one if modifies or (amount == "1" and not scale) else many
    if scale:
        return f"{spell.number(_whole(amount))} {_scale(scale)} {name}"
    whole, _, fraction = amount.replace(",", "").partition(".")
    if len(fraction) != 2:
        return f"{spell.number(_whole(amount))} {name}"
    small = int(fraction)
    coin = cent if small == 1 or modifies else cents
    if not int(whole or 0):
        return f"{spell.cardinal(small)} {coin}"
    said = f"{spell.cardinal(int(whole))} {one if int(whole) == 1 or modifies else many}"
    if not small:
        return said
    return f"{said} {spell.cardinal(small)}" + ("" if spell.british else f" {coin}")


def _whole(number: str) -> str:
    return f"0{number}" if number.startswith(".") else number


def _scale(written: str) -> str:
    scale = written.strip(" -\N{NO-BREAK SPACE}")
    return SCALE.get(scale, scale)


def _coins(match: re.Match[str], spell: English) -> str:
    number, sign = match.groups()
    one, many = ("penny", "pence") if sign == "p" else ("cent", "cents")
    return f"{spell.span(number)} {one if number == '1' or (modifies(match, bare=True) and sign != 'p') else many}"


def _rate(match: re.Match[str], spell: English) -> str:
    unit = {"hr": "hour", "mo": "month", "yr": "year", "kg": "kilogram", "lb": "pound"}.get(
        match.group(1), match.group(1)
    )
    return f"{'an' if unit == 'hour' else 'a'} {unit}"


def _kronor(match: re.Match[str], spell: English) -> str:
    return f"{spell.span(match.group(1))} {'zlotys' if match.group(2) == 'zł' else 'kronor'}"


_STARTS = "$£€¥₹₴₽₩₪₺₦₱₫฿₿" + "UCANHSR"
RULES = (
    Rule("money rate", "/", r"(?<=[0-9kmbnMp%])/(month|year|day|week|hour|hr|mo|yr|night|person|kg|lb|barrel|share|tonne|ton|gallon|liter|litre|unit)\b", _rate),
    Rule("money range", _STARTS, rf"()({_SIGN})\s?{_SUM}({DASH}(?:{_SIGN})?|\s(?:to|and|or)\s(?={NUMBER}\s?(?:million|billion|trillion|bn|m)\b)){_SUM}(?![\w]|{DASH}[0-9])", _prefixed, "$£€¥₹₴₽₩₪₺₦₱₫฿₿s"),
    Rule("money", _STARTS + "-−+", rf"((?<![\w)%])[-−+])?({_SIGN})\s?{_SUM}()()()(?![0-9])", _prefixed, "$£€¥₹₴₽₩₪₺₦₱₫฿₿s"),
    Rule("money code", UPPER, rf"()\b({_CODE})\s?{_SUM}()()()(?![0-9])\b", _prefixed, "0123456789"),
    Rule("money code", DIGITS, rf"{_SUM}\s?({_CODE})\b", _suffixed, "UCANGEJIRPSDZBH"),
    Rule("money coins", DIGITS, rf"({NUMBER}(?:{DASH}{NUMBER})?)\s?(p|¢)(?!['’.]?\w)", _coins, "p¢"),
    Rule("money kronor", DIGITS, rf"({NUMBER}(?:{DASH}{NUMBER})?)\s?(kr|zł)\b", _kronor, "kz"),
)  # fmt: skip
