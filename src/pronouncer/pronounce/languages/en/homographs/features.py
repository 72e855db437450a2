"""What the classifier sees of an English homograph's surroundings: neighbours, their word classes, words nearby."""

import functools
from collections.abc import Sequence

_CLASSES = {
    "D": "the a an this that these those each every some any no another either neither both all such what",
    "P": "my your his her its our their whose",
    "I": """of in on at for from by with about against between into through during before after above below under over without within along across behind
        beyond despite near off onto toward towards upon via amid among outside inside per like""",
    "T": "to",
    "S": "i you he she it we they who",
    "O": "me him us them himself herself itself themselves",
    "M": "will would can could shall should may might must cannot can't won't wouldn't couldn't shouldn't i'll he'll she'll they'll we'll you'll it'll i'd he'd they'd we'd you'd she'd",
    "d": "do does did don't doesn't didn't",
    "B": "is are was were be been being am isn't aren't wasn't weren't it's he's she's they're we're you're i'm that's there's",
    "H": "has have had having haven't hasn't hadn't i've we've they've you've",
    "C": "and or but nor",
    "W": "because if when while as than although since unless until whether where which that how why once",
    "N": "not never",
    "L": "let lets let's help helps helped make makes made helping",
    "A": "also now then still just even only too so very more most less always often soon already again further",
}
_CLOSED = {word: name for name, words in _CLASSES.items() for word in words.split()} | {"to": "T", "that": "W"}
_ENDINGS = (
    ("ly", "A"), ("ing", "g"), ("ed", "e"), ("tion", "n"), ("sion", "n"), ("ment", "n"), ("ness", "n"), ("ity", "n"), ("ance", "n"), ("ence", "n"),
    ("ship", "n"), ("al", "a"), ("ive", "a"), ("ous", "a"), ("ic", "a"), ("ful", "a"), ("able", "a"), ("ible", "a"), ("ary", "a"), ("ers", "r"), ("ors", "r"),
    ("er", "r"), ("or", "r"), ("'s", "P"), ("s'", "P"), ("ss", "w"), ("us", "w"), ("s", "s"),
)  # fmt: skip
_REACH = 9  # words to each side that may tell the sense


@functools.lru_cache(4096)
def word_class(word: str) -> str:
    """Return a letter for a word's class: a closed class, an ending, a name, a number, a mark; `w` for any other."""
    lower = word.lower()
    if lower in _CLOSED:
        return _CLOSED[lower]
    if not word[0].isalpha():
        return "#" if word[0] == "#" else word[0]
    if word[0].isupper():
        return "P" if lower.endswith("'s") else "X"
    return next((name for ending, name in _ENDINGS if lower.endswith(ending) and len(lower) > len(ending) + 2), "w")


@functools.lru_cache(4096)
def _stem(word: str) -> str:
    """Return a word without its commonest endings, for words nearby."""
    for ending in ("'s", "ing", "ers", "es", "ed", "er", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word


def features(words: Sequence[str], place: int) -> list[str]:
    """Return the names of what is seen around `words[place]`. Words are as written, marks single characters, numbers `#`."""
    low = max(0, place - _REACH)
    left = ["^", "^", "^", *words[low:place]]
    right = [*words[place + 1 : place + 1 + _REACH], "$", "$", "$"]
    word = words[place]
    lefts, rights = [word_class(each) for each in left[-3:]], [word_class(each) for each in right[:3]]
    if 0 < place <= 3 and lefts[-place] == "X":
        lefts[-place] = word_class(words[0].lower())  # the first word has its capital from the sentence
    l1, l2, r1, r2 = left[-1].lower(), left[-2].lower(), right[0].lower(), right[1].lower()
    c3, c2, c1 = lefts
    d1, d2, d3 = rights
    case = "l" if word[0].islower() else "u" if word[1:].isupper() else "i" if left[-1] in '^"“‘.:' else "c"
    found = [
        "b", f"f{case}", f"a{l1}", f"b{l2}", f"c{r1}", f"d{r2}", f"A{c1}", f"B{c2}", f"C{d1}", f"D{d2}", f"e{l2} {l1}", f"g{l1} {r1}", f"h{r1} {r2}",
        f"E{c2}{c1}", f"G{c1}{d1}", f"H{d1}{d2}", f"I{c2}{c1}{d1}", f"J{c3}{c2}{c1}", f"K{c1}{d1}{d2}", f"L{d1}{d2}{d3}", f"m{l1} {d1}", f"o{c1} {r1}",
        f"p{l1} {c2}",
    ]  # fmt: skip
    auxiliary = next((each.lower() for each in reversed(left[-5:]) if word_class(each) in "HMBdT"), "")
    # What governs the word, beyond not, never, also and adverbs in -ly.
    governor = next((each for each in reversed(left) if word_class(each) not in "AN"), "^")
    found += [f"y{governor.lower()}", f"z{word_class(governor)}"]
    if auxiliary:
        found.append(f"x{auxiliary}")
    if word[-1] == "s":
        found += ["s", *(f"s{feature}" for feature in found if feature[0] in "acACGx")]
    near = {_stem(each.lower()) for each in (*left[3:], *right[:-3]) if len(each) > 3}
    found += [f"n{each}" for each in sorted(near)]
    return found
