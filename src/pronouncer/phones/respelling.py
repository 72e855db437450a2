"""Newsroom respellings: zuh-LEN-skee to IPA, and any IPA back to what an editor can read aloud.

Syllables are joined by hyphens, the stressed one is in capitals, words are parted by spaces. The tables are our own
and are documented in docs/respelling.md; they follow the habits of wire services (ah, ay, ee, eye, oh, oo, ow, uh, zh,
kh) and accept those of the BBC's modified spelling (uu as in book, dh as in this).
"""

import itertools
import re
from collections.abc import Iterator

from pronouncer.errors import SettingsError
from pronouncer.patterns import compiled
from pronouncer.phones.segments import VOWELS

# spelling: IPA; several where it could be read in more ways than one; stressed and unstressed parted by a slash
_VOWELS: dict[str, tuple[str, ...]] = {
    "eye": ("aɪ",), "igh": ("aɪ",), "air": ("ɛɹ",), "ayr": ("ɛɹ",), "ehr": ("ɛɹ",), "eer": ("ɪɹ",), "ihr": ("ɪɹ",),
    "ahr": ("ɑːɹ",), "awr": ("ɔːɹ",), "ohr": ("ɔːɹ",), "oor": ("ʊɹ",), "uur": ("ʊɹ",), "owr": ("aʊɚ",),
    "uhr": ("ɜː/ɚ",), "ear": ("ɪɹ", "ɛɹ", "ɜː"), "our": ("aʊɚ", "ɔːɹ"), "oul": ("oʊl", "uːl"), "ar": ("ɑːɹ",),
    "er": ("ɜː/ɚ",), "ur": ("ɜː/ɚ",), "ir": ("ɜː/ɚ", "ɪɹ"), "or": ("ɔːɹ",), "ah": ("ɑː",), "aa": ("ɑː",),
    "aw": ("ɔː",), "ay": ("eɪ",), "ey": ("eɪ",), "ee": ("iː",), "eh": ("ɛ",), "ew": ("uː",), "ih": ("ɪ",),
    "oh": ("oʊ",), "oe": ("oʊ",), "oo": ("uː",), "ow": ("aʊ",), "oy": ("ɔɪ",), "oi": ("ɔɪ",), "uh": ("ʌ/ə",),
    "uu": ("ʊ",), "ai": ("eɪ", "aɪ"), "au": ("ɔː", "aʊ"), "ea": ("iː", "ɛ"), "ei": ("eɪ", "aɪ"), "eu": ("juː", "ɔɪ"),
    "ie": ("iː", "aɪ"), "oa": ("oʊ",), "ou": ("aʊ", "uː"), "ue": ("uː",), "ui": ("uː", "wiː"), "a": ("æ",),
    "uy": ("aɪ",), "e": ("ɛ",), "i": ("ɪ",), "o": ("ɑː",), "u": ("ʌ",), "y": ("aɪ",),
}  # fmt: skip
_OPEN = {"a": "æ/ə", "e": "ɛ", "i": "ɪ", "o": "oʊ", "u": "uː", "y": "aɪ"}  # at the end of a syllable
_LONG = {"a": "eɪ", "e": "iː", "i": "aɪ", "o": "oʊ", "u": "uː"}  # before a consonant and a silent e
_CONSONANTS = {
    "tch": "tʃ", "sch": "ʃ", "ch": "tʃ", "ck": "k", "dg": "dʒ", "dh": "ð", "gh": "ɡ", "kh": "x", "ng": "ŋ",
    "nk": "ŋk", "ph": "f", "qu": "kw", "sh": "ʃ", "th": "θ", "ts": "ts", "tz": "ts", "wh": "w", "zh": "ʒ", "b": "b",
    "c": "k", "d": "d", "f": "f", "g": "ɡ", "h": "h", "j": "dʒ", "k": "k", "l": "l", "m": "m", "n": "n", "p": "p",
    "q": "k", "r": "ɹ", "s": "s", "t": "t", "v": "v", "w": "w", "x": "ks", "y": "j", "z": "z",
}  # fmt: skip
_C = "|".join(sorted(_CONSONANTS, key=len, reverse=True))
_V = "|".join(sorted((vowel for vowel in _VOWELS), key=len, reverse=True))
_SYLLABLE = rf"((?:(?!y(?![aeiou]))(?:{_C}))*)({_V})((?:{_C})*?)(e?)"
_LONGEST = 10  # letters of a syllable
_MOST = 16  # readings
_WORD = r"[A-Za-z]+(?:-[A-Za-z]+)*"

