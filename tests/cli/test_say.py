"""The main job as a user runs it: real processes, real files."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import HARBOUR, SHARED, SHORT

from pronouncer.settings import Settings

PRONOUNCER = [sys.executable, "-m", "pronouncer"]


def run(*arguments: object, stdin: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command; what is not an argument is put into its environment."""
    command = [*PRONOUNCER, *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environ}, check=False)


def said(*arguments: object) -> dict[str, object]:
    """Run `say --json` and return what it did."""
    done = run("say", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_one_line_at_the_end(short: Path, tmp_path: Path) -> None:
    """In a pipe, `say` prints one line: page, length, words, flags and time taken, and nothing on stderr."""
    done = run("say", short, "--out", tmp_path / "e")
    assert done.returncode == 0 and done.stderr == b""
    line = done.stdout.decode()
    assert line.startswith(f"{tmp_path}/e/index.html · 1 min (0:") and " words · 0 flags · took " in line
    assert line.count("\n") == 1


def test_the_second_run_does_nothing(short: Path, tmp_path: Path) -> None:
    """The same article again: no synthesis, no encoding, the same files to the byte."""
    first = said(short, "--out", tmp_path / "e")
    before = {path.name: path.read_bytes() for path in (tmp_path / "e").iterdir()}
    second = said(short, "--out", tmp_path / "e")
    assert (first["takes"], first["passages"], first["unchanged"]) == (8, 8, False)
    assert (second["takes"], second["passages"], second["unchanged"]) == (0, 0, True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "e").iterdir()} == before


