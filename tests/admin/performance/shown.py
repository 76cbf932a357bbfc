"""Displays of one campaign, as tests make them, and what the page says of them."""

from __future__ import annotations

from datetime import UTC, datetime

from nicegui.testing import User

from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Conversation, Display, Visitor
from tests.admin.campaign_list.shop import Shop
from tests.admin.hands import shown, words_of


class Shown:
    """A shop whose campaign has been met."""

    def __init__(self, storage: Storage, registry: Registry) -> None:
        self.storage, self.shop = storage, Shop(storage, registry)
        self.campaign = self.shop.running("Welcome back")
        self.numbers = iter(range(1000))

    def meet(
        self, *events: str, at: datetime | None = None, country: str = "VN", shown: bool = True, button: str = ""
    ) -> str:
        at = at or datetime.now(UTC)
        key = f"d{next(self.numbers)}"
        moments = {f"{each}_at": at for each in (("shown", *events) if shown else ())}
        with self.storage.transaction():
            visitor = Visitor.create(site=self.shop.site, key=key, first_seen_at=at, name=f"Visitor {key}")
            Display.create(
                id=key, campaign=self.campaign, revision_number=1, visitor=visitor, slot=f"view:{key}", generation=1,
                page_view=key, page_url="https://shop.example/pricing?x=1", country=country, device="phone",
                language="vi", claimed_at=at, news_at=at, button=button, pressed_at=at if button else None, **moments,
            )  # fmt: skip
            if "replied" in events:
                Conversation.create(
                    key=f"c{key}", site=self.shop.site, visitor=visitor, campaign=self.campaign, display=key,
                    created_at=at, changed_at=at,
                )  # fmt: skip
        return key


def tile(user: User, name: str) -> str:
    """What a tile is called, "" while there is none."""
    tiles = (each for each in shown(user) if "st-figure" in each.classes)
    return next((words_of(each) for each in tiles if words_of(each).startswith(f"{name}:")), "")


def hrefs(user: User) -> set[str]:
    return {str(each.props.get("href", "")) for each in shown(user)}
