"""What stands where a campaign is wanted and there is no website yet."""

from __future__ import annotations

from admin_ui.components.basics import box
from admin_ui.components.empty import empty
from core.i18n import _


def no_site() -> None:
    """Why nothing can be made here, and the way to the first site."""
    with box("st-card"):
        empty(
            "language",
            _("A smart message needs a website"),
            _("Add the website on which it should appear, and put the snippet on it."),
            _("Add a site"),
            href="/sites",
        )
