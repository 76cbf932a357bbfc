"""What the looks are taken of: the demo on a working day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.furnished import Furnished, furnished


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Furnished]:
    with furnished(tmp_path_factory.mktemp("furnished"), chromium) as made:
        yield made
