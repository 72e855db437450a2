"""The voices of Flite that are worth an article, and what was measured of them."""

from collections.abc import Sequence

from pronouncer.model.voice import Voice

ADAPTER = "1"  # part of every take key: raise it when the same utterance gives other samples

_VOICES = {
    # name: (BCP 47, description, gain, phone_seconds, break_seconds), as measured on bench/article.txt
    "rms": ("en-US", "American man, statistical", 2.6, 0.0871, 0.086),
    "slt": ("en-US", "American woman, statistical", -2.8, 0.0732, 0.253),
    "awb": ("en-GB-scotland", "Scottish man with American vowels, statistical", 1.6, 0.0735, 0.268),
    "kal16": ("en-US", "American man, diphones", 9.55, 0.065, 0.39),
}


def voices_of(names: Sequence[str], version: str) -> tuple[Voice, ...]:
    """Return those voices that a program has."""
    return tuple(_voice(name, version) for name in _VOICES if name in names)


def _voice(name: str, version: str) -> Voice:
    language, description, gain, phone_seconds, break_seconds = _VOICES[name]
    return Voice(
        engine="flite",
        name=name,
        language=language,
        version=f"{version}+{ADAPTER}",
        licence="MIT-Festival",
        attribution="Carnegie Mellon University, Flite",
        description=description,
        gain=gain,
        phone_seconds=phone_seconds,
        break_seconds=break_seconds,
    )
