"""Performance: figures, what is behind them, filters in the address, and a file of all of it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from nicegui.testing import User

from admin_ui.components.performance_words import change, interval
from admin_ui.performance_look import Look, look, of_campaign
from core.goals import GoalSettings, add_goal
from core.performance.report import Figure
from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Conversation, Display, HeldBack, Lead, PageView, Visitor
from tests.admin.campaign_hands import LIST, said, sees, sees_not
from tests.admin.campaign_list.shop import Shop
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, press, shown, until, words_of


class Shown:
    """A shop whose campaign has been met."""

    def __init__(self, storage: Storage, registry: Registry) -> None:
        self.storage, self.shop = storage, Shop(storage, registry)
        self.campaign = self.shop.running("Welcome back")
        self.numbers = iter(range(1000))

    def meet(self, *events: str, at: datetime | None = None, country: str = "VN", shown: bool = True) -> str:
        at = at or datetime.now(UTC)
        key = f"d{next(self.numbers)}"
        moments = {f"{each}_at": at for each in (("shown", *events) if shown else ())}
        with self.storage.transaction():
            visitor = Visitor.create(site=self.shop.site, key=key, first_seen_at=at, name=f"Visitor {key}")
            Display.create(
                id=key, campaign=self.campaign, revision_number=1, visitor=visitor, slot=f"view:{key}", generation=1,
                page_view=key, page_url="https://shop.example/pricing?x=1", country=country, device="phone",
                language="vi", claimed_at=at, news_at=at, **moments,
            )  # fmt: skip
            if "replied" in events:
                Conversation.create(
                    key=f"c{key}", site=self.shop.site, visitor=visitor, campaign=self.campaign, display=key,
                    created_at=at, changed_at=at,
                )  # fmt: skip
        return key


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The past is made up while the admin runs: no job may have counted it before."""
    monkeypatch.setattr("core.jobs.JOBS", ())


@pytest.fixture
def met(storage: Storage, registry: Registry) -> Shown:
    return Shown(storage, registry)


def tile(user: User, name: str) -> str:
    """What a tile is called, "" while there is none."""
    tiles = (each for each in shown(user) if "st-figure" in each.classes)
    return next((words_of(each) for each in tiles if words_of(each).startswith(f"{name}:")), "")


def hrefs(user: User) -> set[str]:
    return {str(each.props.get("href", "")) for each in shown(user)}


async def test_figures_have_rates_intervals_and_changes(marketer: User, met: Shown) -> None:
    for _ in range(3):
        met.meet()
    met.meet("replied", "read")
    met.meet(at=datetime.now(UTC) - timedelta(days=30))
    await marketer.open("/performance")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 4, 100 % of eligible"))
    assert tile(marketer, "Shown").endswith("+300 %, compared with 1 in the range before")
    assert "25 % of shown" in tile(marketer, "Replied")
    assert "1 of 4: between 4.6 % and 70 %" in tile(marketer, "Replied")
    assert "0 in the range before" in tile(marketer, "Replied")


async def test_goals_are_told_where_a_campaign_has_one(marketer: User, met: Shown) -> None:
    met.meet("goal")
    await marketer.open("/performance")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 1,"))
    assert not tile(marketer, "Goals")
    assert not said(marketer, "Goals")
    order = add_goal(met.storage, met.shop.site, GoalSettings("Order placed", "address", ("/thanks",)))
    met.campaign = met.shop.running("With a goal", goal=order.id)
    met.meet("goal")
    met.meet()
    await until(lambda: tile(marketer, "Goals").startswith("Goals: 2, 67 % of shown"))
    await press(marketer, "Goals, With a goal: 1")
    await sees(marketer, "Goals: With a goal")
    assert len(said(marketer, "Visitor d")) == 1


async def test_a_long_table_is_shown_piece_by_piece(marketer: User, met: Shown) -> None:
    for country in ("DE", "AT", "CH", "FR", "IT", "ES", "PT", "NL", "BE", "PL", "CZ", "VN", "…"):
        met.meet(country=country)
    met.meet(country="VN")
    await marketer.open("/performance?by=country")
    await sees(marketer, "Vietnam")
    rows = {each.text for each in shown(marketer) if "st-table-number" in each.classes and each.text == "1"}
    assert rows
    assert not said(marketer, "Others")
    await press(marketer, "Show 3 more")
    await sees(marketer, "Others")
    assert not said(marketer, "Show 3 more")
    names = [str(each.props.get("aria-label", "")) for each in shown(marketer) if "st-table-number" in each.classes]
    assert not [each for each in names if "Others" in each], "what is counted together can't be told apart again"
    assert [each for each in names if each.startswith("Shown, Vietnam: 2")]


