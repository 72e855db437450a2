"""`pronouncer lexicon` as an editor uses it: names typed, files from elsewhere, nothing half done."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.cli.test_say import PRONOUNCER, run

TABLE = """# our names
grapheme\tphoneme\tstatus
Odesa\toh-DEH-suh
# kept by Ada
Lviv\tləˈviːv
"""


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """A lexicon of two names with comments."""
    path = tmp_path / "names.tsv"
    path.write_text(TABLE, "utf-8")
    return path


def lexicon(names: Path, command: str, *arguments: object) -> tuple[int, str, str]:
    """Run a command on a lexicon; return its exit code and what it printed."""
    done = run("lexicon", command, *arguments, "--lexicon", names)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_add(names: Path) -> None:
    """A name is added at the end, with who and when; comments, order and columns stay."""
    code, out, _ = lexicon(names, "add", "Kyiv", "KEE-ihv", "--why", "ministry", "--who", "ada")
    assert code == 0 and out.startswith("added    Kyiv  KEE-ihv  /ˈkiːɪv/")
    lines = names.read_text("utf-8").splitlines()
    assert [lines[0], *lines[2:5]] == [TABLE.splitlines()[0], *TABLE.splitlines()[2:]]
    assert lines[1].split("\t") == ["grapheme", "phoneme", "status", "respelling", "who", "when", "why"]
    cells = lines[5].split("\t")
    assert cells[:5] == ["Kyiv", "ˈkiːɪv", "", "KEE-ihv", "ada"] and cells[6] == "ministry"


def test_a_new_decision_retires_the_old_one(names: Path) -> None:
    """The entry that stood for the same word stays as history, and is no longer said."""
    code, out, _ = lexicon(names, "add", "Odesa", "oh-DEH-sah")
    assert code == 0 and "1 added, 1 retired" in out
    said = [line for line in names.read_text("utf-8").splitlines() if line.startswith("Odesa")]
    assert ["retired" in line for line in said] == [True, False]
    assert "there already" in lexicon(names, "add", "Odesa", "oh-DEH-sah")[1]


def test_proposals_are_approved_or_retired(names: Path) -> None:
    """A proposal is said once it is approved, and then what stood before is history; so is what is retired."""
    lexicon(names, "add", "Odesa", "ah-DEH-sah", "--status", "proposed")
    assert "/oʊˈdɛsə/" in lexicon(names, "list", "Odesa")[1]
    assert "1 added, 2 retired" in lexicon(names, "approve", "Odesa")[1]
    assert "/ɑːˈdɛsɑː/" in lexicon(names, "list", "Odesa")[1]
    assert "0 added, 1 retired" in lexicon(names, "retire", "odesa")[1]
    assert lexicon(names, "list", "Odesa")[1] == "No entry for 'Odesa'.\n"
    code, _, err = lexicon(names, "approve", "Odesa")
    assert code == 3 and "no entry for 'Odesa' that could be approved" in err


def test_editors_at_the_same_time_lose_nothing(names: Path) -> None:
    """Many who add at once all have their entry."""
    command = [*PRONOUNCER, "lexicon", "add", "--lexicon", str(names)]
    jobs = [
        subprocess.Popen([*command, f"Name{letter}", "KEE-ihv"], stdout=subprocess.DEVNULL) for letter in "abcdefgh"
    ]
    assert [job.wait(timeout=60) for job in jobs] == [0] * 8
    assert len(lexicon(names, "list", "name")[1].splitlines()) == 8


def test_a_link_stays_a_link(names: Path, tmp_path: Path) -> None:
    """A lexicon that is shared by a link is changed where it is, and keeps who may read it."""
    link = tmp_path / "link.tsv"
    link.symlink_to(names)
    names.chmod(0o600)
    assert lexicon(link, "add", "Kyiv", "KEE-ihv")[0] == 0
    assert link.is_symlink() and "Kyiv" in names.read_text("utf-8") and names.stat().st_mode & 0o777 == 0o600


def test_a_respelling_needs_no_capitals(names: Path) -> None:
    """What is typed in plain letters is a respelling; IPA has other letters, or a stress mark."""
    assert "/ˈfeɪn/" in lexicon(names, "add", "Fein", "fayn")[1]
    assert lexicon(names, "add", "Kairo", "kai-ro")[0] == 3
    assert "/ˈkiv/" in lexicon(names, "add", "Kiv", "ˈkiv")[1]


def test_a_lexicon_that_was_named_must_be_there(tmp_path: Path) -> None:
    """A mistyped name of a lexicon is an error for every command but those that make one."""
    for command in (["list"], ["test"], ["export"], ["explain", "x"]):
        assert lexicon(tmp_path / "nosuch.tsv", *command)[0] == 3


def test_the_first_name_makes_the_file(tmp_path: Path) -> None:
    """Without a lexicon, the first name makes one with a heading."""
    path = tmp_path / "new.tsv"
    assert lexicon(path, "add", "Sinn Fein", "SHIN FAYN")[0] == 0
    text = path.read_text("utf-8")
    assert text.startswith("# ") and "\nSinn Fein\tˈʃɪn ˈfeɪn\t" in text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("Kou", "KOU"), 3, "can be read in 2 ways"),
        (("Kyiv", "ZRK-a"), 3, "no syllable"),
        (("Ky.*", "KEE-ihv"), 3, "regular expression"),
        (("Kyiv",), 2, "Give a pronunciation"),
        (("Kyiv", "KEE-ihv", "--alias", "x"), 2, "Give a pronunciation"),
        (("Kyiv", "rhymes with xqzzy"), 3, "no dictionary has 'xqzzy'"),
        (("Kyiv", "KEE-ihv", "--scope", "street"), 3, "no scope 'street'"),
        (("Lviv", "--alias", "Lviv city", "--match", "never"), 3, "no match 'never'"),
    ],
)
def test_what_cannot_be_added(names: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    """A wrong entry is refused with what to do, and the file is as it was."""
    found = lexicon(names, "add", *arguments)
    assert found[0] == code and message in found[2]
    assert names.read_text("utf-8") == TABLE


def test_add_what_is_said_or_rhymes(names: Path) -> None:
    """A verdict can be "as it is said now", or a rhyme."""
    assert "/ˈkiːɪv/" in lexicon(names, "add", "Kyiv", "--as-said")[1]
    assert "/ˈboʊn/" in lexicon(names, "add", "Bohn", "rhymes with cone")[1]


def test_list(names: Path) -> None:
    """The house's entries, those of one word, and with --all those that come with the language."""
    assert lexicon(names, "list")[1].splitlines() == ["Odesa  oh-DEH-suh  /oʊˈdɛsə/", "Lviv  luh-VEEV  /ləˈviːv/"]
    assert lexicon(names, "list", "nobody")[1] == "No entry for 'nobody'.\n"
    every = [json.loads(line) for line in lexicon(names, "list", "Lviv", "--all", "--json")[1].splitlines()]
    assert [each["scope"] for each in every] == ["base", "house"]


