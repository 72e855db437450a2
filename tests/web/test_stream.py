"""What happens, as it happens: events, and how far articles are, over server-sent events."""

import asyncio
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Request
from tests.served import serving
from tests.web.conftest import Office
from tests.worker.test_faults import enter

from pronouncer.errors import StoreError
from pronouncer.jobs.port import Job, JobState
from pronouncer.newsroom import progress
from pronouncer.newsroom.events import note
from pronouncer.newsroom.progress import Far, Watch
from pronouncer.testing.jobs import MemoryJobs
from pronouncer.web.api import events

Step = Callable[[], None]


class Queue(MemoryJobs):
    """Jobs that say of themselves what a test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[JobState] = []
        self.asked = 0
        self.broken = False

    def listed(self, **named: Any) -> Sequence[JobState]:
        """Return what runs."""
        self.asked += 1
        if self.broken:
            raise StoreError("It is away.")
        return self.running if named.get("state") == "running" else super().listed(**named)

    def at(self, id: str, article: str, done: int, total: int) -> None:
        """Say how far a job is."""
        self.running = [each for each in self.running if each.id != id]
        state = JobState(
            id, "make", "normal", {"article": article}, "running", done, total, 1, "", None, 0.0, 0.0, None
        )
        self.running.append(state)


@pytest.fixture
def queue(office: Office, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """The queue of a server whose streams look all the time."""
    office.jobs = found = Queue()
    monkeypatch.setattr(events, "_LOOK", 0.0)
    monkeypatch.setattr(progress, "_OFTEN", 0.0)
    office.app.state.world = replace(office.app.state.world, jobs=found, watch=Watch(found))
    return found


def streamed(
    office: Office, steps: Sequence[Step], *, site: str = "", article: str = "", start: int | None = None
) -> list[list[str]]:
    """Return what a stream sends after each step, as its looks follow them."""
    turn = iter(steps)
    sent: list[list[str]] = []

    class Asked:
        async def is_disconnected(self) -> bool:
            step = next(turn, None)
            if step:
                step()
                sent.append([])
            return step is None

    async def read() -> None:
        request: Request = Asked()  # type: ignore[assignment]
        async for text in events._stream(request, office.app.state.world, start, events._Whose(site, article)):
            if sent:
                sent[-1].append(text)

    asyncio.run(read())
    return sent


def test_streams_tell_how_far_articles_are(office: Office, queue: Queue) -> None:
    """Each number once, without an id, so that Last-Event-ID stays what it was; nothing of what has not begun."""
    steps: list[Step] = [
        lambda: queue.at("j", "a" * 32, 0, 0),
        lambda: queue.at("j", "a" * 32, 3, 50),
        lambda: None,
        lambda: queue.at("j", "a" * 32, 9, 50),
        lambda: queue.at("k", "b" * 32, 1, 2),
    ]
    sent = streamed(office, steps)
    assert [len(each) for each in sent] == [0, 1, 0, 1, 1]
    kind, data, *rest = sent[1][0].split("\n")
    told = json.loads(data.removeprefix("data: "))
    assert (kind, rest) == ("event: article.progress", ["", ""])
    assert told.pop("at").startswith("2026-") and told == {
        "type": "article.progress",
        "article": "a" * 32,
        "done": 3,
        "total": 50,
    }
    queue.running.clear()
    again: list[Step] = [lambda: queue.at("k", "b" * 32, 1, 2), lambda: queue.at("j", "a" * 32, 9, 50)]
    assert [len(each) for each in streamed(office, again, article="a" * 32)] == [0, 1]


def test_a_stream_of_a_site_tells_of_its_articles_only(office: Office, queue: Queue) -> None:
    """Neither what happened to those of others nor how far they are."""
    article = str(office.put()["article"])

    def both() -> None:
        queue.at("j", article, 3, 5)
        queue.at("k", "b" * 32, 1, 5)

    (own,) = streamed(office, [both], site="ferry", start=0)
    (others,) = streamed(office, [both], site="other", start=0)
    assert [text.split("\n")[-4].partition(" ")[2] for text in own] == ["article.progress", "article.waiting"]
    assert others == []


def test_nothing_is_on_its_way_after_it_is_there(office: Office, queue: Queue) -> None:
    """A job that ends a moment after its article is live is not told of any more; a new job of the article is."""
    article = str(office.put()["article"])
    office.work()
    other = "b" * 32

    def live() -> None:
        with office.house.database.writing() as connection:
            note(connection, "article.live", article, {}, now=0.0)

    steps: list[Step] = [
        lambda: queue.at("j", article, 3, 5),
        live,
        lambda: queue.at("j", article, 5, 5),
        lambda: queue.at("k", other, 1, 5),
        lambda: queue.at("l", article, 1, 5),
    ]
    sent = streamed(office, steps)
    kinds = [[text.partition("event: ")[2].partition("\n")[0] for text in each] for each in sent]
    assert kinds == [["article.progress"], ["article.live"], [], ["article.progress"], ["article.progress"]]


def test_a_stream_goes_on_from_where_it_was(office: Office, queue: Queue) -> None:
    """After a number, what follows it comes with its own; a queue that is away costs the events nothing."""
    office.put()
    office.work()
    queue.broken = True
    (sent,) = streamed(office, [lambda: None], start=1)
    assert [text.split("\n")[:2] for text in sent] == [
        ["id: 2", "event: article.making"],
        ["id: 3", "event: article.live"],
    ]


def test_a_stream_stays_open_while_nothing_happens(office: Office, queue: Queue) -> None:
    """A comment now and then, also while an article stands still; nothing else."""
    queue.at("j", "a" * 32, 3, 50)
    sent = streamed(office, [lambda: None] * (2 * events._ALIVE + 2))
    said = [text for each in sent for text in each]
    assert said[1:] == [": still here\n\n"] * 2


def test_the_queue_is_asked_once_for_all(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many streams and pages want to know, within half a second it is one question."""
    monkeypatch.setattr(progress, "_OFTEN", 3600.0)
    watch = Watch(queue)
    queue.at("j", "a" * 32, 3, 50)
    assert [watch.now() for _ in range(5)] == [(Far("j", "a" * 32, 3, 50),)] * 5
    assert watch.of("a" * 32) == Far("j", "a" * 32, 3, 50) and watch.of("b" * 32) is None
    assert queue.asked == 1


