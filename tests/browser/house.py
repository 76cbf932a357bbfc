"""The running product as the stories need it: campaigns made behind the scenes, strangers in the shop, the team."""

from __future__ import annotations

import http.client
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from core import campaigns, performance, sites
from core.campaigns import drafts
from core.campaigns import switching as campaign_switch
from core.identity import secrets as identity_secrets
from core.inbox import answers
from core.plugins import Registry, load_plugins
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow
from core.storage.models import Conversation, Revision
from core.visits.passports import Passport
from core.visits.tokens import Keys, Tokens
from demo import data
from demo.site import SHOP_KEY
from tests.api.identities import token
from tests.browser.widget_page import Widget
from tests.product import Product, until

STORED = f"smart-trigger.{SHOP_KEY}"
"""Where the widget keeps the passport."""
PASSWORD = "a lighthouse in the fog"
Rule = dict[str, Any]
_numbers = itertools.count(1)


def when(fact: str, operator: str, value: object = None) -> Rule:
    """A condition."""
    condition = {"id": f"n{next(_numbers)}", "fact": fact, "operator": operator}
    return condition if value is None else condition | {"value": value}


def group(match: str, *rules: Rule) -> Rule:
    return {"id": f"n{next(_numbers)}", "match": match, "rules": list(rules)}


@dataclass
class Visitor:
    """One browser that strangers use: its tabs share a memory."""

    house: House
    context: BrowserContext
    faults: list[str] = field(default_factory=list)
    """What the shop's pages complained of."""

    def open(self, path: str = "/", *, clock: bool = False) -> Widget:
        """A new tab on a page of the shop; with `clock` its time can be let pass (Widget.let_pass)."""
        page = self.context.new_page()
        if clock:
            page.clock.install()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)
        widget = Widget(page, self.house.running)
        widget.go(path)
        return widget

    def come_from(self, address: str) -> None:
        """Reach the product from this IP address, as a proxy of the operator's would say."""

        def through_proxy(route: Route) -> None:
            route.continue_(headers={**route.request.headers, "X-Forwarded-For": address})

        self.context.route(f"{self.house.running.public}/v1/**", through_proxy)

    def later(self, **span: float) -> None:
        """Let so much time (as for `timedelta`) go by since this browser's last page: its signed memory gets older."""
        version, sealed = self.passport().split(" ")
        tokens = Tokens(Keys.load(self.house.running.data_dir / "secrets"))
        now, gone = datetime.now(UTC), timedelta(**span)
        passport = Passport.open(tokens, sealed, site=SHOP_KEY, now=now)
        older = replace(
            passport,
            first_seen=passport.first_seen - gone,
            last_activity=passport.last_activity - gone,
            visit_started=passport.visit_started - gone,
            campaigns=tuple(
                replace(each, claimed_at=each.claimed_at - gone, shown_at=each.shown_at and each.shown_at - gone)
                for each in passport.campaigns
            ),
            last_display=passport.last_display and passport.last_display - gone,
        ).issue(tokens, now)
        assert older["passport_version"] > int(version)
        self.restore(f"{older['passport_version']} {older['passport']}")

    def passport(self) -> str:
        """What this browser remembers of itself for the widget."""
        kept: str = self.context.pages[0].evaluate("(name) => localStorage.getItem(name)", STORED)
        return kept

    def restore(self, kept: str) -> None:
        """Put an older memory back, as a browser does that was restored from a backup."""
        self.context.pages[0].evaluate("([name, kept]) => localStorage.setItem(name, kept)", [STORED, kept])

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)


