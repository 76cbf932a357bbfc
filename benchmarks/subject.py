"""The product under measurement: the shop's site, and a site of its own with campaigns to meet."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import campaigns, sites
from core.campaigns import drafts
from core.campaigns import switching as campaign_switch
from core.plugins import load_plugins
from demo import data
from demo.site import SHOP_KEY
from tests.product import Product

NEVER = 86_400


@contextlib.contextmanager
def subject() -> Iterator[Product]:
    """The product, running, with the demo's team."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), environment={"SMART_TRIGGER_LIMIT_REQUESTS": "false"})
        try:
            with_team = product.start()
            with with_team.storage() as storage:
                data.ensure_team(storage)
            yield product
        finally:
            if not product.ended:
                product.stop()


def add_campaign(
    product: Product, text: str, *conditions: dict[str, Any], frequency: drafts.Frequency = "multiple"
) -> None:
    """An active campaign on the shop's site."""
    with product.storage() as storage:
        parties = data.ensure_team(storage)
        site = next(each for each in sites.sites(storage) if each.key == SHOP_KEY)
        ada = int(parties["ada"].removeprefix("agent:"))
        draft = drafts.Draft(
            name=text,
            sender=ada,
            recipient=parties["Sales"],
            text=text,
            audience={"schema": 1, "id": "root", "match": "all", "rules": list(conditions)},
            frequency=frequency,
        )
        made = campaigns.create(storage, site_id=site.id, agent_id=ada, draft=draft)
        campaign_switch.publish(storage, load_plugins(), made.id, agent_id=ada)


def condition(fact: str, operator: str, value: Any) -> dict[str, Any]:
    return {"id": f"{fact}-{operator}", "fact": fact, "operator": operator, "value": value}
