"""Finds the words of a page that nobody can translate: what stays in plain letters in a made-up language, and that
neither people nor data have said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from zoneinfo import available_timezones

from babel import Locale
from playwright.sync_api import Page, expect

from admin_ui.words import country, time_zone
from core.campaign_files.gallery import FOLDER
from core.i18n import ENGLISH
from core.messages.merge_tags import EXAMPLES
from core.storage import Storage
from core.storage.models import LOG_MODELS, MAIN_MODELS

SAYS = """() => {
  const shows = (each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const AS_THEY_ARE = 'kbd, code, pre, script, style, [lang]:not(html), iframe, time, .q-icon';
  const out = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { nodeValue, parentElement } = texts.currentNode;
    if (!parentElement.closest(AS_THEY_ARE) && shows(parentElement)) out.add(nodeValue);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext']) {
    for (const each of document.querySelectorAll(`[${name}]`)) {
      if (!each.closest('[lang]:not(html), time') && shows(each)) out.add(each.getAttribute(name));
    }
  }
  return [...out, document.title];
}"""
"""Everything that the page says, to the eye or to screen readers."""

_ADDRESS = re.compile(r"\S*(://|@|\w\.\w|/)\S*")
_SEAM = re.compile(r"[^\x00-\x7f—’‘]+|\d+|[*_,;:?!|()\[\]\n]")
"""Where one thing that is said ends: at foreign letters, and at what stands between values."""
_WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = frozenset(
    {"Smart Trigger", "GMT", "UTC", "Enter", "Esc", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+B", "Ctrl+I", "locate"}
)
"""Names that are the same everywhere, among them that of a hook."""
LONG = 10
"""From how many characters on a part of what is known is known."""


class Vocabulary:
    """What stands on pages without being the product's own words."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {piece for words in known for said in _ways(words) for piece in pieces(said)} | NAMES
        self._all = "\n".join(self._known)

    def strange(self, said: str) -> list[str]:
        """The pieces of what is said that are in plain letters, and that nobody has typed."""
        return [each for each in pieces(said) if _WORD.search(each) and not self._knows(each)]

    def _knows(self, piece: str) -> bool:
        return piece in self._known or (len(piece) >= LONG and piece in self._all)


def _ways(words: str) -> tuple[str, ...]:
    """How a text is shown: by its marks, without them, and on one line."""
    plain = re.sub(r"[*_]", "", words)
    return words, plain, " ".join(plain.split())


def pieces(words: str) -> Iterator[str]:
    """What is said, taken apart at its seams; addresses are no words."""
    return (each.strip(" .{}\"'+-") for each in _SEAM.split(_ADDRESS.sub("|", words)) if each)


def data(storage: Storage) -> Iterator[str]:
    """All texts that the database and the gallery hold, and what the world calls places, languages and days."""
    zones = available_timezones()
    with storage.connection(), storage.reading_log():
        for table in (*MAIN_MODELS, *LOG_MODELS):
            for row in table.select().dicts():
                for text in (text for value in row.values() for text in _texts(value)):
                    yield from (text, *([time_zone(text)] if text in zones else ()))
    for file in FOLDER.glob("*.json"):
        yield from _texts(json.loads(file.read_text()))
    yield from EXAMPLES.values()
    english = Locale(ENGLISH)
    yield from map(str, (*english.languages.values(), *english.territories.values()))
    yield from map(country, english.territories)
    for width in ("wide", "abbreviated"):
        yield from map(str, (*english.months["format"][width].values(), *english.days["format"][width].values()))


def _texts(value: object) -> Iterator[str]:
    """The texts in a value of a table, and those of each of its parts together, as a message says its spans."""
    yield from _leaves(value)
    if isinstance(value, dict | list):
        yield from ("".join(_leaves(value)), " ".join(_leaves(value)))
        for each in _inside(value):
            yield from _texts(each)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in _inside(value):
        yield from _leaves(each)


def _inside(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def unfold(page: Page) -> None:
    """Open whatever a page has folded, so that its words are there to be read."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for fold in page.locator(".q-expansion-item__container > [role=button]").all():
        if fold.get_attribute("aria-expanded") == "false":
            fold.click()
            expect(fold).to_have_attribute("aria-expanded", "true")


def untranslated(page: Page, vocabulary: Vocabulary) -> list[str]:
    """The words on a page that is read in a made-up language that no translator would ever see."""
    return sorted({each for said in page.evaluate(SAYS) for each in vocabulary.strange(said)})
