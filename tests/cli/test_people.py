"""The owner of the machine sees who can sign in, and lets in again whoever lost their password."""

import json
from pathlib import Path
from typing import Any

import httpx
from tests.cli.test_say import run
from tests.served import serving
from tests.web.conftest import PASSWORD


def test_the_only_admin_who_lost_the_password_comes_in_again(tmp_path: Path) -> None:
    """While the server runs: the command prints a link, which works there once, and the log says where it came from."""
    with serving(tmp_path, workers=0) as served, httpx.Client(headers={"sec-fetch-site": "same-origin"}) as browser:
        own: dict[str, Any] = {"PRONOUNCER_SERVER_DATA": str(tmp_path / "data"), "PRONOUNCER_SERVER_URL": served.base}
        given = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD}
        assert browser.post(served.welcome(), data=given).status_code == 303
        assert run("people", **own).stdout.decode() == "ada@example.org · Ada · admin\n"
        listed = json.loads(run("people", "--json", **own).stdout)
        assert listed == [{"email": "ada@example.org", "name": "Ada", "role": "admin", "active": True}]
        link = run("people", "reset", " Ada@example.org", **own).stdout.decode().strip()
        assert link.startswith(f"{served.base}/reset/")
        new = {"password": "another long sentence"}
        assert browser.post(link, data=new).status_code == 303
        assert "command line" in browser.get(f"{served.base}/audit").text
        assert browser.post(link, data=new).status_code == 404
        wrong = run("people", "reset", "bob@example.org", **own)
        assert (wrong.returncode, wrong.stdout) == (3, b"") and b"pronouncer people" in wrong.stderr
        own |= {"PRONOUNCER_SERVER_OIDC": "https://sso.example.org", "PRONOUNCER_SERVER_OIDC_CLIENT": "x"}
        assert run("people", "reset", "ada@example.org", **own).returncode == 2
