"""Whether the visitor is in a random share of all."""

import hashlib

from smart_trigger import ConditionType, Percent, Visit, hookimpl

STEPS = 1 << 53
"""Places that a visitor can have, as many as a number keeps apart."""


class Sample(ConditionType):
    """A random share of visitors: at most 20% is one in five. Each campaign picks anew, and keeps to its picks.

    A visitor's place, above 0 and up to 100, is a hash of who they are and of the campaign. So it is the same on every
    page view, and a place in one campaign says nothing of that in another.
    """

    key = "sample"
    label = "Random sample"
    search_words = "A/B test, split, percent, percentage, share, control group, experiment, lottery"
    group = "Sample"
    icon = "casino"
    value = Percent(comparisons=("at_most", "more_than", "between"), lowest=100 / STEPS, highest=100)
    always_told = True
    phrases = {
        "at_most": "in a random {value} of all",
        "more_than": "outside a random {value} of all",
        "between": "whose place in a random order of all is between {value}",
    }
    per_campaign = True
    needs_memory = True
    missing_hint = "Unknown for visitors without cookies; a cookieless site picks anew each day."

    def observe_for(self, visit: Visit, campaign: int) -> float | None:
        if not visit.visitor:
            return None
        told = hashlib.blake2b(f"{campaign}:{visit.visitor}".encode(), digest_size=8).digest()
        return ((int.from_bytes(told) >> 11) + 1) / STEPS * 100


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Sample()]
