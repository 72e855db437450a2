"""Pronunciations in the alphabets and spellings that other programs write them in."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pronouncer.errors import SettingsError
from pronouncer.phones.alphabets import ipa_of_arpabet, ipa_of_x_sampa
from pronouncer.phones.respelling import readings

_SYMBOL = re.compile("[A-Za-z]{1,2}[0-2]?")


def _ipa_of_cmu(phoneme: str) -> str:
    strange = next((symbol for symbol in phoneme.split() if not _SYMBOL.fullmatch(symbol)), "")
    if strange:
        raise ValueError(f"{strange!r} is no symbol of ARPABET")
    return ipa_of_arpabet(phoneme)


_READERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "ipa": str,
        "x-sampa": ipa_of_x_sampa,
        "cmu-arpabet": _ipa_of_cmu,
        "cmu": _ipa_of_cmu,
    }
)
_RESPELLED = re.compile(r"(?=.*[a-z]-|.*-[a-z])(?=.*[A-Z]{2})[A-Za-z]+(?:-[A-Za-z]+)+(?: [A-Za-z]+(?:-[A-Za-z]+)*)*")
_LONGEST = 200  # letters of an alias that may be a respelling


def ipa_of(phoneme: str, alphabet: str) -> str:
    """Return the IPA of a pronunciation. Raises ValueError for an alphabet or symbol that cannot be read."""
    reader = _READERS.get(alphabet.casefold())
    if not reader:
        raise ValueError(f"the alphabet {alphabet!r} cannot be read: export it in one of {', '.join(_READERS)}")
    return reader(phoneme)


def pronounced(phoneme: str, alphabet: str) -> tuple[dict[str, str], list[str]]:
    """Return the fields of an entry that say a pronunciation, and what was changed. Raises ValueError as `ipa_of`."""
    if alphabet.casefold() == "ipa" and re.search("[A-Z]", phoneme):
        return {"phoneme": phoneme}, ["it is read as a respelling, since IPA has no capitals"]
    return {"phoneme": ipa_of(phoneme, alphabet)}, []


def aliased(alias: str) -> tuple[dict[str, str], list[str]]:
    """Return the fields that say an alias, and what was changed: one that is a respelling, TAH-vus, becomes IPA."""
    if len(alias) <= _LONGEST and _RESPELLED.fullmatch(alias):
        try:
            ipa = readings(alias)
        except SettingsError:
            ipa = []
        if len(ipa) == 1:
            return {"respelling": alias}, [f"its alias is a respelling, and is said as /{ipa[0]}/"]
    return {"alias": alias}, []
