"""One webhook: what it is told, its secret, and what became of what it was told."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from nicegui import ui

from admin_ui import frame, theme
from admin_ui import webhook_words as words
from admin_ui.components.basics import box, button, note, text
from admin_ui.components.copy import copyable
from admin_ui.components.dialog import ask
from admin_ui.components.fields import Form, choice_field, text_field
from admin_ui.components.live import Live
from admin_ui.components.time_ago import clock_time
from admin_ui.components.toast import toast
from admin_ui.components.webhook_log import WebhookLog
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import sites, webhooks
from core.i18n import N_, _
from core.storage import Storage
from core.team.roles import Permission
from core.webhooks import Webhook, WebhookSettings
from core.webhooks.addresses import MAX_URL, host_of
from core.webhooks.events import EVENT_TYPES
from core.webhooks.log import let_go, send_given_up, send_test
from core.webhooks.outbox import TOPIC

SETTINGS: Final = (N_("Settings"), "/settings")
ALL_SITES: Final = 0


def register(services: Services) -> None:
    @page(services, f"{words.PATH}/new", Permission.SETTINGS)
    async def new_webhook(desk: Desk) -> None:
        names = await desk.run(_site_names)
        with frame.page(desk, _("Add webhook"), trail=_trail(), sketch="form"), box("st-form"):
            theme.add(("webhooks.css",))

            async def add(settings: WebhookSettings) -> Webhook:
                private = desk.services.settings.webhooks_private
                made = await desk.run(webhooks.add_webhook, settings, datetime.now(UTC), private=private)
                ui.navigate.to(f"{words.address(made.id)}?added=1")
                return made

            WebhookForm(WebhookSettings(""), names, _("Add webhook"), add)

    @page(services, f"{words.PATH}/{{webhook_id}}", Permission.SETTINGS)
    async def one_webhook(desk: Desk, webhook_id: int, added: str = "", state: str = "") -> None:
        found = await desk.run(webhooks.webhook, webhook_id)
        names = await desk.run(_site_names)
        with frame.page(desk, host_of(found.settings.url), trail=_trail()):
            theme.add(("webhooks.css",))
            with frame.actions():
                button(_("Send a test"), partial(_send_test, desk, webhook_id), icon="send")
            load = partial(desk.run, webhooks.webhook, webhook_id)
            standing = Live(load, partial(_state, desk), "st-stack st-webhook-notes")
            await standing.refresh()
            with box("st-webhook"):
                with box("st-stack st-gap-24"):
                    _form(desk, found, names)
                    await _secret(desk, found, shown=bool(added))
                log = WebhookLog(desk, webhook_id, state)
                await log.refresh()
        desk.on_change({TOPIC}, standing.refresh)
        desk.on_change({TOPIC}, log.refresh)


class WebhookForm:
    """Edits WebhookSettings; `on_save` is awaited with the new ones."""

    def __init__(self, settings: WebhookSettings, names: dict[int, str], save: str, on_save: Any) -> None:
        self._on_save = on_save
        self._form = Form()
        with box("st-card st-stack"):
            self._url = text_field(
                _("Address"), settings.url, limit=MAX_URL, placeholder="https://example.com/hooks/chat",
                hint=_("Events are sent there, signed, as JSON."),
            )  # fmt: skip
            if not settings.url:
                self._url.props("autofocus")
            events = {key: _(each.words) for key, each in EVENT_TYPES.items()}
            self._events = choice_field(_("Events"), events, list(settings.events), multiple=True)
            named = {ALL_SITES: _("All sites"), **names}
            self._site = choice_field(_("Site"), named, settings.site_id or ALL_SITES, searchable=len(names) > 8)
            with box("st-line"):
                button(save, self._save, kind="primary")
        self._form.add("url", self._url)
        self._form.add("events", self._events)

    async def _save(self) -> None:
        events: Any = self._events.value or ()
        wanted = WebhookSettings(self._url.value or "", tuple(events), self._site.value or None)
        await self._form.submit(self._on_save(wanted), self._show)

    def _show(self, kept: Webhook) -> None:
        self._url.value = kept.settings.url


def _form(desk: Desk, found: Webhook, names: dict[int, str]) -> None:
    async def save(settings: WebhookSettings) -> Webhook:
        private = desk.services.settings.webhooks_private
        kept = await desk.run(webhooks.edit_webhook, found.id, settings, private=private)
        frame.retitle(ui.context.client, host_of(kept.settings.url))
        toast(_("Saved. What waits goes there, too."))
        return kept

    WebhookForm(found.settings, names, _("Save"), save)


def _state(desk: Desk, webhook: Webhook) -> None:
    """What is wrong with it, and what can be done about that."""
    now = partial(datetime.now, UTC)
    if webhook.old_secret_until is not None and webhook.old_secret_until > now():
        with note(icon_name="key"), box("st-line st-gap-4 st-wrap st-grow"):
            text(_("The new secret and the one before both sign until"), tag="span")
            clock_time(webhook.old_secret_until)
    if not webhook.on:
        gone = _("The receiver answered that it wants no events any more.")
        said = gone if webhook.gone else _("This is switched off.")
        with note(kind="warn" if webhook.gone else "", icon_name="toggle_off"):
            text(said, "st-grow")
            button(_("Switch on"), lambda: desk.run(webhooks.switch, webhook.id, True, now()), kind="quiet")
    if webhook.given_up:
        with note(kind="bad", icon_name="error"):
            text(words.given_up(webhook), "st-grow")
            button(_("Send all again"), lambda: desk.run(send_given_up, webhook.id, now()), kind="quiet")
            button(_("Let go"), partial(_ask_to_let_go, desk, webhook), kind="quiet")


def _ask_to_let_go(desk: Desk, webhook: Webhook) -> None:
    ask(
        _("Let these events go?"),
        _("They are deleted, and the receiver never gets them."),
        _("Keep them"),
        _("Let go"),
        lambda: desk.run(let_go, webhook.id),
    )


async def _secret(desk: Desk, webhook: Webhook, *, shown: bool) -> None:
    """What it is signed with, on demand, and a new one."""
    with box("st-card st-stack st-gap-12"):
        with box("st-line st-spread"):
            text(_("Secret"), tag="h2")
            button(_("New secret"), lambda: ask_for_new(), kind="quiet", icon="autorenew")
        text(_("Your receiver checks with it that an event is from here. Whoever knows it can pretend to be us."),
             "st-muted", "p")  # fmt: skip
        place = box("")

        async def show() -> None:
            secret = await desk.run(webhooks.secret_of, webhook.id)
            place.clear()
            with place:
                copyable(secret, _("Copy secret"))

        async def rotate() -> None:
            await desk.run(webhooks.rotate_secret, webhook.id, datetime.now(UTC))
            await show()
            toast(_("Events are signed with the new secret. For 24 hours the one before signs as well."))

        def ask_for_new() -> None:
            words = _("Give it to your receiver within 24 hours: until then both sign, afterwards the new one alone.")
            ask(_("Make a new secret?"), words, _("Keep this one"), _("Make a new one"), rotate)

        with place, box("st-line"):
            button(_("Show secret"), show, icon="visibility")
        if shown:
            await show()


async def _send_test(desk: Desk, webhook_id: int) -> None:
    await desk.run(send_test, webhook_id, datetime.now(UTC))


def _trail() -> list[tuple[str, str]]:
    name, href = SETTINGS
    return [(_(name), href)]


def _site_names(storage: Storage) -> dict[int, str]:
    return {each.id: each.name for each in sites.sites(storage)}
