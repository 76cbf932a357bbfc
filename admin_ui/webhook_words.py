"""How it stands with webhooks and what they were told, in words."""

from __future__ import annotations

import json
from typing import Final, Literal

from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.webhooks import Webhook
from core.webhooks.events import EVENT_TYPES
from core.webhooks.log import Attempt, Delivery
from core.webhooks.sending import PROBLEMS

PATH: Final = "/settings/webhooks"
STATES: Final = {
    "waiting": (N_("Waiting"), "warn"),
    "delivered": (N_("Delivered"), "good"),
    "given_up": (N_("Given up"), "bad"),
}
"""Words and looks of a delivery's state."""

Look = Literal["", "good", "warn", "bad"]


def address(webhook_id: int, state: str = "") -> str:
    """Where a webhook is edited, with all that it was sent or what stands so with it."""
    return f"{PATH}/{webhook_id}?state={state}" if state else f"{PATH}/{webhook_id}"


def standing(webhook: Webhook) -> tuple[Look, str]:
    """How it is with a webhook."""
    n = number(webhook.waiting)
    if webhook.gone:
        return "bad", _("Its receiver has switched it off")
    if not webhook.on:
        off = ngettext("Off, {n} event waits", "Off, {n} events wait", webhook.waiting).format(n=n)
        return "", off if webhook.waiting else _("Off")
    if webhook.failing_since is not None:
        words = ngettext("Fails, {n} event waits", "Fails, {n} events wait", webhook.waiting).format(n=n)
        return "bad", words if webhook.waiting else _("Fails")
    return ("good", _("Delivers")) if webhook.told_at is not None else ("", _("Nothing sent yet"))


def events(keys: tuple[str, ...]) -> str:
    """What it is told."""
    return " · ".join(_(EVENT_TYPES[key].words) for key in keys if key in EVENT_TYPES)


def event(delivery: Delivery) -> str:
    """What happened."""
    known = EVENT_TYPES.get(delivery.event.type)
    return _(known.words) if known is not None else delivery.event.type


def result(attempt: Attempt) -> str:
    """What became of an attempt: the status of the answer, and how long it took."""
    took = _("{n} ms").format(n=number(attempt.duration_ms))
    return f"{attempt.status} · {took}" if attempt.status is not None else took


def problem(attempt: Attempt) -> str:
    """Why it does not count as delivered, "" if it does."""
    return _(PROBLEMS.get(attempt.problem, attempt.problem))


def body(delivery: Delivery, admin_address: str) -> str:
    """What was sent, laid out to be read."""
    return json.dumps(json.loads(delivery.event.body(admin_address)), indent=2, ensure_ascii=False)


def given_up(webhook: Webhook) -> str:
    """How many events are not tried any more."""
    return ngettext(
        "{n} event was tried for three days and given up.", "{n} events were tried for three days and given up.",
        webhook.given_up,
    ).format(n=number(webhook.given_up))  # fmt: skip
