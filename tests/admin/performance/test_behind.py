"""Every number leads to what it counts: in a list, in a file, by an address."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from nicegui.testing import User

from admin_ui.performance_look import Look, of_campaign
from core.storage.models import HeldBack, Lead, PageView, Visitor
from core.visits.handles import handle
from tests.admin.campaign_hands import said, sees, sees_not
from tests.admin.hands import press, until
from tests.admin.performance.shown import Shown, hrefs, tile


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
    await sees(marketer, f"Visitor {handle('v')} from Germany")
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
