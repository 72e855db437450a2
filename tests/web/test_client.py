"""The client in Python does what the API describes."""

import inspect
import re

import httpx
import pytest
from tests.web.conftest import SITE, Office

from pronouncer.client import Client, Refused


def client_of(office: Office, role: str = "editor") -> Client:
    """Return a client of the server in this process."""
    inner = office.client()
    return Client(SITE, key=office.keys[role], transport=inner._transport)


def test_the_client_speaks_with_the_server(office: Office) -> None:
    """An article is sent, waited for, listed, voiced again and withdrawn; the lexicon changed; a text said."""
    with client_of(office) as client:
        taken = client.put_article("ferry", "a/b 1", {"url": "https://example.org/1", "text": "Adeyemi left."})
        assert taken["outcome"] == "created"
        with pytest.raises(TimeoutError):
            client.wait(taken["article"], seconds=0.0)
        office.work()
        assert client.wait(taken["article"])["status"] == "live"
        assert [row["id"] for row in client.articles(q="adeyemi")] == [taken["article"]]
        told = client.change_lexicon({"grapheme": "Adeyemi", "phoneme": "ah-day-YEH-mee"}, why="She says so.")
        assert told["version"] == 1 and client.lexicon("adey")[0]["who"] == "key editor"
        job = client.make(taken["article"], reason="Name.", once="k")
        assert client.make(taken["article"], reason="Name.", once="k") == job
        office.work()
        assert client.editions(taken["article"])[0]["takes"] >= 1
        assert client.events()[-1]["type"] == "article.live"
        assert client.speech("It left.")[:3] == b"ID3"
        assert client.withdraw("ferry", "a/b 1")["outcome"] == "withdrawn"
        with pytest.raises(Refused, match="no site") as caught:
            client.put_article("none", "1", {"text": "x"})
        assert (caught.value.status, caught.value.code) == (404, "not-found")


def test_every_call_is_one_that_the_server_describes(office: Office) -> None:
    """Method and path of each call stand in the OpenAPI description."""
    paths = office.client().get("/api/v1/openapi.json").json()["paths"]
    described = {(method.upper(), re.sub(r"{[^}]+}", "{}", path)) for path, each in paths.items() for method in each}
    asked: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.path))
        return httpx.Response(200, json={"data": {"status": "live"}, "page": {"next": ""}})

    names = [
        name for name, each in inspect.getmembers(Client, inspect.isfunction) if name[0] != "_" and name != "close"
    ]
    given = {"site": "SITE", "source_id": "ID", "id": "ID", "article": {}, "text": "x"}
    with Client(SITE, key="k", transport=httpx.MockTransport(answer)) as client:
        for name in names:
            wanted = inspect.signature(getattr(client, name)).parameters
            found = getattr(client, name)(*[given[each] for each in wanted if each in given])
            list(found) if name == "articles" else found
    called = {(method, re.sub(r"SITE|ID", "{}", path)) for method, path in asked}
    assert len(called) >= len(names) - 1 and called <= described, called - described
