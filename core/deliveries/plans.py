"""Compiles each site's plan when something is published or switched, and keeps it ready for boot."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from core.campaigns.drafts import Draft, moment
from core.campaigns.flags import CHANNEL_GONE, RULE_INVALID, SCHEDULE_INVALID, SENDER_MISSING, UNREADABLE
from core.deliveries.contents import Content
from core.deliveries.decisions import Plan, PlannedCampaign, SiteInPlan
from core.errors import InvalidInput, InvalidRule, NotFound, SmartTriggerError
from core.identity import IdentitySecret
from core.identity.secrets import all_secrets
from core.opening_hours import OpeningHours
from core.origins import Origins
from core.plugins import Registry
from core.rules import CompiledRule, compile_rule
from core.sites import text_colour
from core.storage import Storage
from core.storage.models import Campaign, Pulse, Revision, Site
from core.team.parties import Parties, Party
from core.team.succession import flag_of
from core.widget_texts import own, told

log = logging.getLogger("smart_trigger.plans")

TOPIC: Final = "plan"

Compiled = dict[tuple[int, int], CompiledRule]
"""Compiled rules by campaign and revision: a revision never changes, so each is compiled once."""


class Plans:
    """The plan of every site by its key. Reading them touches no database."""

    def __init__(self, storage: Storage, registry: Registry) -> None:
        self._storage: Final = storage
        self._registry: Final = registry
        self._compiled: Compiled = {}
        self._plans: Mapping[str, Plan] | None = None

    def ready_or_raise(self) -> Mapping[str, Plan]:
        """All plans by their sites' keys. Raises Starting before they have been read."""
        if self._plans is None:
            raise Starting
        return self._plans

    def get(self, key: str) -> Plan:
        """The plan of the site with this key. Raises NotFound (`site_unknown`), or Starting."""
        plan = self.ready_or_raise().get(key)
        if plan is None:
            raise NotFound("site_unknown", "No site has this key. Copy the snippet again from Sites in the admin.")
        return plan

    def refresh(self) -> None:
        """Read every plan anew, and write down why a campaign can't run. Peewee's errors come through."""
        compiled: Compiled = {}
        flags: dict[int, str] = {}
        with self._storage.connection():
            revision = _revision()
            secrets = all_secrets(self._storage, datetime.now(UTC))
            plans = {
                site.key: _compile(
                    site, revision, self._registry, self._compiled, compiled, flags, secrets.get(site.id, ())
                )
                for site in Site.select().where(Site.archived_at.is_null())
            }
            self._compiled = compiled
            self._plans = MappingProxyType(plans)
            _write_flags(self._storage, flags)


class Starting(SmartTriggerError):
    """The plans have not been read yet."""

    status = 503

    def __init__(self) -> None:
        super().__init__("starting", "The server is starting and its database does not answer yet. Try again soon.")


@dataclass(frozen=True, slots=True)
class Published:
    """A campaign with the revision that visitors meet, as stored."""

    campaign: int
    generation: int
    position: int
    flag: str
    revision_number: int
    content: Mapping[str, Any]
    """A core.campaigns.drafts.Draft as data."""


def plan_campaign(
    published: Published, site_time_zone: str, registry: Registry, rule: CompiledRule | None = None
) -> PlannedCampaign:
    """A revision ready for page views; `rule` if it has been compiled already. Raises SmartTriggerError: why not."""
    draft = Draft.of(published.content)
    if draft.channel not in registry.channels:
        raise InvalidInput(
            "channel_unknown",
            CHANNEL_GONE.format(channel=draft.channel),
        )
    try:
        starts, ends = moment(draft.starts, site_time_zone), moment(draft.ends, site_time_zone)
    except ValueError:
        raise InvalidInput("schedule_invalid", SCHEDULE_INVALID) from None
    if draft.sender is None:
        raise InvalidInput("sender_missing", SENDER_MISSING)
    return PlannedCampaign(
        id=published.campaign,
        name=draft.name,
        revision_number=published.revision_number,
        generation=published.generation,
        channel=draft.channel,
        rule=rule
        or compile_rule(draft.audience, registry.condition_types, published=True, campaign=published.campaign),
        frequency=draft.frequency,
        starts=starts,
        ends=ends,
        without_memory=draft.without_memory,
        control_group=draft.control_group,
        sender_id=draft.sender,
        recipient=draft.recipient,
        content=Content(draft),
        position=published.position,
    )


