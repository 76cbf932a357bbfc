"""Reads the translations: a gettext file a language in `core/locales`, those that plugins bring, and two made-up
languages to find faults by.
"""

from __future__ import annotations

import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from core.i18n.pseudo import PseudoTranslations

Words = str | list[str] | tuple[str, ...] | None

LOCALES = Path(__file__).parents[1] / "locales"
TEMPLATE = LOCALES / "smart_trigger.pot"
"""Every message, untranslated: what a new language starts from."""
ENGLISH = "en"
PSEUDO = "xx"
PSEUDO_RIGHT_TO_LEFT = "xr"
PSEUDO_LANGUAGES = {PSEUDO: "⟦Þšéûðô⟧", PSEUDO_RIGHT_TO_LEFT: "⟦Þšéûðô, ←⟧"}
"""English that looks translated: what stays plain on a page is not in the catalogue; the second reads right to left."""

_PLACE = re.compile(r"\{[^{}]*\}|</?\w+>")
_brought: dict[Path, tuple[str, bytes]] = {}
"""What plugins say in a language (a `.mo` file), in the order in which they are asked."""


def _own_name(code: str) -> str:
    name = Locale.parse(code).get_display_name() or code
    return name[:1].upper() + name[1:]


LANGUAGES = {code: _own_name(code) for code in (ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po")))}
"""The languages of the product by code, each by its own name."""


@cache
def catalogue(code: str) -> NullTranslations:
    """The translations into a language; English needs none. What is fuzzy or missing in a file is said in English."""
    if code in PSEUDO_LANGUAGES:
        return PseudoTranslations(read(TEMPLATE), right_to_left=code == PSEUDO_RIGHT_TO_LEFT)
    path = path_of(code)
    if code == ENGLISH or not path.is_file():
        return NullTranslations()
    found = GNUTranslations(BytesIO(_compiled(read(path))))
    for language, words in _brought.values():
        if language == code:
            found.add_fallback(GNUTranslations(BytesIO(words)))  # a new one: each is asked by the one before it
    return found


def bring(path: Path, code: str) -> None:
    """Ask a plugin's file for what the product has no words for in this language; a later one of a path replaces it.

    Raises whatever reading a file that is none raises.
    """
    with path.open("rb") as file:
        messages = read_mo(file) if path.suffix == ".mo" else read_po(file, locale=code, abort_invalid=True)
    _brought[path] = (code, _compiled(messages))
    catalogue.cache_clear()


def keeps_places(message: Message) -> bool:
    """Whether every form has the places of the English form that it stands for; "one" may leave its number out."""
    english = [set(_PLACE.findall(words)) for words in forms(message.id)]
    own = [set(_PLACE.findall(words)) for words in forms(message.string)]
    return own[-1] == english[-1] and all(min(english, key=len) <= places <= english[-1] for places in own)


def forms(words: Words) -> list[str]:
    """One for each number that a language tells apart."""
    return [words or ""] if words is None or isinstance(words, str) else list(words)


def _compiled(messages: Catalog) -> bytes:
    """As a `.mo` file, the messages that can be said: one that lacks a form or a place would fail or mislead."""
    for message in list(messages):
        if message.id and not (all(forms(message.string)) and keeps_places(message)):
            messages.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, messages)
    return compiled.getvalue()


@cache
def script_words(code: str) -> dict[str, str]:
    """What the admin's scripts say, translated; empty for English, which they have themselves."""
    if code == ENGLISH:
        return {}
    told = catalogue(code)
    wanted = (
        message.id
        for message in read(TEMPLATE)
        if isinstance(message.id, str) and any(path.endswith(".js") for path, _ in message.locations)
    )
    return {words: told.gettext(words) for words in wanted}


@cache
def locale_of(code: str) -> Locale:
    """How numbers and days are written in a language."""
    return Locale.parse(ENGLISH if code in PSEUDO_LANGUAGES else code)


def direction(code: str) -> str:
    """Which way a language is read, as HTML says it: ltr or rtl."""
    if code in PSEUDO_LANGUAGES:
        return "rtl" if code == PSEUDO_RIGHT_TO_LEFT else "ltr"
    return locale_of(code).text_direction


def path_of(code: str) -> Path:
    return LOCALES / f"{code}.po"


def read(path: Path) -> Catalog:
    """A file of messages."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.stem)
