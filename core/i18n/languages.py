"""Languages of visitors and messages: primary subtags (BCP 47), their names, and which of them is meant by a tag."""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from core.i18n import language
from core.i18n.catalogues import ENGLISH, locale_of

SAME_AS: Final = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "tl": "fil", "mo": "ro", "sh": "sr",
}  # fmt: skip
"""Other subtags for the same, old ones among them, that browsers still tell."""


def primary(tag: str) -> str:
    """The language of a tag, whatever its region: `pt` of `pt-BR`; "" if there is none."""
    subtag = tag.replace("_", "-").partition("-")[0].strip().lower()
    return SAME_AS.get(subtag, subtag)


@cache
def codes() -> frozenset[str]:
    """The languages that have a name, as `primary` gives them."""
    named = Locale(ENGLISH).languages
    return frozenset(each for each in locale_identifiers() if each in named and primary(each) == each)


def name(code: str) -> str:
    """What the reader calls a language: "Vietnamese"; the code itself where nothing is known of it."""
    said = locale_of(language()).languages.get(code) or Locale(ENGLISH).languages.get(code)
    return _beginning_large(str(said)) if said else code


@cache
def own_name(code: str) -> str:
    """What those who speak a language call it: "Tiếng Việt"."""
    try:
        said = Locale.parse(code).get_display_name()
    except (ValueError, UnknownLocaleError):
        said = None
    return _beginning_large(said) if said else code


def _beginning_large(words: str) -> str:
    return words[:1].upper() + words[1:]
