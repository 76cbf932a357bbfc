"""The mock widget in the admin: the real modules in a sandboxed frame, fed by messages alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.widget.fake import Fake, words
from tests.browser.widget.screen import soon

HOST = """
<script>
  window.told = [];
  addEventListener("message", (event) => { told.push(event.data); });
</script>
<iframe title="Preview" sandbox="allow-scripts" src="/assets/{hash}/preview.html" width="900" height="760"></iframe>
"""


def opened(fake: Fake, page: Page) -> FrameLocator:
    fake.pages["/admin"] = HOST.replace("{hash}", fake.assets.hash)
    page.goto(fake.shop + "/admin")
    page.wait_for_function("() => told.some((each) => each.type === 'ready')")
    return page.frame_locator("iframe")


def feed(page: Page, **changes: Any) -> None:
    content = {
        "site": {"colour": "#0f6b5c", "text_colour": "#ffffff", "position": "right", "texts": {}},
        "agent": {"name": "Ada", "title": "Care", "picture": ""},
        "blocks": words("Draft"), "view": "message", "device": "desktop", "direction": "ltr",
    }  # fmt: skip
    page.evaluate(
        "(content) => document.querySelector('iframe').contentWindow.postMessage({type: 'preview', content}, '*')",
        content | changes,
    )


def test_the_preview_follows_the_draft(fake: Fake, page: Page) -> None:
    frame = opened(fake, page)
    for text in ("H", "Hi", "Hi there"):
        feed(page, blocks=words(text))
        expect(frame.get_by_text(text, exact=True)).to_be_visible()
    feed(page, agent={"name": "Bo", "title": "", "picture": ""})
    expect(frame.get_by_role("region", name="Message from Bo")).to_be_visible()
    feed(page, view="closed")
    expect(frame.get_by_role("region")).to_have_count(0)
    expect(frame.get_by_role("button", name="Open chat, 1 unread")).to_be_visible()
    feed(page, view="open", blocks=words("Other words"))
    expect(frame.get_by_role("log").get_by_text("Other words")).to_be_visible()
    feed(page, view="open", blocks=words("Yet others"))
    expect(frame.get_by_role("log").get_by_text("Yet others")).to_be_visible()
    expect(frame.get_by_role("listitem")).to_have_count(1)


def test_the_preview_can_be_played_with_and_says_so(fake: Fake, page: Page) -> None:
    frame = opened(fake, page)
    feed(page)
    box = frame.get_by_role("textbox", name="Write a reply")
    box.fill("Just trying")
    box.press("Enter")
    expect(frame.get_by_role("log").get_by_text("Just trying")).to_be_visible()
    soon(lambda: page.evaluate("() => told.at(-1)") == {"type": "view", "view": "open"}, "the admin is told")
    frame.get_by_role("button", name="Close chat").first.click()
    soon(lambda: page.evaluate("() => told.at(-1)") == {"type": "view", "view": "closed"}, "the admin is told")


def test_links_in_the_preview_lead_nowhere_before_and_after_an_answer(fake: Fake, page: Page) -> None:
    frame = opened(fake, page)
    spans = [{"text": "See "}, {"text": "the offer", "link": fake.server + "/offer"}]
    button = {"id": "a", "label": "See gifts", "action": "link", "link": fake.shop + "/gifts"}
    feed(page, blocks=[{"type": "text", "spans": spans}, {"type": "buttons", "buttons": [button]}])
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for answered in (False, True):
        if answered:
            frame.get_by_role("textbox", name="Write a reply").press_sequentially("Yes")
            frame.get_by_role("textbox", name="Write a reply").press("Enter")
            expect(frame.get_by_role("log").get_by_text("Yes")).to_be_visible()
        for name in ("the offer", "See gifts"):
            frame.get_by_role("link", name=name).click()
    expect(frame.get_by_role("log").get_by_text("Yes")).to_be_visible()
    assert not [each for each in asked if "/offer" in each or "/gifts" in each]
    assert page.context.pages == [page]


def test_the_preview_reaches_no_visitor_api_and_keeps_nothing(fake: Fake, page: Page) -> None:
    frame = opened(fake, page)
    before = len(fake.calls)
    feed(page, view="open")
    frame.get_by_role("textbox", name="Write a reply").fill("x")
    frame.get_by_role("textbox", name="Write a reply").press("Enter")
    expect(frame.get_by_role("listitem")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert len(fake.calls) == before
    assert page.frames[1].evaluate("() => self.origin") == "null"


def test_right_to_left_turns_the_whole_widget(fake: Fake, page: Page) -> None:
    frame = opened(fake, page)
    feed(page, direction="rtl", site={"colour": "#000000", "text_colour": "#ffffff", "position": "left", "texts": {}})
    close = frame.get_by_role("button", name="Close message").bounding_box()
    box = frame.get_by_role("textbox", name="Write a reply").bounding_box()
    assert close
    assert box
    assert close["x"] < box["x"] + box["width"] / 2


def test_a_window_shown_as_on_a_phone_takes_no_focus_from_the_marketer_who_types(fake: Fake, page: Page) -> None:
    frame = opened(fake, page)
    page.evaluate("() => document.body.prepend(document.createElement('textarea'))")
    words_box = page.locator("textarea")
    words_box.focus()
    for device, width in (("phone", 390), ("desktop", 900), ("phone", 390)):
        page.locator("iframe").evaluate("(frame, width) => { frame.width = width }", width)
        feed(page, view="open", device=device)
        expect(frame.get_by_role("dialog")).to_be_visible()
        expect(frame.locator("body")).to_have_class(device)
        expect(words_box).to_be_focused()
    feed(page, view="message", device="phone")
    frame.get_by_role("region").get_by_text("Draft").click()
    expect(frame.get_by_role("dialog")).to_be_visible()