@dataclass
class House:
    """The product with its team and the shop, and nothing that says anything yet."""

    running: Product
    chromium: Browser
    parties: Mapping[str, str]
    registry: Registry = field(default_factory=load_plugins)
    visitors: list[Visitor] = field(default_factory=list)

    def stranger(self, **context: Any) -> Visitor:
        """Somebody who has never been here; `context` as in Playwright's `new_context`."""
        visitor = Visitor(self, self.chromium.new_context(**context))
        self.visitors.append(visitor)
        return visitor

    def campaign(self, name: str, *conditions: Rule, text: str = "", frequency: str = "once", **fields: Any) -> int:
        """An active campaign of Ada's on the shop, replies to Sales, all conditions required; its text is its name."""
        with self.running.storage() as storage:
            return self._add(storage, name, *conditions, text=text or name, frequency=frequency, **fields)

    def many_campaigns(self, count: int, condition: Callable[[int], Rule]) -> None:
        """So many active campaigns, each with a condition of its own: copies of one that was published."""
        with self.running.storage() as storage, storage.transaction():
            pattern = CampaignRow.get_by_id(self._add(storage, "One of many", condition(0), text="One of many"))
            published = Revision.get(Revision.campaign == pattern)
            for number in range(1, count):
                audience = {"schema": 1, **group("all", condition(number))}
                row = CampaignRow.create(**pattern.__data__ | {"id": None, "position": pattern.position + number})
                content = published.content | {"audience": audience}
                Revision.create(**published.__data__ | {"id": None, "campaign": row, "content": content})
            storage.touch("campaigns", "plan")

    def switch_off(self, campaign_id: int) -> None:
        with self.running.storage() as storage:
            campaign_switch.switch_off(storage, campaign_id, agent_id=None)

    def end_conversations(self) -> None:
        """Close every conversation, so that none is going on."""
        with self.running.storage() as storage, storage.transaction():
            for row in list(Conversation.select().where(Conversation.status == "open")):
                answers.close(storage, row.key, self._ada, datetime.now(UTC))

    def let_displays_grow_old(self, **span: float) -> None:
        """Let so much time go by since any visitor was shown anything."""
        milliseconds = timedelta(**span) // timedelta(milliseconds=1)
        with self.running.storage() as storage, storage.transaction():
            storage.execute("UPDATE visitor SET last_display_at = last_display_at - %s", (milliseconds,))

    def counts(self, campaign_id: int) -> performance.Counts:
        with self.running.storage() as storage:
            return performance.counts(storage, [campaign_id])[campaign_id]

    def signs(self, subject: str) -> str:
        """A token of the shop's own server for one of its customers."""
        with self.running.storage() as storage:
            site = next(each.id for each in sites.sites(storage) if each.key == SHOP_KEY)
            now = datetime.now(UTC)
            if identity_secrets.signing(storage, site, now).since is None:
                identity_secrets.new_secret(storage, site, now)
            secret = identity_secrets.secret_of(storage, site)
        return token(secret, {"sub": subject, "exp": int(now.timestamp()) + 600})

    def site(self, **settings: Any) -> None:
        """Change the shop's site."""
        with self.running.storage() as storage:
            site = self._site(storage)
            sites.edit_site(storage, site.id, replace(site.settings, **settings))

    def draft_names(self) -> list[str]:
        """Names of the campaigns that are there, as their drafts have them."""
        with self.running.storage():
            rows = CampaignRow.select().where(CampaignRow.deleted_at.is_null())
            return [str(row.draft.get("name")) for row in rows]

    def in_force(self) -> None:
        """Return when the public server goes by everything that has been changed so far."""
        path = f"/probe-{next(_numbers)}"
        probe = self.campaign(path, when("page_url", "is", [path]))
        until(lambda: probe in self._eligible(path), "the public server knows the newest campaigns")

    def clear(self) -> None:
        """Delete every campaign and put the shop's site back as it was."""
        with self.running.storage() as storage, storage.transaction():
            gone = {"status": "paused", "deleted_at": datetime.now(UTC)}
            CampaignRow.update(gone).where(CampaignRow.deleted_at.is_null()).execute()
            storage.touch("campaigns", "plan")
        self.site(minimum_gap_seconds=0, consent="granted", launcher="always", position="right")

    def leave(self) -> Iterator[str]:
        """Close every visitor's browser; yields what their pages complained of."""
        for visitor in self.visitors:
            yield from visitor.faults
            visitor.context.close()
        self.visitors.clear()

    def _eligible(self, path: str) -> list[int]:
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port)
        fields = {"site": SHOP_KEY, "memory": True, "url": self.running.shop + path}
        connection.request("POST", "/v1/boot", json.dumps(fields), {"Origin": self.running.shop})
        answer = json.load(connection.getresponse())
        connection.close()
        return [each["campaign"] for each in answer.get("residuals", ())]

    def _add(self, storage: Storage, name: str, *conditions: Rule, **fields: Any) -> int:
        audience = {"schema": 1, **group("all", *conditions)}
        given = {"name": name, "sender": self._ada, "recipient": self.parties["Sales"], "audience": audience} | fields
        site = self._site(storage)
        made = campaigns.create(storage, site_id=site.id, agent_id=self._ada, draft=drafts.Draft(**given))
        campaign_switch.publish(storage, self.registry, made.id, agent_id=self._ada)
        return made.id

    @property
    def _ada(self) -> int:
        return int(self.parties["ada"].removeprefix("agent:"))

    @staticmethod
    def _site(storage: Storage) -> sites.Site:
        return next(each for each in sites.sites(storage) if each.key == SHOP_KEY)


def build(running: Product, chromium: Browser) -> House:
    with running.storage() as storage:
        return House(running, chromium, data.ensure_team(storage))


@contextmanager
def of_its_own(product: Product, chromium: Browser) -> Iterator[House]:
    """A story's own house: started for it, and stopped afterwards; at the end no page has complained."""
    try:
        house = build(product.start(), chromium)
        house.clear()
        yield house
        assert list(house.leave()) == []
    finally:
        if not product.ended:
            product.stop()


def sign_in(page: Page, running: Product) -> None:
    """Use the one-time link and choose a password."""
    page.goto(running.sign_in_link)
    if page.get_by_label("Your name").count():
        page.get_by_label("Your name").fill("Olga Owner")
        page.get_by_label("E-mail").fill("olga@harbour-goods.example")
    page.get_by_label("Set a password").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    page.wait_for_url(lambda address: "/welcome/" not in address)
