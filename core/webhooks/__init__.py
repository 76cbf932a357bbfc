"""Webhooks: addresses of other programs that are told, signed, what happens here (docs/webhooks.md)."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.errors import InvalidInput, NotFound, together
from core.i18n import _
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.storage.models import Webhook as WebhookRow
from core.webhooks.addresses import check_url
from core.webhooks.events import EVENT_TYPES
from core.webhooks.outbox import TOPIC

KEEP_OLD_SECRET: Final = timedelta(hours=24)
"""How long the secret before signs as well."""
KEEP_DELETED: Final = timedelta(days=1)
"""How long a deleted webhook can be brought back."""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What can be edited of a webhook."""

    url: str
    events: tuple[str, ...] = tuple(EVENT_TYPES)
    """Keys of core.webhooks.events."""
    site_id: int | None = None
    """None: of all sites, those to come as well."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook and how it fares. Its secret is told by `secret_of` alone."""

    id: int
    settings: WebhookSettings
    site_name: str
    on: bool
    gone: bool
    """Whether its receiver has switched it off."""
    failing_since: datetime | None
    """When an event failed first since one last arrived."""
    waiting: int
    """Events that are still to be delivered."""
    given_up: int
    """Events that are not tried any more."""
    told_at: datetime | None
    """When an attempt was made last."""
    old_secret_until: datetime | None


def webhooks(storage: Storage) -> tuple[Webhook, ...]:
    """All of them, the oldest first."""
    with storage.connection():
        return tuple(map(_webhook, storage.execute(f"{_READ} ORDER BY w.id")))


def webhook(storage: Storage, webhook_id: int) -> Webhook:
    """One of them. Raises NotFound."""
    with storage.connection():
        rows = storage.execute(f"{_READ} AND w.id = %s", (webhook_id,))
    if not rows:
        raise unknown()
    return _webhook(rows[0])


def add_webhook(storage: Storage, settings: WebhookSettings, now: datetime, *, private: bool) -> Webhook:
    """Make one, switched on; `private`: it may lead into a private network. Raises InvalidInput."""
    checked = _checked(settings, private)
    with storage.transaction():
        row = WebhookRow.create(**_columns(checked), secret=_new_secret(), created_at=now)
        storage.touch(TOPIC)
        return webhook(storage, row.id)


def edit_webhook(storage: Storage, webhook_id: int, settings: WebhookSettings, *, private: bool) -> Webhook:
    """Change one; what waits goes to the new address. Raises InvalidInput, NotFound."""
    checked = _checked(settings, private)
    with storage.transaction():
        webhook(storage, webhook_id)
        WebhookRow.update(**_columns(checked)).where(WebhookRow.id == webhook_id).execute()
        storage.touch(TOPIC)
        return webhook(storage, webhook_id)


def switch(storage: Storage, webhook_id: int, on: bool, now: datetime) -> Webhook:
    """Switch one on or off. Off, it is not told what happens; what waited goes out once it is on. Raises NotFound."""
    with storage.transaction():
        webhook(storage, webhook_id)
        values = (None if on else to_ms(now), False, webhook_id)
        storage.execute("UPDATE webhook SET off_at = %s, gone = %s WHERE id = %s", values)
        storage.touch(TOPIC)
        return webhook(storage, webhook_id)


def delete_webhook(storage: Storage, webhook_id: int, now: datetime) -> None:
    """Take one away, with what waits; `restore_webhook` brings it back for a while. Raises NotFound."""
    webhook(storage, webhook_id)
    _set_deleted(storage, webhook_id, now)


def restore_webhook(storage: Storage, webhook_id: int) -> None:
    """Undo a deletion."""
    _set_deleted(storage, webhook_id, None)


def secret_of(storage: Storage, webhook_id: int) -> str:
    """What a webhook is signed with: `whsec_` and base64. Raises NotFound."""
    with storage.connection():
        rows = storage.execute("SELECT secret FROM webhook WHERE id = %s AND deleted_at IS NULL", (webhook_id,))
    if not rows:
        raise unknown()
    return str(rows[0][0])


def rotate_secret(storage: Storage, webhook_id: int, now: datetime) -> str:
    """Sign with a new secret, and for KEEP_OLD_SECRET with the one before as well. Raises NotFound."""
    with storage.transaction():
        webhook(storage, webhook_id)
        new = _new_secret()
        storage.execute(_ROTATE, (to_ms(now + KEEP_OLD_SECRET), new, webhook_id))
        storage.touch(TOPIC)
    return new


def purge_webhooks(storage: Storage, before: datetime) -> None:
    """Delete for good what was deleted before a moment."""
    with storage.transaction():
        storage.execute("DELETE FROM webhook WHERE deleted_at < %s", (to_ms(before),))


def unknown() -> NotFound:
    return NotFound("webhook_unknown", _("This webhook is not here any more. Go back to the settings."))


def _set_deleted(storage: Storage, webhook_id: int, moment: datetime | None) -> None:
    with storage.transaction():
        at = None if moment is None else to_ms(moment)
        storage.execute("UPDATE webhook SET deleted_at = %s WHERE id = %s", (at, webhook_id))
        storage.touch(TOPIC)


def _new_secret() -> str:
    """32 bytes, as https://www.standardwebhooks.com asks: 24 to 64 of them, in base64."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _checked(settings: WebhookSettings, private: bool) -> WebhookSettings:
    checks: dict[str, Any] = {
        "url": lambda: check_url(settings.url, private=private),
        "events": lambda: _check_events(settings.events),
    }
    return replace(settings, **together(**checks))


def _check_events(events: Sequence[str]) -> tuple[str, ...]:
    known = tuple(key for key in EVENT_TYPES if key in events)
    if not known:
        raise InvalidInput("webhook_events", _("Choose at least one event."), "events")
    return known


def _columns(settings: WebhookSettings) -> dict[str, Any]:
    return {"url": settings.url, "events": list(settings.events), "site": settings.site_id}


def _webhook(row: Sequence[Any]) -> Webhook:
    number, site_id, site, url, events, off_at, gone, failing, told, old_until, waiting, given_up = row
    return Webhook(
        id=number,
        settings=WebhookSettings(url, tuple(json.loads(events)), site_id),
        site_name=site or "",
        on=off_at is None,
        gone=bool(gone),
        failing_since=None if failing is None else from_ms(failing),
        waiting=waiting,
        given_up=given_up,
        told_at=None if told is None else from_ms(told),
        old_secret_until=None if old_until is None else from_ms(old_until),
    )


_READ = """
SELECT w.id, w.site_id, s.name, w.url, w.events, w.off_at, w.gone, w.failing_since, w.told_at, w.old_secret_until,
       (SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting'),
       (SELECT COUNT(*) FROM webhook_delivery d JOIN webhook_event e ON e.id = d.event_id
        WHERE d.webhook_id = w.id AND d.state = 'given_up' AND NOT e.is_test)
FROM webhook w LEFT JOIN site s ON s.id = w.site_id WHERE w.deleted_at IS NULL
"""
_ROTATE = """
UPDATE webhook SET old_secret = secret, old_secret_until = %s, secret = %s WHERE id = %s
"""
