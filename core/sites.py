"""Websites that embed the widget: their settings, their snippet, and whether it has been seen."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from core import crossing, opening_hours, origins, widget_texts
from core.errors import InvalidInput, NotFound, together
from core.i18n import _
from core.opening_hours import Hours
from core.storage import Storage
from core.storage.models import Site as SiteRow
from core.team.parties import Party, is_active
from core.team.people import check_name
from core.widget_texts import Texts

POSITIONS = ("right", "left")
LAUNCHERS = ("always", "message")
CONSENT_MODES = ("required", "cookieless", "granted")
MAX_GAP_SECONDS = 30 * 24 * 3600
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What can be edited of a site."""

    name: str
    origins: tuple[str, ...] = ()
    """As core.origins keeps them; none: no page may embed the widget yet."""
    time_zone: str = "UTC"
    colour: str = "#3451d1"
    position: str = "right"
    launcher: str = "always"
    consent: str = "granted"
    minimum_gap_seconds: int = 3600
    """Between two proactive messages to one visitor."""
    recipient: str = ""
    """Who gets visitors' own first messages: `agent:ID`, `group:ID`, or empty: everybody."""
    hours: Hours | None = None
    """When it is open; None: nobody has said."""


@dataclass(frozen=True, slots=True)
class Site:
    """A website that embeds the widget."""

    id: int
    key: str
    """Public: it stands in the snippet."""
    settings: SiteSettings
    seen_at: datetime | None
    """When a page last booted the widget."""
    seen_url: str
    archived: bool
    texts: Texts = field(default_factory=dict)
    """What the widget says differently here, by language and name (core.widget_texts)."""

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def text_colour(self) -> str:
        return text_colour(self.settings.colour)


def sites(storage: Storage, *, archived: bool = False) -> tuple[Site, ...]:
    """The sites, by name; with `archived` those too."""
    with storage.connection():
        query = SiteRow.select() if archived else SiteRow.select().where(SiteRow.archived_at.is_null())
        found = [_site(row) for row in query]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))


def site(storage: Storage, site_id: int) -> Site:
    """One site, archived or not. Raises NotFound."""
    with storage.connection():
        row = SiteRow.get_or_none(SiteRow.id == site_id)
        if row is None:
            raise NotFound("site_unknown", _("This site is not here any more. Go back to the list."))
        return _site(row)


def add_site(storage: Storage, settings: SiteSettings, *, key: str = "") -> Site:
    """Make a site. `key` is for demos and tests; without it one is made. Raises InvalidInput."""
    key = key or secrets.token_urlsafe(12)
    with storage.transaction():
        row = SiteRow.create(key=key, created_at=datetime.now(UTC), **_columns(settings))
        storage.touch("plan", "sites")
        return site(storage, row.id)


def edit_site(storage: Storage, site_id: int, settings: SiteSettings, began: SiteSettings | None = None) -> Site:
    """Change a site; visitors meet it at their next page.

    `began`: what was edited; where the settings are as they were there, what others have made of it meanwhile stays.
    Raises InvalidInput, NotFound, and Conflict where somebody else has changed the same.
    """
    with storage.transaction():
        stands = _held(storage, site_id).settings
        if began is not None:
            settings = SiteSettings(**crossing.merged(fields(began), fields(settings), fields(stands)))
        SiteRow.update(**_columns(settings, recipient_before=stands.recipient)).where(SiteRow.id == site_id).execute()
        storage.touch("plan", "sites")
        return site(storage, site_id)


def set_texts(storage: Storage, site_id: int, texts: Texts, began: Texts | None = None) -> Site:
    """Let the widget say something else on a site, from the next page on. `began` and errors as in edit_site."""
    with storage.transaction():
        stands = _held(storage, site_id).texts
        if began is not None:
            flat = widget_texts.flat
            texts = widget_texts.nested(crossing.merged(flat(began), flat(texts), flat(stands)))
        SiteRow.update(texts=widget_texts.check(texts)).where(SiteRow.id == site_id).execute()
        storage.touch("plan", "sites")
        return site(storage, site_id)


def fields(settings: SiteSettings) -> dict[str, Any]:
    """Settings by name."""
    return {name: getattr(settings, name) for name in SiteSettings.__dataclass_fields__}


def archive_site(storage: Storage, site_id: int) -> Site:
    """Switch a site's widget off and put it away; nothing is deleted."""
    return _set_archived(storage, site_id, datetime.now(UTC))


