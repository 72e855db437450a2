"""What the engine asks of a language: the kinds of its words, and patterns for what is quoted but not said."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from pronouncer.noun import noun

TRADE = re.compile(r"\w{3,}(?:er|or|ist|ian|man|woman|ant|warden|eur|euse|iste|ien|ienne)s?$")


@noun
class Grammar:
    """The words of a language, all in lower case."""

    kinds: Mapping[str, str]
    """The letter of a word that is not plain (`w`).

    V verb of saying, S verb that takes what is quoted as its object (called), D determiner, H pronoun, x auxiliary or
    adverb, p preposition, r relative pronoun, t that, c conjunction, a as, A the words for "according to".
    """
    tokens: re.Pattern[str]
    roles: frozenset[str]
    """Nouns for persons: titles, ranks, trades, kin."""
    kin: frozenset[str]
    """Of these those that anybody may have beside a trade: Mrs, mother."""
    modifiers: frozenset[str]
    """Words that stand before such a noun without being one: prime, deputy."""
    surnames: frozenset[str]
    """Roles that are also family names: Baker."""
    groups: frozenset[str]
    """Nouns for those who speak as one: company, ministry, report."""
    answers: frozenset[str]
    """Nouns for what was said: her verdict: “No.”"""
    pairs: re.Pattern[str]
    """Verbs of saying in two words: went on."""
    nouns: frozenset[str]
    """Verbs of saying that after a determiner are nouns: the reply."""
    female: frozenset[str]
    male: frozenset[str]
    pronouns: Mapping[str, str]
    """f, m, it or they for each pronoun that stands for somebody; "" for I and we."""
    possessives: Mapping[str, str]
    """f or m for his and her."""
    owning: frozenset[str]
    """All possessives."""
    proper: frozenset[str]
    """Words in the names of organisations: Council."""
    newspapers: frozenset[str]
    agent: frozenset[str]
    """by"""
    indefinite: frozenset[str]
    articles: frozenset[str]
    """Of these those that never stand alone."""
    unsaid: re.Pattern[str]
    """Ends before what is quoted but not said: so-called “…”, a sign that read “…”."""
    works: re.Pattern[str]
    """Ends before the title of a work, if what follows is written like one."""
    notes: re.Pattern[str]
    """The head of what carries words without saying them: sign, note."""
    belongs: frozenset[str]
    """Prepositions that belong to a description: a spokeswoman for the governor."""
    views: frozenset[str]
    """Prepositions that begin a sentence with whose view it gives: Pour Lemoine, c'est « … »."""
    adverb: re.Pattern[str]
    """Ends an adverb."""
    finite: re.Pattern[str]
    """A word that is more likely a verb than part of a description: closed."""
    peoples: re.Pattern[str]
    """Where somebody comes from: the Spaniard."""
    qualities: re.Pattern[str]
    """Adjectives that follow their noun."""
    genders: Mapping[str, str]
    """f or m for determiners that tell it of a person."""
    inside: bool
    """Whether the verb of saying may stand inside the marks: « Non, dit-il, jamais. »"""

    def trade(self, word: str) -> bool:
        """Say whether a word is a noun for what somebody does."""
        return word not in self.kin and (word in self.roles or bool(TRADE.match(word)))

    def ranked(self, word: str) -> bool:
        """Say whether a word may be part of a rank."""
        return word in self.roles or word in self.modifiers

    def human(self, word: str) -> bool:
        """Say whether a word is a noun for a person."""
        first, _, last = word.partition("-")  # ex-wife, mother-of-two
        return bool({word, first, last} & self.roles) or word.endswith("-year-old")

    def somebody(self, word: str) -> bool:
        """Say whether a word is a noun for who may speak."""
        return word in self.groups or self.human(word)


def words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


def kinds(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the letter of each word; where a word is in two lists the later counts."""
    return {word: letter for letter, listed in lists.items() for word in listed}


GRAMMARS: Mapping[str, str] = {
    "en": "pronouncer.script.speakers.en:ENGLISH",
    "fr": "pronouncer.script.speakers.fr:FRENCH",
}


@cache
def grammar(language: str) -> Grammar | None:
    """Return the grammar of a language (BCP 47), imported on first use, or None where there is none."""
    module, _, name = GRAMMARS.get(language.split("-")[0].lower(), "").partition(":")
    found: Grammar | None = getattr(import_module(module), name) if module else None
    return found
