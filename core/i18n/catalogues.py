"""Reads the translations: a gettext file a language in `core/locales`, and two made-up languages to find faults by."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.i18n.pseudo import PseudoTranslations

LOCALES = Path(__file__).parents[1] / "locales"
TEMPLATE = LOCALES / "smart_trigger.pot"
"""Every message, untranslated: what a new language starts from."""
ENGLISH = "en"
PSEUDO = "xx"
PSEUDO_RIGHT_TO_LEFT = "xr"
PSEUDO_LANGUAGES = {PSEUDO: "⟦Þšéûðô⟧", PSEUDO_RIGHT_TO_LEFT: "⟦Þšéûðô, ←⟧"}
"""English that looks translated: what stays plain on a page is not in the catalogue; the second reads right to left."""


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
    messages = read(path)
    for message in list(messages):
        if not all([message.string] if isinstance(message.string, str) else message.string or ()):
            messages.delete(message.id, message.context)  # or its first form would be said for every number
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


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
