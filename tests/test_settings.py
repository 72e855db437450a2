"""Settings: an option beats the environment, which beats the file, and nonsense is refused by name."""

from pathlib import Path

import pytest

from pronouncer.settings import Settings, load


def test_precedence(tmp_path: Path) -> None:
    """Option over environment over pronouncer.toml over default."""
    (tmp_path / "pronouncer.toml").write_text('voice = "a"\nlanguage = "fr"\nthreads = 3\n')
    environ = {"PRONOUNCER_VOICE": "b", "PRONOUNCER_THREADS": "2", "OTHER": "x"}
    found = load({"voice": "c", "language": None}, environ=environ, folder=tmp_path)
    assert (found.voice, found.threads, found.language, found.max_bytes) == ("c", 2, "fr", Settings().max_bytes)


def test_kinds_are_converted() -> None:
    """Text from the environment becomes numbers, paths and lists."""
    environ = {"PRONOUNCER_FORMATS": "mp3, opus", "PRONOUNCER_CACHE": "/x", "PRONOUNCER_FETCH_SECONDS": "1.5"}
    found = load({}, environ=environ, folder=Path("/nowhere"))
    assert (found.formats, found.cache, found.fetch_seconds) == (("mp3", "opus"), Path("/x"), 1.5)


@pytest.mark.parametrize(
    ("value", "truth"), [("true", True), ("True", True), ("1", True), ("false", False), ("FALSE", False), ("0", False)]
)
def test_yes_and_no(value: str, truth: bool) -> None:
    """A switch is true or false, or 1 or 0."""
    assert load({}, environ={"PRONOUNCER_LOOPBACK": value}, folder=Path("/nowhere")).loopback is truth


@pytest.mark.parametrize(("text", "truth"), [("true", True), ("false", False), ("1", True), ("0", False)])
def test_yes_and_no_in_the_file(text: str, truth: bool, tmp_path: Path) -> None:
    """The file takes booleans of TOML, and numbers; so do options."""
    (tmp_path / "pronouncer.toml").write_text(f"robots = {text}")
    assert load({}, environ={}, folder=tmp_path).robots is truth
    assert load({"robots": not truth}, environ={}, folder=tmp_path).robots is not truth


@pytest.mark.parametrize("value", ["yes", "", "2", 2, 1.5, ["true"]])
def test_maybe_is_refused(value: object) -> None:
    """Anything else is no switch."""
    with pytest.raises(ValueError, match="loopback cannot be"):
        load({"loopback": value}, environ={}, folder=Path("/nowhere"))


def test_headers_and_proxy(tmp_path: Path) -> None:
    """Headers are a list of host, name and value, in which the value may have anything that a header can have."""
    entries = '["example.com Cookie: a=b; c=d, e", "example.com:8443 X-Key: 1"]'
    (tmp_path / "pronouncer.toml").write_text(f'headers = {entries}\nproxy = "http://user:password@proxy:3128/"')
    found = load({}, environ={}, folder=tmp_path)
    assert found.headers == ("example.com Cookie: a=b; c=d, e", "example.com:8443 X-Key: 1")
    assert "password" not in repr(found) and "a=b" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headers", "X-Key: s3cret"),
        ("headers", "example.com X-Key s3cret"),
        ("headers", "example.com X-Key: s3cret\r\nX-Other: 1"),
        ("headers", "example.com X-Key: s3crét"),
        ("headers", "example.com X Key: s3cret"),
        ("proxy", "s3cret"),
        ("proxy", "socks5://u:s3cret@proxy"),
        ("proxy", "http://u:s3cret@proxy/path"),
    ],
)
def test_secrets_are_refused_in_silence(name: str, value: str) -> None:
    """A header or a proxy that cannot be used is refused by its name, and not shown."""
    with pytest.raises(ValueError, match=f"setting {name} must be") as caught:
        load({name: value}, environ={}, folder=Path("/nowhere"))
    assert "s3" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"PRONOUNCER_COLOUR": "red"}, "no setting 'colour'"),
        ({"PRONOUNCER_THREADS": "many"}, "threads cannot be 'many'"),
        ({"PRONOUNCER_THREADS": "0"}, "threads must be more than 0"),
        ({"PRONOUNCER_HOST_SECONDS": "-1"}, "host_seconds must be 0 or more"),
        ({"PRONOUNCER_FORMATS": " , "}, "names no format"),
    ],
)
def test_nonsense_is_refused(environ: dict[str, str], message: str) -> None:
    """An unknown name or an impossible value names the setting."""
    with pytest.raises(ValueError, match=message):
        load({}, environ=environ, folder=Path("/nowhere"))


def test_broken_file_is_refused(tmp_path: Path) -> None:
    """A file that is not TOML, or holds a wrong kind, is named."""
    (tmp_path / "pronouncer.toml").write_text("voice = ")
    with pytest.raises(ValueError, match="cannot be read as TOML"):
        load({}, environ={}, folder=tmp_path)
    (tmp_path / "pronouncer.toml").write_text("voice = 3")
    with pytest.raises(ValueError, match="voice cannot be 3"):
        load({}, environ={}, folder=tmp_path)


def test_options_of_engines(tmp_path: Path) -> None:
    """Tables of the file and variables of the environment are options of engines, and no message shows them."""
    (tmp_path / "pronouncer.toml").write_text('[engines.openai]\nkey = "from-file"\nurl = "http://localhost:1"\n')
    environ = {"PRONOUNCER_ENGINE_OPENAI_KEY": "s3cret", "PRONOUNCER_ENGINE_POLLY_REGION_NAME": "eu"}
    found = load({}, environ=environ, folder=tmp_path)
    assert found.engines == {"openai": {"key": "s3cret", "url": "http://localhost:1"}, "polly": {"region_name": "eu"}}
    assert "s3cret" not in repr(found)


def test_options_of_engines_are_tables(tmp_path: Path) -> None:
    """What is no table is refused, unseen."""
    (tmp_path / "pronouncer.toml").write_text('engines = "s3cret"')
    with pytest.raises(ValueError, match="must be tables") as caught:
        load({}, environ={}, folder=tmp_path)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["https://example.com/report?a=1", "http://localhost/report", "mailto:desk@example.com", ""]
)
def test_where_reports_go(tmp_path: Path, address: str) -> None:
    """A URL, an address for mail, or nowhere."""
    assert load({"report": address}, environ={}, folder=tmp_path).report == address


@pytest.mark.parametrize("address", ["javascript:alert(1)", "desk@example.com", "https://", "mailto:", "https://a b"])
def test_where_no_report_can_go(tmp_path: Path, address: str) -> None:
    """What a browser would run, or cannot reach, is refused."""
    with pytest.raises(ValueError, match="setting report must be a URL such as"):
        load({"report": address}, environ={}, folder=tmp_path)
