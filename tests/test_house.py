"""The house: one word for a stage everywhere, and nothing that users meet without a heading in the docs."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pronouncer import errors
from pronouncer.cli.checks import CHECKS
from pronouncer.cli.main import app
from pronouncer.ingest.registry import SOURCES
from pronouncer.jobs.port import QUEUES
from pronouncer.master.formats import FORMATS
from pronouncer.model.utterance import TEXT_PROBLEMS
from pronouncer.newsroom.events import KINDS
from pronouncer.newsroom.progress import EVENT
from pronouncer.pipeline import STAGES
from pronouncer.pronounce.flags import RISKS
from pronouncer.publish.exports.table import EXPORTS
from pronouncer.review import table
from pronouncer.review.listen import FILES
from pronouncer.settings import names
from pronouncer.voice.engine import ENGINES, engine_names, make_engine
from pronouncer.web.access.roles import PERMISSIONS, ROLES
from pronouncer.web.errors import CODES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PACKAGE = ROOT / "src/pronouncer"


def headings(page: str) -> set[str]:
    """Return the headings of a docs page, without marks."""
    text = (DOCS / f"{page}.md").read_text("utf-8")
    return {re.sub(r"[`*]", "", found).strip() for found in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_one_word_everywhere(stage: str) -> None:
    """A stage has a folder, a command, a docs page and a tests folder of its name."""
    assert (PACKAGE / stage / "__init__.py").is_file()
    assert app.get_command(click.Context(app), stage)
    assert (DOCS / f"{stage}.md").is_file()
    assert any((ROOT / "tests" / stage).glob("test_*.py"))


def test_every_setting_is_documented() -> None:
    """Each setting has a heading in docs/settings.md, and no heading is left over."""
    assert set(names()) == headings("settings") - {"Settings", "The server"}


def test_every_command_is_documented() -> None:
    """Each command has a heading in docs/commands.md."""
    names = app.list_commands(click.Context(app))
    assert {f"pronouncer {name}" for name in names} == headings("commands") - {"Commands", "Exit codes"}


def test_every_check_is_documented() -> None:
    """Each id that `pronouncer check` can print has a heading in docs/check.md."""
    assert {"settings", *CHECKS} <= headings("check")


def test_every_engine_source_and_format_is_documented() -> None:
    """Engines, sources and formats have headings on the page of their stage."""
    assert set(ENGINES) <= headings("voice")
    assert set(SOURCES) <= headings("ingest")
    assert set(FORMATS) <= headings("master")


def test_every_export_is_documented() -> None:
    """Each file that can be made from an edition has a heading in docs/publish.md, and a module of its name."""
    assert set(EXPORTS) == headings("publish") - {"publish"}
    assert all((PACKAGE / f"publish/exports/{name}.py").is_file() for name in EXPORTS)


def literals(folder: str, call: str, position: int) -> set[str]:
    """Return the string literals at a position of every call of a name in a folder of the package."""
    found: set[str] = set()
    for path in (PACKAGE / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call:
                argument = node.args[position]
                if isinstance(argument, ast.Constant):
                    found.add(str(argument.value))
    return found


def test_every_flag_and_report_is_documented() -> None:
    """Each flag reason and each automatic check of an edition has a heading."""
    checks = literals("review", "Report", 0)
    reasons = {*RISKS, *TEXT_PROBLEMS}
    assert literals("pronounce", "Flag", 2) <= reasons <= headings("flags")
    assert checks and checks | {*table.CHECKS, *FILES} <= headings("review")


def test_the_error_tree_is_drawn_as_it_is() -> None:
    """Each error stands in the docstring of errors.py, and its exit code in docs/commands.md."""
    base = errors.PronouncerError
    found = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, base)]
    assert len(found) > 8
    commands = (DOCS / "commands.md").read_text("utf-8")
    for error in found:
        assert error.__name__ in (errors.__doc__ or "")
        assert f"| {error.exit_code} |" in commands


def test_the_server_is_documented() -> None:
    """Error codes, events, queues and permissions have their rows, those of the permissions as the table says."""
    api, jobs, access = ((DOCS / f"{page}.md").read_text("utf-8") for page in ("api", "jobs", "access"))
    assert all(f"| `{code}` | {status} |" in api for status, code in CODES.items())
    assert set(re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", api, re.MULTILINE)) == {*KINDS, EVENT}
    assert all(f"| `{queue}` |" in jobs for queue in QUEUES)
    rows = re.findall(r"^\| `([a-z.]+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", access, re.MULTILINE)
    assert {name: cells.count("yes") for name, *cells in rows} == {
        name: len(ROLES) - ROLES.index(role) for name, role in PERMISSIONS.items()
    }


def test_every_test_says_what_it_tests() -> None:
    """Each test has a docstring, so that the list of tests reads as the specification."""
    silent = [
        f"{path.name}:{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_help_imports_nothing_heavy() -> None:
    """`pronouncer --help` loads neither the encoder nor the extractor nor the HTTP client."""
    program = "import sys, pronouncer.cli.main; print([m for m in ('av', 'lxml', 'httpx', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_engine_of_another_package_is_found(tmp_path: Path) -> None:
    """A package that names an engine as an entry point adds it without any change here."""
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pronouncer.engines]\nquiet = pronouncer.testing.silence:SilenceEngine\n")
    sys.path.insert(0, str(tmp_path))
    try:
        from pronouncer.settings import Settings

        assert "quiet" in engine_names()
        assert type(make_engine("quiet", Settings())).__name__ == "SilenceEngine"
    finally:
        sys.path.remove(str(tmp_path))


def test_changelog_and_readme_name_the_version() -> None:
    """The version of the package has a section in the changelog."""
    from pronouncer import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda path: path.name)
def test_a_decision_is_short(path: Path) -> None:
    """A decision record has at most 30 lines and says what, why and what was given up."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 30
    assert all(f"**{word}" in text for word in ("What", "Why", "Given up"))
