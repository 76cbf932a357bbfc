"""Whether a campaign's rule still holds at the claim: checked anew with what the server and the browser saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.deliveries.decisions import PlannedCampaign
from core.plugins import Registry
from core.rules.facts import MISSING
from core.visits import Visit

Mismatch = Literal["no_longer_matches", "conditions_not_met"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the observations that it was made of."""

    mismatch: Mismatch | None = None
    """Why the rule does not hold; None: it does."""
    raw: Mapping[str, object] = field(default_factory=dict)
    """What was observed, by fact name, as it was told; MISSING: there was nothing."""
    observed: Mapping[str, object] = field(default_factory=dict)
    """The same as operators took it, as far as the rule had to look at it."""


NOT_ASKED = Judged("no_longer_matches")


def judge(planned: PlannedCampaign, visit: Visit, facts: Mapping[str, object], registry: Registry) -> Judged:
    """Hold a page view against a campaign's rule. `facts`: what the browser observed, by fact name."""
    rule = planned.rule
    server = {each.name: registry.see(each.name, visit) for each in rule.conditions if not each.type.browser}
    browser = {
        each.name: MISSING if facts[each.name] is None else facts[each.name]
        for each in rule.conditions
        if each.type.browser and each.name in facts
    }
    known = {name: registry.observed(name, raw) for name, raw in server.items()}
    observed = dict(known)
    raw = server | browser
    if rule.simplify(browser, observed) is True:
        return Judged(None, raw, observed)
    gone = rule.simplify({}, known) is False
    return Judged("no_longer_matches" if gone else "conditions_not_met", raw, observed)