def test_import(names: Path, tmp_path: Path) -> None:
    """An import says line by line what became of each entry; a refused one stops it unless the rest is asked for."""
    rules = tmp_path / "rules.csv"
    rules.write_text("grapheme,phoneme\nKyiv,KEE-ihv\nBad,☃\nDnipro,dəˈniːpɹoʊ\n", "utf-8")
    code, out, err = lexicon(names, "import", rules)
    assert code == 3 and "nothing was imported" in err and names.read_text("utf-8") == TABLE
    assert [line.split()[:4] for line in out.splitlines()] == [
        ["line", "2", "took", "Kyiv"],
        ["line", "3", "refused", "Bad"],
        ["line", "4", "took", "Dnipro"],
    ]
    assert lexicon(names, "import", rules, "--skip", "--dry-run")[0] == 0 and names.read_text("utf-8") == TABLE
    assert "2 added" in lexicon(names, "import", rules, "--skip", "--propose")[1]
    assert "Kyiv" not in lexicon(names, "list")[1]
    assert names.read_text("utf-8").count("proposed") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><lexicon/>", "document type"),
        ("<lexicon", "not well-formed"),
        ("<html/>", "lexicon"),
    ],
)
def test_hostile_files(names: Path, tmp_path: Path, text: str, message: str) -> None:
    """A file that is no lexicon is refused as a whole, with its line, and nothing is changed."""
    path = tmp_path / "a.pls"
    path.write_text(text, "utf-8")
    code, _, err = lexicon(names, "import", path)
    assert code == 3 and message in err and "line 1" in err and names.read_text("utf-8") == TABLE


