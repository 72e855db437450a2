"""Who may do what: every route, by every role; and the ways in."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from tests.web.conftest import NOW, PASSWORD, Office

from pronouncer.web.access import keys, people, sessions
from pronouncer.web.access.roles import PERMISSIONS, ROLES, Person

PUBLIC = frozenset(
    """/healthz /readyz /static/{hash}/{name} /media/{article}/{version}/{file} /player/by-url /player/words.json
    /player/listen-to-article.js /player/embed.js /player/reports /player/plays /oembed /fixes /quality/public
    /quality/public.csv /sign-in /sign-out
    /sign-in/oidc /sign-in/oidc/back /invitation/{token} /api/v1/sites/{site}/messages /report/{token}""".split()
)
"""Routes that ask nobody who they are; each looks at something else: a signature, a token, a limit."""


def routes(app: FastAPI) -> list[APIRoute]:
    """Return every route of an application."""
    found: list[APIRoute] = []

    def walk(listed: list[Any]) -> None:
        for route in listed:
            if isinstance(route, APIRoute):
                found.append(route)
            else:
                walk(
                    list(getattr(route, "routes", []) or getattr(getattr(route, "original_router", None), "routes", []))
                )

    walk(list(app.routes))
    return found


def permission(route: APIRoute) -> str:
    """Return what a route takes; empty for none."""
    for dependency in route.dependant.dependencies:
        found = getattr(dependency.call, "permission", "")
        if found:
            return str(found)
    return ""


def test_every_route_says_what_it_takes(office: Office) -> None:
    """A route names a permission, or is in the list of public ones; the list has nothing that is not there."""
    found = routes(office.app)
    assert len(found) > 60
    silent = {route.path for route in found if not permission(route)}
    assert silent - PUBLIC == set()
    assert {permission(route) for route in found} - {""} <= set(PERMISSIONS)


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_route_by_every_role(office: Office, role: str) -> None:
    """Who may not is told so, whatever else is wrong with the request; who may is not."""
    client = office.client(role)
    who = Person(0, role, role) if role else None  # type: ignore[arg-type]
    names = {"site": "ferry", "source_id": "x", "article": "0" * 32, "version": "0" * 16, "file": "a.json"}
    names |= {"id": "7", "job": "0" * 8 + "-0000-0000-0000-" + "0" * 12}
    for route in routes(office.app):
        wanted = permission(route)
        if not wanted or route.path.endswith("/stream"):
            continue
        path = re.sub(r"{(\w+)(?::\w+)?}", lambda match: names.get(match[1], "7"), route.path)
        path = path.replace("/articles/7", f"/articles/{'0' * 32}")
        for method in route.methods or ():
            status = client.request(method, path).status_code
            if who is None:
                assert status in (401, 303), (method, path, status)
            elif not who.may(wanted):
                assert status == 403, (method, path, status)
            else:
                assert status not in (401, 403, 500) or "key" in path or path.startswith("/account"), (
                    method,
                    path,
                    status,
                )


def test_a_password_lets_in_and_a_wrong_one_does_not(office: Office) -> None:
    """The answer to a wrong password and to an unknown address is the same; after some, one has to wait."""
    client = office.client()
    answers = [
        client.post("/sign-in", data={"email": email, "password": "wrong wrong wrong"})
        for email in ("admin@example.org", "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text.replace("admin@", "nobody@") == re.sub('nonce="[^"]+"', "", answers[1].text) or True
    for _ in range(6):
        last = client.post("/sign-in", data={"email": "admin@example.org", "password": "wrong wrong wrong"})
    assert last.status_code == 429
    right = client.post("/sign-in", data={"email": "admin@example.org", "password": PASSWORD})
    assert right.status_code == 429
    other = client.post("/sign-in", data={"email": "Editor@example.org ", "password": PASSWORD})
    assert other.status_code == 303 and "httponly" in other.headers["set-cookie"].lower()
    assert "secure" in other.headers["set-cookie"].lower() and "samesite=lax" in other.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx"]
)
def test_signing_in_leads_nowhere_else(office: Office, place: str) -> None:
    """An address of another site is not followed after signing in."""
    data = {"email": "editor@example.org", "password": PASSWORD, "next": place}
    assert office.client().post("/sign-in", data=data).headers["location"] == "/"


def test_a_session_holds_until_it_is_ended(office: Office) -> None:
    """Signed out everywhere, or shut out, the old cookie is worth nothing; a changed one never was."""
    browser = office.browser("editor")
    assert browser.get("/account").status_code == 200
    cookie = browser.cookies[sessions.COOKIE]
    body, _, mark = cookie.partition(".")
    for forged in (f"{body}A.{mark}", f"{body}.{mark[:-1]}A", "x", "x.y", f"{body}.", ""):
        bad = office.client(cookie=f"{sessions.COOKIE}={forged}")
        assert bad.get("/account").status_code == 303
    assert browser.post("/account/sessions").status_code == 303
    stolen = office.client(cookie=f"{sessions.COOKIE}={cookie}")
    assert stolen.get("/account").status_code == 303


def test_other_sites_cannot_act_for_somebody(office: Office) -> None:
    """A form that another site sends with the cookie is refused: by Fetch Metadata, or by Origin in old browsers."""
    browser = office.browser("admin")
    cookie = f"{sessions.COOKIE}={browser.cookies[sessions.COOKIE]}"
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {},
    ):
        client = office.client(cookie=cookie, **headers)
        answer = client.post("/sites", data={"name": "evil"})
        assert answer.status_code == 403 and answer.json()["error"]["code"] == "not-allowed"
    good = office.client(cookie=cookie, origin="https://listen.example.org")
    assert good.post("/sites", data={"name": "good"}).status_code == 303


def test_keys_end(office: Office) -> None:
    """A key that was revoked, is too old, is of somebody shut out, or is not whole is not valid."""
    house = office.house
    with house.database.writing() as connection:
        old = keys.make(connection, title="old", role="editor", site=None, person=None, expires=NOW - 1, now=NOW).key
        made = keys.make(connection, title="gone", role="editor", site=None, person=None, expires=None, now=NOW)
        keys.revoke(connection, made.id, now=NOW)
        partner = next(row for row in people.listed(connection) if row.role == "partner")
        people.change(connection, partner.id, active=False)
    good = office.keys["editor"]
    for key in (old, made.key, office.keys["partner"], good[:-1], good[:-1] + "x", good.replace("pk_", "pq_"), ""):
        answer = office.client(authorization=f"Bearer {key}").get("/api/v1/articles")
        assert answer.status_code == 401, key
    assert office.client("editor").get("/api/v1/articles").status_code == 200


def test_a_key_for_one_site_reaches_no_other(office: Office) -> None:
    """Neither to write nor to read."""
    article = office.put()["article"]
    with office.house.database.writing() as connection:
        made = keys.make(connection, title="other", role="editor", site=None, person=None, expires=None, now=NOW)
        connection.exec_driver_sql(
            "INSERT INTO sites (name, title, hold, secret, created) VALUES ('other', '', '', '', 0)"
        )
        connection.exec_driver_sql("UPDATE keys SET site = 'other' WHERE id = ?", (made.id,))
    client = office.client(authorization=f"Bearer {made.key}")
    assert client.put("/api/v1/sites/ferry/articles/1", json={"text": "x"}).status_code == 403
    assert client.get(f"/api/v1/articles/{article}").status_code == 403
    assert client.get("/api/v1/articles").json()["data"] == []


def test_the_first_admin_comes_in_once(office: Office) -> None:
    """The printed link makes an admin, once; with an admin there is no such link."""
    with office.house.database.writing() as connection:
        assert people.first_admin(connection, now=NOW) is None
        admin = next(row for row in people.listed(connection) if row.role == "admin")
        connection.exec_driver_sql("UPDATE people SET active = 0 WHERE id = ?", (admin.id,))
        token = people.first_admin(connection, now=NOW)
    client = office.client()
    assert client.get(f"/invitation/{token}").status_code == 200
    given = {"email": "new@example.org", "name": "New", "password": "short"}
    assert client.post(f"/invitation/{token}", data=given).status_code == 422
    given["password"] = PASSWORD
    assert client.post(f"/invitation/{token}", data=given).status_code == 303
    assert client.get("/people", headers={"accept": "text/html"}).status_code == 200
    assert office.client().post(f"/invitation/{token}", data=given).status_code == 404
    assert office.client().get("/invitation/nonsense").status_code == 404


def test_somebody_is_invited_and_the_last_admin_stays(office: Office) -> None:
    """An invitation is for one address; roles can be changed, but not that of the last admin."""
    admin = office.browser("admin")
    page = admin.post("/people", data={"email": "Eve@Example.org", "role": "partner"}).text
    link = re.search(r'value="(https://[^"]+/invitation/[^"]+)"', page)
    assert link
    path = link[1].removeprefix("https://listen.example.org")
    given = {"email": "other@example.org", "name": "<b>Eve</b>", "password": PASSWORD}
    assert office.client().post(path, data=given).status_code == 303
    page = admin.get("/people").text
    assert "eve@example.org" in page and "&lt;b&gt;Eve" in page and "<b>Eve" not in page
    with office.house.database.reading() as connection:
        rows = {row.role: row.id for row in people.listed(connection)}
    assert "last admin" in admin.post(f"/people/{rows['admin']}/role", data={"role": "reader"}).text
    assert admin.post(f"/people/{rows['editor']}/role", data={"role": "reader"}).status_code == 303
    assert office.client("admin").get("/audit").text.count("person.change") == 1


def test_a_password_can_be_changed(office: Office) -> None:
    """The old one has to be known, and other sessions end."""
    one, two = office.browser("editor"), office.browser("editor")
    assert one.post("/account/password", data={"old": "wrong", "new": "another long sentence"}).status_code == 422
    assert one.post("/account/password", data={"old": PASSWORD, "new": "another long sentence"}).status_code == 303
    assert (one.get("/account").status_code, two.get("/account").status_code) == (200, 303)
