"""The claim: the atomic act that gives one browser tab the right to show one message."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.deliveries.claim_answers import Claim, Granted, Refused
from core.deliveries.contents import Variant
from core.deliveries.control_groups import draw
from core.deliveries.decisions import Plan, PlannedCampaign
from core.deliveries.merge_values import Telling, values
from core.deliveries.mismatch import NOT_ASKED, judge
from core.deliveries.people import browsers_of, hold_person
from core.deliveries.recalling import recall
from core.deliveries.revisions import Sender, sender_of, shown_revision
from core.deliveries.shown_before import Refusal, shown_before
from core.deliveries.visitors import LockedVisitor, Profile, counted_by, lock_visitor
from core.plugins import Registry
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits import Visit, remembered


def claim(storage: Storage, plan: Plan, registry: Registry, asked: Claim, now: datetime) -> Granted | Refused:
    """Decide by the database, in one transaction that holds the visitor's row.

    A refusal stores nothing, but that somebody is in a control group.
    """
    now = from_ms(to_ms(now))  # as it is stored, so that a retry gets the same moment
    planned = plan.campaign(asked.campaign)
    visit = replace(
        asked.ticket.visit, now=now, opening_hours=plan.site.hours, team=asked.team, **remembered(asked.passport)
    )
    judged = NOT_ASKED

    def asks(visit: Visit) -> Refusal | None:
        nonlocal judged
        if planned is not None and (asked.passport.memory or planned.without_memory):
            judged = judge(planned, visit, asked.facts, registry)
        return judged.mismatch

    # what asks for nothing that only the transaction can tell is judged before it, so that nobody waits meanwhile
    verdict = None if planned and planned.recalls else asks(visit)
    try:
        with storage.transaction():
            outcome = _Attempt(storage, plan, planned, visit, verdict, asks, asked, now).run()
    except _RolledBack as refusal:
        outcome = refusal.refused
    return replace(outcome, judged=judged)


class _RolledBack(Exception):
    """Ends a claim's transaction without a trace."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class _Standing:
    """The campaign as the database has it now, and the display with this id if there is one."""

    status: str
    present: bool
    revision_number: int | None
    generation: int
    gap_seconds: int
    visitor_id: int | None
    campaign_id: int | None
    page_view: str | None
    shown_generation: int | None
    shown_revision: int | None
    claimed_ms: int | None
    read_ms: int | None
    language: str | None
    merged: str | None


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One claim inside its transaction."""

    storage: Storage
    plan: Plan
    planned: PlannedCampaign | None
    visit: Visit
    mismatch: Refusal | None
    judge: Callable[[Visit], Refusal | None]
    asked: Claim
    now: datetime

    def run(self) -> Granted | Refused:
        profile, passport = Profile.of(self.visit), self.asked.passport
        hold_person(self.storage, self.plan.site.id, self._person)
        visitor = lock_visitor(
            self.storage, self.plan.site.id, passport, profile, self.now, signed=self.visit.signed_in
        )
        standing = self._standing()
        self._refuse_if_not_running(standing)
        if standing.visitor_id is not None:
            return self._answer_again(visitor, standing)
        visitors = browsers_of(self.storage, self.plan.site.id, self._person, visitor.id)
        is_first = self._refuse_by_history(visitors, visitor.last_display_at, standing)
        if is_first and self._is_in_control(visitors):
            return Refused("control", self.asked.campaign, standing.generation, self.now)
        return self._take(visitor, standing)

    @property
    def _person(self) -> str:
        """Whom all browsers of count; "" where nobody is known."""
        return self.asked.passport.person if self.asked.passport.memory else ""

    def _standing(self) -> _Standing:
        rows = self.storage.execute(_STANDING, (self.asked.display, self.asked.campaign, self.plan.site.id))
        if not rows:
            raise _RolledBack(Refused("unknown_campaign", self.asked.campaign))
        return _Standing(*rows[0])

    def _refuse(self, code: Refusal, standing: _Standing, at: datetime | None = None) -> _RolledBack:
        return _RolledBack(Refused(code, self.asked.campaign, standing.generation, at))

    def _refuse_if_not_running(self, standing: _Standing) -> None:
        if standing.status == "ended" or (
            self.planned is not None
            and self.planned.revision_number == standing.revision_number
            and not self.planned.in_schedule(self.now)
        ):
            raise self._refuse("schedule", standing)
        if standing.status != "active" or not standing.present:
            raise self._refuse("off", standing)

    def _answer_again(self, visitor: LockedVisitor, standing: _Standing) -> Granted:
        """The answer to a retry; a display of somebody else, of another page view or read already is refused."""
        assert standing.claimed_ms is not None
        at = from_ms(standing.claimed_ms)
        asked_before = (standing.visitor_id, standing.campaign_id, standing.page_view)
        if asked_before != (visitor.id, self.asked.campaign, self.asked.ticket.page_view):
            raise self._refuse("already_shown", standing)
        if standing.read_ms is not None:
            raise self._refuse("finished", standing, at)
        assert standing.shown_revision is not None
        assert standing.shown_generation is not None
        assert standing.language is not None
        shown = shown_revision(
            self.storage, self.asked.campaign, standing.shown_revision, standing.language, standing.merged
        )
        return Granted(
            campaign=self.asked.campaign,
            generation=standing.shown_generation,
            display=self.asked.display,
            at=at,
            channel=shown.channel,
            blocks=shown.blocks,
            sender=shown.sender,
        )

    def _refuse_by_history(self, visitors: Sequence[int], any_last_at: datetime | None, standing: _Standing) -> bool:
        """Returns whether it would be their first display in this generation."""
        planned, asked = self.planned, self.asked
        met = shown_before(
            self.storage,
            visitors,
            asked.campaign,
            standing.generation,
            page_view=asked.ticket.page_view,
            any_last_at=any_last_at,
            now=self.now,
        )
        mismatch = None if met.read else self._mismatch(visitors)
        if planned is None or planned.revision_number != standing.revision_number:
            # a plan is at most a moment behind: what is published since meets the visitor on the next page
            mismatch = mismatch or "no_longer_matches"
        frequency = planned.frequency if planned else "once"
        code = met.refusal(frequency, timedelta(seconds=standing.gap_seconds), self.now, mismatch)
        if code in ("finished", "already_shown"):
            raise self._refuse(code, standing, met.last_at)
        if code is not None:
            raise self._refuse(code, standing, met.any_last_at if code in ("page_view", "gap") else None)
        return not met.displays

    def _is_in_control(self, visitors: Sequence[int]) -> bool:
        """Whether they see nothing so that others can be compared with them; of whom nothing is remembered, nobody."""
        planned, passport = self.planned, self.asked.passport
        if planned is None or not planned.control_group or not passport.memory:
            return False
        return draw(self.storage, planned, visitors, passport.visitor, self.now)

    def _mismatch(self, visitors: Sequence[int]) -> Refusal | None:
        """Why the rule does not hold, by the history as the database has it."""
        if self.planned is None or not self.planned.recalls:
            return self.mismatch
        history = recall(self.storage, visitors, self.asked.passport, self.visit)
        return self.judge(replace(self.visit, history=history))

    def _take(self, visitor: LockedVisitor, standing: _Standing) -> Granted:
        planned, asked, now_ms = self.planned, self.asked, to_ms(self.now)
        assert planned is not None
        visit, page_view = self.visit, asked.ticket.page_view
        slot = f"once:{standing.generation}" if planned.frequency == "once" else f"view:{page_view}"
        sender = sender_of(self.storage, planned.sender_id)
        if not sender.active:
            raise self._refuse("off", standing)
        *seen, language = counted_by(visit)
        variant = planned.content.to(language)  # what is kept tells the same variant to a retry
        known = self._known(variant, visitor, sender)
        display = (asked.display, asked.campaign, planned.revision_number, visitor.id, slot, standing.generation)
        merged = json.dumps(known, ensure_ascii=False) if known else None
        if not self.storage.execute(_TAKE, (*display, page_view, *seen, language, now_ms, merged)):
            raise self._refuse("already_shown", standing, self.now)
        self.storage.execute(_MARK, (now_ms, page_view, visitor.id))
        self.storage.execute(_NOT_HELD_BACK, (asked.campaign, page_view))
        return Granted(
            campaign=asked.campaign,
            generation=standing.generation,
            display=asked.display,
            at=self.now,
            channel=planned.channel,
            blocks=variant.message.blocks(known),
            sender=sender,
        )

    def _known(self, variant: Variant, visitor: LockedVisitor, sender: Sender) -> Mapping[str, str]:
        """The values of the message's merge tags; they are kept, so that it says the same ever after."""
        if not variant.message.names:
            return {}
        telling = Telling(self.visit, visitor.name, visitor.email, sender.name, self.plan.site.name, variant.language)
        return values(telling, variant.message.names)


_STANDING = """
SELECT c.status, c.archived_at IS NULL AND c.deleted_at IS NULL AND s.archived_at IS NULL, c.revision_number,
       c.generation, s.minimum_gap_seconds, d.visitor_id, d.campaign_id, d.page_view, d.generation, d.revision_number,
       d.claimed_at, d.read_at, d.language, d.merged
FROM campaign c JOIN site s ON s.id = c.site_id LEFT JOIN display d ON d.id = %s
WHERE c.id = %s AND s.id = %s
"""

_TAKE = """
INSERT INTO display (id, campaign_id, revision_number, visitor_id, slot, generation, page_view, page_url, country,
                     device, language, claimed_at, merged)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING RETURNING id
"""

_MARK = "UPDATE visitor SET last_display_at = %s, last_page_view = %s WHERE id = %s"
_NOT_HELD_BACK = "DELETE FROM held_back WHERE campaign_id = %s AND page_view = %s"
