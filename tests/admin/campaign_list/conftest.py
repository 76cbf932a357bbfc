"""What the tests of the list share."""

from __future__ import annotations

import pytest

from core.plugins import Registry
from core.storage import Storage
from tests.admin.campaign_list.shop import Shop


@pytest.fixture
def shop(storage: Storage, registry: Registry) -> Shop:
    return Shop(storage, registry)
