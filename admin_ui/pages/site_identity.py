"""Signed-in visitors on a site's page: the secret that the site's own server signs with, and how it does."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from nicegui import ui

from admin_ui.components.basics import box, button, note, text
from admin_ui.components.copy import copyable
from admin_ui.components.dialog import ask, dialog, foot
from admin_ui.components.fields import choice_field
from admin_ui.components.live import Live
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.time_ago import clock_time, time_ago
from admin_ui.components.toast import toast
from admin_ui.help import ABOUT_IDENTITY, help_link
from admin_ui.services import Desk
from core.i18n import _
from core.identity import secrets
from core.identity.examples import EXAMPLES
from core.identity.secrets import Signing
from core.storage import Storage
from core.team.roles import Permission


class IdentityCard:
    """The card; owners make, replace and end secrets."""

    def __init__(self, desk: Desk, site_id: int) -> None:
        self._desk = desk.needing(Permission.SITES)
        self._may = desk.may(Permission.SITES)
        self._site_id = site_id
        self._live = Live(lambda: desk.run(_load, site_id), self._build)

    async def refresh(self) -> None:
        await self._live.refresh()

    def _build(self, found: Signing) -> None:
        with box("st-card st-stack st-gap-12", "section"):
            with box("st-line st-spread"):
                text(_("Signed-in visitors"), tag="h2")
                if self._may and found.since is not None:
                    row_menu(_("Signed-in visitors"), self._actions(found))
            text(
                _("Your server can vouch for who a visitor is. Campaigns then ask whether somebody is signed in."),
                "st-muted",
                "p",
            )
            if found.since is None:
                text(_("There is no secret yet, so nobody counts as signed in."), "st-muted")
                if self._may:
                    with box("st-line"):
                        button(_("Make a secret"), self._make, icon="key")
            else:
                self._standing(found.since, found.old_until)
            help_link(_("What your server signs, and what it does"), ABOUT_IDENTITY)

    def _standing(self, since: datetime, old_until: datetime | None) -> None:
        with box("st-line st-gap-4 st-small st-muted"):
            text(_("Secret made"), tag="span")
            time_ago(since)
        if old_until is not None:
            with note(icon_name="key"), box("st-line st-gap-4 st-wrap st-grow"):
                text(_("The new secret and the one before both count until"), tag="span")
                clock_time(old_until)
        if not self._may:
            return
        place = box("")
        with place, box("st-line st-wrap"):
            button(_("Show secret"), partial(self._show, place), icon="visibility")
            button(_("How to sign"), _show_examples, icon="code")

    def _actions(self, found: Signing) -> list[Action]:
        actions = [Action(_("New secret"), "autorenew", self._ask_for_new)]
        if found.old_until is not None:
            actions.append(Action(_("End the old one now"), "timer_off", self._ask_to_end_old))
        return [*actions, Action(_("Switch off"), "block", self._ask_to_switch_off, bad=True)]

    async def _show(self, place: ui.element) -> None:
        secret = await self._desk.run(secrets.secret_of, self._site_id)
        place.clear()
        with place, box("st-stack st-gap-8"):
            copyable(secret, _("Copy secret"))
            text(_("Keep it on your server. Whoever knows it can be any of your visitors."), "st-small st-muted", "p")
            with box("st-line"):
                button(_("How to sign"), _show_examples, icon="code")

    async def _make(self) -> None:
        await self._desk.run(secrets.new_secret, self._site_id, datetime.now(UTC))
        await self._say(_("The secret is made. Give it to your server."))

    async def _end_old(self) -> None:
        await self._desk.run(secrets.end_old, self._site_id)
        await self._say(_("Only the new secret counts now."))

    async def _switch_off(self) -> None:
        await self._desk.run(secrets.switch_off, self._site_id)
        await self._say(_("Nobody counts as signed in any more."))

    async def _say(self, words: str) -> None:
        await self.refresh()
        with self._live.element:  # what was pressed may be gone
            toast(words)

    def _ask_for_new(self) -> None:
        words = _("Give it to your server within 24 hours: until then both count, afterwards the new one alone.")
        ask(_("Make a new secret?"), words, _("Keep this one"), _("Make a new one"), self._make)

    def _ask_to_end_old(self) -> None:
        words = _("Tokens that were signed with it stop to count at once. Does your server sign with the new one?")
        ask(_("End the old secret?"), words, _("Keep both"), _("End the old one"), self._end_old)

    def _ask_to_switch_off(self) -> None:
        words = _("Both secret and tokens stop to count at once. To come back, your server needs a new secret.")
        ask(_("Believe no tokens any more?"), words, _("Keep it on"), _("Switch off"), self._switch_off)


def _load(storage: Storage, site_id: int) -> Signing:
    return secrets.signing(storage, site_id, datetime.now(UTC))


def _show_examples() -> None:
    """In each language, to be taken away."""
    languages = {name: name for name in EXAMPLES}
    first = next(iter(languages))
    with dialog(_("Sign on your server")) as shown:
        shown.classes("st-signing")
        chosen = choice_field(_("Language of your server"), languages, first, on_change=lambda: show())
        place = box("")

        def show() -> None:
            place.clear()
            with place:
                copyable(EXAMPLES[str(chosen.value)], _("Copy code"))

        show()
        text(_("Then hand the token on in your page:"), "st-muted", "p")
        copyable('smartTrigger("identify", {}, token)')
        with foot():
            button(_("Close"), shown.close, kind="primary")
    shown.open()
