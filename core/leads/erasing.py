"""Erases a person: what they filled in, what they wrote, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import NotFound
from core.i18n import _
from core.storage import Storage
from core.storage.models import Decision, PageEvent, PageView
from core.visits.passports import DERIVED


def erase_several(storage: Storage, lead_ids: Sequence[int]) -> None:
    """Erase those behind several leads; one that is not here any more is erased already."""
    for each in lead_ids:
        try:
            erase(storage, each)
        except NotFound:  # the same person's as one before, or somebody else was quicker
            continue


def erase(storage: Storage, lead_id: int) -> None:
    """Delete everything about the visitor behind a lead, but that a message was shown. Raises NotFound.

    The visitor's row stays, without anything personal in it, so that *once* still holds. A cookieless visitor's id is
    that of neighbours, too: there, only the lead and its conversation are known to be this person's.
    """
    with storage.transaction():
        rows = storage.execute(_VISITOR, (lead_id,))
        if not rows:
            raise NotFound("lead_unknown", _("This lead is not here any more. Somebody has erased it."))
        visitor, site, key = rows[0]
        if is_shared := key.startswith(DERIVED):
            storage.execute(_CONVERSATION, (lead_id,))
            storage.execute("DELETE FROM lead WHERE id = %s", (lead_id,))
        else:
            for text in _ALL:
                storage.execute(text, (visitor,))
        storage.touch("inbox", "leads")
    if not is_shared:
        with storage.reading_log():
            PageView.delete().where(PageView.site_id == site, PageView.visitor_key == key).execute()
            PageEvent.delete().where(PageEvent.site_id == site, PageEvent.visitor_key == key).execute()
            Decision.delete().where(Decision.site_id == site, Decision.visitor_key == key).execute()


_VISITOR = "SELECT v.id, v.site_id, v.key FROM lead l JOIN visitor v ON v.id = l.visitor_id WHERE l.id = %s"
_CONVERSATION = "DELETE FROM conversation WHERE id = (SELECT conversation_id FROM lead WHERE id = %s)"
_ALL = (
    "UPDATE visitor SET name = '', email = '', person = '', profile = '{}' WHERE id = %s",
    "UPDATE display SET merged = NULL WHERE visitor_id = %s",
    "DELETE FROM lead WHERE visitor_id = %s",
    "DELETE FROM conversation WHERE visitor_id = %s",
)
