"""What the tests of the simulator share."""

from __future__ import annotations

from typing import Any

import pytest

from core.plugins import Registry
from core.settings import Settings
from core.simulator import Simulation, run
from core.simulator.made_up import MadeUp
from tests.api.conftest import Demo, condition

PRICING = condition("page_url", "is", ["/pricing*"])
HALF_A_MINUTE = condition("time_on_page", "at_least", 30)
HALF_THE_PAGE = condition("scroll_depth", "at_least", 50)


@pytest.fixture
def simulated(demo: Demo, registry: Registry, settings: Settings) -> Any:
    """`simulated(page_url="…", …)`: what would happen on such a page view; keywords beginning with `_` are MadeUp's."""

    def simulate(**said: Any) -> Simulation:
        more = {name[1:]: value for name, value in said.items() if name.startswith("_")}
        facts = {name: value for name, value in said.items() if not name.startswith("_")}
        return run(demo.storage, registry, settings, MadeUp(site_id=demo.site.id, facts=facts, **more), demo.clock())

    return simulate


def reasons(found: Simulation) -> list[tuple[str, str, float]]:
    return [(each.candidate.name, each.reason, each.after_seconds) for each in found.outcomes]
