"""Why a campaign never fires, as far as recorded page views can tell: its rule is asked about each of them again."""

from __future__ import annotations

from collections.abc import Sequence

from core.attention.past_visits import PastVisit, fitting
from core.attention.running import RunningCampaign
from core.errors import SmartTriggerError
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.plugins import Registry
from core.rules import Rule, sentence


def why_silent(campaign: RunningCampaign, registry: Registry, visits: Sequence[PastVisit]) -> str:
    """One sentence, which says no more than is known."""
    n = len(visits)
    if not campaign.draft.without_memory and not any(each.memory for each in visits):
        return _("All visitors of the last day came without cookies, and it may not be shown to them.")
    audience = campaign.draft.audience
    parts: Sequence[Rule] = audience.get("rules", []) if audience.get("match") == "all" else []
    for part in parts:
        alone = {**audience, "rules": [part]}
        if not _fitting(alone, registry, visits):
            said = ngettext(
                "The only page view of the last day does not fit “{rule}”.",
                "None of the newest {n} page views fits “{rule}”.",
                n,
            )
            return said.format(n=number(n), rule=sentence(alone, registry.condition_types))
    fit = _fitting(audience, registry, visits)
    if not fit:
        return ngettext(
            "The only page view of the last day does not fit all of its conditions together.",
            "None of the newest {n} page views fits all of its conditions together.",
            n,
        ).format(n=number(n))
    return _(
        "{fitting} of the newest {n} page views fit as far as the server can tell. Either visitors left "
        "before the rest was met, or another message was shown first."
    ).format(fitting=number(fit), n=number(n))


def _fitting(audience: Rule, registry: Registry, visits: Sequence[PastVisit]) -> int:
    """How many page views fit; none does where this version of the program can't make anything of the rule."""
    try:
        return fitting(audience, registry, visits)
    except SmartTriggerError:
        return 0
