"""The demo with some life in it: what the pages look like on a working day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, expect

from cli.sign_in import link_for
from core.inbox import answers
from core.storage.models import Agent, Campaign, Conversation, Decision
from core.webhooks import WebhookSettings, add_webhook, switch
from tests.browser import house as houses
from tests.browser.house import House
from tests.product import Product

Scheme = Literal["light", "dark"]
SIZES: Mapping[str, tuple[int, int]] = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
LIST = "/campaigns/messages/smart-trigger"
STANDS_STILL = """() => document.readyState === 'complete' && document.fonts.status === 'loaded'
  && (!window.socket || window.socket.connected) && [...document.images].every((each) => each.complete)"""
NOTES_JUMPS = """
  window.jumps = [];
  const where = ({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.outerHTML.slice(0, 90) ?? "gone";
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) window.jumps.push([value, ...sources.slice(0, 3).map(where)]);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
"""Keeps what moves on a page by itself, and how much of the window that is (the Layout Instability API)."""
STEPS = ("name", "message", "customers", "set_up", "activate")


@dataclass(frozen=True)
class Furnished:
    house: House
    signed_in: Any
    """Playwright's storage state of Ada's browser."""

    @property
    def running(self) -> Product:
        return self.house.running

    def admin_pages(self) -> dict[str, str]:
        """Every page of the admin for somebody who is signed in, by name."""
        with self.running.storage():
            live = Campaign.get(Campaign.status == "active")
            unfinished = Campaign.select().where(Campaign.status == "draft").order_by(Campaign.id.desc()).get()
            conversation = Conversation.select().order_by(Conversation.id).get()
            site = live.__data__["site"]
        with self.running.storage() as storage, storage.reading_log():
            decision = Decision.select().order_by(Decision.at).first()
        return {
            "home": "/home",
            "campaigns": LIST,
            "campaigns-none-found": f"{LIST}?q=nothing+like+this",
            "campaign-new": f"{LIST}/new",
            **{f"campaign-{step}": f"{LIST}/{live.id}?step={step}" for step in STEPS},
            **{f"campaign-unfinished-{step}": f"{LIST}/{unfinished.id}?step={step}" for step in STEPS},
            "campaign-gone": f"{LIST}/999999",
            "campaign-gallery": f"{LIST}/gallery",
            "campaign-import": f"{LIST}/import",
            "campaign-history": f"{LIST}/{live.id}/history",
            "campaign-history-none": f"{LIST}/{unfinished.id}/history",
            "simulator": f"/campaigns/simulator?campaign={live.id}",
            "decisions": f"{LIST}/{live.id}/decisions",
            "decision": f"/campaigns/decisions/{decision.key}",
            "inbox": "/inbox",
            "inbox-conversation": f"/inbox?c={conversation.key}",
            "visitors": "/visitors",
            "leads": "/leads",
            "performance": "/performance",
            "performance-campaign": f"{LIST}/{live.id}/performance?range=today",
            "performance-nothing": "/performance?range=own&first=2020-01-01&last=2020-01-02",
            "team": "/team",
            "sites": "/sites",
            "site-new": "/sites/new",
            "site": f"/sites/{site}",
            "site-texts": f"/sites/{site}/texts",
            "plugins": "/plugins",
            "settings": "/settings",
            "webhook": "/settings/webhooks/1",
            "webhook-new": "/settings/webhooks/new",
            "profile": "/you",
        }

    def campaign_pages(self) -> dict[str, str]:
        """Those of them that are about campaigns."""
        return {name: path for name, path in self.admin_pages().items() if path.startswith("/campaigns")}

    def outside_pages(self) -> dict[str, str]:
        """The pages before the door."""
        welcome = link_for(self.running.settings, "bo@harbour-goods.example").address
        return {
            "sign-in": "/sign-in",
            "welcome": welcome.removeprefix(self.running.admin),
            "welcome-over": "/welcome/used-up",
        }

    @contextmanager
    def admin(self, size: str, scheme: Scheme = "light", *, outside: bool = False) -> Iterator[Page]:
        """A tab of Ada's, or of somebody who is not signed in."""
        width, height = SIZES[size]
        context = self.house.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            storage_state=None if outside else self.signed_in,
            reduced_motion="reduce",
        )
        context.add_init_script(NOTES_JUMPS)
        try:
            yield context.new_page()
        finally:
            context.close()

    @contextmanager
    def reading(self, language: str) -> Iterator[None]:
        """Let whoever is signed in read the admin in this language, for a while."""
        self._speak(language)
        try:
            yield
        finally:
            self._speak("")

    def _speak(self, language: str) -> None:
        with self.running.storage():
            Agent.update(language=language).where(Agent.role == "owner").execute()

    def go(self, page: Page, path: str) -> None:
        """Open a page of the admin and return when it stands still."""
        page.goto(self.running.admin + path)
        expect(page.get_by_role("heading").first).to_be_visible()
        page.wait_for_function(STANDS_STILL)


@contextmanager
def furnished(folder: Path, chromium: Browser) -> Iterator[Furnished]:
    """Start the product with the demo, let visitors and Ada do something, and sign Ada in."""
    environment = {"SMART_TRIGGER_PSEUDO_LANGUAGES": "true"}
    product = Product(folder, options=("--shop", "--demo"), environment=environment)
    try:
        house = houses.build(product.start(), chromium)
        _live_a_little(house)
        context = chromium.new_context()
        houses.sign_in(context.new_page(), product)
        signed_in = context.storage_state()
        context.close()
        yield Furnished(house, signed_in)
    finally:
        if not product.ended:
            product.stop()


def _live_a_little(house: House) -> None:
    saigon = house.stranger(timezone_id="Asia/Ho_Chi_Minh", locale="en-SG").open("/pricing", clock=True)
    saigon.let_pass(seconds=16)
    saigon.expect_message("Bo and I pack the gifts", "Bo Andersen")
    saigon.reply("We are 24 people, by the end of November. Can you send to Hanoi? 🎁")
    berlin = house.stranger(timezone_id="Europe/Berlin", locale="de-DE").open("/cart", clock=True)
    berlin.let_pass(seconds=21)
    berlin.expect_message("Not sure about a size")
    berlin.fill_in("Write to me later", {"Name": "Jonas Weber", "E-mail": "jonas@example.de"}, "Write to me")
    lisbon = house.stranger(timezone_id="Europe/Lisbon").open("/help/care", clock=True)
    lisbon.let_pass(seconds=26)
    lisbon.expect_message("Did you find it", "Linh Tran")
    lisbon.reply("My jacket got soaked through on the left sleeve")
    with house.running.storage() as storage:
        agent = int(house.parties["linh"].removeprefix("agent:"))
        newest = Conversation.select().order_by(Conversation.id.desc()).get()
        words = "That sleeve wants **wax**. Send it in, we do it on Thursday."
        hook = add_webhook(storage, WebhookSettings("https://93.184.216.34/crm/leads"), datetime.now(UTC), private=True)
        switch(storage, hook.id, False, datetime.now(UTC))
        answers.answer(storage, newest.key, agent, "an-answer-of-linhs-one", words, datetime.now(UTC))
    list(house.leave())
