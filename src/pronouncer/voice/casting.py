"""Who says what: the voice of each sentence, by the rules of a site and by what can speak now."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pronouncer.errors import NoVoice, VoiceError
from pronouncer.model.cast import CastRules
from pronouncer.model.script import Script, Sentence
from pronouncer.model.voice import Voice

Cast = Sequence[Voice]
"""The voice of each sentence of a script, in its order."""
Find = Callable[[str, str], Voice]
"""Returns the voice of an id, or the default one of a language where the id is empty. Raises VoiceError."""
TITLES = ("headline", "dek", "subhead")


class Casting(NamedTuple):
    """The voices that a site's rules name, as far as they can speak now."""

    language: str
    """BCP 47, the article's."""
    body: Voice
    title: Voice
    quotations: tuple[Voice, ...]
    speakers: Mapping[str, Voice]
    languages: Mapping[str, Voice]
    missing: tuple[str, ...]
    """Ids of voices that are wanted and cannot speak; another one does."""

    @property
    def has_clone(self) -> bool:
        """Whether one of the voices resembles a real person."""
        others = (*self.quotations, *self.speakers.values(), *self.languages.values())
        return any(voice.cloned for voice in (self.body, self.title, *others))

    def cast(self, script: Script) -> tuple[Voice, ...]:
        """Return who says each sentence."""
        order = dict.fromkeys(s.speaker for s in script.sentences if s.speaker and s.speaker not in self.speakers)
        turns = {speaker: place for place, speaker in enumerate(order)}
        return tuple(self._voice(sentence, turns) for sentence in script.sentences)

    def _voice(self, sentence: Sentence, turns: Mapping[str, int]) -> Voice:
        if sentence.language and sentence.language in self.languages:
            return self.languages[sentence.language]
        if sentence.speaker in self.speakers:
            return self.speakers[sentence.speaker]
        if sentence.quoted and self.quotations:
            return self.quotations[turns.get(sentence.speaker, 0) % len(self.quotations)]
        return self.title if sentence.kind in TITLES else self.body


def solo(voice: Voice, script: Script) -> tuple[Voice, ...]:
    """Return the cast in which one voice says everything."""
    return (voice,) * len(script.sentences)


def casting(rules: CastRules, wanted: str, language: str, find: Find, *, without: frozenset[str]) -> Casting:
    """Return the voices of a site for an article in a language.

    `wanted` is the id of the setting `voice`, `without` has the ids of voices that failed just now. Raises VoiceError
    where nothing can say the body.
    """
    missing: dict[str, None] = {}

    def found(name: str, tag: str) -> Voice:
        choices = [name, *(spare for spare in rules.fallback if spare != name)]
        failure: VoiceError | None = None
        for choice in choices:
            try:
                voice = find(choice, tag)
                if voice.id not in without:
                    return voice
                failure = failure or NoVoice(f"The voice {voice.id} does not speak just now.")
            except VoiceError as error:
                failure = failure or error
            missing.setdefault(choice or tag)
        assert failure is not None
        raise failure

    body = found(rules.body or wanted, language)

    def or_body(name: str, tag: str = language) -> Voice:
        try:
            return found(name, tag) if name else body
        except VoiceError:
            return body

    return Casting(
        language,
        body,
        or_body(rules.title),
        tuple(map(or_body, rules.quotations)),
        {speaker: or_body(name) for speaker, name in rules.speakers.items()},
        {tag: voice for tag, name in rules.languages.items() if (voice := or_body(name, tag)) is not body},
        tuple(missing),
    )
