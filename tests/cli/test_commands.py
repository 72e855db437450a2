"""The commands up to each stage, for people and for machines."""

import gc
import json
import os
import subprocess
from pathlib import Path

import click
import pytest
from tests.cli.test_say import PRONOUNCER, run
from tests.conftest import HARBOUR, SHORT
from tests.postoffice import post_office

from pronouncer.cli.checks import problems
from pronouncer.cli.main import app


def test_what_runs_for_months_collects_its_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command for one article does not; a worker, whose queue and database make cycles, does."""
    monkeypatch.setattr(gc, "freeze", lambda: None)
    gc.disable()
    try:
        app.get_command(click.Context(app), "say")
        assert not gc.isenabled()
        app.get_command(click.Context(app), "worker")
        assert gc.isenabled()
    finally:
        gc.enable()


def test_stages_for_machines(short: Path) -> None:
    """Each stage prints its noun as JSON."""
    article = json.loads(run("ingest", short, "--json").stdout)
    assert article["text"] == SHORT and article["blocks"][0]["kind"] == "headline"
    script = json.loads(run("script", short, "--json").stdout)
    assert [s["text"] for s in script["sentences"]][-1] == "The next one leaves on March 2."
    utterances = json.loads(run("pronounce", short, "--json").stdout)
    assert [u["sentence_id"] for u in utterances] == [s["id"] for s in script["sentences"]]
    takes = [json.loads(line) for line in run("voice", short, "--json").stdout.splitlines()]
    assert len(takes) == 8 and all(take["samples"] / take["rate"] == pytest.approx(take["seconds"]) for take in takes)
    master = json.loads(run("master", short, "--json", "--format", "m4a,mp3").stdout)
    assert [r["format"] for r in master["renditions"]] == ["m4a", "mp3"]
    assert [chapter["title"] for chapter in master["chapters"]][1] == "What happens next"


def test_stages_for_people(short: Path, tmp_path: Path) -> None:
    """Each stage prints lines that an editor can read."""
    assert " headline  Ferry returns" in run("ingest", short).stdout.decode()
    assert "It was only six minutes late.  [0.6 s]" in run("script", short).stdout.decode()
    pronounced = run("pronounce", short).stdout.decode()
    assert "9:30 a.m. -> nine thirty AM  (time)" in pronounced and "zəˈlɛnski" in pronounced
    assert "Ferry@0.00" in run("voice", short).stdout.decode()
    assert "LUFS · gain" in run("master", short).stdout.decode()
    assert "edition.json" in run("publish", short, "--out", tmp_path / "e").stdout.decode()


def test_publish_prints_the_record(short: Path, tmp_path: Path) -> None:
    """`publish --json` prints the whole edition."""
    record = json.loads(run("publish", short, "--out", tmp_path / "e", "--json").stdout)
    assert record == json.loads((tmp_path / "e/edition.json").read_text("utf-8"))


def test_what_is_not_read_is_shown() -> None:
    """`script` says what is left out and why."""
    shown = run("script", HARBOUR).stdout.decode()
    assert "not read  Listen to this article  (player)" in shown
    assert "Courier)  (caption)" in shown


def test_lines(tmp_path: Path) -> None:
    """`pronounce --lines` gives one JSON object a line, from a file or standard input, empty lines included."""
    text = "It cost $1.4 billion.\n\nMr. Smith met 30 MPs.\n"
    (tmp_path / "a.txt").write_text(text)
    from_file, from_pipe = (
        run("pronounce", "--lines", tmp_path / "a.txt"),
        run("pronounce", "--lines", "-", stdin=text.encode()),
    )
    assert from_file.stdout == from_pipe.stdout
    found = [json.loads(line) for line in from_file.stdout.splitlines()]
    assert [line["written"] for line in found] == text.split("\n")[:3]
    assert found[0]["spoken"] == "It cost one point four billion dollars"
    assert found[1]["tokens"] == [] and found[1]["spoken"] == ""
    money = next(token for token in found[0]["tokens"] if token["kind"] == "money")
    assert money.keys() == {"start", "end", "written", "spoken", "ipa", "kind"}
    assert text[money["start"] : money["end"]] == money["written"] == "$1.4 billion"
    assert len(money["ipa"].split()) == len(money["spoken"].split()) == 5


def test_explain() -> None:
    """`explain` shows for each token its class, who decided, the words and the IPA; flags follow."""
    text = "Sen. Lee read the $3m plan. ★"
    lines = run("explain", text).stdout.decode().splitlines()
    assert lines[0].split() == ["written", "class", "rule", "spoken", "respelling", "IPA"]
    rows = {line.split("  ")[0]: [cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines[1:]}
    assert rows["Sen."][:4] == ["Sen.", "abbreviation", "abbreviation title", "Senator"]
    assert rows["Lee"][:4] == ["Lee", "word", "the voice", "Lee"]
    assert rows["read"] == ["read", "word", "homograph read_past", "read", "red", "ɹˈɛd"]
    assert rows["$3m"][:4] == ["$3m", "money", "money", "three million dollar"]
    assert lines[-1].startswith("flag unknown-character: The character ★")
    tokens = json.loads(run("explain", text, "--json").stdout)[0]["tokens"]
    assert [token["rule"] for token in tokens if token["written"] == "read"] == ["homograph read_past"]


def test_a_region_has_its_conventions() -> None:
    """`--language en-GB` reads as British newsrooms do."""
    done = run("pronounce", "--lines", "-", "--language", "en-GB", stdin=b"They won 2-0 on 3 May 2005.\n")
    assert json.loads(done.stdout)["spoken"] == "They won two nil on the third of May two thousand and five"


def test_lines_with_lone_surrogates() -> None:
    """Bytes that are no text become marks and are flagged, and the line is still said."""
    found = json.loads(run("pronounce", "--lines", "-", stdin=b"The ferry \xed\xa0\x80 left.\n").stdout)
    assert found["spoken"] == "The ferry left"


def test_voices() -> None:
    """`voices` lists name, language, engine and licence; a language narrows the list."""
    found = json.loads(run("voices", "--json").stdout)
    assert {"espeak", "silence"} <= {voice["engine"] for voice in found}
    assert all(voice["licence"] and voice["language"] for voice in found)
    assert "espeak:uk " in run("voices", "--language", "uk").stdout.decode()
    assert "espeak:en" not in run("voices", "--language", "uk").stdout.decode()


def test_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` finds nothing on a sound machine, and names each problem by its id where there is one."""
    assert run("check").stdout == b"No problems found.\n"
    (tmp_path / "file").write_text("")
    cases = {
        "settings": {"PRONOUNCER_THREADS": "0"},
        "formats": {"PRONOUNCER_FORMATS": "wav"},
        "exports": {"PRONOUNCER_EXPORTS": "odf"},
        "voice": {"PRONOUNCER_LANGUAGE": "tlh"},
        "lexicon": {"PRONOUNCER_LEXICON": "missing.tsv"},
        "sites": {"PRONOUNCER_SITES": "missing.toml"},
        "cache": {"PRONOUNCER_CACHE": str(tmp_path / "file/cache")},
    }
    for identity, environ in cases.items():
        ((variable, value),) = environ.items()
        monkeypatch.setenv(variable, value)
        done = run("check", "--json")
        monkeypatch.delenv(variable)
        assert done.returncode == 1
        assert identity in [problem["id"] for problem in json.loads(done.stdout)]


