"""Performance: figures, what is behind them, filters in the address, and a file of all of it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from nicegui.testing import User

from admin_ui.components.performance_words import change, interval
from admin_ui.performance_look import Look, look, of_campaign
from core.goals import GoalSettings, add_goal
from core.performance.report import Figure
from tests.admin.campaign_hands import LIST, control, find_control, said, sees, tell
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, press, shown, until
from tests.admin.performance.shown import Shown, hrefs, tile


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


async def test_a_range_of_ones_own_begins_with_the_days_that_are_shown(marketer: User, met: Shown) -> None:
    met.meet()
    await marketer.open("/performance?range=7d")
    await until(lambda: tile(marketer, "Shown").startswith("Shown: 1,"))
    await press(marketer, "Own range")
    first = await until(lambda: find_control(marketer, "First day"), "the first day")
    last = control(marketer, "Last day")
    assert date.fromisoformat(last.value) - date.fromisoformat(first.value) == timedelta(days=6)
    earlier = (date.fromisoformat(first.value) - timedelta(days=3)).isoformat()
    await tell(marketer, "First day", earlier)
    await press(marketer, "28 days")
    await press(marketer, "Own range")
    assert first.value == earlier, "what was chosen once stays chosen"


async def test_the_table_is_divided_anew_at_a_press(marketer: User, met: Shown) -> None:
    met.meet()
    await marketer.open("/performance")
    await sees(marketer, "Welcome back")
    assert of_campaign(met.campaign) in hrefs(marketer)
    await press(marketer, "Page")
    await sees(marketer, "shop.example/pricing")
    await press(marketer, "Device")
    await sees(marketer, "Phone")


async def test_a_campaign_with_buttons_is_divided_by_the_one_that_was_pressed(marketer: User, met: Shown) -> None:
    met.meet()
    await marketer.open(of_campaign(met.campaign))
    await sees(marketer, "Revision 1")
    assert not said(marketer, "Button"), "it has none"
    yes = {"id": "a", "label": "Yes, please", "action": "reply", "link": ""}
    met.campaign = met.shop.running("With a button", buttons=[yes])
    met.meet()
    met.meet("replied", "read", button="Yes, please")
    await marketer.open(of_campaign(met.campaign))
    await press(marketer, "Button")
    await sees(marketer, "None pressed")
    await press(marketer, "Download CSV")
    file = await marketer.download.next()
    rows = [*csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))]
    assert [(row["button"], row["replied"]) for row in rows] == [("", "0"), ("Yes, please", "1")]
    await press(marketer, "Replied, Yes, please: 1")
    await sees(marketer, "Replied: Yes, please")
    assert len(said(marketer, "Visitor d")) == 1


async def test_all_campaigns_are_not_divided_by_button(marketer: User, met: Shown) -> None:
    met.meet(button="Yes, please")
    await marketer.open("/performance?by=button")
    await sees(marketer, "Welcome back")
    assert not said(marketer, "Button")


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
        Look(campaign_id=7, buttons=True, by="button"),
    ],
)
def test_a_look_is_kept_in_its_address(wanted: Look) -> None:
    asked = httpx.URL(wanted.address)
    assert look(wanted.campaign_id, buttons=wanted.buttons, **dict(asked.params)) == wanted


def test_nonsense_in_an_address_is_the_usual() -> None:
    assert look(None, site="x", range="y", first="z" * 99, by="revision", metric="claimed") == Look(
        by="campaign", first="z" * 10
    )


def test_what_nobody_compares_or_could_be_sure_of_is_left_unsaid() -> None:
    alone = Figure("eligible", 3, 0, None, None)
    assert (alone.rate, interval(alone), change(alone)) == (None, "", "")
    assert change(Figure("shown", 3, 5, 3, 5)) == "no change"
    assert change(Figure("shown", 2, 5, 4, 5)) == "−50 %"
