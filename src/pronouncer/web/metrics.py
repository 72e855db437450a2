"""What the web process counts, in the format of Prometheus."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from pronouncer.jobs.port import Depth

REGISTRY = CollectorRegistry()
_REQUESTS = Counter("pronouncer_web_requests", "Requests by route.", ["method", "route", "status"], registry=REGISTRY)
_SECONDS = Histogram(
    "pronouncer_web_request_seconds",
    "Time to answer, in seconds.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
_WAITING = Gauge("pronouncer_jobs_waiting", "Jobs that wait.", ["queue"], registry=REGISTRY)
_RUNNING = Gauge("pronouncer_jobs_running", "Jobs at work.", ["queue"], registry=REGISTRY)
_OLDEST = Gauge("pronouncer_jobs_oldest_seconds", "How long the oldest job has waited.", ["queue"], registry=REGISTRY)
_ARTICLES = Gauge("pronouncer_articles", "Articles by status.", ["status"], registry=REGISTRY)
_STAGE = Gauge(
    "pronouncer_stage_seconds",
    "Time in a stage, in seconds, of editions of the last hour.",
    ["stage"],
    registry=REGISTRY,
)


def asked(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request."""
    _REQUESTS.labels(method, route, status).inc()
    _SECONDS.labels(route).observe(seconds)


def exposition(depths: Sequence[Depth], articles: dict[str, int], stages: dict[str, float]) -> bytes:
    """Return all that is counted."""
    for depth in depths:
        _WAITING.labels(depth.queue).set(depth.waiting)
        _RUNNING.labels(depth.queue).set(depth.running)
        _OLDEST.labels(depth.queue).set(depth.oldest)
    for status, count in articles.items():
        _ARTICLES.labels(status).set(count)
    for stage, seconds in stages.items():
        _STAGE.labels(stage).set(seconds)
    return generate_latest(REGISTRY)
