"""A random sample is random over visitors, sticky for one of them, and another one in each campaign."""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from collections import Counter
from math import sqrt

import pytest

from core.testing import make_visit
from plugins.conditions.sample import Sample

VISITORS = 10_000
CHI_SQUARE_19 = 43.8
"""Twenty equal bins are further apart than this once in a thousand times."""


@pytest.fixture(scope="module")
def visitors() -> list[str]:
    """Ids as browsers get them, the same ones in every run."""
    made = random.Random(20261127)
    return [urlsafe_b64encode(made.randbytes(16)).rstrip(b"=").decode() for _ in range(VISITORS)]


def places(visitors: list[str], campaign: int) -> list[float]:
    sample = Sample()
    found = [sample.observe_for(make_visit(visitor=each), campaign) for each in visitors]
    assert all(place is not None and 0 < place <= 100 for place in found)
    return [place or 0 for place in found]


@pytest.mark.parametrize("campaign", [1, 2, 12, 4711])
def test_places_are_spread_evenly(visitors: list[str], campaign: int) -> None:
    bins = Counter(int(place // 5) for place in places(visitors, campaign))
    expected = VISITORS / 20
    assert sum((bins[number] - expected) ** 2 / expected for number in range(20)) < CHI_SQUARE_19


def test_numbers_of_visitors_that_follow_each_other_are_spread_evenly_too() -> None:
    bins = Counter(int(place // 5) for place in places([str(number) for number in range(VISITORS)], 1))
    expected = VISITORS / 20
    assert sum((bins[number] - expected) ** 2 / expected for number in range(20)) < CHI_SQUARE_19


@pytest.mark.parametrize("other", [2, 11, 21, 101])
def test_a_place_in_one_campaign_says_nothing_of_that_in_another(visitors: list[str], other: int) -> None:
    here, there = places(visitors, 1), places(visitors, other)
    both = sum(a <= 50 and b <= 50 for a, b in zip(here, there, strict=True))
    assert abs(both - VISITORS / 4) < 4 * sqrt(VISITORS * 0.25 * 0.75)
    middle = [(a - 50) * (b - 50) for a, b in zip(here, there, strict=True)]
    correlation = sum(middle) / VISITORS / (100**2 / 12)
    assert abs(correlation) < 4 / sqrt(VISITORS)


def test_a_visitor_keeps_their_place() -> None:
    early = make_visit(visitor="ada", url="https://shop.example/a", number=1)
    late = make_visit(visitor="ada", url="https://shop.example/b", number=9, now="2029-01-01T00:00:00+00:00")
    assert Sample().observe_for(early, 7) == Sample().observe_for(late, 7)
