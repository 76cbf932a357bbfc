"""A channel of somebody else's plugin is offered, claimed and counted as those that are built in."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from core.performance import counts
from core.plugins import Registry, load_plugins
from core.web.assets import WIDGET, Assets, build_assets
from tests import sample_channel
from tests.api.claims.conftest import made_id
from tests.api.conftest import Browser, Demo


@pytest.fixture
def registry() -> Registry:
    return load_plugins(extra=[sample_channel], entry_points=False)


@pytest.fixture
def assets(registry: Registry) -> Assets:
    return build_assets(WIDGET, registry.browser_modules)


def test_a_campaign_of_a_foreign_channel_is_shown_by_its_module_and_counted(
    browser: Browser, demo: Demo, client: FlaskClient
) -> None:
    campaign = demo.campaign(channel="ticker", text="Fresh mugs")
    told = browser.boot()
    assert told["residuals"] == [{"campaign": campaign, "channel": "ticker", "rule": True}]
    module = client.get(f"{told['assets']}channels/ticker.js")
    assert (module.status_code, module.mimetype) == (200, "text/javascript")
    assert module.text.startswith("export default function observe()")
    display = made_id()
    granted = browser.claim(campaign, display=display)
    assert granted["message"]["channel"] == "ticker"
    assert granted["message"]["blocks"][0]["spans"] == [{"text": "Fresh mugs"}]
    assert browser.claim(campaign, display=display)["message"] == granted["message"], "a retry"
    seen = [{"impression": granted["impression"], "event": event, "id": made_id()} for event in ("shown", "dismissed")]
    assert browser.post("events", events=seen)["acknowledged"]
    found = counts(demo.storage, [campaign])[campaign]
    assert (found.claimed, found.shown, found.dismissed, found.read) == (1, 1, 1, 1)
