"""Plugins: what is loaded, where from, what each brings, and what of it fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from nicegui import ui

from admin_ui import frame
from admin_ui.components.basics import box, button, chip, cut, icon, text
from admin_ui.components.dialog import ask
from admin_ui.components.empty import empty
from admin_ui.components.searched import Narrow, Searched
from admin_ui.components.time_ago import time_ago
from admin_ui.components.toast import toast
from admin_ui.help import ABOUT_PLUGINS, help_link
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.channels import Channel
from core.conditions import ConditionType
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.plugin_faults import TOPIC, Fault, faults, forget
from core.plugins import Plugin, Registry
from core.team.roles import Permission

CountAnew = Callable[[str], Awaitable[None]]
"""Asks, and then forgets the faults of a plugin, by its name."""
PATH: Final = "/plugins"
ALL: Final = 1_000
"""More than anybody has: the list is never cut."""
ORIGINS = {"built in": N_("Built in"), "package": N_("Package"), "file": N_("File")}


def register(services: Services) -> None:
    @page(services, PATH, Permission.PLUGINS)
    async def plugins(desk: Desk, q: str = "") -> None:
        with frame.page(desk, _("Plugins")), box("st-stack st-gap-16") as place:
            with box("st-stack st-gap-4"):
                text(_("Conditions, channels and more that Smart Trigger is made of. Add your own."), "st-muted", "p")
                help_link(_("How to write a plugin"), ABOUT_PLUGINS)

            async def count_anew(name: str) -> None:
                await desk.run(forget, name)
                await rows.refresh()
                with place:  # what was pressed may be gone
                    toast(_("Counted anew from now on."))

            async def ask_to_count_anew(name: str) -> None:
                words = _("What it said when it failed is forgotten.")
                ask(_("Count anew?"), words, _("Keep counting"), _("Count anew"), partial(count_anew, name))

            registry = desk.services.registry

            def build(found: tuple[Fault, ...], narrow: Narrow) -> None:
                _build(registry, ask_to_count_anew, found, narrow, rows)

            rows: Searched[tuple[Fault, ...]] = Searched(
                Narrow(q.strip(), ALL),
                PATH,
                _("Search plugins"),
                lambda: desk.run(faults),
                build,
                lambda _found: len(registry.plugins),
                step=ALL,
            )
            await rows.refresh()
        desk.on_change({TOPIC}, rows.refresh)


def _build(
    registry: Registry,
    count_anew: CountAnew,
    found: tuple[Fault, ...],
    narrow: Narrow,
    view: Searched[tuple[Fault, ...]],
) -> None:
    failing = {each.plugin: [fault for fault in found if fault.plugin == each.plugin] for each in found}
    wanted = [each for each in registry.plugins if narrow.takes(*_said(registry, each))]
    built_in = [each for each in wanted if each.origin == "built in"]
    added = [each for each in wanted if each.origin != "built in"]
    gone = [name for name in sorted(failing.keys() - {each.name for each in registry.plugins}) if narrow.takes(name)]
    above = [*(each for each in built_in if each.name in failing), *added]

    def rows(plugins: Sequence[Plugin], *gone: str) -> None:
        with box("st-rows", "ul").props("role=list"):
            for each in plugins:
                with _row(_title(registry, each), _icon(registry, each)):
                    _about(registry, each)
                    _faults(registry, each.name, failing.get(each.name, ()), count_anew)
            for name in gone:
                with _row(name or _("Unknown"), "extension_off"):
                    chip(_("Not loaded any more"))
                    _faults(registry, name, failing[name], count_anew)

    if narrow.search and not (wanted or gone):
        with box("st-card"):
            view.more(())
        return
    if above or gone or not narrow.search:
        with box("st-card st-flush", "section"):
            if above or gone:
                rows(above, *gone)
            if not added and not narrow.search:
                todo = _("A plugin is one Python file. Put it into the plugins folder or install it as a package.")
                empty("extension", _("You have added none yet"), todo)
    if built_in:
        title = _("Built in ({n})").format(n=number(len(built_in)))
        with ui.expansion(title, value=bool(narrow.search)).classes("st-more"), box("st-card st-flush"):
            rows(built_in)


@contextmanager
def _row(name: str, icon_name: str) -> Iterator[None]:
    with box("st-row st-plugin", "li"):
        icon(icon_name)
        with box("st-stack st-gap-4 st-grow"):
            cut(name, "st-strong")
            yield


def _about(registry: Registry, plugin: Plugin) -> None:
    if explained := _explained(registry, plugin):
        text(explained, "st-small st-muted")
    if plugin.origin != "built in" or not _labels(registry, plugin):
        text(_brings(registry, plugin), "st-small")
    with box("st-line st-wrap st-small st-muted"):
        if plugin.origin != "built in":
            chip(_(ORIGINS[plugin.origin]))
        cut(plugin.name, "st-plugin-name", "code")
        if plugin.version:
            text(plugin.version, tag="span")
        if plugin.place and plugin.place != plugin.name:
            cut(plugin.place, "st-plugin-name", "code")


def _brought(registry: Registry, plugin: Plugin) -> Sequence[ConditionType | Channel]:
    conditions = [registry.condition_types[key] for key in plugin.condition_types]
    return [*conditions, *(registry.channels[key] for key in plugin.channels)]


def _icon(registry: Registry, plugin: Plugin) -> str:
    return next((each.icon for each in _brought(registry, plugin)), "extension")


def _title(registry: Registry, plugin: Plugin) -> str:
    """What it is called in menus; where it is in none, what it says of itself."""
    return _labels(registry, plugin) or _own_words(plugin) or plugin.name


def _explained(registry: Registry, plugin: Plugin) -> str:
    """In a line; "" where the title says it."""
    brought = _brought(registry, plugin)
    if not brought:
        return ""
    return _(brought[0].explanation) if len(brought) == 1 and plugin.origin == "built in" else _own_words(plugin)


def _own_words(plugin: Plugin) -> str:
    """What it says of itself, in the reader's language if that is told."""
    return _(plugin.title).replace("`", "") if plugin.title else ""


