"""Whether a campaign's rule still holds at the claim: checked anew with what the server and the browser saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from core.deliveries.decisions import Observe, PlannedCampaign
from core.rules.facts import MISSING
from core.visits import Visit

Mismatch = Literal["no_longer_matches", "conditions_not_met"]


def mismatch(planned: PlannedCampaign, visit: Visit, facts: Mapping[str, object], observe: Observe) -> Mismatch | None:
    """Why the rule does not hold; None: it does. `facts`: what the browser observed, by fact name."""
    rule = planned.rule
    server = {each.name: observe(each.name, visit) for each in rule.conditions if not each.type.browser}
    browser = {
        each.name: MISSING if facts[each.name] is None else facts[each.name]
        for each in rule.conditions
        if each.type.browser and each.name in facts
    }
    if rule.simplify(browser, dict(server)) is True:
        return None
    return "no_longer_matches" if rule.simplify({}, dict(server)) is False else "conditions_not_met"
