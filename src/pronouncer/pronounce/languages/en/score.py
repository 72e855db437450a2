"""Scores and votes: won 3-2, a 2-0 defeat, a 51-49 vote, 6-4, 7-5, a 12-4 record."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import before, word_after
from pronouncer.pronounce.languages.en.numbers import DASH, English

_PLAYED = frozenset(
    """won win wins winning beat beats beating beaten lost lose loses losing loss drew draw draws drawn drawing
    lead leads led leading trailed trailing trail defeat defeats defeated victory victories score scored
    scoreline tie ties tied level ahead down up fell finished ended thrashed hammered edged stunned thrash
    hammer edge crushed routed final aggregate set sets half-time halftime penalties shootout shoot-out goal
    side champions through advanced progressed record over it were and""".split()
)
_CRICKET = frozenset(
    "stumps innings declared wicket wickets overs over batting bowled lunch tea crease wicket.".split()
)
_STANDING = frozenset("improve improved improves fell fall drop dropped slipped moved".split())
_VOTED = frozenset(
    "vote votes voted ruling ruled decision majority split margin passed approved rejected opinion verdict court senate house".split()
)


def _score(match: re.Match[str], spell: English) -> str:
    first, last = int(match.group(1)), int(match.group(2))
    around = [word.strip("\"“”‘’'()[],.;").lower() for word in before(match)[-5:]]
    follows = word_after(match).lower()
    if follows in _VOTED or _VOTED & set(around[-3:]):
        return f"{spell.cardinal(first)} to {spell.cardinal(last)}"
    if (
        spell.british
        and last <= 10 < first
        and _CRICKET & {*around, *match.string[match.end() : match.end() + 40].split()}
    ):
        return f"{spell.cardinal(first)} for {spell.cardinal(last)}"
    if not spell.british and around[-1:] == ["to"] and _STANDING & set(around[-2:]):
        return f"{spell.cardinal(first)} and {spell.cardinal(last)}"
    if max(first, last) > 199 or not (follows in _PLAYED or _PLAYED & set(around)):
        return ""
    if follows == "record" and not spell.british:
        return f"{spell.cardinal(first)} and {spell.cardinal(last)}"
    if not spell.british:
        return " to ".join(spell.cardinal(goals) if goals else "nothing" for goals in (first, last))
    if first == last:
        return "nil nil" if first == 0 else f"{spell.cardinal(first)} all"
    return f"{spell.cardinal(first) if first else 'nil'} {spell.cardinal(last) if last else 'nil'}"


RULES = (Rule("score", DIGITS, rf"(?<![\w.,–/-])([0-9]{{1,3}}){DASH}([0-9]{{1,3}})(?![\w%°]|[.,]?[0-9]|{DASH}[0-9]|\s(?:million|billion|percent|years?|per|km|miles|days|weeks|months|hours|minutes|people)\b)", _score, "-‑–−"),)  # fmt: skip
