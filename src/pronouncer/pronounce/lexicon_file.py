"""The lexicon's file: one entry a line, `grapheme<TAB>IPA`, `grapheme<TAB>respelling` or `grapheme<TAB><TAB>alias`."""

import re
from pathlib import Path

from pronouncer.errors import SettingsError
from pronouncer.model.lexicon import Lexeme
from pronouncer.phones.respelling import readings, respelled


def read(path: Path) -> list[Lexeme]:
    """Return the entries of a lexicon file. Raises SettingsError with the line that is wrong."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The lexicon {path} cannot be read: {error}.") from error
    return [
        _lexeme(line, path, number) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]


def _lexeme(line: str, path: Path, number: int) -> Lexeme:
    grapheme, _, rest = line.partition("\t")
    phoneme, _, alias = (part.strip() for part in rest.partition("\t"))
    where = f"{path}, line {number}"
    if not grapheme.strip() or not (phoneme or alias):
        raise SettingsError(f"{where}: expected grapheme<TAB>IPA, or grapheme<TAB><TAB>alias. Found: {line!r}")
    if phoneme and alias:
        raise SettingsError(f"{where}: give {grapheme!r} an IPA or an alias, not both.")
    if len(grapheme.split()) > 1:
        raise SettingsError(f"{where}: {grapheme!r} is more than one word. Give each word a line of its own.")
    if re.search("[A-Z]", phoneme):
        phoneme = _respelled(phoneme, where)
    return Lexeme(grapheme.strip(), " ".join(phoneme.strip("/[]").split()), " ".join(alias.split()))


def _respelled(respelling: str, where: str) -> str:
    """Return the IPA of a respelling, which unlike IPA has capitals."""
    try:
        found = readings(respelling)
    except SettingsError as error:
        raise SettingsError(f"{where}: {error}") from error
    if len(found) > 1:
        choices = ", ".join(f"{respelled(ipa)} ({ipa})" for ipa in found)
        raise SettingsError(
            f"{where}: {respelling!r} can be read in {len(found)} ways. Write the one you mean: {choices}."
        )
    return found[0]
