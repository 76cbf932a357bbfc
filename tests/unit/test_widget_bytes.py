"""What the widget's files may cost; with the server's answers this keeps page views below 2.5 and 10 kB."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.plugins import load_plugins
from core.web.assets import Assets, build_assets

WIDGET = Path(__file__).parents[2] / "widget"
MOST_WITH_NOTHING_TO_SAY = 2_134
MOST_WITH_A_MESSAGE = 8_084
TOLD = ("evaluator.js", "observers/time_on_page.js", "host.js", "channels/chat.js")


@pytest.fixture(scope="module")
def assets() -> Assets:
    return build_assets(WIDGET, load_plugins(entry_points=False).browser_modules)


def test_a_page_view_with_nothing_to_say_loads_little(assets: Assets) -> None:
    assert len(assets.loader.brotli) <= MOST_WITH_NOTHING_TO_SAY


def test_a_shown_message_loads_no_more_than_it_needs(assets: Assets) -> None:
    sizes = {"loader.js": len(assets.loader.brotli)}
    for name in TOLD:
        asset = assets.get(name)
        assert asset
        sizes[name] = len(asset.brotli)
    assert sum(sizes.values()) <= MOST_WITH_A_MESSAGE, sizes


def test_nothing_turns_texts_into_markup_or_code(assets: Assets) -> None:
    for name, asset in {"loader.js": assets.loader, **assets.files}.items():
        for forbidden in (b"innerHTML", b"outerHTML", b"insertAdjacentHTML", b"document.write", b"eval(", b"Function("):
            assert forbidden not in asset.plain, name
