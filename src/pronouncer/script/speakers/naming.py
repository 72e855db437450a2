"""Names: without the ranks before them, of persons or of organisations."""

from collections.abc import Sequence

from pronouncer.script.speakers.grammar import TRADE, Grammar
from pronouncer.script.speakers.phrases import Mention
from pronouncer.script.speakers.words import PARTICLES, POSSESSIVE, Word

_SMALL = PARTICLES | {"jr", "sr", "ii", "iii"}
_HONOURS = frozenset("kc qc mp msp mep obe cbe mbe phd md esq".split())
_ACRONYM = 6  # letters
_JOINS = frozenset(("of", "for", "de", "du", "des", "&"))


def agentive(word: Word) -> bool:
    """Say whether a word has the ending of a trade: cellist."""
    return bool(TRADE.match(word.plain)) and not word.given


def joins(word: Word) -> bool:
    """Say whether a word may stand inside the name of an organisation: Bank of England."""
    return word.plain in _JOINS


def named(
    text: str, run: Sequence[Word], ranks: Sequence[Word], grammar: Grammar, article: Word | None = None
) -> Mention:
    """Return the mention that capitalised words make: a name without the ranks at its beginning, or a rank alone."""
    while len(run) > 1 and run[-1].plain in _HONOURS:
        run = run[:-1]
    newspaper = run[-1].plain in grammar.newspapers
    led = bool(ranks) and grammar.human(ranks[-1].plain)
    organisation = newspaper or (not led and _organised(text, run, grammar))
    bare = only_ranks(text, run, grammar)
    skip = 0 if organisation or bare else _skipped(text, run, grammar, alone=not ranks and not article)
    first = article if article and (newspaper or bare) else run[skip]
    words = tuple(word.plain for word in run[skip:] if bare or _counts(word, run[skip]))
    return Mention(
        "description" if bare else "name",
        (article or run[0]).start,
        run[-1].end,
        POSSESSIVE.sub("", text[first.start : run[-1].end]),
        words or (run[-1].plain,),
        tuple(word.plain for word in (*ranks, *run[:skip])),
        article.plain if article else "",
        organisation=organisation,
    )


def _counts(word: Word, first: Word) -> bool:
    """Say whether a word of a name tells who it is: Ben Holm, and not: Ahmed ben Salem."""
    return word.kind == "C" and (word.plain not in _SMALL or (word is first and word.given))


def _skipped(text: str, run: Sequence[Word], grammar: Grammar, *, alone: bool) -> int:
    """Return how many words of a capitalised run are ranks: Energy Minister, Canon."""
    ranks = [place for place, word in enumerate(run[:-1]) if word.plain in grammar.roles]
    if ranks:
        return ranks[-1] + 1
    if len(run) > 2 and text[run[0].start : run[0].end].isupper() and 1 < len(run[0].plain) <= _ACRONYM:
        return 1  # la déléguée CGT Myriam Saïd
    trade = alone and begins(text, run[0]) and agentive(run[0])
    unknown = len(run) > 2 and run[1].given and not run[0].given and len(run[0].plain) > 3
    return int(len(run) > 2 and (trade or unknown))


def begins(text: str, word: Word) -> bool:
    """Say whether a word begins a sentence."""
    before = text[: word.start].rstrip()
    return not before or before[-1] in '.!?:;”"’'


def _organised(text: str, run: Sequence[Word], grammar: Grammar) -> bool:
    """Say whether a name is an organisation's: Bank of England, and neither Energy Minister Petrov nor Helen West."""
    if len(run) == 1 and text[run[0].start : run[0].end].isupper():
        return 1 < len(run[0].plain) <= _ACRONYM
    if len(run) == 1 or (run[0].given and len(run) == 2):
        return False
    if run[-1].plain in grammar.proper:
        return True
    ranked = run[0].given or any(word.plain in grammar.roles for word in run[:-1])
    return not ranked and any(word.plain in grammar.proper for word in run)


def only_ranks(text: str, run: Sequence[Word], grammar: Grammar) -> bool:
    """Say whether capitalised words are a rank without a name: Prime Minister, Police."""
    last = run[-1].plain
    role = last in grammar.roles and last not in grammar.surnames
    if len(run) > 1:
        return role and grammar.ranked(run[0].plain)
    surname = last in grammar.roles and not begins(text, run[0])
    group = last in grammar.groups and not text[run[0].start : run[0].end].isupper()
    return role or group or (last in grammar.roles and not surname)
