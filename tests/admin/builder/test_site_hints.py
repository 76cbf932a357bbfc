"""What a condition needs of the site is said while the site has not said it, with the way there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import sites
from core.opening_hours import Hours
from core.plugins import Registry, load_plugins
from core.storage import Storage
from tests.admin.builder.conftest import Open
from tests.admin.campaign_hands import said, sees, sees_not
from tests.admin.hands import shown

HINT = "Unknown until the site has business hours"
OPEN = {"fact": "business_hours", "operator": "is", "value": True}


@pytest.fixture
def registry() -> Registry:
    return load_plugins(entry_points=False)


async def test_business_hours_are_asked_for_until_the_site_has_some(open_builder: Open, storage: Storage) -> None:
    builder = await open_builder(OPEN)
    (site,) = sites.sites(storage)
    assert said(builder.user, HINT)
    assert f"/sites/{site.id}" in [each.props.get("href") for each in shown(builder.user)]
    hours = Hours(((("09:00", "17:00"),),) * 7)
    sites.edit_site(storage, site.id, replace(site.settings, hours=hours))
    await sees_not(builder.user, HINT)
    assert f"/sites/{site.id}" not in [each.props.get("href") for each in shown(builder.user)]
    sites.edit_site(storage, site.id, replace(site.settings, hours=None))
    await sees(builder.user, HINT)
