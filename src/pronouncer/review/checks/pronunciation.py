"""Names and words whose pronunciation was decided, said in another way that is likely."""

from collections.abc import Iterator

from pronouncer.hearing.paths import Rival, is_one_away, phones_of
from pronouncer.phones.likeness import alike
from pronouncer.review.checks.letters import LETTERS
from pronouncer.review.line import Line, Suspect, Suspects

_LONGEST = 6  # letters of a word that an engine may spell
_NEAR = 0.33  # weight of a way that is one sound off, as an unstressed vowel is: a voice may say it in between


def pronunciation(line: Line) -> Suspects:
    """Suspect a decided word of the engine's own way, of letters, and of the other ways that its flags name."""
    words = line.words
    for first, last, ipa, source in _ways(line):
        said = " ".join(words[first:last])
        if first == last or alike(ipa, said) or phones_of(ipa) == phones_of(said) or not phones_of(ipa):
            continue  # nobody can hear them apart
        start, end = line.span(first, last)
        written = "".join(token.written for token in line.utterance.tokens if start <= token.start < end)
        yield Suspect(
            Rival(first, last, tuple(ipa.split(" "))),
            f"“{written}” is heard as /{ipa}/ ({source}), where /{said}/ was wanted.",
            ipa,
            _NEAR if is_one_away(phones_of(ipa), phones_of(said)) else 1.0,
        )


def _ways(line: Line) -> Iterator[tuple[int, int, str, str]]:
    for flag in line.utterance.flags:
        for candidate in flag.candidates:
            if candidate.ipa:
                yield *line.places(flag.start, flag.end), candidate.ipa, candidate.source
    for index, token in enumerate(line.utterance.tokens):
        place = line.places(token.start, token.end)
        for ipa in line.others.get(index, ()):
            yield *place, ipa, "the engine's own way"
        letters = token.written.lower()
        is_name = token.is_decided or token.written.isupper()
        if is_name and 2 <= len(letters) <= _LONGEST and letters.isascii() and letters.isalpha():
            yield *place, " ".join(LETTERS[letter] for letter in letters), "letter by letter"
