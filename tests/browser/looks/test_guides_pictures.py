"""The pictures in the guides show the product as it is: they are taken anew, and held against those that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from tests.browser import pictures
from tests.browser.furnished import furnished

SMALL = (96, 60)
MOST_APART = 1.0
"""How far the brightness (0 to 255) of a small picture may be from the kept one's on average: times differ."""


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> dict[str, Image.Image]:
    with furnished(tmp_path_factory.mktemp("pictured"), chromium) as demo:
        return pictures.take(demo)


def test_the_guides_pictures_show_what_is_on_screen(taken: dict[str, Image.Image]) -> None:
    kept = {path.stem: _opened(path) for path in pictures.FOLDER.iterdir()}
    assert taken.keys() == kept.keys()
    apart = {name: round(_apart(taken[name], kept[name]), 2) for name in taken}
    assert {name: far for name, far in apart.items() if far > MOST_APART} == {}, "script/docs --pictures keeps new ones"


def test_another_picture_is_found_to_be_one(taken: dict[str, Image.Image]) -> None:
    assert _apart(taken["4-target"], taken["5-set-up"]) > MOST_APART


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _apart(one: Image.Image, other: Image.Image) -> float:
    small = [each.convert("L").resize(SMALL, Image.Resampling.BOX) for each in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0] if one.size == other.size else 255.0
