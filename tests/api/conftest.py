"""What API and storage tests share: both databases, the plugins, a demo site, and a visitor's browser."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from flask.testing import FlaskClient
from peewee import sort_models  # type: ignore[attr-defined]

from core.campaigns.drafts import Draft
from core.plugins import Registry, load_plugins
from core.rules import new_rule
from core.settings import Settings
from core.sites import Site, SiteSettings, add_site
from core.storage import Storage
from core.storage.campaign_rows import add_revision
from core.storage.models import LOG_MODELS, MAIN_MODELS, Agent, Campaign
from core.web.app import create_app
from core.web.assets import WIDGET, Assets, build_assets
from core.web.parts import Parts, assemble

POSTGRESQL = os.environ.get("SMART_TRIGGER_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")
TABLES = [model._meta.table_name for model in reversed(sort_models((*MAIN_MODELS, *LOG_MODELS)))]
EMPTY_ALL = "; ".join(f'DELETE FROM "{table}"' for table in TABLES)
"""In one go: TRUNCATE takes fifty times as long for tables as small as these, and many calls take their time, too."""
SHOP = "https://shop.example"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


# -- both databases ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with migrated, empty SQLite files, to be copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    storage = Storage.open(Settings(data_dir=folder))
    storage.migrate()
    storage.close()
    return folder


@pytest.fixture(scope="session")
def postgresql_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A throw-away database with the tables in it; fails where no PostgreSQL answers."""
    name = f"smart_trigger_test_{secrets.token_hex(6)}"
    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        pytest.fail(
            f"No PostgreSQL answers at {POSTGRESQL}: start one, or set SMART_TRIGGER_TEST_POSTGRESQL. ({error})",
            pytrace=False,
        )
    with server:
        server.execute(f"CREATE DATABASE {name}")
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")  # nobody needs it after a power cut
        address = urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{name}"))
        storage = Storage.open(Settings(data_dir=tmp_path_factory.mktemp("postgresql"), database_url=address))
        storage.migrate()
        storage.close()
        yield address
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty installation, once with each database; ask for `storage` to have its tables."""
    folder = tmp_path / "data"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_template"), folder)
        return Settings(data_dir=folder)
    return Settings(data_dir=folder, database_url=request.getfixturevalue("postgresql_address"))


@pytest.fixture
def storage(settings: Settings) -> Iterator[Storage]:
    """An empty database with its tables."""
    storage = Storage.open(settings)
    if not storage.is_sqlite:
        with storage.transaction():
            storage.main.connection().execute(EMPTY_ALL)
    yield storage
    storage.close()


# -- plugins and parts ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The plugins that the product comes with."""
    return load_plugins(entry_points=False)


@pytest.fixture(scope="session")
def assets(registry: Registry) -> Assets:
    """The browser's files, built once."""
    return build_assets(WIDGET, registry.browser_modules)


