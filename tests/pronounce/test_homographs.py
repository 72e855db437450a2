"""Homographs: each word is given the reading that its sentence asks for, and says how sure that is."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pronouncer.model.lexicon import Lexicon
from pronouncer.pronounce.homographs import SHARED, Homographs, context, read_readings, softmax
from pronouncer.pronounce.language import language
from pronouncer.pronounce.languages.en.homographs.features import features, word_class
from pronouncer.pronounce.say import Reader
from pronouncer.voice.engines.espeak import engine as espeak

PHONES = Path(espeak.__file__).with_name("phones")
ROOT = Path(__file__).resolve().parents[2]
FOLDER = language("en").homographs or Path()
READERS = {"US": Reader(language("en")), "GB": Reader(language("en-GB"))}


def heard(text: str, word: str, region: str = "US") -> tuple[str, str | None]:
    """Return what decided a word, and its IPA."""
    found = READERS[region](text, Lexicon())
    place = next(place for place, draft in enumerate(found.drafts) if draft.written == word)
    return found.entries[place][0].rule, found.entries[place][0].ipa


@pytest.mark.parametrize(
    ("text", "word", "reading"),
    [
        ("Ministers will read the report.", "read", "read_present"),
        ("She had read the report.", "read", "read_past"),
        ("Talks will resume on Monday.", "resume", "resume_vrb"),
        ("They protest against the law.", "protest", "protest_vrb"),
        ("Thousands joined the protest.", "protest", "protest_nou"),
        ("The minister quit amid a row over pay.", "row", "row_2"),
        ("It was a third win in a row.", "row", "row_1"),
        ("The wind was strong.", "wind", "wind_nou"),
        ("They want to wind up the firm.", "wind", "wind_vrb"),
        ("Police fired tear gas.", "tear", "tear_nou"),
        ("The Polish army", "Polish", "polish_geo"),
        ("No one objects to it.", "objects", "object_vrb"),
        ("The objects were found.", "objects", "object_nou"),
    ],
)
def test_readings(text: str, word: str, reading: str) -> None:
    """News sentences get the reading a newsreader would give them, inflected forms too."""
    assert heard(text, word)[0] == f"homograph {reading}"


def test_a_plural_is_said_after_its_reading() -> None:
    """The -s of a form is added to the IPA of the reading."""
    assert heard("No one objects to it.", "objects")[1] == "əbdʒˈɛkts"


def test_regions_have_their_own_ipa() -> None:
    """A British article is given British IPA."""
    assert heard("The contract is signed.", "contract")[1] == "kˈɑːntɹækt"
    assert heard("The contract is signed.", "contract", "GB")[1] == "kˈɒntɹakt"


def test_the_lexicon_comes_first() -> None:
    """An entry of the lexicon overrules the classifier."""
    from pronouncer.model.lexicon import Lexeme

    found = READERS["US"]("They lead.", Lexicon([Lexeme("lead", "lˈɛd", "")]))
    assert (found.entries[2][0].ipa, found.entries[2][0].rule) == ("lˈɛd", "lexicon")


def test_an_unsure_reading_is_flagged() -> None:
    """A word without any context is no more than a guess, and says so; a clear one is not flagged."""
    assert [flag.reason for flag in READERS["US"]("Bow", Lexicon()).flags] == ["unsure-homograph"]
    assert not READERS["US"]("Ministers will read the report.", Lexicon()).flags


def test_every_reading_can_be_said() -> None:
    """The IPA of each reading is made of phones that the embedded voices have; no two readings are alike."""
    for region, voice in (("US", "en-us"), ("GB", "en")):
        known = sorted(json.loads((PHONES / f"{voice}.json").read_text("utf-8")), key=len, reverse=True)
        for word, readings in read_readings(FOLDER / "readings.tsv").items():
            assert len({reading.ipa[region] for reading in readings}) == len(readings) or word == "mobile"
            for reading in readings:
                rest = reading.ipa[region].replace("ˈ", "").replace("ˌ", "")
                while rest:
                    rest = rest.removeprefix(next(phone for phone in known if rest.startswith(phone)))


def test_the_model_is_small_and_whole() -> None:
    """The weights stay under 100 KB, and every reading but the first of each of 162 words has some."""
    assert (FOLDER / "weights.tsv").stat().st_size < 100_000
    named = {line.split("\t")[0] for line in (FOLDER / "weights.tsv").read_text("utf-8").splitlines()}
    readings = read_readings(FOLDER / "readings.tsv")
    assert len(readings) >= 162
    assert named >= {reading.label for own in readings.values() for reading in own[1:]} | {SHARED, "forms", "sharpness"}


def test_what_the_classifier_sees() -> None:
    """Features are of the words around, their classes, and the case; numbers are alike; space is not seen."""
    words, places = context(READERS["US"].tokenise("On 5 May they lead."))
    assert words == ["On", "#", "they", "lead", "."] and places[:2] == [0, 2]
    seen = features(words, 3)
    assert {"athey", "AS", "c.", "b#", "fl", "nthey"} <= set(seen)
    assert [word_class(word) for word in ("the", "quickly", "Ukraine", "Lee's", "#", ",", "will")] == list("DAXP#,M")


def test_shares_sum_to_one() -> None:
    """Confidence is a share."""
    assert sum(softmax([1.0, 2.0, -3.0])) == pytest.approx(1)
    model = Homographs(FOLDER, features)
    choice = model.choose(["They", "lead", "."], 1, "US")
    assert choice and 0.5 <= choice.confidence <= 1
    assert model.choose(["They", "go"], 1, "US") is None


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The training program."""
    monkeypatch.syspath_prepend(ROOT / "training")
    spec = importlib.util.spec_from_file_location("train", ROOT / "training/homographs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["train"] = module
    spec.loader.exec_module(module)
    return module


def test_training(train: ModuleType, tmp_path: Path) -> None:
    """From a public set in its own format and our sentences, weights come out that read both."""
    rows = ['"homograph"\t"wordid"\t"sentence"\t"start"\t"end"']
    for subject in ("We", "They", "You", "People", "Café owners", "Some"):
        sentence = f"{subject} lead it."
        start = len(sentence[: sentence.index("lead")].encode())
        rows.append(f'"lead"\t"lead_nou-vrb"\t"{sentence}"\t{start}\t{start + 4}')
        sentence = f"{subject} saw the lead pipe."
        start = len(sentence[: sentence.index("lead")].encode())
        rows.append(f'"lead"\t"lead_nou"\t"{sentence}"\t{start}\t{start + 4}')
    (tmp_path / "train.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    readings = read_readings(FOLDER / "readings.tsv")
    data = train.examples(tmp_path, readings)
    assert sum(each.news for each in data) > 2000 and sum(not each.news for each in data) == 12
    weights = train.train([each for each in data if each.base == "lead" and not each.news] * 20, readings)
    train.write(weights, {"leads"}, 1.5, tmp_path / "weights.tsv")
    (tmp_path / "readings.tsv").write_bytes((FOLDER / "readings.tsv").read_bytes())
    model = Homographs(tmp_path, features)
    assert [model.choose(words, 1, "US").label for words in (["They", "lead", "it"], ["the", "lead", "pipe"])] == [  # type: ignore[union-attr]
        "lead_nou-vrb",
        "lead_nou",
    ]
    sure, shy = train.Judged(data[0], [0.0, 4.0], 1), train.Judged(data[0], [0.0, 0.5], 1)
    assert train.sharpness([sure, sure._replace(answer=0)]) < 1 < train.sharpness([shy])


def scored() -> list[str]:
    """Return the lines that are scored."""
    lines = [line for path in (ROOT / "eval").glob("homographs*.tsv") for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if not line.startswith("#")]


def runs(line: str) -> set[str]:
    """Return each run of four words with the homograph among them."""
    words = re.findall(r"[\w*']+", line.split("\t")[1].lower())
    return {
        " ".join(four) for four in zip(words, words[1:], words[2:], words[3:], strict=False) if "*" in "".join(four)
    }


def test_our_sentences() -> None:
    """Each of the forty weakest words has fifty sentences or more of our own, none from a set that is scored."""
    lines = (ROOT / "training/news.tsv").read_text("utf-8").splitlines()[1:]
    counts: dict[str, int] = {}
    for line in lines:
        label, marked = line.split("\t")
        assert marked.count("*") == 2
        word = label.split("_")[0]
        counts[word] = counts.get(word, 0) + 1
    assert len(set(lines)) == len(lines)
    assert not {run for line in lines for run in runs(line)} & {run for line in scored() for run in runs(line)}
    assert sum(count >= 50 for count in counts.values()) >= 40
