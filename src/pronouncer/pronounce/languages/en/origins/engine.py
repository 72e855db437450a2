"""Say a word by the table of an origin: rules to phones, phones to syllables, and the stress of the language."""

from typing import NamedTuple

from pronouncer.phones.respelling import is_onset
from pronouncer.pronounce.languages.en.origins.table import VOWEL_PHONES, Rule, Table

_FOREIGN_ONSETS = frozenset(("ts", "dz", "ʃt", "ʃp"))  # kept whole by English speakers, though English has them not
_FROM_THE_END = {"last": 1, "penultimate": 2, "antepenultimate": 3}
_BEFORE_R = {"iː": "ɪ", "eɪ": "ɛ", "oʊ": "ɔː"}  # vowels that American English does not tell apart there
_BEFORE_LAST_R = _BEFORE_R | {"uː": "ʊ"}  # the same where no vowel follows
_AFTER_H = VOWEL_PHONES | {"j", "w"}
_STOPS = frozenset("pbtdkɡ")


class _Phone(NamedTuple):
    rule: int
    """Index of the letters in the word that the rule has read, so that its phones are weak together."""
    strong: str
    weak: str
    draws: bool
    """Whether the spelling draws the stress to this vowel."""


def read(word: str, table: Table, *, careful: bool = False) -> str:
    """Return the IPA of a word in the letters of a table, or an empty string for what it cannot read.

    Careful speech keeps the vowel before the stressed syllable full: Hariri is hah-REE-ree, and otherwise huh-REE-ree.
    """
    phones = _phones(f"^{word}$", table)
    nuclei = [index for index, phone in enumerate(phones) if phone.strong in VOWEL_PHONES]
    if not nuclei:
        return ""
    stressed = _stressed(f"^{word}$", phones, nuclei, table)
    weakest = nuclei[stressed if careful else max(0, stressed - 1) :]
    weak = {phones[index].rule for index in weakest} - {phones[nuclei[stressed]].rule}
    said = [phone.weak if phone.rule in weak else phone.strong for phone in phones]
    start = _start(said, nuclei[stressed - 1] + 1, nuclei[stressed]) if stressed else 0
    eased = _eased(said[: nuclei[0]])
    if eased is not None:
        said.insert(eased, "ə")
        start = start + 1 if stressed else eased + 1
    return _joined(_settled(said[:start]), _settled(said[start:]))


def _eased(onset: list[str]) -> int | None:
    """Return where English puts a vowel into the beginning of a word that it cannot say, as in Dnipro, Lviv and Mbeki."""
    if len(onset) < 2 or is_onset("".join(onset)):
        return None
    first, second = onset[:2]
    if first in "mn" and second in _STOPS:
        return 0
    hard = first in _STOPS and second in _STOPS | {"m", "n"}
    return 1 if hard or (first == "l" and second in _STOPS | {"v"}) else None


def _phones(padded: str, table: Table) -> list[_Phone]:
    """Return the phones of a word between `^` and `$`; none where a letter has no rule."""
    phones: list[_Phone] = []
    place, end = 1, len(padded) - 1
    while place < end:
        rule = _fitting(padded, place, table.rules.get(padded[place], ()))
        if rule is None:
            if padded[place] != "'":
                return []
            place += 1
            continue
        pairs = zip(rule.strong, rule.weak, strict=True)
        phones += [_Phone(place, strong, weak, rule.stressed and strong in VOWEL_PHONES) for strong, weak in pairs]
        place += len(rule.letters)
    return phones


def _fitting(padded: str, place: int, rules: list[Rule] | tuple[()]) -> Rule | None:
    for rule in rules:
        if not padded.startswith(rule.letters, place):
            continue
        after = place + len(rule.letters)
        if rule.left and any(padded[max(0, place - n) : place] in words for n, words in rule.left) != rule.left_holds:
            continue
        if rule.right and any(padded[after : after + n] in words for n, words in rule.right) != rule.right_holds:
            continue
        return rule
    return None


def _stressed(padded: str, phones: list[_Phone], nuclei: list[int], table: Table) -> int:
    """Return which of the vowels has the stress."""
    drawn = [count for count, index in enumerate(nuclei) if phones[index].draws]
    if drawn:
        return drawn[-1]
    place = next(
        place for place, spellings in table.stresses if not spellings or any(part in padded for part in spellings)
    )
    if place == "first":
        return 0
    if place == "second":
        return min(1, len(nuclei) - 1)
    return max(0, len(nuclei) - _FROM_THE_END[place])


def _start(said: list[str], start: int, end: int) -> int:
    """Return where the stressed syllable begins among the consonants before its vowel."""
    for place in range(start, end + 1):
        onset = "".join(said[place:end])
        if is_onset(onset) or onset in _FOREIGN_ONSETS or (onset[-1] in "wj" and is_onset(onset[:-1])):
            return place
    return end


def _settled(said: list[str]) -> list[str]:
    """Return phones as English joins them: no doubles, one vowel before r, ng before k, h only where it can be heard."""
    settled: list[str] = []
    phones = [phone for phone in said if phone]
    for phone, following in zip(phones, [*phones[1:], ""], strict=False):
        last = settled[-1] if settled else ""
        if (phone == "h" and following not in _AFTER_H) or (phone == last and phone not in VOWEL_PHONES):
            continue
        if phone == "ɹ" and last:
            settled[-1:] = _before_r(last, followed=following in VOWEL_PHONES)
        elif (last, phone, following) == ("ɑː", "j", "ə"):  # as in Surabaya
            settled[-1] = "aɪ"
        elif phone in "kɡ" and last == "n":
            settled[-1:] = ["ŋ", phone]
        else:
            settled.append(phone)
    return settled


def _before_r(vowel: str, *, followed: bool) -> list[str]:
    """Return what is said for a phone and r, before another vowel or not."""
    if vowel in ("ɚ", "ɜː"):
        return [vowel]
    if not followed:
        return ["ɚ"] if vowel == "ə" else [_BEFORE_LAST_R.get(vowel, vowel), "ɹ"]
    return [_BEFORE_R.get(vowel, vowel), "ɹ"]


def _joined(before: list[str], after: list[str]) -> str:
    """Return both parts of a word as IPA, with the stress between them."""
    if before and before[-1] == after[0] and after[0] not in VOWEL_PHONES:
        before.pop()
    if before and before[-1] == "n" and after[0] in "kɡ":
        before[-1] = "ŋ"
    if after[-2:] == ["ŋ", "ɡ"]:
        after.pop()
    return f"{''.join(before)}ˈ{''.join(after)}"
