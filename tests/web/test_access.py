"""Who may do what: every route, by every role; and the ways in."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from tests.postoffice import post_office
from tests.web.conftest import NOW, PASSWORD, SITE, Office

from pronouncer.errors import Conflict, NotFound
from pronouncer.newsroom.house import opened
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.web.access import keys, people, resets, sessions, tries
from pronouncer.web.access.roles import OF_A_SITE, PERMISSIONS, ROLES, Person
from pronouncer.web.app import make_app

PUBLIC = frozenset(
    """/healthz /readyz /static/{hash}/{name} /media/{article}/{version}/{file} /player/by-url /player/words.json
    /player/listen-to-article.js /player/embed.js /player/reports /player/plays /oembed /fixes /quality/public
    /quality/public.csv /sign-in /sign-out
    /sign-in/oidc /sign-in/oidc/back /invitation/{token} /api/v1/sites/{site}/messages /report/{token}
    /reset/{token}""".split()
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


def asked(route: APIRoute) -> str:
    """Return an address of a route, of things that are mostly not there."""
    names = {"site": "ferry", "source_id": "x", "article": "0" * 32, "version": "0" * 16, "file": "a.json"}
    names |= {"id": "7", "job": "0" * 8 + "-0000-0000-0000-" + "0" * 12}
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda match: names.get(match[1], "7"), route.path)
    return path.replace("/articles/7", f"/articles/{'0' * 32}")


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_route_by_every_role(office: Office, role: str) -> None:
    """Who may not is told so, whatever else is wrong with the request; who may is not."""
    client = office.client(role)
    who = Person(0, role, role) if role else None  # type: ignore[arg-type]
    for route in routes(office.app):
        wanted = permission(route)
        if not wanted or route.path.endswith("/stream"):
            continue
        path = asked(route)
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


def test_every_route_on_postgresql(large: Office) -> None:
    """Whatever is asked of the large database, it can do: what it refuses is the request."""
    client = large.client("admin")
    for route in routes(large.app):
        if not route.path.endswith("/stream"):
            for method in route.methods or ():
                status = client.request(method, asked(route)).status_code
                assert status < 500, (method, route.path, status)


def test_links_open_on_postgresql(large: Office) -> None:
    """An invitation and a link for a new password are looked at, and used."""
    with large.house.database.writing() as connection:
        invited = people.invite(connection, email="new@example.org", role="editor", who="Ada", now=NOW)
        admin = next(row.id for row in people.listed(connection) if row.role == "admin")
        reset = resets.make(connection, admin, who="Ada", now=NOW)
    given = {"email": "new@example.org", "name": "New", "password": PASSWORD}
    for path in (f"/invitation/{invited}", f"/reset/{reset}"):
        client = large.client()
        assert [client.get(path).status_code, client.post(path, data=given).status_code] == [200, 303]
        assert client.get(path).status_code == 404
    nul = large.client().post("/sign-in", data={"email": "a\0b@example.org", "password": PASSWORD})
    assert nul.status_code == 422 and "psycopg" not in nul.text and "postgres" not in nul.text


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_a_key_for_one_site_reaches_nothing_of_the_house(office: Office, role: str) -> None:
    """It may only what is of its site: neither cases, rounds, people nor queues, and no other site by its name."""
    with office.house.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sites (name, title, hold, secret, created) VALUES ('other', '', '', '', 0)"
        )
        key = keys.make(connection, title="o", role=role, site="other", person=None, expires=None, now=NOW).key
    client = office.client(authorization=f"Bearer {key}")
    tried = 0
    for route in routes(office.app):
        wanted = permission(route)
        if wanted and not route.path.endswith("/stream") and (wanted not in OF_A_SITE or "{site}" in route.path):
            for method in route.methods or ():
                tried += 1
                assert client.request(method, asked(route)).status_code == 403, (method, route.path)
    assert tried > 60


def test_a_key_may_no_more_than_its_owner(office: Office) -> None:
    """Whose role is taken back has keys of that role no longer."""
    with office.house.database.writing() as connection:
        id = people.add(connection, email="second@example.org", name="Second", role="admin", now=NOW)
        key = keys.make(connection, title="s", role="admin", site=None, person=id, expires=None, now=NOW).key
    client = office.client(authorization=f"Bearer {key}")
    assert client.get("/people").status_code == 200
    with office.house.database.writing() as connection:
        people.change(connection, id, role="editor")
    assert [client.get(path).status_code for path in ("/people", "/cases")] == [403, 200]


@pytest.mark.parametrize("values", [{"password": "x"}, {"active": False}])
def test_a_link_ends_with_what_it_was_for(office: Office, values: dict[str, object]) -> None:
    """After a new password, and after somebody was shut out and let in again, an older link is worth nothing."""
    with office.house.database.writing() as connection:
        editor = next(row.id for row in people.listed(connection) if row.role == "editor")
        token = resets.make(connection, editor, who="Ada", now=NOW)
        people.change(connection, editor, **values)
        people.change(connection, editor, active=True)
    assert office.client().get(f"/reset/{token}").status_code == 404


def test_tokens_are_not_written_down(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """The log says which kind of link was opened."""
    for path in ("/invitation/secret-one", "/reset/secret-two", "/report/secret-three"):
        assert office.client().get(path).status_code == 404
    told = capsys.readouterr()
    assert "secret-" not in told.out + told.err and "/reset/{token}" in told.out + told.err


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
    for forged in (f"{body}A.{mark}", f"{body}.{mark[:-1]}~", "x", "x.y", f"{body}.", ""):
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
    assert client.get("/api/v1/events").json()["data"] == []
    assert office.client("editor").get("/api/v1/events").json()["data"]


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


def link_of(page: str, kind: str) -> str:
    """Return the path of the link that a page shows."""
    found = re.search(rf'value="{SITE}(/{kind}/[^"]+)"', page)
    assert found, page
    return found[1]


def number_of(office: Office, role: str) -> int:
    """Return the number of a person."""
    with office.house.database.reading() as connection:
        return int(next(row.id for row in people.listed(connection) if row.role == role))


def test_an_admin_makes_a_link_for_a_new_password(office: Office) -> None:
    """It works once; the old password and all sessions end with it, and the log says who made it and who used it."""
    admin, editor = office.browser("admin"), office.browser("editor")
    path = link_of(admin.post(f"/people/{number_of(office, 'editor')}/reset").text, "reset")
    stranger = office.client(**{"sec-fetch-site": "same-origin"})
    assert "For Editor" in stranger.get(path).text and "editor@example.org" in stranger.get(path).text
    assert editor.get("/account").status_code == 200  # a link alone ends nothing
    assert stranger.post(path, data={"password": "short"}).status_code == 422
    new = "another long sentence"
    answer = stranger.post(path, data={"password": new})
    assert answer.status_code == 303 and "httponly" in answer.headers["set-cookie"].lower()
    assert stranger.get("/account").status_code == 200 and editor.get("/account").status_code == 303
    assert stranger.post(path, data={"password": new}).status_code == 404 and stranger.get(path).status_code == 404
    for password, status in ((PASSWORD, 401), (new, 303)):
        given = {"email": "editor@example.org", "password": password}
        assert office.client().post("/sign-in", data=given).status_code == status
    log = admin.get("/audit").text
    assert log.count("password.link") == log.count("password.reset") == 1
    assert path.rpartition("/")[2] not in log


def test_links_for_a_password_end(office: Office) -> None:
    """With a newer one, after a day, and when the person is shut out; whoever is shut out gets none."""
    with office.house.database.writing() as connection:
        id = next(row.id for row in people.listed(connection) if row.role == "editor")
        old, new = (resets.make(connection, id, who="Ada", now=NOW) for _ in range(2))
        for token, now in ((old, NOW), (new, NOW + 86_401), ("", NOW), ("\ud800", NOW)):
            with pytest.raises(NotFound):
                resets.use(connection, token, "another long sentence", now=now)
        assert resets.whose(connection, new, now=NOW + 86_399).id == id
        people.change(connection, id, active=False)
        with pytest.raises(NotFound):
            resets.whose(connection, new, now=NOW)
        with pytest.raises(Conflict):
            resets.make(connection, id, who="Ada", now=NOW)
    admin = office.browser("admin")
    assert admin.post(f"/people/{id}/reset").status_code == 409 and admin.post("/people/999/reset").status_code == 404
    assert office.browser("partner").post(f"/people/{id}/reset").status_code == 403


def test_a_new_password_ends_the_waiting(office: Office) -> None:
    """Whoever locked themselves out with wrong ones comes in with the new one."""
    given = {"email": "editor@example.org", "password": "wrong wrong wrong"}
    statuses = [office.client().post("/sign-in", data=given).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    page = office.browser("admin").post(f"/people/{number_of(office, 'editor')}/reset").text
    new = {"password": "another long sentence"}
    assert office.client().post(link_of(page, "reset"), data=new).status_code == 303
    assert office.client().post("/sign-in", data=given | new).status_code == 303


def test_links_are_mailed_where_there_is_a_mail_server(office: Office) -> None:
    """To the address they are for, with who made them; where that fails the desk says why and shows the link."""
    with post_office() as post:
        office.mail_with(f"smtp://127.0.0.1:{post.port}")
        admin = office.browser("admin")
        invited = admin.post("/people", data={"email": "Eve@Example.org", "role": "editor"}).text
        reset = admin.post(f"/people/{number_of(office, 'editor')}/reset").text
        assert [mail.to for mail in post.taken] == [["eve@example.org"], ["editor@example.org"]]
        for mail, page, kind in zip(post.taken, (invited, reset), ("invitation", "reset"), strict=True):
            text = mail.message.get_content()
            assert f"{SITE}{link_of(page, kind)}" in text.split() and text.startswith("Admin ")
            assert "This link was mailed to" in page
        assert "as an editor" in post.taken[0].message.get_content()
        post.answers = {"RCPT": "550 <b>No</b> such user"}
        page = admin.post("/people", data={"email": "bob@example.org", "role": "reader"}).text
        assert "550 &lt;b&gt;No" in page and "Give this link to bob@example.org" in page and link_of(page, "invitation")
    page = admin.post(f"/people/{number_of(office, 'editor')}/reset").text
    assert "No mail was sent to editor@example.org" in page and link_of(page, "reset")


def test_wrong_passwords_count_over_all_processes(office: Office) -> None:
    """Several web processes on one database have one count, and time forgives; a clock that was wrong locks nobody."""
    now = NOW

    def tried(email: str = "editor@example.org") -> float:
        with office.house.database.writing() as connection:
            return tries.begin(connection, email, now=now)

    others = [make_app(office.house, office.jobs) for _ in range(3)]
    given = {"email": "editor@example.org", "password": "wrong wrong wrong"}
    statuses = [TestClient(app, base_url=SITE).post("/sign-in", data=given).status_code for app in others * 2]
    assert statuses == [401] * 5 + [429]
    assert tried(" Editor@Example.org") == 1.0 and tried("other@example.org") == 0.0
    for pause in (1.0, 2.0, 4.0):
        now += pause
        assert tried() == 0.0 and tried() == 2 * pause
    now -= 86_400
    assert tried() == 0.0


def test_tries_are_counted_on_postgresql(postgres: Callable[[], str], tmp_path: Path) -> None:
    """Several connections that begin at once wait for each other, as writers in SQLite do."""
    settings = Settings(server=Server(data=tmp_path, database=postgres()))
    with opened(settings) as house, ThreadPoolExecutor(12) as pool:

        def tried(number: int) -> float:
            with house.database.writing() as connection:
                return tries.begin(connection, "editor@example.org", now=NOW)

        assert sorted(pool.map(tried, range(12))) == [0.0] * 5 + [1.0] * 7
        with house.database.writing() as connection:
            tries.forgive(connection, "editor@example.org")
        assert tried(0) == 0.0


def test_passwords_tried_at_once_are_counted(office: Office) -> None:
    """Of twelve at the same moment five are looked at."""
    given = {"email": "editor@example.org", "password": "wrong wrong wrong"}
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(office.client().post, "/sign-in", data=given) for _ in range(12)]
        statuses = [each.result().status_code for each in asked]
    assert statuses.count(401) == 5 and statuses.count(429) == 7
