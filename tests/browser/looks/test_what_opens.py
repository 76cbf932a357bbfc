"""What opens over a page, looked at like the pages: dialogs, menus, sheets; light and dark, at a desk and in a hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from playwright.sync_api import Page, expect

from tests.browser.furnished import Furnished
from tests.browser.looks.page_checks import COLOURS, colours, complaints, resize

Open = Callable[[Page], None]
OVER = "dialog[open], .q-dialog__inner, .q-menu, :popover-open"


def _button(words: str) -> Open:
    return lambda page: page.get_by_role("button", name=re.compile(f"^{words}")).first.click()


def _box(words: str) -> Open:
    return lambda page: page.get_by_role("combobox", name=re.compile(f"^{words}")).first.click()


def _keys(pressed: str) -> Open:
    return lambda page: page.keyboard.press(pressed)


def _action(row: str, words: str) -> Open:
    """An action of a row's menu; the menu is gone when what it opened is there."""

    def choose(page: Page) -> None:
        page.get_by_role("button", name=re.compile(f"^Actions for {row}")).first.click()
        page.get_by_role("menuitem", name=words).click()
        expect(page.get_by_role("menuitem")).to_have_count(0)

    return choose


def _hand_on(page: Page) -> None:
    page.get_by_label("Select Jonas Weber").click(force=True)
    page.get_by_role("toolbar").get_by_role("button", name="Hand on").click()


OPENED: Mapping[str, Mapping[str, Open]] = {
    "home": {"keys": _keys("?"), "search and commands": _keys("Control+k"), "you": _button("You: ")},
    "campaigns": {"actions": _button("Actions for ")},
    "campaign-message": {
        "sender": _box("Sent from"),
        "link": _button("Link"),
        "emoji": _button("Emoji"),
        "merge tags": _button("Insert what is known"),
        "languages": _button("Add a language"),
    },
    "campaign-customers": {"conditions": lambda page: page.get_by_role("button", name="Condition").last.click()},
    "campaign-set_up": {"goal": _button("Add goal")},
    "performance-campaign": {"behind a number": _button("Shown:")},
    "inbox": {"hand on": _hand_on},
    "inbox-conversation": {"who has it": _box("Who has this conversation")},
    "leads": {"erase": _action("", "Erase")},
    "visitors": {"write": _button("Write to")},
    "simulator": {"page views": _button("Start from a real page view")},
    "team": {
        "employee": _button("Add employee"),
        "group": _button("Add group"),
        "one-time link": _action("Linh Tran", "One-time link"),
        "deactivate": _action("Linh Tran", "Deactivate"),
    },
    "site": {"goal": _button("Add goal"), "time zone": _box("Time zone"), "signing": _button("How to sign")},
    "webhook": {"new secret": _button("New secret")},
}


def _look_at(page: Page, name: str, opening: Open) -> Iterator[str]:
    resize(page, "desktop")
    opening(page)
    expect(page.locator(OVER).last, name).to_be_visible()
    for size in ("desktop", "phone"):
        resize(page, size)
        yield from complaints(page, f"{name} on a {size}", within=OVER, but=COLOURS)
    yield from colours(page, name, within=OVER)
    page.keyboard.press("Escape")
    expect(page.locator(OVER)).to_have_count(0)


def test_whatever_opens_over_a_page_is_accessible_and_fits(demo: Furnished) -> None:
    found: list[str] = []
    paths = demo.admin_pages()
    demo.house.signs("somebody")
    demo.house.stranger().open("/")
    with demo.admin("desktop") as page:
        for name, openings in OPENED.items():
            demo.go(page, paths[name])
            for words, opening in openings.items():
                found += _look_at(page, f"{name}: {words}", opening)
    assert found == [], "\n".join(found)
    assert list(demo.house.leave()) == []