async def test_figures_move_while_one_looks(marketer: User, met: Shown) -> None:
    met.meet()
    await marketer.open("/performance?range=today")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 1,"))
    met.meet("clicked")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 2,"))
    await until(lambda: tile(marketer, "Clicked").startswith("Clicked: 1,"))


async def test_a_number_shows_the_conversations_behind_it(marketer: User, met: Shown) -> None:
    met.meet()
    key = met.meet("replied", "read", "lead")
    await marketer.open(of_campaign(met.campaign))
    await until(lambda: tile(marketer, "Replied").startswith("Replied: 1,"))
    await press(marketer, tile(marketer, "Replied"))
    await sees(marketer, f"Visitor {key}")
    assert f"/inbox?c=c{key}" in hrefs(marketer)
    assert len(said(marketer, "Visitor d")) == 1
    await press(marketer, "Close")
    await sees_not(marketer, f"Visitor {key}")


async def test_a_lead_is_opened_by_what_it_is_not_by_what_its_visitor_is_called(marketer: User, met: Shown) -> None:
    """One left a phone number only, and one has called themselves otherwise since."""
    key = met.meet("lead", "read")
    with met.storage.transaction():
        Visitor.update(name="", email="other@example.vn").execute()
        of = {"site": met.shop.site, "visitor": Visitor.get(), "display": key, "created_at": datetime.now(UTC)}
        Lead.create(**of, client_id="1" * 22, phone="0912 345 678", answers=[], words="0912 345 678")
        Lead.create(**of | {"display": None}, client_id="2" * 22, email="other@example.vn", answers=[], words="other")
    await marketer.open(Look(range="7d").behind("lead"))
    await sees(marketer, "Open lead")
    (address,) = [each for each in hrefs(marketer) if each.startswith("/leads?")]
    await marketer.open(address)
    await sees(marketer, "0912 345 678")
    assert not said(marketer, "other@example.vn")
    await press(marketer, "Show all")
    await sees(marketer, "other@example.vn")


async def test_what_was_claimed_but_not_shown_is_listed_too(marketer: User, met: Shown) -> None:
    met.meet()
    lost = met.meet(shown=False)
    await marketer.open("/performance")
    await sees(marketer, "1 message claimed, but not shown")
    await press(marketer, "1 message claimed, but not shown")
    await sees(marketer, f"Visitor {lost}")
    assert len(said(marketer, "Visitor d")) == 1
    await marketer.open(Look().behind("unshown"))
    await sees(marketer, f"Visitor {lost}")


async def test_the_list_says_how_sure_the_rate_is(marketer: User, met: Shown) -> None:
    """Where there is no pointer to hold over the figure, it is said nowhere else."""
    met.meet()
    met.meet("replied", "read")
    await marketer.open(Look().behind("replied"))
    await sees(marketer, "50 % of shown · 1 of 2: between 9.5 % and 91 %, 95 times out of 100")


async def test_an_address_opens_what_is_behind_a_number(marketer: User, met: Shown) -> None:
    key = met.meet("replied", "read")
    await marketer.open(Look(range="7d").behind("replied"))
    await sees(marketer, f"Visitor {key}")
    await press(marketer, "Close")
    await sees_not(marketer, f"Visitor {key}")


async def test_what_is_behind_a_number_comes_as_a_file_with_a_row_each(marketer: User, met: Shown) -> None:
    met.meet("clicked", country="VN")
    key = met.meet("replied", "read", country="DE")
    await marketer.open(of_campaign(met.campaign))
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 2,"))
    await press(marketer, tile(marketer, "Shown"))
    await press(marketer, "Download this list")
    file = await marketer.download.next()
    newest, oldest = csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))
    assert (newest["Country"], newest["Replied"], newest["Clicked"]) == ("DE", "1", "0")
    assert newest["Conversation"] == f"c{key}"
    assert (oldest["Campaign"], oldest["Country"], oldest["Clicked"]) == ("Welcome back", "VN", "1")


async def test_eligible_lists_page_views_that_were_held_back_too(marketer: User, met: Shown) -> None:
    met.meet()
    now = datetime.now(UTC)
    with met.storage.transaction():
        HeldBack.create(campaign_id=met.campaign, page_view="p1", revision_number=1, at=now)
    with met.storage.reading_log():
        facts: dict[str, object] = {}
        PageView.create(
            key="p1",
            site_id=met.shop.site,
            visitor_key="v",
            at=now,
            visit=2,
            url="https://shop.example/cart",
            country="DE",
            facts=facts,
        )
    await marketer.open(of_campaign(met.campaign))
    await until(lambda: tile(marketer, "Eligible").startswith("Eligible: 2,"))
    await press(marketer, tile(marketer, "Eligible"))
    await sees(marketer, "Visitor from Germany")
    assert len(said(marketer, "Held back")) == 1
    assert said(marketer, "shop.example/cart")