@dataclass
class Clock:
    """The time as the parts see it: it moves when told to."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> datetime:
        """Let time pass: `clock.pass_(minutes=31)`."""
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parts(settings: Settings, storage: Storage, registry: Registry, assets: Assets, clock: Clock) -> Parts:
    """All parts, with no thread running: refresh plans and flush page views in the test."""
    made = assemble(settings, storage, registry, assets, clock=clock)
    made.plans.refresh()
    made.salts.refresh(clock())
    return made


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    """A client without cookies, as the widget is one."""
    app = create_app(parts)
    app.testing = False  # errors are answered, not raised
    return app.test_client(use_cookies=False)


# -- a demo site ------------------------------------------------------------------------------------------------------


@dataclass
class Demo:
    """Makes what a test needs in the database, and has the plans know it."""

    storage: Storage
    parts: Parts
    site: Site
    ada: int
    """Id of the agent who sends."""

    @property
    def clock(self) -> Clock:
        """The clock that the parts go by."""
        assert isinstance(self.parts.clock, Clock)
        return self.parts.clock

    def agent(self, name: str = "Bo", role: str = "agent") -> int:
        with self.storage.transaction():
            email = f"{name.lower()}-{secrets.token_hex(3)}@shop.example"
            return int(Agent.create(email=email, name=name, role=role, created_at=self.parts.clock()).id)

    def campaign(
        self,
        *conditions: dict[str, Any],
        site: Site | None = None,
        status: str = "active",
        position: int | None = None,
        generation: int = 1,
        **fields: Any,
    ) -> int:
        """A published campaign that asks for all `conditions`; `fields` are those of core.campaigns.drafts.Draft."""
        fields.setdefault("audience", {**new_rule(), "rules": list(conditions)})
        draft = Draft(**{"name": "Hello", "sender": self.ada, "text": "Hi there", **fields}).as_data()
        now = self.parts.clock()
        with self.storage.transaction():
            row = Campaign.create(
                site=(site or self.site).id,
                status=status,
                position=Campaign.select().count() + 1 if position is None else position,
                draft=draft,
                generation=generation,
                revision_number=1,
                created_at=now,
                changed_at=now,
            )
            add_revision(row, draft, now, self.ada)
            self.storage.touch("plan")
        self.refresh()
        return int(row.id)

    def change(self, campaign: int, **columns: Any) -> None:
        """Change a campaign's row, as the admin would."""
        with self.storage.transaction():
            Campaign.update(**columns).where(Campaign.id == campaign).execute()
            self.storage.touch("plan")
        self.refresh()

    def flag(self, campaign: int) -> str:
        with self.storage.connection():
            return str(Campaign.get_by_id(campaign).flag)

    def refresh(self) -> None:
        self.parts.goals.refresh()
        self.parts.plans.refresh()


def condition(fact: str, operator: str, value: Any = None) -> dict[str, Any]:
    """A condition of a rule."""
    return {"fact": fact, "operator": operator, **({} if value is None else {"value": value})}


@pytest.fixture
def demo(storage: Storage, parts: Parts) -> Demo:
    """A site at https://shop.example with one agent, Ada, and no campaign."""
    with storage.transaction():
        ada = Agent.create(email="ada@shop.example", name="Ada", role="owner", title="Sales", created_at=parts.clock())
    site = add_site(storage, SiteSettings("Shop", (SHOP,), minimum_gap_seconds=0), key="shop")
    parts.plans.refresh()
    return Demo(storage, parts, site, int(ada.id))


# -- a visitor --------------------------------------------------------------------------------------------------------


@dataclass
class Browser:
    """A visitor's browser: keeps the passport, never lets an older one replace a newer one, like the widget."""

    client: FlaskClient
    site: str = "shop"
    origin: str = SHOP
    user_agent: str = CHROME
    address: str = "198.51.100.7"
    memory: bool = True
    passport: str | None = None
    version: int = 0
    ticket: str | None = None
    status: int = 0

    def boot(self, url: str = f"{SHOP}/", **fields: Any) -> dict[str, Any]:
        """Open a page; `again=True`: boot the same page view once more, with its last ticket."""
        said = {"memory": self.memory, "url": url, "time_zone": "Europe/Paris", "language": "en"}
        kept = self.ticket if fields.get("again") else None
        told = self.post("boot", **{**said, **({"ticket": kept} if kept else {}), **fields})
        self.ticket = told.get("ticket") or kept
        return told

    def claim(self, campaign: int, **fields: Any) -> dict[str, Any]:
        """Ask to show a campaign with the ticket of the last boot."""
        said: dict[str, Any] = {"display": secrets.token_urlsafe(16), "facts": {}, "ticket": self.ticket}
        return self.post("claim", campaign=campaign, **{**said, **fields})

    def post(self, call: str, **fields: Any) -> dict[str, Any]:
        """One call of the visitor API; `status` tells how it went."""
        body = {"site": self.site, **({} if self.passport is None else {"passport": self.passport}), **fields}
        response = self.client.post(
            f"/v1/{call}",
            json=body,
            headers={"Origin": self.origin, "User-Agent": self.user_agent, "Content-Type": "text/plain"},
            environ_base={"REMOTE_ADDR": self.address},
        )
        self.status = response.status_code
        told: dict[str, Any] = response.get_json(force=True)
        if told.get("passport_version", 0) > self.version:
            self.passport, self.version = told["passport"], told["passport_version"]
        return told


@pytest.fixture
def browser(client: FlaskClient, demo: Demo) -> Browser:
    """A stranger on the demo site."""
    return Browser(client)
