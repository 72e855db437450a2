"""The API keeps to its own description, whatever is sent: no answer is our fault."""

from collections.abc import Callable
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from tests.web.conftest import Office

_SPARING = settings(
    max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def test_nothing_that_is_sent_breaks_the_api(office: Office) -> None:
    """Every operation is tried with made requests, right and wrong; none is answered with 5xx, or in another shape."""
    office.put()
    office.work()
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", office.app)
    headers = {"authorization": f"Bearer {office.keys['admin']}", "host": "listen.example.org"}
    tried = 0
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        if operation.path.endswith("/stream"):
            continue
        tried += 1

        @settings(
            max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
        )
        @_given(operation)
        def check(case: Any) -> None:
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=[not_a_server_error])
            if answer.status_code >= 400:
                assert set(answer.json()) == {"error"}, (case.path, answer.text)

        check()
    assert tried > 30


def _given(operation: Any) -> Callable[[Callable[..., None]], Callable[[], None]]:
    return given(case=operation.as_strategy())
