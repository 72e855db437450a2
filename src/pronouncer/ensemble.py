"""The ensemble: the engines of one run, each made on first use, and what their voices say."""

import contextlib
import dataclasses
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from pronouncer.errors import EngineError, VoiceError
from pronouncer.model.cast import CastRules
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.casting import Casting, casting
from pronouncer.voice.engine import DEFAULT, Engine, chosen, make_engine
from pronouncer.voice.length import check_length
from pronouncer.voice.patience import LONGEST, TRIES, patiently
from pronouncer.voice.turns import Limit, OwnTurns, Turns, limit


@dataclass(slots=True)
class Work:
    """What was made and not found in the store."""

    takes: int = 0
    passages: int = 0
    cost: float = 0.0
    """US dollars, by the prices of the engines' sheets."""
    stages: dict[str, float] = dataclasses.field(default_factory=dict)
    """Seconds in each stage; several voices at the same time are counted each."""

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of a block for a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] = self.stages.get(name, 0.0) + time.perf_counter() - began


class Ensemble:
    """Voices of any engine. Close it, so that the engines stop."""

    def __init__(self, settings: Settings, *, turns: Turns | None = None) -> None:
        self._settings = settings
        self._turns = turns or OwnTurns()
        self.engines: dict[str, Engine] = {}
        """Those in use, by name; a test may put its own in."""
        self._voices: dict[str, Sequence[Voice] | VoiceError] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for engine in self.engines.values():
            engine.close()

    def engine(self, name: str) -> Engine:
        """Return an engine. Raises SettingsError for an unknown one, VoiceError for one that cannot be had."""
        if name not in self.engines:
            self.engines[name] = make_engine(name, self._settings)
        return self.engines[name]

    def find(self, name: str, language: str) -> Voice:
        """Return the voice of an id, `engine:name`, or the embedded voice of a language for none. Raises VoiceError."""
        engine, colon, voice = name.partition(":")
        return chosen(self.voices(engine if colon else DEFAULT), voice if colon else name, language)

    def voices(self, name: str) -> Sequence[Voice]:
        """Return the voices of an engine, asked for once in a run, patiently. Raises VoiceError, each time the same."""
        if name not in self._voices:
            try:
                engine = self.engine(name)
                self._voices[name] = patiently(engine.voices)
            except VoiceError as error:
                self._voices[name] = error
        found = self._voices[name]
        if isinstance(found, VoiceError):
            raise found
        return found

    def voice_for(self, language: str) -> Voice:
        """Return the voice of the settings, or the default one of a language."""
        return self.find(self._settings.voice, language)

    def casting(self, rules: CastRules, language: str, *, without: Mapping[str, str] = MappingProxyType({})) -> Casting:
        """Return who can say what of an article in a language. Raises VoiceError where nobody can."""
        return casting(rules, self._settings.voice, language, self.find, without=without)

    def reference(self, language: str) -> Voice:
        """Return the embedded voice of a language, which has letter-to-sound rules and exact times. Raises NoVoice."""
        return chosen(self.voices(DEFAULT), "", language)

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> list[list[str]]:
        """Return the IPA of clauses as a voice says them by itself, or the embedded voice where that cannot tell."""
        found = self.engine(voice.engine).phonemize(clauses, voice)
        if found is None:
            reference = self.reference(voice.language)
            found = self.engine(reference.engine).phonemize(clauses, reference)
        assert found is not None
        return found

    def spellers(self, voice: Voice) -> tuple[Voice, ...]:
        """Return the voices whose letter-to-sound rules `phonemize` may ask for a voice."""
        with contextlib.suppress(VoiceError):
            return tuple({voice: None, self.reference(voice.language): None})
        return (voice,)

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the capability sheet of a voice."""
        return self.engine(voice.engine).capabilities(voice)

    def heard(self, utterance: Utterance, voice: Voice) -> list[str] | None:
        """Return the IPA of each word as the engine itself reports it; None where it does not."""
        return self.engine(voice.engine).heard(utterance, voice)

    def say(self, utterance: Utterance, voice: Voice) -> Take:
        """Return a new take with the time of every word.

        What may pass is waited for. Raises VoiceError, which names the voice.
        """
        engine = self.engine(voice.engine)
        is_far = engine.capabilities(voice).device == "network"
        try:
            allowed = limit(voice.engine, self._settings)
            if not is_far and allowed == Limit():
                take = self._said(engine, utterance, voice)
            else:
                tries = TRIES if is_far else 1
                take = patiently(lambda: self._in_turn(engine, utterance, voice, allowed), tries=tries)
            return take if take.words else self._timed(take, utterance)
        except VoiceError as error:
            error.voice = voice.id
            raise

    def _in_turn(self, engine: Engine, utterance: Utterance, voice: Voice, allowed: Limit) -> Take:
        try:
            with self._turns.turn(voice.engine, allowed):
                return self._said(engine, utterance, voice)
        except EngineError as error:
            if error.wait:
                self._turns.hold(voice.engine, min(LONGEST, error.wait))
            raise

    def _said(self, engine: Engine, utterance: Utterance, voice: Voice) -> Take:
        take = engine.synthesize(utterance, voice)
        check_length(take, utterance, voice)
        has_times = take.words or engine.capabilities(voice).times != "none"
        if has_times and len(take.words) != len(utterance.words):
            raise EngineError(f"{voice.id} did not time every word of {utterance.spoken!r}.", permanent=True)
        return take

    def _timed(self, take: Take, utterance: Utterance) -> Take:
        """Return a take with word times that are found in its sound, beside those of the embedded voice."""
        from pronouncer.voice.timing.times import timed

        timing = timed(utterance, take, lambda: self._compared(utterance))
        return dataclasses.replace(take, words=timing.words, timed=timing.source)

    def _compared(self, utterance: Utterance) -> Take | None:
        """Return an utterance in the embedded voice of its language, whose times are exact; None without one."""
        try:
            voice = self.reference(utterance.language)
            return self.engine(voice.engine).synthesize(utterance, voice)
        except VoiceError:  # it is only compared with
            return None
