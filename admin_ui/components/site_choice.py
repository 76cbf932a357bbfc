"""Which site a new campaign is for, where there are several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from admin_ui.components.basics import named
from admin_ui.components.held import Select
from core.campaigns.draft_problems import SiteChoice
from core.i18n import _


def chosen(sites: Sequence[SiteChoice], wanted: int | None) -> SiteChoice | None:
    """The wanted site, else the first; archived ones aside."""
    open_sites = [each for each in sites if not each.archived]
    return next((each for each in open_sites if each.id == wanted), next(iter(open_sites), None))


def site_choice(sites: Sequence[SiteChoice], site: SiteChoice, on_choose: Callable[[int], Any]) -> None:
    """A select of the sites; nothing where there is one only."""
    names = {each.id: each.name for each in sites if not each.archived}
    if len(names) > 1:
        select = named(Select(names, value=site.id).props("outlined dense options-dense"), _("Site"))
        select.on_value_change(lambda event: on_choose(event.value))