_BACK_VOWELS = {
    "aɪɚ": "yr", "aʊɚ": "owr", "juː": "yoo", "ɑːɹ": "ahr", "ɔːɹ": "or", "oːɹ": "or", "ɛɹ": "air", "ɪɹ": "eer",
    "ʊɹ": "oor", "aɪ": "y", "aʊ": "ow", "eɪ": "ay", "oʊ": "oh", "əʊ": "oh", "ɔɪ": "oy", "ɑː": "ah", "ɔː": "aw",
    "iː": "ee", "uː": "oo", "ɜː": "ur", "eə": "air", "ɪə": "eer", "ʊə": "oor", "æ": "a", "ɛ": "eh", "ɪ": "ih",
    "ᵻ": "ih", "ʊ": "uu", "ʌ": "uh", "ə": "uh", "ɐ": "uh", "ɚ": "ur", "ɒ": "o", "ɔ": "aw", "ɑ": "ah", "a": "a",
    "e": "eh", "i": "ee", "o": "oh", "u": "oo", "y": "oo", "ø": "ur", "œ": "ur", "ɑ̃": "ahn", "ɔ̃": "ohn", "ɛ̃": "an",
    "œ̃": "uhn", "aː": "ah", "eː": "ay", "oː": "oh", "ɛː": "air", "yː": "oo",
}  # fmt: skip
_BACK_CONSONANTS = {
    "tʃ": "ch", "dʒ": "j", "ʃ": "sh", "ʒ": "zh", "θ": "th", "ð": "dh", "ŋ": "ng", "ɹ": "r", "ʁ": "r", "ɾ": "t",
    "j": "y", "ɡ": "g", "x": "kh", "ɲ": "ny", "ʔ": "",
}  # fmt: skip
_BACK_CONSONANTS |= {letter: letter for letter in "bdfghklmnprstvwz"}
_PHONE = "|".join(sorted([*_BACK_VOWELS, *_BACK_CONSONANTS], key=len, reverse=True))
_LAX = frozenset("æ a ɛ ɪ ʌ ʊ ɒ".split())  # a stressed syllable does not end in one of these
_ONSETS = compiled(  # what an English syllable may begin with
    r"(?:s?(?:p[ɹlj]?|t[ɹj]?|k[ɹlwj]?)|[bɡ][ɹlj]?|dɹ|d[jw]?|f[ɹlj]?|θ[ɹw]?|ʃɹ?|sl|sm|sn|sw|sf|s|[hvmn]j?|tʃ|dʒ|zh?|[lɹwjðʒzx])?"
)
_PHONES = compiled(rf"{_PHONE}|.")


def readings(respelling: str) -> list[str]:
    """Return the IPA of a respelling, with several where it is ambiguous; words are parted by spaces.

    Raises SettingsError, saying which syllable cannot be read and why.
    """
    words = respelling.strip().split()
    if not words:
        raise SettingsError("A respelling is empty. Write it in syllables, such as zuh-LEN-skee.")
    choices = [list(itertools.islice(_word(word, respelling), _MOST + 1)) for word in words]
    found = [" ".join(chosen) for chosen in itertools.islice(itertools.product(*choices), _MOST + 1)]
    if len(found) > _MOST:
        raise SettingsError(f"{respelling!r} can be read in too many ways. Use the spellings of docs/respelling.md.")
    return found


def _word(word: str, whole: str) -> Iterator[str]:
    if not re.fullmatch(_WORD, word):
        raise SettingsError(
            f"{whole!r} is no respelling: write letters and hyphens, with the stressed syllable in capitals."
        )
    syllables = word.split("-")
    stressed = [index for index, syllable in enumerate(syllables) if syllable.isupper() and len(syllables) > 1]
    if len(syllables) > 1 and not stressed:
        raise SettingsError(f"{whole!r} has no stressed syllable: put it in capitals, as in zuh-LEN-skee.")
    if len(syllables) == 1:
        stressed = [0]
    parts = [_syllable(syllable, index in stressed, whole) for index, syllable in enumerate(syllables)]
    for chosen in itertools.product(*parts):
        marks = {stressed[-1]: "ˈ", **dict.fromkeys(stressed[:-1], "ˌ")}
        yield "".join(f"{marks.get(index, '')}{ipa}" for index, ipa in enumerate(chosen))


def _syllable(written: str, stressed: bool, whole: str) -> list[str]:
    if len(written) > _LONGEST:
        raise SettingsError(f"{written!r} in {whole!r} is too long for one syllable: part it by hyphens.")
    lower = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", written.lower())
    match = re.fullmatch(_SYLLABLE, lower)
    if not match:
        raise SettingsError(
            f"{written!r} in {whole!r} is no syllable: it needs one vowel, such as ah, ay, ee, eye, oh, oo, ow or uh."
        )
    onset, vowel, coda, silent = match.groups()
    if silent and (not coda or vowel not in _LONG):
        raise SettingsError(f"{written!r} in {whole!r} has two vowels: part them by a hyphen.")
    nuclei = _VOWELS[vowel]
    if silent:
        nuclei = (_LONG[vowel],)
    elif vowel in _OPEN and not coda:
        nuclei = (_OPEN[vowel],)
    before, after = (_consonants(part) for part in (onset, coda))
    if len(vowel) > 1 and vowel.endswith("r") and after.startswith("ɹ"):
        after = after[1:]
    chosen = [nucleus.split("/")[0 if stressed else -1] for nucleus in nuclei]
    return [f"{before}{nucleus}{after}" for nucleus in chosen]


