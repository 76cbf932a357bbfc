"""What visitors have met of a campaign, revision by revision, and the way back to one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from admin_ui import campaign_paths, frame, theme
from admin_ui.campaign_paths import HISTORY, editor, trail
from admin_ui.components.basics import box, button, chip, text
from admin_ui.components.differences import show_differences, show_new
from admin_ui.components.empty import empty
from admin_ui.components.searched import Narrow, Searched
from admin_ui.components.time_ago import time_ago
from admin_ui.components.toast import undo
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns
from core.campaigns import draft_changes, history
from core.campaigns.draft_changes import Replaced
from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import Draft
from core.campaigns.history import PastRevision
from core.campaigns.words import Difference, differences
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.team.roles import Permission

STEP: Final = 20
"""How many revisions are shown at first, and how many more each time that more are asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """A revision in words."""

    revision: PastRevision
    changes: tuple[Difference, ...]
    """Against the one before; of the first everything that it says."""
    is_draft: bool
    """Whether the draft says the same."""


@dataclass(frozen=True, slots=True)
class History:
    """All that the page shows."""

    name: str
    told: tuple[Told, ...]


def register(services: Services) -> None:
    @page(services, HISTORY, Permission.CAMPAIGNS)
    async def campaign_history(desk: Desk, campaign_id: str, q: str = "") -> None:
        number = campaign_paths.number(campaign_id)
        if number is None:
            raise campaigns.gone()
        shown = await desk.run(load, services.registry, number)
        with frame.page(desk, _("History of {name}").format(name=shown.name), trail=trail(), width="import"):
            theme.add(("activate.css", "campaign-files.css"))
            with frame.actions():
                button(_("Edit"), href=editor(number), icon="edit")

            def build(found: History, narrow: Narrow) -> None:
                _build(desk, number, found, narrow, view)

            view: Searched[History] = Searched(
                Narrow(q, STEP),
                campaign_paths.history(number),
                _("Search the history"),
                lambda: desk.run(load, services.registry, number),
                build,
                lambda found: len(found.told),
                step=STEP,
            )
            await view.refresh()
        desk.on_change({"campaigns", "team"}, view.refresh)


def load(storage: Storage, registry: Registry, campaign_id: int) -> History:
    """A campaign's revisions in words, newest first. Raises NotFound."""
    campaign = campaigns.get(storage, campaign_id)
    if campaign.deleted:
        raise campaigns.gone()
    around = Surroundings.load(storage, registry, campaign.site)
    found = history.revisions(storage, campaign_id)
    before = [*(each.content for each in found[1:]), Draft()]
    told = (
        Told(each, differences(each.content, earlier, around), not each.content.visible_differences(campaign.draft))
        for each, earlier in zip(found, before, strict=False)
    )
    return History(campaign.draft.name.strip() or _("Without a name"), tuple(told))


def _build(desk: Desk, campaign_id: int, shown: History, narrow: Narrow, view: Searched[History]) -> None:
    if not shown.told:
        with box("st-card"):
            what = _("Nothing has been published yet")
            empty(
                "history", what, _("Each time you activate or publish, what visitors meet from then on is kept here.")
            )
        return
    found = [each for each in shown.told if narrow.takes(*_said(each))]
    with box("st-stack st-history", "ol").props("reversed"):
        for each in found[: narrow.most]:
            _revision(desk, campaign_id, each)
    view.more(found)


def _said(told: Told) -> tuple[str, ...]:
    """All that a revision's card says."""
    changed = (words for each in told.changes for words in (each.label, each.before, each.after))
    return (_("Revision {n}").format(n=told.revision.number), told.revision.created_by, *changed)


def _revision(desk: Desk, campaign_id: int, told: Told) -> None:
    revision = told.revision
    with box("st-card st-stack st-gap-12", "li"):
        with box("st-line st-wrap st-revision-head"):
            with box("st-stack st-gap-0 st-grow"):
                with box("st-line st-wrap st-gap-8"):
                    text(_("Revision {n}").format(n=revision.number), tag="h2")
                    if revision.met:
                        chip(_("Visitors meet this"), "good")
                with box("st-line st-gap-4 st-muted"):
                    by = revision.created_by or _("Somebody")
                    text(f"{by},", tag="span")
                    time_ago(revision.created_at)
            if told.is_draft:
                chip(_("The draft says this"))
            else:
                act = button(_("Make this the draft"), partial(_make_draft, desk, campaign_id, revision.number))
                act.props["aria-label"] = _("Make this the draft: revision {n}").format(n=revision.number)
        if told.changes and revision.number == 1:
            show_new(told.changes, revision.content)
        elif told.changes:
            show_differences(told.changes)
        else:
            text(_("The same as before, shown again to everyone."), "st-muted", "p")


async def _make_draft(desk: Desk, campaign_id: int, number: int) -> None:
    done = await desk.run(history.make_draft, campaign_id, number, agent_id=desk.me.id)
    undo(
        _("Revision {n} is the draft. Publish it for visitors to meet it.").format(n=number),
        partial(_bring_back, desk, done),
    )


async def _bring_back(desk: Desk, done: Replaced) -> None:
    await desk.run(draft_changes.bring_back, done, agent_id=desk.me.id)
