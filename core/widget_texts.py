"""The words of the widget itself, such as *Write a reply*: what they are, and what a site says instead.

The English ones stand in the widget's own files, so most visitors load nothing for them. Boot tells the others: what
the visitor's language and the site word differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from core.errors import InvalidInput
from core.i18n import LANGUAGES, _, negotiate, pgettext, speaking
from core.messages.texts import is_label

CONTEXT: Final = "widget"
"""How translations mark these words: visitors read them, not the team."""
MAX_TEXT: Final = 120

_FOLDER = Path(__file__).parents[1] / "widget"
_FILES = ("texts.js", "window-texts.js")
_TEXT = re.compile(r'^  (\w+): "([^"\\]+)",$', re.MULTILINE)
_PLACE = re.compile(r"\{\w+\}")

Texts = Mapping[str, Mapping[str, str]]
"""What a site says instead, by language and name."""


@cache
def english() -> Mapping[str, str]:
    """The words as the widget has them, by name, in the order of its files."""
    found: dict[str, str] = {}
    for file in _FILES:
        found |= dict(_TEXT.findall((_FOLDER / file).read_text(encoding="utf-8")))
    return MappingProxyType(found)


@cache
def defaults(language: str) -> Mapping[str, str]:
    """The words in a language, where a site says nothing else."""
    with speaking(language):
        return MappingProxyType({name: pgettext(CONTEXT, words) for name, words in english().items()})


def own(stored: Mapping[str, Any]) -> Texts:
    """What a site's row holds, known names and languages only."""
    return {
        language: {name: str(words) for name, words in texts.items() if name in english()}
        for language, texts in stored.items()
        if language in LANGUAGES and isinstance(texts, Mapping)
    }


def flat(texts: Texts) -> dict[str, str]:
    """Every text by "LANGUAGE.NAME", "" where it is not worded."""
    return {f"{code}.{name}": texts.get(code, {}).get(name, "") for code in LANGUAGES for name in english()}


def nested(texts: Mapping[str, str]) -> Texts:
    """What `flat` was made of."""
    return {code: {name: texts.get(f"{code}.{name}", "") for name in english()} for code in LANGUAGES}


def told(texts: Texts) -> Mapping[str, Mapping[str, str]]:
    """What the widget has to be told, by language: nothing where it is said as in its own files."""
    return MappingProxyType(
        {
            language: {
                name: words
                for name, words in {**defaults(language), **texts.get(language, {})}.items()
                if words != english()[name]
            }
            for language in LANGUAGES
        }
    )


@lru_cache(maxsize=512)
def language_for(browser: str) -> str:
    """The language in which a visitor is spoken to, by what their browser is set to ("vi-VN")."""
    return negotiate(browser[:35])


def check(typed: Texts) -> dict[str, dict[str, str]]:
    """The texts as they are kept: without those that say what is said anyhow.

    Raises InvalidInput, whose `field` is "LANGUAGE.NAME", with the others in it.
    """
    kept: dict[str, dict[str, str]] = {}
    wrong: list[InvalidInput] = []
    for language, texts in own(typed).items():
        for name, written in texts.items():
            words = " ".join(written.split())
            if not words or words == defaults(language)[name]:
                continue
            if problem := _problem(words, english()[name]):
                wrong.append(InvalidInput("widget_text", problem, f"{language}.{name}"))
            kept.setdefault(language, {})[name] = words
    if wrong:
        first, *others = wrong
        first.others = tuple(others)
        raise first
    return kept


def _problem(words: str, default: str) -> str | None:
    if len(words) > MAX_TEXT:
        return _("This has {n} characters. Shorten it to {most}.").format(n=len(words), most=MAX_TEXT)
    if not is_label(words):
        return _("This holds characters that can't be shown. Type it again.")
    if missing := set(_PLACE.findall(default)) - set(_PLACE.findall(words)):
        return _("Keep {place} in it: the widget fills it in.").format(place=missing.pop())
    return None
