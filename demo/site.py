"""Where the demo shop stands: a site of its own, on a host and port that are not the product's."""

from __future__ import annotations

from core.settings import Settings

SHOP_KEY = "harbour-goods"
"""Public key of the demo site, the same everywhere so that the shop's snippet needs no look-up."""
SHOP_NAME = "Harbour Goods"


def shop_port(settings: Settings) -> int:
    return settings.port + 2


def shop_address(settings: Settings) -> str:
    """The shop's origin. `localhost`, where the product is 127.0.0.1: to a browser that is another site."""
    return f"http://localhost:{shop_port(settings)}"
