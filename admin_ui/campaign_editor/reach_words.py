"""Below the rule's sentence: how many of the page views that there were it fits."""

from __future__ import annotations

from datetime import UTC, datetime

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.components.asked_later import AskedLater
from admin_ui.components.basics import text
from admin_ui.services import Desk
from core.attention.reach import Reach, reach
from core.i18n import _, ngettext
from core.i18n.figures import number, whole_percent


class ReachWords:
    """Says nothing where nothing can be told."""

    def __init__(self, desk: Desk, drafting: Drafting) -> None:
        self._desk = desk
        self._drafting = drafting
        self._words = text("", "st-small st-muted st-reach")
        self._later = AskedLater(self._words, self._find, self._say)

    def ask(self) -> None:
        """The rule, or who may meet it, has changed."""
        self._later.ask()

    async def _find(self) -> Reach | None:
        draft, site = self._drafting.draft, self._drafting.around.site
        return await self._desk.run(
            reach,
            self._desk.services.registry,
            site.id,
            site.time_zone,
            draft.audience,
            datetime.now(UTC),
            everybody=draft.without_memory,
        )

    def _say(self, found: Reach | None) -> None:
        words, control_group = _said(found), self._drafting.draft.control_group
        if found and found.fit and control_group:
            nothing = _("{share} of them would have seen nothing: the control group.")
            words = f"{words} {nothing.format(share=whole_percent(control_group))}"
        self._words.set_text(words)


def _said(found: Reach | None) -> str:
    if found is None:
        return ""
    of = number(found.of)
    if not found.fit:
        return _("None of the newest {of} page views would have met this.").format(of=of)
    if found.waits:
        words = ngettext(
            "Up to {n} of the newest {of} page views would have met this.",
            "Up to {n} of the newest {of} page views would have met this.",
            found.fit,
        )
    else:
        words = ngettext(
            "{n} of the newest {of} page views would have met this.",
            "{n} of the newest {of} page views would have met this.",
            found.fit,
        )
    return words.format(n=number(found.fit), of=of)
