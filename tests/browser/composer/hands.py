"""What a marketer's hands do in the editor of a message."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.admin_page import Admin


def writing(ada: Admin) -> Locator:
    return ada.page.get_by_label("Message content", exact=True)


def clear(area: Locator) -> None:
    """Take everything away, as one does by keyboard, and wait until the editor has noticed."""
    area.press("Control+a")
    area.press("Delete")
    expect(area).to_have_text("")


def select(area: Locator, words: str) -> None:
    """Select these words of one piece of text; "" puts the caret behind the last word."""
    area.evaluate(
        """(area, words) => {
          area.focus();
          const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
          throw new Error("not there: " + words);
        }""",
        words,
    )


def choose(ada: Admin, *pictures: Path) -> None:
    """Choose pictures for the message from the computer's files."""
    with ada.page.expect_file_chooser() as chooser:
        ada.page.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files(pictures)