def test_progress_is_no_event_that_is_kept(office: Office) -> None:
    """Nobody can ask for it as a webhook, and nothing of it is in the list."""
    answer = office.client("admin").post(
        "/api/v1/webhooks", json={"url": "https://example.org", "kinds": [progress.EVENT]}
    )
    assert answer.status_code == 422
    office.put(text="One. Two. Three.")
    office.work()
    assert progress.EVENT not in office.client("editor").get("/api/v1/events").text
    (job,) = [job for job in office.jobs.listed() if job.task == "make"]
    assert (job.done, job.total) == (4, 4)


def test_who_waits_for_an_article_sees_how_far_it_is(office: Office, queue: Queue) -> None:
    """On its page and to players, while it is made; then no more. The part of the page that refreshes reads nothing."""
    article = str(office.put()["article"])
    where = {"url": "https://example.org/1"}
    listener, editor = office.client(), office.client("editor")
    assert listener.get("/player/by-url", params=where).json()["data"]["state"] == "making"
    assert "done" not in listener.get("/player/by-url", params=where).json()["data"]
    queue.at("j", article, 12, 50)
    for path in ("/player/by-url", "/player/words.json"):
        answer = listener.get(path, params=where)
        assert answer.status_code == 202 and {"done": 12, "total": 50}.items() <= answer.json()["data"].items()
    for path in (f"/articles/{article}", f"/articles/{article}/state"):
        page = editor.get(path).text
        assert '<progress value="12" max="50"' in page and "12 of 50 sentences" in page
        assert f'data-hx-get="/articles/{article}/state"' in page
    assert "<html" not in editor.get(f"/articles/{article}/state").text
    office.work()
    page = editor.get(f"/articles/{article}/state").text
    assert "<audio" in page and "<progress" not in page and "hx-get" not in page


def test_a_job_in_memory_tells_how_far_it_is() -> None:
    """While it runs, and after it."""
    jobs = MemoryJobs()
    jobs.enqueue(Job("make", {"article": "a"}))
    seen: list[Far | None] = []

    def make(running: Any, payload: Any) -> dict[str, object]:
        running.progress(1, 2)
        seen.append(Watch(jobs).of("a"))
        return {}

    jobs.run({"make": make})
    (done,) = jobs.listed()
    assert seen == [Far(done.id, "a", 1, 2)] and (done.state, done.done, done.total) == ("done", 1, 2)
    assert Watch(jobs).now() == ()


def test_a_real_server_streams_the_progress_of_a_real_worker(tmp_path: Path) -> None:
    """Between `waiting` and `live`, each number once, of all sentences and the headline."""
    text = "\n\n".join(f"Boat {each} sailed on day {each}. Nobody waited {each} hours." for each in range(60))
    with serving(tmp_path, {"PRONOUNCER_THREADS": "1"}) as served:
        enter(served, tmp_path)
        headers = {"Authorization": f"Bearer {served.key}"}
        kinds: list[str] = []
        shares: list[tuple[int, int]] = []
        with httpx.stream("GET", f"{served.base}/api/v1/events/stream", headers=headers, timeout=60) as stream:
            served.ask("PUT", "/api/v1/sites/ferry/articles/1", {"headline": "Boats", "text": text})
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    data = json.loads(line[6:])
                    kinds.append(data["type"])
                    if data["type"] == progress.EVENT:
                        shares.append((data["done"], data["total"]))
                if kinds[-1:] == ["article.live"]:
                    break
    assert kinds[0] == "article.waiting" and kinds[-1] == "article.live" and progress.EVENT in kinds[1:-1]
    assert {total for _, total in shares} == {121} and all(0 < done <= 121 for done, _ in shares)
    assert len(shares) > 1 and all(one != next for one, next in itertools.pairwise(shares))
