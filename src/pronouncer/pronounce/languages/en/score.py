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
    "closed stumps innings declared wicket wickets overs over batting bowled lunch tea crease wicket.".split()
)
_STANDING = frozenset("improve improved improves fell fall drop dropped slipped moved".split())
_RESULTS = frozenset("half-time halftime win defeat loss draw victory thrashing rout".split())
_VOTED = frozenset(
    "vote votes voted ruling ruled decision majority split margin passed approved rejected opinion verdict court senate house".split()
)


def _score(match: re.Match[str], spell: English) -> str:
    first, last = (int(number) for number in match.groups())
    goals = [spell.cardinal(first), spell.cardinal(last)]
    around = [word.strip("\"“”‘’'()[],.;").lower() for word in before(match)[-5:]]
    follows = word_after(match).lower()
    if follows in _VOTED or _VOTED & set(around[-3:]):
        return " to ".join(goals)
    if last == 1 and around[-1:] in (["at"], ["odds"]):
        return " to ".join(goals)
    if spell.british and last <= 10 < first and _CRICKET & {*around, *_ahead(match)}:
        return " for ".join(goals)
    if not spell.british and around[-1:] == ["to"] and _STANDING & set(around[-2:]):
        return " and ".join(goals)
    if spell.british and around[-2:] == ["figures", "of"]:
        return " for ".join(goals)
    played = follows in _PLAYED or _PLAYED & set(around) or _RESULTS & set(_ahead(match)[:2])
    if max(first, last) > 199 or not played:
        return ""
    return _british(first, last, goals) if spell.british else _american(goals, follows)


def _american(goals: list[str], follows: str) -> str:
    if follows == "record":
        return " and ".join(goals)
    return " to ".join("nothing" if goal == "zero" else goal for goal in goals)


def _british(first: int, last: int, goals: list[str]) -> str:
    if first == last:
        return f"{goals[0]} all" if first else "nil nil"
    return " ".join("nil" if goal == "zero" else goal for goal in goals)


def _ahead(match: re.Match[str]) -> list[str]:
    return [word.strip(".,;:)").lower() for word in match.string[match.end() : match.end() + 40].split()]


RULES = (Rule("score", DIGITS, rf"(?<![\w.,–/-])([0-9]{{1,3}}){DASH}([0-9]{{1,3}})(?![\w%°]|[.,]?[0-9]|{DASH}[0-9]|\s(?:million|billion|percent|years?|per|km|miles|days|weeks|months|hours|minutes|people)\b)", _score, "-‑–−"),)  # fmt: skip