def restore_site(storage: Storage, site_id: int) -> Site:
    """Undo an archiving."""
    return _set_archived(storage, site_id, None)


def snippet(site: Site, public_address: str) -> str:
    """The one line to paste before `</body>`."""
    source, key = html.escape(f"{public_address}/widget.js"), html.escape(site.key)
    return f'<script async src="{source}" data-site="{key}"></script>'


def text_colour(colour: str) -> str:
    """White or near-black, whichever reads better on `colour` (contrast ratio of WCAG 2.2)."""
    background = _luminance(colour)
    dark = "#16191f"
    on_white = 1.05 / (background + 0.05)
    on_dark = (background + 0.05) / (_luminance(dark) + 0.05)
    return "#ffffff" if on_white >= on_dark else dark


def check_settings(settings: SiteSettings) -> SiteSettings:
    """The settings as they are kept. Raises InvalidInput, whose `field` is the attribute's name."""
    checks: dict[str, Callable[[], Any]] = {
        "name": lambda: check_name(settings.name),
        "origins": lambda: origins.normalise_all(settings.origins),
        "time_zone": lambda: _check_time_zone(settings.time_zone),
        "colour": lambda: _check_colour(settings.colour),
        "position": lambda: _one_of(POSITIONS, settings.position, "position"),
        "launcher": lambda: _one_of(LAUNCHERS, settings.launcher, "launcher"),
        "consent": lambda: _one_of(CONSENT_MODES, settings.consent, "consent"),
        "minimum_gap_seconds": lambda: _check_gap(settings.minimum_gap_seconds),
    }
    checked = together(**checks, **opening_hours.checks(settings.hours))
    hours = opening_hours.put_together(settings.hours, checked)
    return SiteSettings(**checked, recipient=settings.recipient, hours=hours)


def _check_colour(typed: str) -> str:
    colour = typed.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise InvalidInput("colour", _("Write the colour as # and six digits, such as #3451d1."), "colour")
    return colour


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones; the library looks for them in 600 files, so it is asked once."""
    return frozenset(available_timezones())


def _check_time_zone(name: str) -> str:
    if name not in time_zones():
        raise InvalidInput("time_zone", _("Choose a time zone from the list, such as Europe/Paris."), "time_zone")
    return name


def _one_of(allowed: tuple[str, ...], given: str, field: str) -> str:
    if given not in allowed:
        raise InvalidInput(field, _("Choose one of {options}.").format(options=", ".join(allowed)), field)
    return given


def _check_gap(seconds: int) -> int:
    if not 0 <= seconds <= MAX_GAP_SECONDS:
        raise InvalidInput("gap", _("Choose a gap between none and 30 days."), "minimum_gap_seconds")
    return seconds


def _columns(settings: SiteSettings, *, recipient_before: str = "") -> dict[str, Any]:
    checked = check_settings(settings)
    is_new = checked.recipient not in ("", recipient_before)  # one who has left meanwhile is in nobody's way
    if is_new and not is_active(Party.parse(checked.recipient)):
        raise InvalidInput("recipient", _("Choose a recipient who is still active."), "recipient")
    return fields(checked) | {"origins": list(checked.origins), "hours": checked.hours and checked.hours.as_data()}


def _set_archived(storage: Storage, site_id: int, moment: datetime | None) -> Site:
    with storage.transaction():
        site(storage, site_id)
        SiteRow.update(archived_at=moment).where(SiteRow.id == site_id).execute()
        storage.touch("plan", "sites", "campaigns")
        return site(storage, site_id)


def _held(storage: Storage, site_id: int) -> Site:
    """A site that nobody else changes before the transaction ends. Raises NotFound."""
    if not storage.is_sqlite:  # whose transaction has the whole file
        row = SiteRow.select(SiteRow.id).where(SiteRow.id == site_id)
        row.for_update("FOR NO KEY UPDATE").execute()  # type: ignore[arg-type]
    return site(storage, site_id)


def _site(row: SiteRow) -> Site:
    columns = {field: getattr(row, field) for field in SiteSettings.__dataclass_fields__}
    typed: Iterable[str] = columns.pop("origins")
    hours = Hours.of(columns.pop("hours"))
    return Site(
        id=row.id,
        key=row.key,
        settings=SiteSettings(**columns, origins=tuple(typed), hours=hours),
        seen_at=row.seen_at,
        seen_url=row.seen_url,
        archived=row.archived_at is not None,
        texts=widget_texts.own(row.texts),
    )


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