def test_another_folder_costs_no_synthesis(short: Path, tmp_path: Path) -> None:
    """Elsewhere, the edition is spliced from what is cached, with the same bytes of audio."""
    said(short, "--out", tmp_path / "one")
    again = said(short, "--out", tmp_path / "two")
    assert (again["takes"], again["passages"], again["unchanged"]) == (0, 0, False)
    for name in ("article.m4a", "words.vtt", "index.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_edit_voices_the_changed_sentence_alone(short: Path, tmp_path: Path) -> None:
    """One word edited: one take, one passage. A paragraph moved: none."""
    said(short, "--out", tmp_path / "e")
    short.write_text(SHORT.replace("212 people", "213 people"))
    edited = said(short, "--out", tmp_path / "e")
    assert (edited["takes"], edited["passages"]) == (1, 1)
    short.write_text(
        SHORT.replace("212", "213").replace("What happens next\n\n", "") + "\nWhat happens next\n\nIt ends.\n"
    )
    moved = said(short, "--out", tmp_path / "e")
    assert (moved["takes"], moved["passages"]) == (1, 1)


def test_a_changed_name_voices_its_sentences_alone(tmp_path: Path) -> None:
    """One lexicon entry in an article of fifty sentences: takes for the sentences that contain it, no more."""
    lines = [f"Sentence number {n} speaks of {'Brannoc' if n in (7, 31) else 'a ferry'} today." for n in range(50)]
    source, lexicon = tmp_path / "a.txt", tmp_path / "names.tsv"
    source.write_text("A headline\n\n" + "\n\n".join(lines))
    lexicon.write_text("Ferrol\tfˈɛɹoʊl\n")
    first = said(source, "--out", tmp_path / "e", "--lexicon", lexicon)
    lexicon.write_text("Ferrol\tfəˈɹoʊl\nBrannoc\tbɹˈænək\n")
    second = said(source, "--out", tmp_path / "e", "--lexicon", lexicon)
    assert (first["takes"], second["takes"], second["passages"]) == (51, 2, 2)


def test_default_folder_is_named_after_the_article(short: Path, tmp_path: Path) -> None:
    """Without --out the edition stands in a folder of the headline's words."""
    subprocess.run([*PRONOUNCER, "say", str(short)], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "ferry-returns-to-the-bay-after-nine-years/index.html").is_file()


def test_standard_input_and_formats(tmp_path: Path) -> None:
    """`-` reads standard input; every format that is asked for is made."""
    done = run("say", "-", "--out", tmp_path / "e", "--format", "mp3,opus", stdin=SHORT.encode())
    assert done.returncode == 0
    assert {path.suffix for path in (tmp_path / "e").glob("article.*")} == {".jsonld", ".mp3", ".opus"}


def test_estimate_speaks_nothing(tmp_path: Path) -> None:
    """`--estimate` prints the label of the player, and neither a take nor a folder is made."""
    done = run("say", HARBOUR, "--estimate", PRONOUNCER_CACHE=str(tmp_path / "c"))
    assert done.stdout == b"2 min\n"
    assert not (tmp_path / "c/takes").exists()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real article lies outside the project")
def test_the_real_article(tmp_path: Path) -> None:
    """The messy real article: 4 min, every sentence of the body once, the player's three lines not at all."""
    source = SHARED / "articles/carney-paris.txt"
    assert run("say", source, "--out", tmp_path / "e").returncode == 0
    record = json.loads((tmp_path / "e/edition.json").read_text("utf-8"))
    assert record["minutes"] == 4 and 210 < record["duration"] < 270
    assert [o["reason"] for o in record["script"]["omissions"]] == ["player"] * 3
    heard = "".join(s["text"] for s in record["script"]["sentences"])
    body = [line for line in source.read_text("utf-8").split("\n") if line.strip()]
    wanted = "".join(body[:1] + body[4:])
    assert "".join(heard.split()) == "".join(wanted.split())
    assert run("review", tmp_path / "e").returncode == 0
    ipa = {word["spoken"] for word in record["words"]}
    assert {"Zelenskyy", "thirty", "U S", "Nato"} <= ipa


BAD: list[tuple[str, bytes, int, str]] = [
    ("empty", b"", 3, "no words"),
    ("symbols", "*** §§§ !!! ★".encode(), 3, "no words"),
    ("binary", bytes(range(256)) * 50, 3, "binary"),
    ("pdf", b"%PDF-1.4 " + bytes(50), 3, "PDF"),
    ("five megabytes", b"A ferry left the bay. " * 240_000, 3, "max_characters"),
    ("khmer", "ប្រធានាធិបតីបានមកដល់ប៉ារីស".encode(), 4, "No installed voice speaks 'km'"),
    ("captions only", b"Listen to this article\n\nPhoto: the quay\n", 3, "nothing to read"),
]


@pytest.mark.parametrize(("name", "data", "code", "message"), BAD, ids=[bad[0] for bad in BAD])
def test_bad_input(tmp_path: Path, name: str, data: bytes, code: int, message: str) -> None:
    """Each bad source gives one clear line, its exit code, and no folder."""
    source = tmp_path / "source.txt"
    source.write_bytes(data)
    done = run("say", source, "--out", tmp_path / "e")
    assert done.returncode == code
    assert message in done.stderr.decode() and done.stderr.count(b"\n") == 1 and done.stdout == b""
    assert sorted(path.name for path in tmp_path.iterdir()) in (["source.txt"], ["cache", "source.txt"])


ODD = {
    "one sentence of 20,000 characters": "the ferry and the bay, " * 870 + "end.",
    "one word of 20,000 characters": "x" * 20_000,
    "no sentence end": "the ferry left the bay " * 60,
    "control characters": "The \x07ferry\x00 left\x1b[31m the bay.\x0c It came back.\x7f",
    "mixed scripts": "The word Зеленський and 中文 and हिन्दी and שלום meet 🎉 café here.",
    "surrogates in bytes": b"The ferry \xed\xa0\x80 left the bay.".decode("utf-8", "replace"),
    "right to left": "وصل الرئيس إلى باريس اليوم. وكان المطر غزيرا.",
    "one word": "Ferry",
    "numbers alone": "42",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input_is_still_said(tmp_path: Path, name: str) -> None:
    """Odd text becomes a sound edition: it passes the automatic check."""
    source = tmp_path / "source.txt"
    source.write_text(ODD[name], "utf-8")
    done = run("say", source, "--out", tmp_path / "e")
    assert done.returncode == 0, done.stderr
    checked = run("review", tmp_path / "e")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("say",), 2, "Missing argument"),
        (("say", "missing.txt"), 3, "no file missing.txt"),
        (("say", HARBOUR, "--format", "wav"), 2, "no format 'wav'"),
        (("say", HARBOUR, "--voice", "nobody"), 4, "no voice 'nobody'"),
        (("say", HARBOUR, "--voice", "nobody:x"), 2, "no engine 'nobody'"),
        (("say", HARBOUR, "--language", "tlh"), 4, "speaks 'tlh'"),
        (("say", HARBOUR, "--lexicon", "missing.tsv"), 3, "missing.tsv cannot be read"),
        (("pronounce",), 2, "Give a source"),
        (("review", "."), 3, "no edition"),
        (("sing",), 2, "No such command"),
    ],
    ids=str,
)
def test_bad_options(tmp_path: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    """A wrong option or argument is named, with its exit code, before any work."""
    done = subprocess.run([*PRONOUNCER, *map(str, arguments)], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert not any(path.is_dir() and path.name != "cache" for path in tmp_path.iterdir())


def test_errors_for_machines(tmp_path: Path) -> None:
    """With --json an error is JSON too, on standard error."""
    done = run("say", "missing.txt", "--json")
    assert json.loads(done.stderr)["error"]["type"] == "SourceError" and done.returncode == 3


def test_settings_that_are_wrong(short: Path, tmp_path: Path) -> None:
    """A wrong variable stops every command with exit code 2."""
    done = run("say", short, PRONOUNCER_THREADS="many")
    assert done.returncode == 2 and b"threads cannot be 'many'" in done.stderr


def test_a_full_disk(short: Path, tmp_path: Path) -> None:
    """Where the edition or the cache cannot be written, the old edition stays and the message says what to do."""
    said(short, "--out", tmp_path / "e")
    before = (tmp_path / "e/edition.json").read_bytes()
    short.write_text(SHORT.replace("212", "214"))
    (tmp_path / "file").write_text("")
    done = run("say", short, "--out", tmp_path / "e", PRONOUNCER_CACHE=str(tmp_path / "file/cache"))
    assert done.returncode == 7 and b"PRONOUNCER_CACHE" in done.stderr
    assert (tmp_path / "e/edition.json").read_bytes() == before
    done = run("say", short, "--out", tmp_path / "file/e")
    assert done.returncode == 6 and b"--out" in done.stderr


def descendants(pid: int) -> list[int]:
    """Return the processes below a process."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_in_the_middle(tmp_path: Path, number: signal.Signals) -> None:
    """Killed while it speaks: no half edition, no stray process; the next run is whole and cleans up."""
    source = tmp_path / "long.txt"
    source.write_text(
        "A headline\n\n" + "\n\n".join(f"Sentence {n} speaks of the ferry and the bay." for n in range(1500))
    )
    process = subprocess.Popen(
        [*PRONOUNCER, "say", str(source), "--out", str(tmp_path / "e")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    deadline = time.monotonic() + 30
    takes = tmp_path / "cache/takes"
    while not (takes.is_dir() and len(list(takes.iterdir())) > 3):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    workers = descendants(process.pid)
    process.send_signal(number)
    assert process.wait(timeout=20) != 0
    assert not (tmp_path / "e").exists()
    deadline = time.monotonic() + 10
    while any(
        Path(f"/proc/{pid}/cmdline").exists() and b"worker.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
        for pid in workers
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert workers
    source.write_text(SHORT)
    assert run("say", source, "--out", tmp_path / "e").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "e", "long.txt"]


def test_two_at_once(short: Path, tmp_path: Path) -> None:
    """Two runs into one folder with one cache both end well, and the edition is whole."""
    command = [*PRONOUNCER, "say", str(short), "--out", str(tmp_path / "e")]
    jobs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)]
    for job in jobs:
        _, stderr = job.communicate(timeout=60)
        assert job.returncode == 0, stderr
    assert run("review", tmp_path / "e").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "e", "ferry.txt"]


def test_threads_give_the_same_bytes(short: Path, tmp_path: Path) -> None:
    """One encoder or four: the same audio."""
    for threads in ("1", "4"):
        run(
            "say",
            short,
            "--out",
            tmp_path / threads,
            PRONOUNCER_THREADS=threads,
            PRONOUNCER_CACHE=str(tmp_path / f"c{threads}"),
        )
    assert (tmp_path / "1/article.m4a").read_bytes() == (tmp_path / "4/article.m4a").read_bytes()
    assert Settings().threads >= 1


def test_a_voice_is_tried_on_the_lexicon(tmp_path: Path) -> None:
    """Without a server, `review regress` tries the entries of the lexicon; a voice of another language has none."""
    names = tmp_path / "names.tsv"
    names.write_text("grapheme\tphoneme\tlanguage\nAdeyemi\tˌɑːdeɪˈjɛmi\ten\n", "utf-8")
    good = run("review", "regress", "--voice", "en-us", "--lexicon", names)
    assert (good.returncode, good.stdout) == (0, b"1 ruled words, 0 would go wrong.\n")
    other = run("review", "regress", "--voice", "fr", "--language", "fr", "--lexicon", names, "--json")
    assert other.returncode == 2 and b"another language" in other.stderr
