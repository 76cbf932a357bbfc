"""What a webhook was told: each event with its attempts, and a way to send it again; follows while one looks.

It is narrowed to one state by its pills, which stands in the address.
"""

from __future__ import annotations

from datetime import UTC, datetime

from nicegui import ui

from admin_ui import webhook_words as words
from admin_ui.components.basics import box, button, chip, cut, icon, named, text
from admin_ui.components.empty import empty
from admin_ui.components.time_ago import clock_time, time_ago
from admin_ui.newest import Newest
from admin_ui.services import Desk
from core.i18n import N_, _
from core.webhooks.log import Attempt, Delivery, deliveries, send_again


class WebhookLog:
    """The newest deliveries of a webhook; a row that is open stays so while news come in."""

    def __init__(self, desk: Desk, webhook_id: int, state: str = "") -> None:
        """`state`: one of words.STATES; any other word counts as all of them."""
        self._desk = desk
        self._webhook_id = webhook_id
        self._state = state if state in words.STATES else ""
        self._pages = 1
        self._newest = Newest()
        self._rows: dict[int, _Row] = {}
        with box("st-stack st-gap-12", "section"):
            with box("st-line st-wrap st-spread"):
                text(_("Sent"), tag="h2")
                with named(box("st-pills").props("role=group"), _("State")) as self._bar:
                    self._pills = {key: self._pill(key) for key in ("", *words.STATES)}
            with box("st-card st-flush"):
                self._list = named(box("st-rows", "ul").props("role=list"), _("Sent"))
                self._nothing = box("")
                self._more = button(_("Show more"), self._show_more, kind="quiet").classes("st-webhook-more")

    async def refresh(self) -> None:
        """Take the list to what is true now."""
        asked = self._desk.run(deliveries, self._webhook_id, self._pages, state=self._state)
        found = await self._newest.read(asked)
        if found is None:
            return
        wanted = {each.id: each for each in found.deliveries}
        for gone in set(self._rows) - set(wanted):
            self._rows.pop(gone).element.delete()
        for number, delivery in wanted.items():
            if number not in self._rows:
                with self._list:
                    self._rows[number] = _Row(self._desk)
            self._rows[number].show(delivery)
        elements = [self._rows[each].element for each in wanted]
        if self._list.default_slot.children != elements:
            self._list.default_slot.children[:] = elements
            self._list.update()
        self._nothing.clear()
        if not elements:
            with self._nothing:
                self._say_nothing()
        self._bar.set_visibility(bool(elements or self._state))
        for key, pill in self._pills.items():
            pill.props["aria-pressed"] = "true" if key == self._state else "false"
        self._more.set_visibility(found.more)

    def _pill(self, state: str) -> ui.element:
        said = words.STATES[state][0] if state else N_("All")
        pill = text(_(said), "st-pill", "button").props("type=button")
        return pill.on("click", lambda: self._choose(state))

    async def _choose(self, state: str) -> None:
        self._state, self._pages = state, 1
        ui.navigate.history.replace(words.address(self._webhook_id, state))
        await self.refresh()

    def _say_nothing(self) -> None:
        if self._state:
            with empty("filter_alt_off", _("Nothing is in this state"), _("What was sent before may be in another.")):
                button(_("Show all"), lambda: self._choose(""))
            return
        empty("outbox", _("Nothing has been sent yet"), _("Send a test to see whether it arrives."))

    async def _show_more(self) -> None:
        self._pages += 1
        await self.refresh()


class _Row:
    """One delivery: a line, and behind it what was sent and answered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: Delivery | None = None
        with box("", "li") as self.element, box("st-delivery", "details"):
            self._line = box("st-delivery-line", "summary")
            self._behind = box("st-stack st-gap-12 st-delivery-behind")

    def show(self, delivery: Delivery) -> None:
        if delivery == self._shown:
            return
        self._shown = delivery
        self._line.clear()
        with self._line:
            self._build_line(delivery)
        self._behind.clear()
        with self._behind:
            self._build_behind(delivery)

    def _build_line(self, delivery: Delivery) -> None:
        state, look = words.STATES[delivery.state]
        chip(_(state), look)
        with box("st-stack st-gap-0 st-grow", "span"):
            cut(words.event(delivery), "st-strong", "span")
            if delivery.attempts:
                newest = delivery.attempts[0]
                said = " · ".join(filter(None, (words.result(newest), words.problem(newest))))
                cut(said, "st-small st-muted", "span")
        if delivery.event.is_test:
            chip(_("Test"))
        time_ago(delivery.event.at, "st-small st-muted st-still")
        icon("expand_more")

    def _build_behind(self, delivery: Delivery) -> None:
        for attempt in delivery.attempts:
            _attempt(attempt)
        with box("st-line st-wrap"):
            if delivery.state == "waiting" and delivery.attempts:
                with box("st-line st-gap-4 st-small st-muted"):
                    text(_("Next attempt"), tag="span")
                    clock_time(delivery.due_at)
            button(_("Send now") if delivery.state == "waiting" else _("Send again"), self._send_again, icon="replay")
        text(_("What is sent"), "st-label")
        sent = words.body(delivery, self._desk.services.settings.admin_address)
        text(sent, "st-code st-sideways st-delivery-body", "pre").props["tabindex"] = 0

    async def _send_again(self) -> None:
        assert self._shown is not None
        await self._desk.run(send_again, self._shown.id, datetime.now(UTC))


def _attempt(attempt: Attempt) -> None:
    with box("st-stack st-gap-4"):
        with box("st-line st-small"):
            time_ago(attempt.at, "st-still")
            text(words.result(attempt), "st-muted st-still", "span")
            cut(words.problem(attempt), "st-bad", "span")
        if attempt.answer:
            text(attempt.answer, "st-code st-delivery-answer", "pre")
