"""A control group is an even draw of visitors, sticky for one of them, and another one in each campaign."""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from math import sqrt

import pytest

from core.campaigns.drafts import CONTROL_GROUPS
from core.deliveries.control_groups import is_drawn
from core.testing import make_visit
from plugins.conditions.sample import Sample

VISITORS = 10_000
FAR = 4
"""Standard deviations that a fair draw is off less than once in ten thousand times."""


@pytest.fixture(scope="module")
def visitors() -> list[str]:
    """Ids as browsers get them, the same ones in every run."""
    made = random.Random(20261128)
    return [urlsafe_b64encode(made.randbytes(16)).rstrip(b"=").decode() for _ in range(VISITORS)]


def is_about(count: int, share: float, of: int) -> bool:
    return abs(count - of * share) <= FAR * sqrt(of * share * (1 - share))


@pytest.mark.parametrize("percent", CONTROL_GROUPS)
def test_as_many_are_drawn_as_are_asked_for(visitors: list[str], percent: int) -> None:
    for campaign in (1, 12, 4711):
        assert is_about(sum(is_drawn(campaign, each, percent) for each in visitors), percent / 100, VISITORS)


def test_a_larger_group_holds_the_smaller_one(visitors: list[str]) -> None:
    assert all(is_drawn(7, each, 20) for each in visitors if is_drawn(7, each, 5))


def test_each_campaign_draws_anew_and_by_itself(visitors: list[str]) -> None:
    both = sum(is_drawn(1, each, 50) and is_drawn(11, each, 50) for each in visitors)
    assert is_about(both, 0.25, VISITORS)


def test_it_says_nothing_of_a_random_sample_of_the_same_campaign(visitors: list[str]) -> None:
    sample = Sample()
    places = {each: sample.observe_for(make_visit(visitor=each), 7) or 0 for each in visitors}
    sampled = [each for each, place in places.items() if place <= 20]
    assert is_about(sum(is_drawn(7, each, 20) for each in sampled), 0.2, len(sampled))