def _said(registry: Registry, plugin: Plugin) -> tuple[str, ...]:
    """All that a search looks through."""
    return (_title(registry, plugin), _explained(registry, plugin), plugin.name, plugin.place)


def _labels(registry: Registry, plugin: Plugin) -> str:
    """What it adds to menus, by name; "" for what brings hooks alone."""
    return ", ".join(_(each.label) for each in _brought(registry, plugin))


def _brings(registry: Registry, plugin: Plugin) -> str:
    """In words: "2 conditions: Page address, Visits · Hooks: locate"."""
    said = []
    if plugin.condition_types:
        count = len(plugin.condition_types)
        labels = ", ".join(_(registry.condition_types[key].label) for key in plugin.condition_types)
        words = ngettext("{n} condition: {names}", "{n} conditions: {names}", count)
        said.append(words.format(n=number(count), names=labels))
    if plugin.channels:
        labels = ", ".join(_(registry.channels[key].label) for key in plugin.channels)
        said.append(_("Channels: {names}").format(names=labels))
    if plugin.hooks:
        said.append(_("Hooks: {names}").format(names=", ".join(plugin.hooks)))
    return " · ".join(said) or _("Brings nothing.")


def _faults(registry: Registry, name: str, found: Sequence[Fault], count_anew: CountAnew) -> None:
    for each in found:
        with box("st-note st-note--bad"):
            icon("error")
            with box("st-stack st-gap-0 st-grow"):
                kind = registry.condition_types.get(each.what)
                what = _(kind.label) if kind else each.what
                words = ngettext("{what} has failed {n} time, last", "{what} has failed {n} times, last", each.count)
                with box("st-line st-gap-4 st-wrap"):
                    text(words.format(what=what, n=number(each.count)), tag="span")
                    time_ago(each.last_at)
                text(each.error, "st-small st-plugin-error", "code")
    if found:
        with box("st-line"):
            button(_("Count anew"), partial(count_anew, name), kind="quiet", icon="restart_alt")
