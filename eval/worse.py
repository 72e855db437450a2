"""Never worse than nothing: lines that the bare engine reads right as they stand must not be read wrong by us.

For each golden line the engine's IPA of the raw text is compared with its IPA of the right words; where they are the
same, the IPA that we send must be that too. Homographs and names, which we decide otherwise than the engine on purpose,
are put aside.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pronouncer.model.utterance import Token
from pronouncer.pipeline import Pipeline
from pronouncer.script.order import of_lines
from pronouncer.voice.casting import solo

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "pronounce" / "golden"
_ALIKE = str.maketrans(
    {"ᵻ": "ɪ", "ɐ": "ə", "ɾ": "t", "ʌ": "ə", "ʊ": "ə", "ɚ": "ə", "æ": "a", **dict.fromkeys("ˈˌː\u200d-_ ", "")}
)
_WEAK = (("ðɪ", "ðə"), ("ænd", "ənd"), ("tuː", "tə"), ("fɔːɹ", "fɚ"), ("oːɹ", "ɔːɹ"))


def golden() -> dict[str, list[tuple[str, str]]]:
    """Return the golden lines of each language as (written, spoken)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(GOLDEN.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("# "):
                written, spoken = line.rsplit("~", 1)
                found.setdefault(path.stem.split(".")[0], []).append((written, spoken))
    return found


def spoiled(pipeline: Pipeline, tag: str, lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (written, our words) of lines that are right raw and wrong now."""
    voice = pipeline.voice_for(tag)
    script = of_lines([written for written, _ in lines], tag)
    utterances = pipeline.pronounce(script, solo(voice, script))

    def heard(texts: Sequence[str]) -> list[str]:
        return [folded("".join(words)) for words in pipeline.ensemble.phonemize([[text] for text in texts], voice)]

    raw, right = heard([written for written, _ in lines]), heard([spoken for _, spoken in lines])
    ours = [folded("".join(_ipa(token) for token in utterance.tokens)) for utterance in utterances]
    put_aside = [any(_is_ours(token) for token in utterance.tokens) for utterance in utterances]
    rows = zip(lines, utterances, raw, right, ours, put_aside, strict=True)
    for (written, _), utterance, before, wanted, now, aside in rows:
        if before == wanted != now and not aside:
            yield written, utterance.spoken


def _ipa(token: Token) -> str:
    return token.ipa.replace(" ", "")


def _is_ours(token: Token) -> bool:
    lettered = re.search(
        r"[A-Z]{2,}'?s|\bA\b", token.spoken
    )  # the bare engine drops the s of CEOs, and has A for a word
    return bool(lettered and token.rule) or token.rule.split(" ")[0] in ("lexicon", "dictionary", "origin", "homograph")


def folded(ipa: str) -> str:
    """Return IPA for comparing: no stress, length or linking marks, weak forms alike."""
    ipa = re.sub(r"\\s", "", ipa)
    for strong, weak in _WEAK:
        ipa = ipa.replace(strong, weak)
    return re.sub("(?<=[əɑɔɜ])ɹ", "", ipa.translate(_ALIKE))  # said only where a vowel follows, in some accents
