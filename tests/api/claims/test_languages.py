"""Visitors get the message in their language; what follows is in the one that they were shown."""

from __future__ import annotations

from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.messages import plain
from core.messages.forms import new_form
from core.storage.models import Lead, Message
from tests.api.claims.conftest import displays, made_id
from tests.api.conftest import Browser, Demo

TEXT = "Good {{ now.part_of_day | default: 'day' }} from {{ visitor.country | default: 'nowhere' }}"


def vietnamese() -> dict[str, object]:
    words = new_translation(Draft(text="Chào {{ visitor.country | default: 'bạn' }}", form=new_form()))
    return {**words, "form": {**words["form"], "fields": {"name": "Tên", "email": "Thư"}}}


def test_a_visitor_is_shown_the_language_of_the_browser_and_stays_in_it(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text=TEXT, form=new_form(), translations={"vi": vietnamese()})
    browser.boot(language="vi-VN", time_zone="Asia/Ho_Chi_Minh")
    display = made_id()
    told = browser.claim(campaign, display=display)
    assert plain(told["message"]["blocks"]) == "Chào Việt Nam"
    assert browser.claim(campaign, display=display)["message"] == told["message"]
    filled = {"values": {"email": "an@example.vn"}, "consent": False}
    said = browser.post("messages", id=made_id(), text="", impression=told["impression"], form=filled, language="en")
    assert plain(said["message"]["blocks"]) == "Thư: an@example.vn"
    with demo.storage.connection():
        quoted, *_ = Message.select().order_by(Message.seq)
        (lead,) = Lead.select()
    assert plain(quoted.blocks) == "Chào Việt Nam"
    assert [each["label"] for each in lead.answers] == ["Thư"]
    assert displays(demo.storage)[0]["language"] == "vi-VN"


def test_whoever_reads_another_language_gets_the_message_itself(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text=TEXT, translations={"vi": vietnamese()}, language="en")
    browser.boot(language="fr", time_zone="Asia/Ho_Chi_Minh")
    assert plain(browser.claim(campaign)["message"]["blocks"]).endswith(" from Vietnam")
