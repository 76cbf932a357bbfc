"""The demo: made once through the product's own services, and a shop that stands by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core import campaigns, media, sites, team
from core.campaigns import switching as campaign_switch
from core.goals import all_goals
from core.settings import Settings
from core.storage import Storage
from core.storage.models import Campaign
from core.team import agent_groups as groups
from demo import catalogue, data
from demo.messages import EXAMPLES
from demo.shop import create_shop
from demo.site import SHOP_KEY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, port=9300)


@pytest.fixture
def storage(settings: Settings) -> Iterator[Storage]:
    opened = Storage.open(settings)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def demo(storage: Storage, settings: Settings) -> Storage:
    data.ensure_demo(storage, settings)
    return storage


@pytest.fixture
def shop() -> FlaskClient:
    return create_shop(public_address="http://127.0.0.1:9300", site_key="a-key").test_client()


def campaign_ids(storage: Storage) -> list[int]:
    with storage.connection():
        return [row.id for row in Campaign.select().order_by(Campaign.position)]


def test_the_demo_has_people_groups_a_site_and_campaigns(demo: Storage) -> None:
    assert [each.name.split()[0] for each in team.agents(demo)] == ["Ada", "Bo", "Linh", "Sam"]
    assert all(media.picture(demo, each.picture) for each in team.agents(demo))
    assert {each.name: len(each.member_ids) for each in groups.groups(demo)} == {"Sales": 3, "Support": 2}
    (site,) = sites.sites(demo)
    assert (site.key, site.settings.origins) == (SHOP_KEY, ("http://localhost:9302",))
    found = [campaigns.get(demo, each) for each in campaign_ids(demo)]
    assert [(each.draft.name, each.status) for each in found] == [
        (each.name, "active" if each.active else "draft") for each in EXAMPLES
    ]
    goals = {each.id: each.name for each in all_goals(demo).values()}
    assert [goals.get(each.draft.goal or 0, "") for each in found] == [each.goal for each in EXAMPLES]
    assert "Order placed" in [each.goal for each in EXAMPLES]


def test_nothing_is_added_twice(demo: Storage, settings: Settings) -> None:
    data.ensure_demo(demo, settings)
    assert len(team.agents(demo)) == 4
    assert len(sites.sites(demo)) == 1
    assert len(campaign_ids(demo)) == len(EXAMPLES)


def test_what_people_change_or_delete_stays_so(demo: Storage, settings: Settings) -> None:
    ada = team.agents(demo)[0]
    team.edit_agent(demo, ada.id, email="ada@shop.example", name="Ada", role="owner")
    campaign_switch.delete(demo, campaign_ids(demo)[0], agent_id=ada.id)
    data.ensure_demo(demo, settings)
    assert len(team.agents(demo)) == 4
    assert len(campaign_ids(demo)) == len(EXAMPLES)


def test_another_port_is_another_origin_of_the_same_site(demo: Storage, settings: Settings) -> None:
    (site,) = sites.sites(demo)
    sites.edit_site(demo, site.id, replace(site.settings, colour="#112233"))
    data.ensure_site(demo, settings.model_copy(update={"port": 9400}))
    (site,) = sites.sites(demo)
    assert site.settings.origins == ("http://localhost:9302", "http://localhost:9402")
    assert site.settings.colour == "#112233"


PAGES = (
    "/", "/pricing", "/help", "/cart", "/thanks", "/studio", "/studio/review",
    *(f"/products/{each.slug}" for each in catalogue.PRODUCTS),
    *(f"/collections/{each.slug}" for each in catalogue.COLLECTIONS),
    *(f"/help/{each.slug}" for each in catalogue.ARTICLES),
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_embeds_the_widget_by_the_public_snippet_alone(shop: FlaskClient, path: str) -> None:
    answer = shop.get(path)
    assert answer.status_code == 200
    snippet = '<script async src="http://127.0.0.1:9300/widget.js" data-site="a-key"></script>'
    assert answer.text.count(snippet) == 1
    assert answer.text.count("127.0.0.1:9300") == 1
    assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"]


def test_what_the_studio_sells_costs_in_the_cart_what_it_costs_there(shop: FlaskClient) -> None:
    tote = catalogue.STUDIO_TOTE
    assert f"€{tote.price} with the stitching" in shop.get("/studio/review").text
    assert f'data-add="{tote.slug}"' in shop.get("/studio/review").text
    assert f'data-line="{tote.slug}" data-price="{tote.price}"' in shop.get("/cart").text


def test_clothes_are_chosen_in_a_size_and_lie_in_the_cart_in_it(shop: FlaskClient) -> None:
    jumper = next(each for each in catalogue.PRODUCTS if each.slug == "harbour-jumper")
    page, cart = shop.get(f"/products/{jumper.slug}").text, shop.get("/cart").text
    for size in jumper.sizes:
        assert f'<input type="radio" name="size" value="{size}">' in page
        assert f'data-line="{jumper.slug}:{size}" data-price="{jumper.price}"' in cart
    assert 'name="size"' not in shop.get("/products/kettle").text
    assert all(each.sizes for each in catalogue.PRODUCTS if each.collection == "wear")


@pytest.mark.parametrize("path", ["/products/anchor", "/collections/boats", "/help/sinking", "/studio/launch", "/x"])
def test_what_the_shop_does_not_have_is_a_friendly_404(shop: FlaskClient, path: str) -> None:
    answer = shop.get(path)
    assert answer.status_code == 404
    assert "Back to the shop" in answer.text


@pytest.mark.parametrize("product", catalogue.PRODUCTS, ids=lambda each: each.slug)
def test_every_product_has_its_picture(shop: FlaskClient, product: catalogue.Product) -> None:
    with shop.get(f"/static/pictures/{product.slug}.svg") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "image/svg+xml"
