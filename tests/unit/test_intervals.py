"""How sure a rate is, against published values."""

from __future__ import annotations

import pytest

from core.performance.intervals import newcombe, wilson


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


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_of_a_difference(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table II, method 10."""
    found = newcombe(*one, *other)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_a_difference_to_nobody_says_nothing() -> None:
    assert newcombe(3, 10, 0, 0) is None
    assert newcombe(0, 0, 3, 10) is None
