"""What the folder of a voice for sherpa-onnx holds, as its project publishes them."""

from pathlib import Path
from typing import Literal, NamedTuple

from pronouncer.errors import NoVoice

Kind = Literal["vits", "matcha", "kitten"]

TOKENS = "tokens.txt"
_STYLES = "voices.bin"
_VOCODERS = ("vocos", "hifigan")


class Files(NamedTuple):
    """The files of a voice."""

    kind: Kind
    model: Path
    tokens: Path
    """A symbol and its number on each line."""
    beside: Path | None
    """Matcha's vocoder, Kitten's styles."""

    @property
    def all(self) -> list[Path]:
        """Return all that there are."""
        return [self.model, self.tokens, *([self.beside] if self.beside else [])]


def files_in(folder: Path) -> Files:
    """Return the files of a voice. Raises NoVoice where a folder does not have what one kind needs."""
    tokens, styles = folder / TOKENS, folder / _STYLES
    found = sorted(folder.glob("*.onnx"))
    vocoders = [path for path in found if path.name.startswith(_VOCODERS)]
    models = [path for path in found if path not in vocoders]
    if not tokens.is_file() or len(models) != 1 or len(vocoders) > 1:
        raise NoVoice(
            f"{folder} needs {TOKENS}, one model *.onnx, and for Matcha its vocoder (vocos*.onnx or hifigan*.onnx), "
            f"for Kitten {_STYLES}; it has {len(models)} models and {len(vocoders)} vocoders. Install the voice again."
        )
    if vocoders:
        return Files("matcha", models[0], tokens, vocoders[0])
    return Files("kitten", models[0], tokens, styles) if styles.is_file() else Files("vits", models[0], tokens, None)


def symbols(tokens: Path) -> list[str]:
    """Return the symbols of a voice that are one character. Raises NoVoice for a file that is none."""
    try:
        lines = tokens.read_text("utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise NoVoice(f"{tokens} cannot be read. Install the voice again.") from error
    found = [line.rpartition(" ")[0] or " " for line in lines if line.strip()]
    return [symbol for symbol in found if len(symbol) == 1]