def rhymed(name: str, other: str) -> list[str]:
    """Return the IPA of a name that rhymes with another word, given in IPA: its own beginning, the rest of the other.

    Several where the name's first letters can be read in more ways than one. Raises SettingsError for a name that
    begins in no way that English reads.
    """
    begin = re.match(r"(?:qu|[^aeiouy\W\d_]|y(?=[aeiou]))*", name.lower())
    letters = begin.group() if begin else ""
    if letters and not re.fullmatch(f"(?:{_C})*", letters):
        raise SettingsError(f"{name!r} begins with {letters!r}, which English does not say: write a respelling.")
    letters = re.sub("^(?:[kgp](?=n)|w(?=r)|p(?=[st]))", "", letters)  # silent: Knox, Wright, Psyche
    softens = name[len(letters) : len(letters) + 1].lower() in "eiy"
    heads = {"c": ["s"] if softens else ["k"], "g": ["ɡ", "dʒ"] if softens else ["ɡ"]}.get(letters, [])
    rime = re.search("ˈ[^ˈ]*", other)
    tail = re.sub(f"^ˈ?[^{VOWELS}]*", "", rime.group() if rime else other)
    if not tail:
        raise SettingsError(f"/{other}/ has no vowel to rhyme with.")
    return [f"ˈ{head}{tail}" for head in heads or [_consonants(letters)]]


def _consonants(written: str) -> str:
    return "".join(_CONSONANTS[part] for part in re.findall(_C, written))


def respelled(ipa: str) -> str:
    """Return a respelling of IPA. What has no spelling is shown as it is, in square brackets."""
    return " ".join(_respelled_word(word) for word in ipa.split())


def _respelled_word(ipa: str) -> str:
    syllables = list(_syllables(ipa))
    shown = [_spelled(phones) for phones, _ in syllables]
    if len(shown) == 1:
        return shown[0]
    return "-".join(part.upper() if stressed else part for part, (_, stressed) in zip(shown, syllables, strict=True))


def _syllables(ipa: str) -> Iterator[tuple[list[str], bool]]:
    """Yield the phones of each syllable, and whether it has the stress."""
    phones: list[str] = []
    stresses: set[int] = set()
    pending = False
    for part in _PHONES.findall(ipa):
        if part in ("ˈ", "ˌ"):
            pending = pending or part == "ˈ"
        elif part not in ("ː", "-", "\u0361", "\u200d", "."):
            phones.append(part)
            if pending and part in _BACK_VOWELS:
                stresses.add(len(phones) - 1)
                pending = False
    nuclei = [index for index, phone in enumerate(phones) if phone in _BACK_VOWELS]
    if not nuclei:
        yield phones, False
        return
    begin = 0
    for nucleus, following in zip(nuclei, [*nuclei[1:], None], strict=True):
        lax = phones[nucleus] in (_LAX if nucleus in stresses else "æa")
        checked = lax and following is not None and following > nucleus + 1
        end = len(phones) if following is None else _cut(phones, nucleus + 1 + checked, following)
        yield phones[begin:end], nucleus in stresses
        begin = end


def _cut(phones: list[str], start: int, end: int) -> int:
    """Return where the next syllable begins among the consonants between two vowels."""
    return next(place for place in range(start, end + 1) if is_onset("".join(phones[place:end])))


def is_onset(consonants: str) -> bool:
    """Say whether an English syllable may begin with these consonants in IPA."""
    return bool(_ONSETS.fullmatch(consonants))


def _spelled(phones: list[str]) -> str:
    shown = ""
    for index, phone in enumerate(phones):
        if phone in _BACK_CONSONANTS:
            shown += _BACK_CONSONANTS[phone]
        elif phone not in _BACK_VOWELS:
            shown += f"[{phone}]"
        else:
            closed = index + 1 < len(phones)
            shown += _vowel(phone, onset=index > 0, closed=closed)
    return shown


def _vowel(phone: str, *, onset: bool, closed: bool) -> str:
    spelling = _BACK_VOWELS[phone]
    if spelling == "y" and not onset:
        return "eye"
    if spelling == "a" and not closed:
        return "a"
    if not closed:
        return spelling
    return "u" if phone == "ʌ" else {"eh": "e", "ih": "i"}.get(spelling, spelling)
