"""What stands where there is no campaign yet: what one is, in a picture and three steps, and the way to the first."""

from __future__ import annotations

from admin_ui.campaign_paths import GALLERY, IMPORT, NEW
from admin_ui.components.basics import box, button, icon, text
from core.i18n import N_, _

STEPS = (
    ("edit", N_("Write a message"), N_("As one of your team, in the chat your visitors know.")),
    ("target", N_("Say who sees it"), N_("By page, visits, place, time and more, in plain words.")),
    ("toggle_on", N_("Switch it on"), N_("Replies land in the inbox that you choose.")),
)


def campaign_start() -> None:
    """The whole of an empty list."""
    with box("st-card st-camp-start", "section"):
        with box("st-camp-start-picture").props("aria-hidden=true"):
            with box("st-camp-start-page"):
                for _line in range(3):
                    box("")
            with box("st-camp-start-bubble"):
                with box("st-avatar", "span"):
                    icon("person")
                with box("st-camp-start-words"):
                    for _line in range(2):
                        box("")
        text(_("Smart messages start the conversation"), tag="h2")
        text(
            _("The right words to the right visitor, at the right moment, from somebody who answers."), "st-muted", "p"
        )
        button(_("Add smart message"), kind="primary", icon="add", href=NEW)
        with box("st-line st-wrap st-gap-8 st-camp-start-more"):
            button(_("From the gallery"), kind="quiet", href=GALLERY)
            button(_("Import a file"), kind="quiet", href=IMPORT)
        with box("st-camp-start-steps", "ol"):
            for name, what, how in STEPS:
                with box("", "li"):
                    icon(name)
                    text(_(what), "st-strong")
                    text(_(how), "st-small st-muted")