def _compile(
    site: Site,
    revision: int,
    registry: Registry,
    known: Compiled,
    compiled: Compiled,
    flags: dict[int, str],
    identity: tuple[IdentitySecret, ...],
) -> Plan:
    """The plan of a site; adds its compiled rules to `compiled`, and to `flags` the reasons that changed."""
    planned = []
    parties = Parties()
    for published in _switched_on(site):
        key = (published.campaign, published.revision_number)
        reason = ""
        try:
            campaign = plan_campaign(published, site.time_zone, registry, known.get(key))
            gone = parties.who_left(Party("agent", campaign.sender_id), Party.parse(campaign.recipient))
            if gone:
                raise InvalidInput("party_left", flag_of(gone))
            if key not in known:
                _note_broken_tags(campaign)
            compiled[key] = campaign.rule
            planned.append(campaign)
        except InvalidRule as error:
            reason = RULE_INVALID.format(problem=error.problems[0].message)
        except SmartTriggerError as error:
            reason = error.message
        except Exception:
            log.exception("campaign %d, revision %d can't be read", *key)
            reason = UNREADABLE
        if reason != published.flag:
            flags[published.campaign] = reason
    return Plan(site_in_plan(site, identity), revision, planned)


def _note_broken_tags(campaign: PlannedCampaign) -> None:
    """What an older program published as plain words may look like a tag that can't be read."""
    for variant in campaign.content.variants:
        if broken := variant.message.broken:
            log.warning(
                "campaign %d, revision %d leaves out merge tags: %s", campaign.id, campaign.revision_number, broken
            )


def site_in_plan(site: Site, identity: tuple[IdentitySecret, ...] = ()) -> SiteInPlan:
    """What page views need to know of a site."""
    return SiteInPlan(
        id=site.id,
        key=site.key,
        name=site.name,
        origins=Origins.of(site.origins),
        time_zone=ZoneInfo(site.time_zone),
        colour=site.colour,
        text_colour=text_colour(site.colour),
        position=site.position,
        launcher=site.launcher,
        consent=site.consent,
        texts=told(own(site.texts)),
        recipient=site.recipient,
        identity=identity,
        hours=OpeningHours.of(site.hours),
    )


def _switched_on(site: Site) -> Iterator[Published]:
    """The campaigns that are switched on, in order of priority."""
    query = (
        Campaign.select(
            Campaign.id.alias("campaign"),
            Campaign.generation,
            Campaign.position,
            Campaign.flag,
            Revision.number.alias("revision_number"),
            Revision.content,
        )
        .join(Revision, on=((Revision.campaign == Campaign.id) & (Revision.number == Campaign.revision_number)))
        .where(
            Campaign.site == site,
            Campaign.status == "active",
            Campaign.archived_at.is_null(),
            Campaign.deleted_at.is_null(),
        )
        .order_by(Campaign.position, Campaign.id)
    )
    for row in cast(Iterator[dict[str, Any]], query.dicts()):
        yield Published(**row)


def _revision() -> int:
    """The counter of changes to plans; read before the plans, so that a change meanwhile gets another number."""
    row = Pulse.get_or_none(Pulse.topic == TOPIC)
    return 0 if row is None else int(row.version)


def _write_flags(storage: Storage, flags: Mapping[int, str]) -> None:
    if not flags:
        return
    with storage.transaction():
        for campaign_id, reason in sorted(flags.items()):
            Campaign.update(flag=reason).where(Campaign.id == campaign_id).execute()
        storage.touch("campaigns")