def test_cache(short: Path, tmp_path: Path) -> None:
    """`cache` shows what there is, and clears it."""
    run("say", short, "--out", tmp_path / "e")
    shown = json.loads(run("cache", "--json").stdout)
    kinds = [(h["kind"], h["files"]) for h in shown["holdings"]]
    assert kinds == [("levels", 8), ("passages", 8), ("silences", 1), ("takes", 8), ("utterances", 1)]
    assert b"26 files deleted" in run("cache", "--clear").stdout
    assert json.loads(run("cache", "--json").stdout)["holdings"] == []


def test_help_and_version() -> None:
    """Every command has help; the version is printed."""
    assert b"pronouncer, version" in run("--version").stdout
    for command in ("say", "pronounce", "review"):
        assert run(command, "--help").stdout.startswith(b"Usage: pronouncer")


def test_a_reader_that_has_enough(short: Path) -> None:
    """A closed pipe ends the command without a traceback."""
    first = subprocess.Popen([*PRONOUNCER, "voices"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert first.stdout and first.stderr
    first.stdout.readline()
    first.stdout.close()
    assert b"Traceback" not in first.stderr.read()
    first.wait()
    first.stderr.close()


def test_check_names_voices_that_cannot_speak(tmp_path: Path) -> None:
    """A voice that the rules for sites name, and that is not there, is a problem."""
    rules = tmp_path / "sites.toml"
    rules.write_text('["*".voices]\ntitle = "piper:nobody"\n')
    done = run("check", PRONOUNCER_SITES=str(rules))
    assert done.returncode == 1 and b"voice: The voice piper:nobody" in done.stdout


def test_check_finds_what_keeps_the_server_from_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is not there, without its password, and an address that nobody outside can reach."""
    monkeypatch.setenv("PRONOUNCER_SERVER_DATABASE", "postgresql://user:s3cret@127.0.0.1:9/none")
    monkeypatch.setenv("PRONOUNCER_SERVER_HOST", "0.0.0.0")
    found = [problem for problem in problems(os.environ, Path("/nowhere")) if problem.id == "server"]
    assert len(found) == 2 and "server.url" in found[1].message
    assert "127.0.0.1:9" in found[0].message and "s3cret" not in found[0].message


def test_check_signs_in_at_the_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is away is told of without its password, and so are links that lead nowhere; one that answers is not."""
    monkeypatch.setenv("PRONOUNCER_SERVER_SMTP", "smtp://listen:s3cret@127.0.0.1:9")
    monkeypatch.setenv("PRONOUNCER_SERVER_MAIL_FROM", "listen@example.org")
    away, nowhere = (found.message for found in problems(os.environ, Path("/nowhere")) if found.id == "server")
    assert "server.smtp" in away and "s3cret" not in away and "server.url" in nowhere
    with post_office() as office:
        monkeypatch.setenv("PRONOUNCER_SERVER_SMTP", f"smtp://127.0.0.1:{office.port}")
        monkeypatch.setenv("PRONOUNCER_SERVER_URL", "https://listen.example.org")
        assert [found for found in problems(os.environ, Path("/nowhere")) if found.id == "server"] == []
    assert office.asked == 1 and office.taken == []
