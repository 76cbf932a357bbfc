"""A site with webhooks, a receiver for them, and somebody who delivers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.messages.forms import new_form
from core.settings import Settings
from core.webhooks import Webhook, WebhookSettings, add_webhook, secret_of
from core.webhooks.courier import Courier
from core.webhooks.events import EVENT_TYPES
from core.webhooks.log import Log, deliveries
from tests.api.conftest import Browser, Clock, Demo
from tests.api.messages.conftest import made_id
from tests.receiver import Received, Receiver, receiving

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@dataclasses.dataclass
class Office:
    """Adds webhooks, delivers what waits, and looks at what became of it."""

    demo: Demo
    settings: Settings
    clock: Clock

    def __post_init__(self) -> None:
        self.courier = Courier(self.demo.storage, self.settings, self.clock, seconds=5)

    def hook(self, url: str, *, events: tuple[str, ...] = tuple(EVENT_TYPES), site_id: int | None = None) -> Webhook:
        settings = WebhookSettings(url, events, site_id)
        return add_webhook(self.demo.storage, settings, self.clock(), private=True)

    def deliver(self, **later: float) -> None:
        """Deliver all that is due, after some time has passed."""
        self.clock.pass_(**later)
        self.courier.look()
        self.courier.wait(10)

    def log(self, webhook: Webhook) -> Log:
        return deliveries(self.demo.storage, webhook.id)

    def secret(self, webhook: Webhook) -> str:
        return secret_of(self.demo.storage, webhook.id)


@pytest.fixture
def office(demo: Demo, settings: Settings, clock: Clock) -> Office:
    return Office(demo, settings.model_copy(update={"webhooks_private": True}), clock)


@pytest.fixture
def leave(client: Any, demo: Demo) -> Any:
    """A new visitor fills in the form of a campaign; returns their browser."""
    campaign = demo.campaign(name="Gifts", form=new_form())

    def fill_in(**values: str) -> Browser:
        browser = Browser(client)
        browser.boot("https://shop.example/pricing", title="Pricing")
        impression = browser.claim(campaign)["impression"]
        page = {"url": "https://shop.example/pricing", "title": "Pricing"}
        form = {"values": {"email": "an@example.vn", **values}, "consent": False}
        said = {"id": made_id(), "text": "", "impression": impression, "form": form, **page}
        browser.post("messages", **said)
        assert browser.status == 200
        browser.post("messages", **said)  # a retry
        assert browser.status == 200
        return browser

    return fill_in


def example(language: str) -> str:
    """The first block of a language in the docs."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def verify(secret: str, came: Received, now: float) -> None:
    """What the docs tell receivers to do. Raises ValueError."""
    theirs = ModuleType("theirs")
    exec(example("python"), vars(theirs))

    class Time:
        @staticmethod
        def time() -> float:
            return now

    vars(theirs)["time"] = Time
    theirs.verify(secret, came.headers, came.body)
