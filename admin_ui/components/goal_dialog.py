"""The dialog in which a goal of a site is added or edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import isawaitable
from typing import Any, Final, cast

from nicegui import ui

from admin_ui.components.basics import box, button, text
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.fields import Choices, Form, text_area, text_field
from admin_ui.services import Desk
from core import goals
from core.goals import Goal, GoalSettings, Kind
from core.i18n import N_, _
from core.team.people import MAX_NAME
from core.team.roles import Permission

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "address": (N_("A page is opened"), N_("Such as the one that thanks for an order.")),
    "event": (N_("A page tells of an event"), N_('Its code calls smartTrigger("event", "order placed").')),
}
MOST_NAMES: Final = 5
"""Events told lately that are named."""


class GoalDialog:
    """One open dialog; `on_kept` gets the goal as it was kept."""

    def __init__(
        self, desk: Desk, site_id: int, known: Goal | None, told: Sequence[str], on_kept: Callable[[Goal], Any]
    ) -> None:
        """`told`: names of events that the site's pages have told of lately."""
        self._desk = desk.needing(Permission.CAMPAIGNS)
        self._site_id = site_id
        self._known = known
        self._on_kept = on_kept
        self._form = Form()
        settings = known.settings if known else GoalSettings("")
        with dialog(_("Edit goal") if known else _("Add goal")) as self._shown:
            name = text_field(_("Name"), settings.name, limit=MAX_NAME, placeholder=_("Order placed"))
            self._form.add("name", name)
            self._name = name
            with box("st-field"):
                text(_("Reached when"), "st-label")
                options = {kind: (_(title), _(meaning)) for kind, (title, meaning) in KINDS.items()}
                self._kind = Choices(
                    _("Reached when"), cast(dict[str, tuple[str, str]], options), settings.kind, self._show
                )
            self._places = {kind: box("") for kind in KINDS}
            self._wanted = {kind: self._field(kind, settings, told) for kind in KINDS}
            self._show(settings.kind)
            with foot():
                button(_("Cancel"), self._shown.close)
                button(_("Save") if known else _("Add goal"), self._save, kind="primary")
        self._shown.open()

    def _field(self, kind: Kind, settings: GoalSettings, told: Sequence[str]) -> ui.textarea:
        wanted = "\n".join(settings.wanted) if settings.kind == kind else ""
        with self._places[kind]:
            if kind == "address":
                return text_area(
                    _("Addresses"),
                    wanted,
                    placeholder="/thanks",
                    hint=_("One a line; one of them is enough. * stands for any characters: shop.example/order/*"),
                )
            lately = ", ".join(told[:MOST_NAMES])
            hint = _("One a line; one of them is enough.")
            if lately:
                hint = _("One a line; one of them is enough. Told lately: {names}").format(names=lately)
            return text_area(_("Events"), wanted, placeholder=_("order placed"), hint=hint)

    def _show(self, chosen: str) -> None:
        for kind, place in self._places.items():
            place.set_visibility(kind == chosen)
        self._form.add("wanted", self._wanted[cast(Kind, chosen)])

    async def _save(self) -> None:
        kind = cast(Kind, self._kind.value)
        wanted = str(self._wanted[kind].value or "").splitlines()
        settings = GoalSettings(str(self._name.value or ""), kind, tuple(wanted))
        if self._known is None:
            work = self._desk.run(goals.add_goal, self._site_id, settings)
        else:
            work = self._desk.run(goals.edit_goal, self._known.id, settings)
        await self._form.submit(work, self._kept)

    async def _kept(self, goal: Goal) -> None:
        self._shown.close()
        after = self._on_kept(goal)
        if isawaitable(after):
            await after
