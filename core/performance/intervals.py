"""How sure a rate is, and how sure the difference of two."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

NINETY_FIVE: Final = 1.959964
"""Quantile of the normal distribution for 95 % confidence on both sides."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share (0 to 1), or the difference of two, lies in 95 of 100 cases."""

    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval | None:
    """The Wilson score interval of a share; None without a trial.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): unlike the
    usual plus-minus it keeps within 0 and 1 and holds for few trials.
    """
    if trials <= 0:
        return None
    share, z2 = successes / trials, NINETY_FIVE**2
    middle = share + z2 / (2 * trials)
    reach = NINETY_FIVE * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    whole = 1 + z2 / trials
    return Interval(max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole))


def newcombe(successes: int, trials: int, other_successes: int, other_trials: int) -> Interval | None:
    """The interval of one share less another, from the Wilson interval of each; None where one has no trial.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
    methods", Statistics in Medicine 17 (1998), method 10.
    """
    one, other = wilson(successes, trials), wilson(other_successes, other_trials)
    if one is None or other is None:
        return None
    share, other_share = successes / trials, other_successes / other_trials
    difference = share - other_share
    return Interval(
        difference - hypot(share - one.low, other.high - other_share),
        difference + hypot(one.high - share, other_share - other.low),
    )
