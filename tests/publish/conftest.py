"""One edition after the other."""

from collections.abc import Mapping

import pytest
from tests.editions import NAMES, Made


@pytest.fixture(params=NAMES)
def made(request: pytest.FixtureRequest, editions: Mapping[str, Made]) -> Made:
    """One of the editions with every export."""
    return editions[request.param]
