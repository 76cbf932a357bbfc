"""Languages of visitors and messages: primary subtags (BCP 47), their names, and which of them is meant by a tag."""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from core.i18n import language
from core.i18n.catalogues import ENGLISH, locale_of

_CODES: Final = """
af am ar as az be bg bn bo br bs ca cs cy da de dz el en eo es et eu fa fi fil fo fr fy ga gd gl gsw gu ha haw
he hi hr hu hy id ig is it ja jv ka kk km kn ko ku ky la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl no oc
om or pa pl ps pt qu rm ro ru rw sd si sk sl sm sn so sq sr st su sv sw ta te tg th ti tk tn tr tt ug uk ur uz
vi wo xh yi yo zh zu
"""
CODES: Final = tuple(_CODES.split())
"""The languages that a condition or a message can be about: those that browsers are set to."""

SAME_AS: Final = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "tl": "fil", "mo": "ro", "sh": "sr",
}  # fmt: skip
"""Other subtags for the same, old ones among them, that browsers still tell."""


def primary(tag: str) -> str:
    """The language of a tag, whatever its region: `pt` of `pt-BR`; "" if there is none."""
    subtag = tag.replace("_", "-").partition("-")[0].strip().lower()
    return SAME_AS.get(subtag, subtag)


@cache
def offered() -> tuple[tuple[str, str], ...]:
    """Every language with its English name, by name."""
    named = ((code, str(Locale(ENGLISH).languages.get(code, code))) for code in CODES)
    return tuple(sorted(named, key=lambda each: each[1]))


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
