"""Where the links of a message may lead, and how those to pages of the site get their full address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from core.i18n import _

LINK_SCHEMES = ("http", "https", "mailto", "tel")
_WITHOUT_BEGINNING = re.compile(r"[\w.~%-]+([/?#].*)?")
"""What may be a page of the site, or a website: its first part tells, if it has a dot."""
_FILE = re.compile(r"[^/?#]*\.(html?|php|aspx?|jsp|pdf|docx?|xlsx?|png|jpe?g|gif|webp|svg)([?#]|$)|\.+/", re.IGNORECASE)
"""A page or file of one's own site that lacks its slash; no website is called so (rich_text/addresses.js)."""
_UNSAFE_IN_LINK = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\"<>\u2028\u2029\u2066-\u2069\ud800-\udfff]")


def link_problem(target: str) -> str | None:
    """What is wrong with the address of a link, as a sentence; None: nothing."""
    shown = target if len(target) <= 60 else f"{target[:59]}…"
    if "{{" in target:
        words = _("The link “{link}” holds a merge tag. Put it into words: links are the same for everybody.")
        return words.format(link=shown)
    if is_on_site(target):
        return None
    try:
        parts = urlsplit(target)
        host = parts.hostname
    except ValueError:
        return _("The link “{link}” is no address. Check it for typing errors.").format(link=shown)
    if _WITHOUT_BEGINNING.fullmatch(target) and not _UNSAFE_IN_LINK.search(target):
        if "." in re.split(r"[/?#]", target)[0] and not _FILE.match(target):
            return _("The link “{link}” is no address. Write https://{link} for that website.").format(link=shown)
        return _(
            "The link “{link}” is no address. Write /{link} for a page of the site, or https://… for another website."
        ).format(link=shown)
    scheme = parts.scheme.lower()
    if scheme not in LINK_SCHEMES or _UNSAFE_IN_LINK.search(target):
        return _(
            "The link “{link}” can't be used. Begin it with https://, mailto:, tel:, or / for a page of the site."
        ).format(link=shown)
    if scheme in ("http", "https"):
        return (
            None
            if host
            else _("The link “{link}” names no website. Write it as https://shop.example/page.").format(link=shown)
        )
    return (
        None
        if parts.path.strip("/")
        else _("The link “{link}” leads nowhere. Write whom it should reach.").format(link=shown)
    )


def is_on_site(target: str) -> bool:
    """Whether the address of a link is a page of the site that the message is shown on, such as `/gifts`."""
    return target.startswith("/") and not target.startswith("//") and not _UNSAFE_IN_LINK.search(target)


def resolved(blocks: Sequence[Mapping[str, Any]], origin: str) -> list[Mapping[str, Any]]:
    """Blocks whose links to pages of the site are full addresses; `origin` as browsers tell it: `https://shop.example`."""
    return [_resolved(block, origin) for block in blocks]


def _resolved(part: Mapping[str, Any], origin: str) -> Mapping[str, Any]:
    """A block, or a part of one, with its links."""
    found = {**part}
    for name in ("link", "consent_link"):
        if is_on_site(found.get(name, "")):
            found[name] = origin + found[name]
    for name in ("spans", "buttons"):
        if name in found:
            found[name] = [_resolved(each, origin) for each in found[name]]
    return found
