"""A server whose editions are in a bucket: from the article to what listeners fetch."""

import json
from pathlib import Path

import httpx
from tests.bucket import Bucket
from tests.served import serving
from tests.worker.test_faults import enter


def test_editions_live_in_a_bucket(bucket: Bucket, tmp_path: Path) -> None:
    """Small files are served by the server, sound comes from the bucket, old versions stay; withdrawn is gone."""
    place = {"PRONOUNCER_SERVER_BLOBS": f"s3://{bucket.name}/editions", "PRONOUNCER_SERVER_DEBOUNCE": "0"}
    with serving(tmp_path, place) as served, httpx.Client(base_url=served.base) as client:
        enter(served, tmp_path)
        story = {"url": "https://example.org/ferry", "headline": "Ferry returns", "text": "The ferry left at nine."}
        put = served.ask("PUT", "/api/v1/sites/ferry/articles/1", story)
        article = str(put.data["data"]["article"])
        served.until(lambda: served.live(article))
        assert not (tmp_path / "data/editions").exists()

        found = client.get("/player/by-url", params={"url": story["url"]}).json()["data"]
        base = found["page"].removesuffix("index.html")
        path = base.removeprefix(f"{served.base}/media/")
        files = bucket.files(f"editions/{path}")
        names = {key.removeprefix(f"editions/{path}") for key in files}
        assert {"words.json", "index.html", "edition.json", "article.m4a", "words.vtt"} <= names

        for name in names:
            answer = client.get(base + name, follow_redirects=True)
            assert (answer.status_code, answer.content) == (200, files[f"editions/{path}{name}"]), name
            assert bool(answer.history) == name.endswith(".m4a")  # no CORS rules are needed for what scripts fetch
        words = client.get("/player/words.json", params={"url": story["url"]}, follow_redirects=True)
        assert words.json()["sentences"] and "immutable" in words.headers["cache-control"]
        led = client.get(f"{base}article.m4a")
        assert led.status_code == 307 and "max-age=60" in led.headers["cache-control"]
        part = httpx.get(led.headers["location"], headers={"Range": "bytes=4-7"})
        assert (part.status_code, part.content) == (206, b"ftyp")

        served.ask("PUT", "/api/v1/sites/ferry/articles/1", story | {"text": "The ferry left at ten."})
        served.until(lambda: client.get("/player/by-url", params={"url": story["url"]}).json()["data"]["edition"] == 2)
        assert files.items() <= bucket.files(f"editions/{path}").items()  # the former one stays where it was
        records = [json.loads(data) for key, data in bucket.files("editions").items() if key.endswith("version.json")]
        assert len(records) == 2

        bucket.delete(f"editions/{path}words.json")
        assert client.get(f"{base}words.json").status_code == 404
        served.ask("DELETE", "/api/v1/sites/ferry/articles/1")
        assert client.get("/player/by-url", params={"url": story["url"]}).status_code == 410
        assert client.get(f"{base}article.m4a").status_code == 410
