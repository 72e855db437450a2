"""The sentence that tells listeners that nobody speaks, in the language of what they hear."""

from collections.abc import Mapping
from typing import NamedTuple


class Disclosure(NamedTuple):
    """One sentence and its language."""

    text: str
    language: str
    """BCP 47."""


SENTENCES: Mapping[str, str] = {
    "ar": "يقرأ هذا المقال صوت اصطناعي قد يخطئ في نطق بعض الكلمات.",
    "de": "Dieser Artikel wird von einer künstlichen Stimme vorgelesen, die manche Wörter falsch aussprechen kann.",
    "en": "This article is read by an artificial voice, which may mispronounce some words.",
    "es": "Este artículo está leído por una voz artificial, que puede pronunciar mal algunas palabras.",
    "fr": "Cet article est lu par une voix artificielle, qui peut mal prononcer certains mots.",
    "he": "כתבה זו מוקראת בקול מלאכותי, שעלול לבטא מילים מסוימות באופן שגוי.",
    "it": "Questo articolo è letto da una voce artificiale, che può pronunciare male alcune parole.",
    "nl": "Dit artikel wordt voorgelezen door een kunstmatige stem, die sommige woorden verkeerd kan uitspreken.",
    "pl": "Ten artykuł czyta sztuczny głos, który może błędnie wymawiać niektóre słowa.",
    "pt": "Este artigo é lido por uma voz artificial, que pode pronunciar mal algumas palavras.",
    "sv": "Den här artikeln läses upp av en artificiell röst, som kan uttala vissa ord fel.",
    "uk": "Цю статтю читає штучний голос, який може неправильно вимовляти деякі слова.",
}
"""By language; what says it in any other is the English one."""


def disclosure(language: str) -> Disclosure:
    """Return the sentence for a language, BCP 47, or the English one."""
    tag = language.split("-")[0].lower()
    return Disclosure(SENTENCES[tag], tag) if tag in SENTENCES else Disclosure(SENTENCES["en"], "en")
