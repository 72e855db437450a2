"""The language of a passage, where it is not the article's: by its letters, else by its commonest words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_COMMON: Mapping[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "de": "der die das und ist nicht ein eine mit von zu auf für wir sie ich es den dem im wird haben sind auch",
        "en": "the and is not a an with of to on for we they i it in was have are that this be will he she you but",
        "es": "el la los las y es no un una con de a en por para que se lo su del al como más pero nosotros",
        "fr": "le la les et est ne pas un une avec de à en pour que nous vous je il elle des du ce qui dans sur au",
        "it": "il lo la gli le e è non un una con di a in per che si noi voi del della dei sono più ma ho come",
        "nl": "de het en is niet een met van te op voor wij we zij ik dat in zijn die er maar ook aan om hebben",
        "pl": "i w nie na się jest z do to że jak ale o po są tak przez dla od co my ja ich był będzie",
        "pt": "o a os as e é não um uma com de em por para que se nós do da dos das mais mas como são foi",
        "sv": "och att det som en på är av för den till inte med de har i ett om vi jag han hon men var sig",
        "tr": "ve bir bu da de için ile çok ne ama daha gibi kadar o ben biz değil var olan olarak en ki",
    }.items()
}
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "ar": ("ARABIC",),
    "bg": ("CYRILLIC",),
    "el": ("GREEK",),
    "fa": ("ARABIC",),
    "he": ("HEBREW",),
    "hi": ("DEVANAGARI",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "ko": ("HANGUL",),
    "ru": ("CYRILLIC",),
    "uk": ("CYRILLIC",),
    "zh": ("CJK",),
}
_FEWEST = 2  # common words that make a language likely
_SHARE = 0.2  # of the words


def tongue(text: str, tags: Sequence[str]) -> str:
    """Return the language of a passage, of some; empty where it is likely to be the first of them, or cannot be told.

    Letters tell a language with a script of its own (of several with one script the first that is asked for), common
    words a language in Latin letters.
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(tags) < 2 or not words:
        return ""
    letters = [unicodedata.name(letter, "").split(" ")[0] for word in words for letter in word]
    main = max(set(letters), key=letters.count)
    scripts = {tag: _SCRIPTS.get(_primary(tag), ("LATIN",)) for tag in tags}
    if main not in scripts[tags[0]] and main != "LATIN":
        kana = any(letter in ("HIRAGANA", "KATAKANA") for letter in letters)
        fitting = [tag for tag in tags[1:] if main in scripts[tag]]
        return min(fitting, key=lambda tag: (_primary(tag) == "ja") != kana, default="")
    counts = {tag: sum(word in _COMMON.get(_primary(tag), ()) for word in words) for tag in tags}
    best = max(tags, key=lambda tag: counts[tag])
    is_clear = counts[best] >= max(_FEWEST, _SHARE * len(words)) and counts[best] > 2 * counts[tags[0]]
    return best if best != tags[0] and is_clear else ""


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()
