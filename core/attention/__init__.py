"""What needs somebody: campaigns that never fire, sites without the widget, webhooks and plugins that fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from core import sites
from core.attention.past_visits import PastVisit, newest_visits
from core.attention.running import RunningCampaign
from core.attention.silence import why_silent
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.plugin_faults import Fault, faults
from core.plugins import Registry
from core.sites import Site
from core.storage import Storage
from core.storage.fields import to_ms
from core.webhooks import Webhook, webhooks
from core.webhooks.addresses import host_of

SILENT_AFTER: Final = timedelta(days=1)
"""How long a campaign may run, or a site go without a page view, before somebody is told; and how long it is told that
a plugin has failed."""
FAILING_AFTER: Final = timedelta(hours=1)
"""How long a webhook may fail before somebody is told: most receivers are back by then."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look after."""

    kind: Literal["not_run", "silent", "site_unseen", "site_quiet", "webhook", "plugin"]
    id: int
    """Of the campaign, the site or the webhook; 0 for a plugin."""
    what: str
    why: str


def concerns(
    storage: Storage, registry: Registry, campaigns: tuple[RunningCampaign, ...], now: datetime
) -> tuple[Concern, ...]:
    """Everything that needs somebody; what keeps a campaign from visitors first. `campaigns`: those switched on."""
    found = sites.sites(storage)
    flagged = [
        Concern("not_run", each.id, _("“{name}” is not shown to anybody").format(name=each.name), each.flag)
        for each in campaigns
        if each.flag
    ]
    unheard = _of_webhooks(webhooks(storage), now)
    failing = _of_plugins(faults(storage), registry, now)
    silent = _silent(storage, registry, campaigns, found, now)
    return (*flagged, *failing, *_of_sites(found, now), *unheard, *silent)


def _of_plugins(found: tuple[Fault, ...], registry: Registry, now: datetime) -> Iterator[Concern]:
    """Those of which something has raised within a day, the newest first; each is told once."""
    failing: dict[str, list[Fault]] = {}
    for fault in found:
        if now - fault.last_at < SILENT_AFTER:
            failing.setdefault(fault.plugin, []).append(fault)
    for plugin, parts in failing.items():
        newest, times = parts[0], sum(each.count for each in parts)
        kind = registry.condition_types.get(newest.what)
        what = ngettext("The plugin “{name}” has failed {n} time", "The plugin “{name}” has failed {n} times", times)
        why = _("What it says: {error}. Nothing is shown by a condition that fails.").format(error=newest.error)
        name = _(kind.label) if kind else plugin
        yield Concern("plugin", 0, what.format(name=name, n=number(times)), why)


def _of_sites(found: tuple[Site, ...], now: datetime) -> Iterator[Concern]:
    for site in found:
        if site.seen_at is None:
            no_origins = _("Say under Origins which website may show it, then paste the snippet there.")
            why = _("Paste the snippet into its pages, then open one.") if site.settings.origins else no_origins
            yield Concern("site_unseen", site.id, _("{name} has never shown the widget").format(name=site.name), why)
        elif now - site.seen_at >= SILENT_AFTER:
            days = (now - site.seen_at) // timedelta(days=1)
            what = ngettext(
                "{name} has not shown the widget for a day", "{name} has not shown the widget for {n} days", days
            ).format(name=site.name, n=number(days))
            why = _("Is the snippet still in its pages? If it is, nobody has opened one since.")
            yield Concern("site_quiet", site.id, what, why)


def _of_webhooks(found: tuple[Webhook, ...], now: datetime) -> Iterator[Concern]:
    """Those whose events don't arrive. Only the host is named: the rest of an address can be a secret."""
    for each in found:
        host = host_of(each.settings.url)
        if each.gone:
            why = _("It answered that it wants no events any more. Delete the webhook, or switch it on again.")
            yield Concern("webhook", each.id, _("{host} has switched off its webhook").format(host=host), why)
        elif each.given_up:
            lost = ngettext("{n} event did not reach {host}", "{n} events did not reach {host}", each.given_up)
            why = _("That was tried for three days. Mend the receiver and send again, or let go.")
            yield Concern("webhook", each.id, lost.format(n=number(each.given_up), host=host), why)
        elif each.on and each.failing_since is not None and now - each.failing_since >= FAILING_AFTER:
            why = ngettext(
                "{n} event waits. Sending is tried again and again for three days.",
                "{n} events wait. Sending is tried again and again for three days.",
                each.waiting,
            ).format(n=number(each.waiting))
            yield Concern("webhook", each.id, _("{host} takes no events").format(host=host), why)


def _silent(
    storage: Storage,
    registry: Registry,
    campaigns: tuple[RunningCampaign, ...],
    found: tuple[Site, ...],
    now: datetime,
) -> Iterator[Concern]:
    """Campaigns that ran for a day, on a site with page views, and that no browser has asked to show since."""
    zones = {site.id: site.settings.time_zone for site in found}
    seen: dict[int, tuple[PastVisit, ...]] = {}
    for each in campaigns:
        if each.flag or each.site_id not in zones or now - each.since < SILENT_AFTER or each.starts_later(now):
            continue
        if _was_asked_for(storage, each.id, since=each.since):
            continue
        if each.site_id not in seen:
            seen[each.site_id] = newest_visits(storage, each.site_id, zones[each.site_id], now - SILENT_AFTER)
        if visits := seen[each.site_id]:
            anew = _("“{name}” has not been shown to anybody since it was switched on or published")
            never = _("“{name}” has not been shown to anybody yet")
            what = anew if _was_asked_for(storage, each.id) else never
            yield Concern("silent", each.id, what.format(name=each.name), why_silent(each, registry, visits))


def _was_asked_for(storage: Storage, campaign_id: int, since: datetime | None = None) -> bool:
    """Whether it was claimed, or held back for frequency; since ever, or since a moment."""
    since_ms = to_ms(since) if since else 0
    ((asked,),) = storage.execute(_ASKED, (campaign_id, since_ms, campaign_id, since_ms))
    return bool(asked)


_ASKED = """
SELECT EXISTS (SELECT 1 FROM display WHERE campaign_id = %s AND claimed_at >= %s)
    OR EXISTS (SELECT 1 FROM held_back WHERE campaign_id = %s AND at >= %s)
"""
