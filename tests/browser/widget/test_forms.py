"""Buttons and the contact form in somebody's hands: nothing is sent twice, and nothing that was typed is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.widget.fake import Fake, Refuse, words
from tests.browser.widget.screen import Screen, shows, shows_not, soon, soon_on

FIELDS = [
    {"id": "email", "kind": "email", "label": "E-mail", "required": True},
    {"id": "phone", "kind": "phone", "label": "Phone", "required": False},
]
FORM = {
    "type": "form", "fields": FIELDS, "consent": "You may write to me.", "consent_link": "https://shop.example/privacy",
    "submit": "Call me", "hidden": False,
}  # fmt: skip
BUTTONS = {
    "type": "buttons",
    "buttons": [
        {"id": "a", "label": "Yes, tell me", "action": "reply"},
        {"id": "b", "label": "Not now", "action": "dismiss"},
        {"id": "c", "label": "See gifts", "action": "link", "link": "SERVER/gifts"},
    ],
}


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


@pytest.fixture
def screen(fake: Fake, page: Page) -> Screen:
    """A message with buttons and a form."""
    links = json.loads(json.dumps(BUTTONS).replace("SERVER", fake.server))
    fake.campaign(3, [*words("Shall we call?"), links, FORM])
    page.goto(fake.shop)
    shows(field(page, "E-mail"))
    return Screen(page)


def fill_in(page: Page, email: str = "an@example.vn", phone: str = "030 123456") -> None:
    field(page, "E-mail").fill(email)
    field(page, "Phone").fill(phone)
    page.get_by_role("checkbox").check()


@pytest.mark.usefixtures("network_lines")
def test_words_of_a_form_that_is_refused_for_good_arrive_as_a_message(fake: Fake, page: Page, screen: Screen) -> None:
    fake.fail("messages", Refuse(422, "form_email"))
    fill_in(page)
    page.get_by_role("button", name="Call me").click()
    soon(lambda: fake.texts() == ["E-mail: an@example.vn\nPhone: 030 123456"], "the words arrive")
    first, second = fake.asked("messages")
    assert "form" in first
    assert "form" not in second
    assert second["impression"] == first["impression"]
    shows_not(page.get_by_role("button", name="Try again"))


@pytest.mark.parametrize(
    ("email", "phone"), [("an@example", "030 123456"), (f"{'a' * 65}@example.vn", ""), ("an@example.vn", "later")]
)
def test_what_the_server_would_refuse_is_not_sent(
    fake: Fake, page: Page, screen: Screen, email: str, phone: str
) -> None:
    fill_in(page, email, phone)
    page.get_by_role("button", name="Call me").click()
    wrong = "Phone" if email == "an@example.vn" else "E-mail"
    expect(field(page, wrong)).to_be_focused()
    assert fake.asked("messages") == []


def test_a_blank_is_no_answer_where_one_is_asked_for(fake: Fake, page: Page) -> None:
    asked = [
        {"id": kind, "kind": kind, "label": kind, "required": kind != "text"} for kind in ("name", "text", "email")
    ]
    fake.campaign(3, [*words("Shall we call?"), FORM | {"fields": asked, "consent": ""}])
    page.goto(fake.shop)
    for kind, said in (("name", " "), ("text", " "), ("email", "an@example.vn")):
        field(page, kind).fill(said)
    page.get_by_role("button", name="Call me").click()
    expect(field(page, "name")).to_be_focused()
    assert fake.asked("messages") == []
    field(page, "name").fill(" An ")
    page.get_by_role("button", name="Call me").click()
    soon(lambda: fake.asked("messages"), "it is sent: a blank where nothing has to be said is nothing")
    assert fake.asked("messages")[0]["form"]["values"] == {"name": " An ", "email": "an@example.vn"}


@pytest.mark.parametrize("name", ["Call me", "Yes, tell me"])
def test_a_button_pressed_twice_while_the_chat_is_fetched_sends_once(
    fake: Fake, page: Page, screen: Screen, name: str
) -> None:
    held: list[Route] = []
    page.route("**/conversation.js*", lambda route: held.append(route))
    fill_in(page)
    page.get_by_role("button", name=name).dblclick()
    soon_on(page, lambda: len(held) == 1, "the chat is asked for")
    held[0].continue_()
    soon(lambda: len(fake.texts()) == 1, "the answer arrives")
    page.wait_for_load_state("networkidle")
    shows(screen.window)
    assert len({body["id"] for body in fake.asked("messages")}) == 1


def test_what_was_filled_in_stays_when_the_chat_is_opened(fake: Fake, page: Page, screen: Screen) -> None:
    fill_in(page)
    screen.text("Shall we call?").click()
    shows(screen.window)
    expect(field(page, "E-mail")).to_have_value("an@example.vn")
    expect(page.get_by_role("checkbox")).to_be_checked()
    expect(screen.box).to_have_value("")


def test_a_message_whose_form_was_begun_stays_when_the_site_goes_on(fake: Fake, page: Page, screen: Screen) -> None:
    field(page, "E-mail").fill("an@ex")
    fake.residuals.clear()
    page.evaluate("() => history.pushState(null, '', '/second')")
    soon(lambda: len(fake.asked("boot")) == 2, "the next page view")
    page.wait_for_load_state("networkidle")
    expect(field(page, "E-mail")).to_have_value("an@ex")


def test_enter_on_the_link_of_the_consent_follows_it(fake: Fake, page: Page, screen: Screen) -> None:
    fill_in(page)
    page.context.route("https://shop.example/**", lambda route: route.fulfill(body="Privacy"))
    page.get_by_role("link", name="You may write to me.").focus()
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    assert popup.value.url == "https://shop.example/privacy"
    assert fake.asked("messages") == []


@pytest.mark.parametrize("name", ["Not now", "Yes, tell me"])
def test_of_a_message_that_was_closed_or_answered_its_links_are_left_and_tell_nothing_more(
    fake: Fake, page: Page, screen: Screen, name: str
) -> None:
    screen.text("Shall we call?").click()
    shows(screen.window)
    page.get_by_role("button", name=name).click()
    if name == "Not now":
        shows_not(screen.window)
        screen.launcher.click()
    else:
        soon(lambda: fake.texts() == [name], "the answer arrives")
    shows(screen.thread.get_by_text("Shall we call?"))
    shows_not(page.get_by_role("button", name="Not now"))
    shows_not(field(page, "E-mail"))
    told = fake.events()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="See gifts").click()
    assert popup.value.url == fake.server + "/gifts"
    assert fake.events() == told


@pytest.mark.usefixtures("network_lines")  # the scripted server forgets the conversation that is still asked for
def test_a_link_of_an_answered_message_is_not_put_down_to_the_one_that_came_after(
    fake: Fake, page: Page, screen: Screen
) -> None:
    screen.reply("Later")
    soon(lambda: fake.texts() == ["Later"], "the answer arrives")
    page.get_by_role("button", name="Close chat").first.click()
    fake.later = timedelta(hours=1)  # it is not going on any more
    fake.residuals.clear()
    fake.campaign(4, "Something else")
    page.goto(fake.shop + "/next")
    screen.text("Something else").click()
    shows(screen.thread.get_by_text("Something else"))
    soon(lambda: fake.events()[-1] == "opened", "the second message was opened")
    with page.expect_popup():
        page.get_by_role("link", name="See gifts").click()
    screen.reply("Hello")
    soon(lambda: fake.texts() == ["Hello"], "the second answer arrives")
    assert fake.pressed() == []


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize(("name", "does"), [("Yes, tell me", None), ("Not now", "dismissed"), ("See gifts", None)])
def test_a_pressed_button_is_told_by_its_id_beside_what_it_does(
    fake: Fake, page: Page, screen: Screen, name: str, does: str | None
) -> None:
    soon(lambda: fake.events() == ["shown"], "it was shown")
    fake.fail("events", Refuse(503, "database_away"))
    page.locator("smart-trigger").get_by_text(name, exact=True).first.click()
    told = {"shown", "pressed", *([does] if does else [])}
    soon(lambda: set(fake.events()) == told, "the press")
    (pressed,) = fake.pressed()
    assert pressed["button"] == {"Yes, tell me": "a", "Not now": "b", "See gifts": "c"}[name]
    fake.residuals.clear()
    page.goto(fake.shop + "/next")
    soon(lambda: len(fake.asked("events")) > 2 + bool(does), "what was not acknowledged is told again")
    assert fake.pressed() == [pressed]


def test_a_button_that_opens_the_form_is_told_once_wherever_it_is_pressed(fake: Fake, page: Page) -> None:
    opens = {"type": "buttons", "buttons": [{"id": "call", "label": "Call me back", "action": "form"}]}
    fake.campaign(3, [*words("Shall we call?"), opens, {**FORM, "hidden": True}])
    page.goto(fake.shop)
    page.get_by_role("button", name="Call me back").click()
    shows(field(page, "E-mail"))
    Screen(page).text("Shall we call?").click()
    shows(Screen(page).window)
    page.get_by_role("button", name="Call me back").click()
    shows(field(page, "E-mail"))
    Screen(page).reply("Hello")
    soon(lambda: fake.texts() == ["Hello"], "the answer arrives")
    assert [each["button"] for each in fake.pressed()] == ["call"]


def test_a_form_without_any_answer_leads_to_its_first_question(fake: Fake, page: Page) -> None:
    optional: list[dict[str, Any]] = [{**each, "required": False} for each in FIELDS]
    fake.campaign(3, [*words("Hello"), {**FORM, "fields": optional, "consent": ""}])
    page.goto(fake.shop)
    page.get_by_role("button", name="Call me").click()
    expect(field(page, "E-mail")).to_be_focused()
    assert fake.asked("messages") == []


MARK = "(label) => getComputedStyle(label.querySelector('span'), '::after').content"


@pytest.mark.usefixtures("screen")
def test_what_has_to_be_filled_in_is_marked_and_called_as_before(page: Page) -> None:
    marks = {name: page.locator("label", has=field(page, name)).evaluate(MARK) for name in ("E-mail", "Phone")}
    assert (marks["Phone"], marks["E-mail"].split(" /")[0]) == ("none", '" *"')
    assert "*" in page.locator("label", has=page.get_by_role("checkbox")).evaluate(MARK)
