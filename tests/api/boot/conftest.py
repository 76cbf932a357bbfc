"""What tests of boot share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.identity.secrets import new_secret
from tests.api.conftest import Browser, Clock, Demo, condition
from tests.api.identities import token

SIGNED_IN = condition("signed_in", "is", True)

Sign = Callable[..., str]


@pytest.fixture
def sign(demo: Demo, clock: Clock) -> Sign:
    """What the shop's server does: `sign("ada")`."""
    secret = new_secret(demo.storage, demo.site.id, clock.now)
    demo.refresh()

    def signed(subject: str, secret: str = secret, **claims: Any) -> str:
        return token(secret, {"sub": subject, "exp": int(clock.now.timestamp()) + 3600, **claims})

    return signed


def another(browser: Browser) -> Browser:
    return Browser(browser.client)


def shown(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]
