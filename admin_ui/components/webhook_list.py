"""The webhooks in the settings: how each fares, on or off."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from nicegui import ui

from admin_ui import webhook_words as words
from admin_ui.components.basics import box, button, cut, link, text
from admin_ui.components.empty import empty
from admin_ui.components.live import Live
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.switch import Switch
from admin_ui.components.time_ago import time_ago
from admin_ui.components.toast import toast, undo
from admin_ui.help import ABOUT_WEBHOOKS, help_link
from admin_ui.services import Desk
from core import webhooks
from core.i18n import _
from core.webhooks import Webhook
from core.webhooks.addresses import host_of
from core.webhooks.log import send_test
from core.webhooks.outbox import TOPIC


async def webhook_section(desk: Desk) -> None:
    """Build the section, and keep it true."""
    with box("st-stack", "section"):
        with box("st-line st-wrap st-spread"):
            with box("st-stack st-gap-4 st-grow st-webhooks-what"):
                text(_("Webhooks"), tag="h2")
                text(_("Tell your CRM, your shop or a chat what happens here, as it happens."), "st-muted", "p")
                help_link(_("What is sent, and how to check it"), ABOUT_WEBHOOKS)
            button(_("Add webhook"), kind="primary", icon="add", href=f"{words.PATH}/new").props("data-new")
        rows = Live(lambda: desk.run(webhooks.webhooks), partial(_list, desk), "st-card st-flush")
        await rows.refresh()
    desk.on_change({TOPIC, "sites"}, rows.refresh)


def _list(desk: Desk, found: tuple[Webhook, ...]) -> None:
    if not found:
        todo = _("Add the address of a program that should know of new leads and conversations.")
        empty("webhook", _("No webhook yet"), todo)
    with box("st-rows", "ul").props("role=list"):
        for each in found:
            _row(desk, each)


def _row(desk: Desk, webhook: Webhook) -> None:
    look, standing = words.standing(webhook)
    host = host_of(webhook.settings.url)
    with box("st-row st-webhook-row", "li"):
        text("", f"st-dot st-dot--{look}" if look else "st-dot", "span")
        with box("st-stack st-gap-0 st-grow"):
            link(webhook.settings.url, words.address(webhook.id), "st-strong st-cut st-row-title")
            where = webhook.site_name or _("All sites")
            cut(f"{where} · {words.events(webhook.settings.events)}", "st-small st-muted")
        with box("st-line st-small st-still st-muted st-webhook-standing"):
            text(standing, "st-bad" if look == "bad" else "", "span")
            if webhook.told_at is not None:
                time_ago(webhook.told_at)
        Switch(_("Send to {host}").format(host=host), on=webhook.on, on_change=partial(_switch, desk, webhook))
        row_menu(host, _actions(desk, webhook))


async def _switch(desk: Desk, webhook: Webhook, on: bool) -> bool:
    return (await desk.run(webhooks.switch, webhook.id, on, datetime.now(UTC))).on


def _actions(desk: Desk, webhook: Webhook) -> list[Action]:
    async def test() -> None:
        await desk.run(send_test, webhook.id, datetime.now(UTC))
        ui.navigate.to(words.address(webhook.id))

    async def delete() -> None:
        await desk.run(webhooks.delete_webhook, webhook.id, datetime.now(UTC))
        said = _("{host} is told nothing any more.").format(host=host_of(webhook.settings.url))
        undo(said, restore)

    async def restore() -> None:
        await desk.run(webhooks.restore_webhook, webhook.id)
        toast(_("The webhook is back."))

    return [
        Action(_("Edit"), "edit", lambda: ui.navigate.to(words.address(webhook.id))),
        Action(_("Send a test"), "send", test),
        Action(_("Delete"), "delete", delete, bad=True),
    ]
