"""What stands around a match: the words that tell an amount from a modifier, a year from a count."""

import re

_REACH = 48  # characters
_FOLLOWING = r"[\s-]([^\s]{1,30})"
_ARTICLES = frozenset(("a", "an"))
_DETERMINERS = frozenset(
    "the this that these those its his her their our my your each every another first second third new".split()
)
_NOT_A_NOUN = frozenset(
    """of in on at to for from by with without and or but nor as than per a an the is are was were be been being
    has have had will would could should may might can must do does did this that these those last next each
    every more less over under about after before since until till if when while which who whom whose it he she
    they we you i him them us today tomorrow yesterday tonight now then so not also off up down out apiece
    annually yearly monthly weekly daily ago later earlier only worth away left short between into across
    through during against among within above below plus minus so-called because though although where there
    here too again already still just even ever never once twice all any both some such no its his her their our
    my your went goes go came comes come get gets got made makes make said says say fell rose falls rises paid
    pays pay spent gave gives give took takes take raised raises owed owes cost costs annum north south east
    west northeast northwest southeast southwest high tall long wide deep thick old and/or""".split()
)
_LINKS = frozenset("for of on with over amid after into against from in by via".split())
_HEADLINE_VERBS = frozenset(
    """agree agrees announce announces approve approves back backs block blocks demand demands face faces launch launches lose loses
    offer offers plan plans pledge pledges plot plots reject rejects seek seeks secure secures sign signs unveil unveils win wins""".split()
)
_ADJECTIVES = frozenset(
    "new record further additional whopping huge massive reported extra potential possible huge initial final full total big major fresh single".split()
)


def before(match: re.Match[str]) -> list[str]:
    """Return the words before a match, nearest last, as written."""
    return match.string[max(0, match.start() - _REACH) : match.start()].split()


def word_before(match: re.Match[str]) -> str:
    """Return the nearest word before a match in lower case, without punctuation; empty if there is none."""
    words = before(match)
    return words[-1].strip("\"“”‘’'()[],").lower() if words else ""


def word_after(match: re.Match[str]) -> str:
    """Return the word after a match, beyond one space or hyphen, without punctuation; empty if there is none."""
    found = re.compile(_FOLLOWING).match(match.string, match.end())
    return found.group(1).strip("\"“”‘’'()[].,;:!?") if found else ""


def modifies(match: re.Match[str], *, bare: bool = False) -> bool:
    """Say whether an amount stands before its noun: a $1.4 billion loan, a 10-km race, the 6ft fence.

    With `bare` also where no article says so, as in headlines: council votes for $3m wall.
    """
    string, end = match.string, match.end()
    follows = word_after(match)
    if string[end : end + 1] == "-" and follows:
        return follows != "plus" or string[end + 5 : end + 6] == " "  # a $5m-plus deal, but: it cost $5m-plus, he said
    if not follows or not follows[0].isalpha() or follows.lower() in _NOT_A_NOUN or string[end : end + 1] != " ":
        return False
    words = [word.strip("\"“”‘’'(").lower() for word in before(match)]
    if follows.endswith(("ly", "ing")):
        return False
    if not words or words[-1] in _LINKS or words[-1] in _HEADLINE_VERBS:
        return bare and not follows.endswith("ed")
    if words[-1] in _ARTICLES:
        return True
    if (
        len(words) > 1
        and words[-2] in _ARTICLES
        and (words[-1] in _ADJECTIVES or words[-1].endswith(("ed", "al", "ive", "ous")))
    ):
        return True
    return words[-1] in _DETERMINERS or words[-1].endswith(("'s", "’s"))
