"""How people and groups are named: the checks they share."""

from __future__ import annotations

import unicodedata

from core.errors import InvalidInput
from core.i18n import _
from core.storage import Storage

MAX_NAME = 80


def check_name(name: str) -> str:
    """The name, with single spaces. Raises InvalidInput."""
    name = short(name, "name")
    if not name:
        raise InvalidInput("name_missing", _("Type a name."), "name")
    return name


def hold_names(storage: Storage) -> None:
    """Let nobody else take a name or an address before the transaction ends; called before it holds any row."""
    storage.hold("names of the team")


def short(text: str, field: str) -> str:
    """One line of at most MAX_NAME characters, with single spaces. Raises InvalidInput."""
    text = " ".join(text.split())
    if len(text) > MAX_NAME:
        raise InvalidInput(
            f"{field}_long",
            _("Shorten this to {most} characters; it has {n}.").format(most=MAX_NAME, n=len(text)),
            field,
        )
    if not text.isprintable():
        raise _unshowable(field)
    return text


def refuse_control(text: str, field: str) -> None:
    """Raise InvalidInput for what no key types and no database takes: NUL, other control characters, surrogates."""
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise _unshowable(field)


def _unshowable(field: str) -> InvalidInput:
    return InvalidInput(f"{field}_control", _("This holds characters that can't be shown. Type it again."), field)
