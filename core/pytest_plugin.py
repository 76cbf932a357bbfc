"""What pytest offers to the tests of plugins wherever Smart Trigger is installed (entry point `pytest11`)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.testing import make_visit
from core.visits import Visit


@pytest.fixture(name="make_visit")
def visit_factory() -> Callable[..., Visit]:
    """`make_visit(url="…", country="VN")`: a page view of a first visit, with what is told."""
    return make_visit
