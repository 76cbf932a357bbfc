"""What was kept of decisions, as tests look at it."""

from __future__ import annotations

from collections.abc import Sequence

from core.deliveries import decision_list
from core.deliveries.explaining import Explained, explained
from core.plugins import Registry
from tests.api.conftest import Demo, condition

PRICING = condition("page_url", "is", ["/pricing*"])
HALF_A_MINUTE = condition("time_on_page", "at_least", 30)


def listed(demo: Demo, campaign: int) -> Sequence[decision_list.Listed]:
    return decision_list.list_decisions(demo.storage, decision_list.Wanted(campaign)).rows


def kept(demo: Demo, campaign: int) -> list[str]:
    """What is kept of a campaign, the newest first, once what waits is written: "" is granted."""
    demo.parts.kept.write()
    return [each.decision.outcome for each in listed(demo, campaign)]


def newest(demo: Demo, registry: Registry, campaign: int) -> Explained:
    demo.parts.kept.write()
    return explained(demo.storage, registry, listed(demo, campaign)[0].decision.key)


def whys(found: Explained) -> list[tuple[str, str, str]]:
    assert found.trace is not None
    return [(each.label, each.verdict, each.why) for each in found.trace.children]
