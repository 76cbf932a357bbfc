"""Leads: found, told as a table, and erased with all that is known of the person."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.campaigns.switching import delete
from core.errors import NotFound
from core.jobs.housekeeping import KEEP_VISITORS, delete_forgotten_visitors
from core.leads.erasing import erase, erase_several
from core.leads.listing import PAGE_SIZE, Wanted, as_csv, lead, list_leads
from core.messages.forms import new_form
from core.sites import edit_site
from core.storage.models import Compared, Conversation, Display, Lead, Message, PageView, Visitor
from tests.api.conftest import Browser, Demo
from tests.api.messages.conftest import made_id

FIELDS = [*new_form()["fields"], {"id": "ask", "kind": "text", "label": "Question", "required": False}]
FORM = {**new_form(), "fields": FIELDS}


@pytest.fixture
def leave(client: Any, demo: Demo) -> Any:
    """A new visitor fills in the form of a campaign."""

    def fill_in(campaign: int, *, consent: bool = False, **values: str) -> Browser:
        browser = Browser(client)
        browser.boot("https://shop.example/pricing", title="Pricing")
        impression = browser.claim(campaign)["impression"]
        page = {"url": "https://shop.example/pricing", "title": "Pricing"}
        form = {"values": {"email": "an@example.vn", **values}, "consent": consent}
        browser.post("messages", id=made_id(), text="", impression=impression, form=form, **page)
        assert browser.status == 200
        return browser

    return fill_in


def test_the_newest_lead_comes_first_with_all_that_it_came_from(demo: Demo, leave: Any) -> None:
    campaign = demo.campaign(name="Gifts", form=FORM)
    leave(campaign, name="Ada")
    leave(campaign, name="Bo", ask="Forty mugs?")
    found = list_leads(demo.storage, Wanted())
    assert [each.name for each in found.rows] == ["Bo", "Ada"]
    first = found.rows[0]
    assert (first.campaign_name, first.site_name, first.page_title, first.email) == (
        "Gifts", "Shop", "Pricing", "an@example.vn",
    )  # fmt: skip
    assert first.conversation
    assert first.answers[-1] == {"label": "Question", "kind": "text", "value": "Forty mugs?"}
    assert (found.total, found.pages, found.campaigns) == (2, 1, ((campaign, "Gifts"),))


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("mugs", ["Bo"]),
        ("MUGS forty", ["Bo"]),
        ("nguyễn", ["Nguyễn An"]),
        ("%", []),
        ("example.vn", ["Bo", "Nguyễn An"]),
    ],
)
def test_leads_are_found_by_what_they_said(demo: Demo, leave: Any, search: str, names: list[str]) -> None:
    campaign = demo.campaign(form=FORM)
    leave(campaign, name="Nguyễn An")
    leave(campaign, name="Bo", ask="Forty mugs?")
    assert [each.name for each in list_leads(demo.storage, Wanted(search=search)).rows] == names


def test_leads_of_one_campaign_are_asked_for(demo: Demo, leave: Any) -> None:
    one, other = demo.campaign(name="One", form=FORM), demo.campaign(name="Other", form=FORM)
    leave(one, name="Ada")
    leave(other, name="Bo")
    assert [each.name for each in list_leads(demo.storage, Wanted(campaign_id=other)).rows] == ["Bo"]
    assert list_leads(demo.storage, Wanted(site_id=demo.site.id)).total == 2
    assert list_leads(demo.storage, Wanted(site_id=demo.site.id + 1)).total == 0


def test_a_page_beyond_the_last_is_the_last(demo: Demo, leave: Any) -> None:
    leave(demo.campaign(form=FORM), name="Ada")
    found = list_leads(demo.storage, Wanted(page=7))
    assert (found.page, len(found.rows)) == (1, 1)
    assert PAGE_SIZE > 1


def test_the_table_has_every_lead_and_runs_nothing_in_a_spreadsheet(demo: Demo, leave: Any) -> None:
    campaign = demo.campaign(name="Gifts", form=FORM)
    leave(campaign, name='=HYPERLINK("x")', ask="+1, please")
    leave(campaign, name="Bo, junior", ask="a\nb")
    head, newest, oldest = csv.reader(io.StringIO(as_csv(demo.storage, Wanted())))
    assert head[1:4] == ["Name", "E-mail", "Phone"]
    assert (newest[1], newest[4], newest[6]) == (
        "Bo, junior",
        "Name: Bo, junior; E-mail: an@example.vn; Question: a b",
        "Gifts",
    )
    assert oldest[1] == '\'=HYPERLINK("x")'


def test_the_table_says_what_was_agreed_to(demo: Demo, leave: Any) -> None:
    campaign = demo.campaign(form={**FORM, "consent": "You may write to me."})
    leave(campaign, consent=True, name="Ada")
    head, ada = csv.reader(io.StringIO(as_csv(demo.storage, Wanted())))
    assert ada[head.index("Agreed to")] == "You may write to me."


def test_chosen_ones_are_a_table_and_erased_together(demo: Demo, leave: Any) -> None:
    campaign = demo.campaign(form=FORM)
    for name in ("Ada", "Bo", "Cy"):
        leave(campaign, name=name)
    cy, bo, _ada = (each.id for each in list_leads(demo.storage, Wanted()).rows)
    told = as_csv(demo.storage, Wanted(only=(cy, bo), page=9))
    assert [name in told for name in ("Ada", "Bo", "Cy")] == [False, True, True]
    erase_several(demo.storage, [cy, bo, bo])
    assert [each.name for each in list_leads(demo.storage, Wanted()).rows] == ["Ada"]


def test_a_lead_of_a_deleted_campaign_says_so(demo: Demo, leave: Any) -> None:
    campaign = demo.campaign(name="Gifts", form=FORM)
    leave(campaign, name="Ada")
    assert not list_leads(demo.storage, Wanted()).rows[0].campaign_gone
    delete(demo.storage, campaign, agent_id=demo.ada)
    found = list_leads(demo.storage, Wanted()).rows[0]
    assert (found.campaign_name, found.campaign_gone) == ("Gifts", True)


def test_who_is_erased_is_gone_but_not_shown_the_message_again(
    demo: Demo, leave: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(form=FORM, control_group=5)
    with monkeypatch.context() as patch:
        patch.setattr("core.deliveries.control_groups.is_drawn", lambda *_: False)
        browser = leave(campaign, name="Ada")
        leave(campaign, name="Bo")
    found = list_leads(demo.storage, Wanted(search="ada")).rows[0]
    erase(demo.storage, found.id)
    with demo.storage.connection():
        assert [each.visitor.name for each in Compared.select()] == ["Bo"]
        assert [each.name for each in Lead.select()] == ["Bo"]
        assert (Conversation.select().count(), Display.select().count()) == (1, 2)
        assert not [each for each in Message.select() if "ada" in each.words]
        assert sorted(each.name for each in Visitor.select()) == ["", "Bo"]
        assert {} in [each.profile for each in Visitor.select()]
    with pytest.raises(NotFound):
        erase(demo.storage, found.id)
    with pytest.raises(NotFound):
        lead(demo.storage, found.id)
    assert browser.boot()["residuals"] == []


def test_the_pages_of_who_is_erased_go_with_them(demo: Demo, leave: Any) -> None:
    campaign = demo.campaign(form=FORM)
    leave(campaign, name="Ada")
    leave(campaign, name="Bo")
    demo.parts.recorder.flush()
    erase(demo.storage, list_leads(demo.storage, Wanted(search="ada")).rows[0].id)
    with demo.storage.reading_log():
        assert PageView.select().count() == 1


@pytest.fixture
def neighbours(demo: Demo, leave: Any) -> None:
    """Ada and Bo, who share a cookieless id, have left their addresses."""
    edit_site(demo.storage, demo.site.id, replace(demo.site.settings, consent="cookieless"))
    campaign = demo.campaign(form=FORM, frequency="multiple", without_memory=True)
    demo.refresh()
    leave(campaign, name="Ada")
    demo.clock.pass_(hours=1)
    demo.refresh()
    leave(demo.campaign(form=FORM), name="Bo")


@pytest.mark.usefixtures("neighbours")
def test_neighbours_who_share_a_cookieless_id_are_not_called_by_each_others_names(demo: Demo) -> None:
    with demo.storage.connection():
        assert [(each.name, each.email) for each in Visitor.select()] == [("", "")]


@pytest.mark.usefixtures("neighbours")
def test_erasing_a_cookieless_visitor_takes_nothing_from_the_neighbours(demo: Demo) -> None:
    erase(demo.storage, list_leads(demo.storage, Wanted(search="ada")).rows[0].id)
    with demo.storage.connection():
        assert [each.name for each in Lead.select()] == ["Bo"]
        assert Conversation.select().count() == 1
        assert not [each for each in Message.select() if "ada" in each.words]


def test_a_lead_is_kept_after_its_conversation_until_it_is_erased(demo: Demo, leave: Any) -> None:
    leave(demo.campaign(form=FORM), name="Ada")
    with demo.storage.transaction():
        Conversation.delete().execute()
    demo.clock.pass_(seconds=(KEEP_VISITORS + timedelta(days=1)).total_seconds())
    delete_forgotten_visitors(demo.storage, demo.clock() - KEEP_VISITORS)
    assert [each.name for each in list_leads(demo.storage, Wanted()).rows] == ["Ada"]
