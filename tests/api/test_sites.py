"""Sites: their origins, their colours, their snippet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from core import sites, team
from core.errors import Conflict, InvalidInput, NotFound
from core.sites import SiteSettings
from core.storage import Storage

SHOP = SiteSettings(name="Shop", origins=("https://shop.example",), time_zone="Europe/Berlin")


@pytest.fixture(autouse=True)
def connected(storage: Storage) -> Iterator[None]:
    """Tests look into the tables, too."""
    with storage.connection():
        yield


def test_empty_lines_and_repetitions_do_not_matter(storage: Storage) -> None:
    kept = sites.add_site(
        storage, replace(SHOP, origins=("https://shop.example", "", " ", "https://SHOP.example/a", "http://b.example"))
    )
    assert kept.settings.origins == ("https://shop.example", "http://b.example")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"origins": ("https://",)}, "origins"),
        ({"origins": ("shop",)}, "origins"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"colour": "blue"}, "colour"),
        ({"colour": "#12345"}, "colour"),
        ({"position": "top"}, "position"),
        ({"launcher": "never"}, "launcher"),
        ({"consent": "maybe"}, "consent"),
        ({"minimum_gap_seconds": -1}, "minimum_gap_seconds"),
        ({"minimum_gap_seconds": 31 * 86400}, "minimum_gap_seconds"),
        ({"recipient": "agent:99"}, "recipient"),
    ],
)
def test_settings_that_can_not_be_are_told_at_their_field(storage: Storage, change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sites.add_site(storage, replace(SHOP, **change))
    assert refused.value.field == field
    assert sites.sites(storage) == ()


@pytest.mark.parametrize(
    ("colour", "text"),
    [
        ("#3451d1", "#ffffff"),
        ("#000000", "#ffffff"),
        ("#ffffff", "#16191f"),
        ("#f2b705", "#16191f"),
        ("#b3261e", "#ffffff"),
    ],
)
def test_the_text_on_a_sites_colour_is_the_one_that_reads_better(colour: str, text: str) -> None:
    assert sites.text_colour(colour) == text


def test_the_snippet_is_one_line_that_names_the_site(storage: Storage) -> None:
    site = sites.add_site(storage, SHOP, key="KEY-1")
    line = '<script async src="https://chat.example/widget.js" data-site="KEY-1"></script>'
    assert sites.snippet(site, "https://chat.example") == line


def test_keys_are_made_and_differ(storage: Storage) -> None:
    keys = {sites.add_site(storage, SHOP).key for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) >= 16 for key in keys)


def test_an_archived_site_is_put_away_and_comes_back(storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    sites.archive_site(storage, site.id)
    assert sites.sites(storage) == ()
    assert sites.sites(storage, archived=True)[0].archived
    assert not sites.restore_site(storage, site.id).archived
    with pytest.raises(NotFound):
        sites.archive_site(storage, 99)


def test_first_messages_can_go_to_somebody_who_is_here(storage: Storage) -> None:
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    site = sites.add_site(storage, replace(SHOP, recipient=f"agent:{ada.id}"))
    assert site.settings.recipient == f"agent:{ada.id}"


def test_an_edit_takes_with_it_only_what_it_has_changed(storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    sites.edit_site(storage, site.id, replace(SHOP, minimum_gap_seconds=900))
    kept = sites.edit_site(storage, site.id, replace(SHOP, name="Boutique"), SHOP)
    assert kept.settings == replace(SHOP, name="Boutique", minimum_gap_seconds=900)
    sites.set_texts(storage, site.id, {"en": {"send": "Off"}})
    assert sites.set_texts(storage, site.id, {"vi": {"send": "Đi"}}, {}).texts == {
        "en": {"send": "Off"}, "vi": {"send": "Đi"},
    }  # fmt: skip


def test_an_edit_of_what_another_has_changed_is_refused_unless_both_say_the_same(storage: Storage) -> None:
    site = sites.add_site(storage, SHOP)
    sites.edit_site(storage, site.id, replace(SHOP, name="Market"))
    with pytest.raises(Conflict):
        sites.edit_site(storage, site.id, replace(SHOP, name="Boutique"), SHOP)
    assert sites.edit_site(storage, site.id, replace(SHOP, name="Market"), SHOP).name == "Market"
