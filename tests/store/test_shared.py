"""A bucket that several caches have in common: it saves work, and its failure costs none."""

from pathlib import Path

import pytest
from tests.bucket import Bucket, Door

from pronouncer.cli.checks import CHECKS
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.store.cache import Cache
from pronouncer.store.shared import Shared


@pytest.fixture
def url(bucket: Bucket) -> str:
    """Where the caches have their bucket."""
    return f"s3://{bucket.name}/takes/of/all"


def test_what_one_machine_made_another_one_has(bucket: Bucket, url: str, faulty: Door, tmp_path: Path) -> None:
    """A take is fetched once, and then is in the other machine's own folder."""
    one, other = (Cache(tmp_path / name, limit=10**6, behind=Shared(url)) for name in ("one", "other"))
    one.put("takes", "k", b"so", b"und")
    assert [other.get("takes", "k") for _ in range(3)] == [b"sound"] * 3
    path = f"/{bucket.name}/takes/of/all/takes/k"
    assert faulty.asked == [f"PUT {path}", f"GET {path}"]
    bucket.delete("takes/of/all/takes/k")
    assert other.get("takes", "k") == b"sound" and other.get("takes", "none") is None


def test_what_is_damaged_on_the_way_is_not_used(bucket: Bucket, url: str, tmp_path: Path) -> None:
    """Bytes that were cut or changed in the bucket count as absent; a damaged file of ours is fetched again."""
    cache = Cache(tmp_path, limit=10**6, behind=Shared(url))
    cache.put("takes", "k", b"sound")
    (tmp_path / "takes/k").write_bytes(b"damaged")
    assert cache.get("takes", "k") == b"sound"
    for key, data in bucket.files().items():
        bucket.put(key, data[:-1])
    (tmp_path / "takes/k").unlink()
    assert cache.get("takes", "k") is None


def test_a_bucket_that_fails_is_left_alone(url: str, faulty: Door, tmp_path: Path) -> None:
    """The cache works on as one without it, and does not ask again for every sentence."""
    faulty.broken = True
    cache = Cache(tmp_path, limit=10**6, behind=Shared(url))
    for key in "abc":
        cache.put("takes", key, b"sound")
        assert cache.get("takes", key) == b"sound" and cache.get("takes", key * 2) is None
    assert 0 < len(faulty.asked) <= 2  # once, and perhaps again


def test_an_article_is_synthesised_once_by_all_machines(url: str, tmp_path: Path, short: Path) -> None:
    """A second machine with an empty cache speaks and encodes nothing."""
    takes = []
    for name in ("one", "other"):
        settings = Settings(cache=tmp_path / name, archive=tmp_path / "words.txt", cache_shared=url)
        with Pipeline(settings) as pipeline:
            said = pipeline.say(str(short), tmp_path / f"{name}-edition")
        takes.append((said.takes > 0, said.passages > 0))
    assert takes == [(True, True), (False, False)]


def test_the_check_says_what_is_wrong(url: str, faulty: Door) -> None:
    """A bucket that can be used is no problem; one that cannot is, with what to do."""
    settings = Settings(cache_shared=url)
    assert list(CHECKS["cache_shared"](settings)) == []
    faulty.broken = True
    (told,) = CHECKS["cache_shared"](settings)
    assert "AWS_ENDPOINT" in told and url in told