async def test_a_number_in_a_table_shows_what_its_row_counts(marketer: User, met: Shown) -> None:
    met.meet()
    other = met.meet(country="DE")
    await marketer.open("/performance?by=country")
    await sees(marketer, "Vietnam")
    await press(marketer, "Shown, Germany: 1")
    await sees(marketer, f"Visitor {other}")
    assert len(said(marketer, "Visitor d")) == 1


async def test_the_table_is_divided_anew_at_a_press(marketer: User, met: Shown) -> None:
    met.meet()
    await marketer.open("/performance")
    await sees(marketer, "Welcome back")
    assert of_campaign(met.campaign) in hrefs(marketer)
    await press(marketer, "Page")
    await sees(marketer, "shop.example/pricing")
    await press(marketer, "Device")
    await sees(marketer, "Phone")


async def test_nothing_yet_says_when_there_will_be_something(marketer: User, met: Shown) -> None:
    await marketer.open(of_campaign(met.campaign))
    await sees(marketer, "Nothing happened in this range")
    met.meet(at=datetime.now(UTC) - timedelta(days=200))
    await press(marketer, "12 months")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 1,"))


async def test_all_of_it_comes_as_a_file(marketer: User, met: Shown) -> None:
    met.meet("clicked")
    met.shop.draft("=2+2")
    await marketer.open("/performance")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 1,"))
    await press(marketer, "Download CSV")
    file = await marketer.download.next()
    (line,) = csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))
    assert (line["name"], line["revision"], line["shown"], line["clicked"]) == ("Welcome back", "1", "1", "1")


@pytest.mark.parametrize(
    ("by", "pill", "values"),
    [
        ("page", "Page", ["shop.example/pricing", "shop.example/pricing"]),
        ("country", "Country", ["DE", "VN"]),
        ("device", "Device", ["phone", "phone"]),
        ("language", "Language", ["vi", "vi"]),
    ],
)
async def test_the_file_is_divided_as_the_table_is(
    marketer: User, met: Shown, by: str, pill: str, values: list[str]
) -> None:
    met.meet("clicked", country="VN", at=datetime.now(UTC) - timedelta(days=1))
    met.meet("replied", country="DE", at=datetime.now(UTC) - timedelta(days=2))
    await marketer.open("/performance")
    await press(marketer, pill)
    await press(marketer, "Download CSV")
    file = await marketer.download.next()
    rows = [*csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))]
    assert [(row["name"], row[by], row["clicked"], row["replied"]) for row in rows] == [
        ("Welcome back", values[0], "0", "1"),
        ("Welcome back", values[1], "1", "0"),
    ]
    assert [row["eligible"] for row in rows] == ["1", "1"]
    assert "revision" not in rows[0]


async def test_the_list_leads_there(marketer: User, met: Shown) -> None:
    await marketer.open(LIST)
    await sees(marketer, "Welcome back")
    assert of_campaign(met.campaign) in hrefs(marketer), "from the figures"
    await choose(marketer, "Welcome back", "Performance")
    await sees(marketer, "Performance of Welcome back")


@pytest.mark.parametrize(
    ("role", "path", "status"), [("marketer", of_campaign(999), 404), ("agent", "/performance", 403)]
)
async def test_what_cant_be_shown_says_so(sign_in_as: SignInAs, role: str, path: str, status: int) -> None:
    user = await sign_in_as(role)
    answer = await user.http_client.get(path)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "wanted",
    [
        Look(by="campaign"),
        Look(site_id=3, range="today", compare=False, by="page", metric="replied"),
        Look(campaign_id=7, range="own", first="2026-01-02", last="2026-02-03", by="revision"),
    ],
)
def test_a_look_is_kept_in_its_address(wanted: Look) -> None:
    asked = httpx.URL(wanted.address)
    assert look(wanted.campaign_id, **dict(asked.params)) == wanted


def test_nonsense_in_an_address_is_the_usual() -> None:
    assert look(None, site="x", range="y", first="z" * 99, by="revision", metric="claimed") == Look(
        by="campaign", first="z" * 10
    )


def test_what_nobody_compares_or_could_be_sure_of_is_left_unsaid() -> None:
    alone = Figure("eligible", 3, 0, None, None)
    assert (alone.rate, interval(alone), change(alone)) == (None, "", "")
    assert change(Figure("shown", 3, 5, 3, 5)) == "no change"
    assert change(Figure("shown", 2, 5, 4, 5)) == "−50 %"
