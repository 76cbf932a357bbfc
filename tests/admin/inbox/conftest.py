from __future__ import annotations

import pytest

from core.storage import Storage
from tests.admin.inbox.hands import Post


@pytest.fixture
def post(storage: Storage) -> Post:
    return Post(storage)
