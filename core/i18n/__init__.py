"""The words on screen, in the language of whoever reads them.

    from core.i18n import N_, _, ngettext, pgettext
    from core.i18n.figures import number

    text(_("Your profile"))
    toast(_("“{name}” is on.").format(name=campaign.name))
    text(ngettext("{n} visitor", "{n} visitors", count).format(n=number(count)))
    button(pgettext("verb", "Open"))          # where English has one word for two things
    TABS = {"on": N_("Active")}               # a table of a module: marked here, `_(TABS[tab])` where it is shown

A message is a whole sentence in one literal: no f-string, nothing glued on, named places for what varies. The English
words are the key. `script/translate` collects them, and says what a translation lacks (docs/translating.md).

Who reads is known in a page of the admin by its client (admin_ui/reader.py); elsewhere by `with speaking("vi"):`.
Nobody reads: English, as for logs, the command line and the visitor API.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from core.i18n.catalogues import ENGLISH, LANGUAGES, PSEUDO_LANGUAGES, catalogue, direction

__all__ = [
    "ENGLISH", "LANGUAGES", "N_", "PSEUDO_LANGUAGES", "_", "ask_for_reader", "direction", "language", "negotiate",
    "ngettext", "pgettext", "region", "region_of", "speaking", "spoken",
]  # fmt: skip

KeyT = TypeVar("KeyT")
_COUNTRY = len("GB")

_spoken: ContextVar[str] = ContextVar("spoken", default="")
_readers: list[Callable[[], str]] = []
_regions: list[Callable[[], str]] = []


def _(message: str) -> str:
    """The message in the reader's language."""
    return catalogue(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: float) -> str:
    """The form of a message that goes with a number; languages have one to six of them."""
    return catalogue(language()).ngettext(one, many, int(n) if n == int(n) else 2)


def pgettext(context: str, message: str) -> str:
    """The message where it means one of several things; `context` tells the translator which."""
    return catalogue(language()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802  # the name that translation tools know
    """Marks a message of a module's table, and returns it as it is: `_` translates it where it is shown."""
    return message


def spoken(table: Mapping[KeyT, str]) -> dict[KeyT, str]:
    """A module's table of marked words, in the reader's language."""
    return {key: _(words) for key, words in table.items()}


def language() -> str:
    """The code of the language to speak: what is spoken on purpose, else the reader's, else English."""
    return _spoken.get() or next(filter(None, (find() for find in _readers)), ENGLISH)


def region() -> str:
    """The country of the reader's English, such as GB, by ISO 3166-1; "" if it is not known."""
    return next(filter(None, (find() for find in _regions)), "")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak this language within, whoever reads; one that is not here is English. For threads and plain requests."""
    before = _spoken.set(code if code in LANGUAGES or code in PSEUDO_LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(before)


def ask_for_reader(find: Callable[[], str], find_region: Callable[[], str]) -> None:
    """Whom to ask for the reader's language where none is spoken on purpose, and for the country of their English; ""
    if it doesn't know either.
    """
    if find not in _readers:
        _readers.append(find)
        _regions.append(find_region)


def negotiate(accepted: str) -> str:
    """The language to speak to whoever sends this Accept-Language header."""
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES, ENGLISH) or ENGLISH


def region_of(accepted: str) -> str:
    """The country of the first English in this Accept-Language header, "" if it names none."""
    tags = (tag.replace("_", "-").upper().split("-") for tag in parse_accept_header(accepted, LanguageAccept).values())
    english = next((parts for parts in tags if parts[0] == ENGLISH.upper()), [])
    return next((part for part in english[1:] if len(part) == _COUNTRY), "")