def test_export_comes_back(names: Path, tmp_path: Path) -> None:
    """What is exported as PLS can be imported elsewhere; what the format cannot hold is named."""
    out = tmp_path / "a.pls"
    lexicon(names, "add", "Kang", "KAHNG", "--scope", "section:sport")
    code, _, err = lexicon(names, "export", "--form", "pls", "--language", "en", "--out", out)
    assert code == 0 and "left out: Kang it holds in the section sport only" in err
    other = tmp_path / "other.tsv"
    assert lexicon(other, "import", out)[0] == 0
    assert [line.split("  ")[0] for line in lexicon(other, "list")[1].splitlines()] == ["Odesa", "Lviv"]


def test_test_says_each_entry(names: Path) -> None:
    """Each entry is said in a sentence of its own and listened to; one that another overrules is named."""
    names.write_text(
        "grapheme\tphoneme\talias\tscope\trole\tright\nOdesa\toʊˈdɛsə\nECHR\t\tthe court\nReading\tˈɹɛdɪŋ\t\t\tplace\n"
        "Kang\tˈkɑːŋ\t\tsection:sport\nUnion\tˈuːnjən\t\t\t\tCarbide\n",
        "utf-8",
    )
    code, out, _ = lexicon(names, "test")
    assert (code, out) == (0, "5 entries tried, 0 wrong\n")
    names.write_text("Dijon\tdiːˈʒɔ̃\n", "utf-8")
    code, out, _ = lexicon(names, "test")
    assert code == 1 and "'Dijon' was to be said" in out and "was heard" in out
    names.write_text("Odesa\toʊˈdɛsə\nOdesa port\toʊˈdiːsə pˈoːɹt\nport\tˈpɑːt\n", "utf-8")
    assert lexicon(names, "test")[0] == 0
    names.write_text("grapheme\tphoneme\twhen\tleft\nBath\tˈbæθ\t2026-01-01\t\nBath\tˈbɑːθ\t2025-01-01\tof\n", "utf-8")
    assert lexicon(names, "test")[:2] == (0, "2 entries tried, 0 wrong\n")
    names.write_text(
        "grapheme\tphoneme\tlanguage\twhen\nBath\tˈbæθ\t\t2026-01-01\nBath\tˈbɑːθ\ten\t2025-01-01\n", "utf-8"
    )
    code, out, _ = lexicon(names, "test")
    assert code == 1 and "Bath: another entry or rule wins: it is said 'Bath', bahth" in out


def test_explain(names: Path) -> None:
    """Every entry that matched, the winner, and why the others lost."""
    out = lexicon(names, "explain", "Odesa's port")[1].splitlines()
    assert out[0].startswith("Odesa's  (sentence s")
    assert out[1] == "  said  Odesa  oh-DEH-suh  /oʊˈdɛsə/"
    assert out[2].startswith("  lost  Odesa") and out[2].endswith("its scope is wider")
    assert lexicon(names, "explain", "zyrglet")[1] == "No entry matches.\n"
    (found,) = json.loads(lexicon(names, "explain", "Odesa", "--json")[1])
    assert found["said"]["scope"] == "house" and found["lost"][0]["why"] == "its scope is wider"


def test_the_house_lexicon_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`lexicon.tsv` in the working folder is the newsroom's, for every command."""
    monkeypatch.chdir(tmp_path)
    assert run("lexicon", "add", "Harrington", "hah-RING-tuhn").returncode == 0
    assert Path("lexicon.tsv").is_file()
    assert "lexicon" in run("explain", "Harrington").stdout.decode()
    Path("lexicon.tsv").write_text("broken\n")
    assert run("explain", "Harrington").returncode == 3
    assert b"lexicon: " in run("check").stdout
