"""A campaign's contact form on its way into the inbox: checked, said in words, and kept as a lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import leads
from core.deliveries.revisions import shown_revision
from core.errors import InvalidInput
from core.messages.forms import Answer, answers
from core.storage import Storage


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A contact form as a visitor sends it."""

    values: Mapping[str, str]
    """By the ids of the fields."""
    consent: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """What a visitor filled in, checked against the form that was shown to them."""

    campaign: int
    display: str
    country: str
    answers: Sequence[Answer]
    consent: str
    """What was agreed to, "" if nothing was asked."""

    @property
    def words(self) -> str:
        """The answers as a message."""
        return "\n".join(f"{each.label}: {each.value}" for each in self.answers)


def contact_of(storage: Storage, visitor: int, display: str, filled: FilledIn) -> Contact:
    """Check what was filled in. Raises InvalidInput (`form_…`), naming the field. Needs a connection."""
    rows = storage.execute(_SHOWN, (display, visitor))
    form = None
    if rows:
        campaign, revision, country, *shown = rows[0]
        form = shown_revision(storage, campaign, revision, *shown).form
    if form is None:
        raise InvalidInput("form_unknown", "This form is not here any more. Write a message instead.")
    given = answers(form, filled.values, consent=filled.consent)
    if not given:
        raise InvalidInput("form_empty", "The form is empty. Fill in how we can reach you.")
    return Contact(campaign, display, country, given, form["consent"] if filled.consent else "")


def keep_lead(
    storage: Storage, contact: Contact, *, site: int, visitor: int, conversation: int, message_id: str,
    page: tuple[str, str], now: datetime,
) -> int:  # fmt: skip
    """Keep it as a lead, whose id is returned; `page` is address and title. Needs a transaction."""
    origin = leads.Origin(site, visitor, contact.campaign, contact.display, conversation, *page, contact.country)
    return leads.keep(storage, message_id, contact.answers, contact.consent, origin, now)


_SHOWN = "SELECT campaign_id, revision_number, country, language, merged FROM display WHERE id = %s AND visitor_id = %s"
