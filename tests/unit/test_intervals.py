"""How sure a rate is, against published values."""

from __future__ import annotations

import pytest

from core.performance.intervals import wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_wilson_interval(successes: int, trials: int, low: float, high: float) -> None:
    """The last: Newcombe, Statistics in Medicine 17 (1998), table I."""
    found = wilson(successes, trials)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_tried_says_nothing() -> None:
    assert wilson(0, 0) is None
