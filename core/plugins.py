"""Finds plugins, checks what they bring and keeps their faults away from page views."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal, cast

import pluggy

from core import hookspecs
from core.errors import PluginError
from core.happenings import HAPPENINGS, Happening
from core.installation import Installation
from core.plugin_faults import Faults
from core.rules import MISSING
from core.rules.facts import Unknown

if TYPE_CHECKING:
    from core.channels import Channel
    from core.conditions import ConditionType
    from core.settings import Settings
    from core.visits import Location, Visit, Whereabouts

DEFAULT_PLUGINS = (
    "plugins.conditions.page_url",
    "plugins.conditions.visits",
    "plugins.conditions.location",
    "plugins.conditions.time_on_site",
    "plugins.conditions.time_on_page",
    "plugins.conditions.device",
    "plugins.conditions.referrer",
    "plugins.conditions.pages_in_visit",
    "plugins.conditions.language",
    "plugins.conditions.scroll_depth",
    "plugins.conditions.page_title",
    "plugins.conditions.query_parameter",
    "plugins.conditions.landing_page",
    "plugins.conditions.previous_page",
    "plugins.conditions.utm",
    "plugins.conditions.traffic_source",
    "plugins.conditions.new_or_returning",
    "plugins.conditions.first_visit",
    "plugins.conditions.last_visit",
    "plugins.conditions.browser",
    "plugins.conditions.operating_system",
    "plugins.conditions.screen_width",
    "plugins.conditions.visitor_attribute",
    "plugins.conditions.signed_in",
    "plugins.conditions.continent",
    "plugins.conditions.time_zone",
    "plugins.conditions.calendar_day",
    "plugins.conditions.weekday",
    "plugins.conditions.time_of_day",
    "plugins.conditions.sample",
    "plugins.conditions.campaign_history",
    "plugins.conditions.days_since_campaign",
    "plugins.conditions.messages_in_visit",
    "plugins.conditions.conversations",
    "plugins.conditions.business_hours",
    "plugins.conditions.team_online",
    "plugins.conditions.free_capacity",
    "plugins.conditions.idle_time",
    "plugins.conditions.exit_intent",
    "plugins.conditions.clicked_element",
    "plugins.conditions.element_on_screen",
    "plugins.conditions.element_text",
    "plugins.conditions.form_started",
    "plugins.conditions.page_event",
    "plugins.channels.chat",
    "plugins.channels.popup",
    "plugins.channels.banner",
    "plugins.locators.mmdb",
    "plugins.locators.proxy_header",
    "plugins.locators.time_zone",
)

Origin = Literal["built in", "package", "file"]


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that is loaded, and what it brings."""

    name: str
    origin: Origin
    place: str
    """The package or the file that it came from; "" for what is built in."""
    version: str
    """Of its package; "" where it has none."""
    title: str
    """What it says of itself, in a line."""
    condition_types: tuple[str, ...]
    """Keys."""
    channels: tuple[str, ...]
    """Keys."""
    hooks: tuple[str, ...]
    """Those that it implements beside registering."""


@dataclass(frozen=True)
class Registry:
    """All that plugins brought, by key, and the guarded ways to call them."""

    condition_types: Mapping[str, ConditionType]
    channels: Mapping[str, Channel]
    browser_modules: Mapping[str, Path]
    """Path of each observer ("observers/KEY.js") and channel module ("channels/KEY.js") to serve."""
    manager: pluggy.PluginManager
    faults: Faults
    installation: Installation
    """What conditions can name; refresh it before rules are shown or checked."""
    plugins: tuple[Plugin, ...] = ()
    """Those of others first."""
    brought_by: Mapping[str, str] = field(default_factory=dict)
    """The name of the plugin that brought a condition type, by key."""

    @property
    def hears(self) -> bool:
        """Whether any plugin wants to know what happens."""
        return any(getattr(self.manager.hook, each.hook).get_hookimpls() for each in HAPPENINGS)

    def announce(self, happening: Happening) -> None:
        """Tell every plugin that wants to know; one that raises is counted, and the others hear it all the same."""
        for implementation in getattr(self.manager.hook, happening.hook).get_hookimpls():
            try:
                _call(implementation, event=happening)
            except BaseException as error:
                self.faults.note(implementation.plugin_name, happening.hook, error)

    def observe(self, name: str, visit: Visit) -> object:
        """What is seen of a fact on this page view, as operators take it; else MISSING.

        Its name is `fact`, `fact:key`, or `fact:CAMPAIGN` for types that tell something else for each campaign.
        """
        return self.observed(name, self.see(name, visit))

    def see(self, name: str, visit: Visit) -> object:
        """The same as its type tells it, so that it can be told on; MISSING, too, when the type raises or is gone."""
        fact, colon, key = name.partition(":")
        condition_type = self.condition_types.get(fact)
        if condition_type is None:
            return MISSING
        try:
            if condition_type.per_campaign:
                raw = condition_type.observe_for(visit, int(key))
            else:
                raw = condition_type.observe_key(visit, key) if colon else condition_type.observe(visit)
        except BaseException as error:
            self.faults.note(self.brought_by.get(fact, ""), fact, error)
            return MISSING
        return MISSING if raw is None else raw

    def observed(self, name: str, raw: object) -> object:
        """What a fact's type told, as operators take it; MISSING for what it can't be."""
        if isinstance(raw, Unknown):
            return raw
        fact = name.partition(":")[0]
        try:
            return self.condition_types[fact].value.observed(raw)
        except BaseException as error:
            self.faults.note(self.brought_by.get(fact, ""), fact, error)
            return MISSING

    def names(self, fact: str, visit: Visit) -> tuple[str, ...]:
        """The keys under which a page view has something to see; none when the type raises."""
        try:
            return tuple(str(name) for name in self.condition_types[fact].names(visit))
        except BaseException as error:
            self.faults.note(self.brought_by.get(fact, ""), fact, error)
            return ()

    def locate(self, whereabouts: Whereabouts, settings: Settings) -> Location | None:
        """Where the visitor is: the first locator that knows; a failing one is passed over and counted."""
        for implementation in reversed(self.manager.hook.locate.get_hookimpls()):
            try:
                found = _call(implementation, whereabouts=whereabouts, settings=settings)
            except BaseException as error:
                self.faults.note(implementation.plugin_name, "locate", error)
                continue
            if found is not None:
                return cast("Location", found)
        return None


def load_plugins(
    names: Iterable[str] = DEFAULT_PLUGINS,
    *,
    extra: Iterable[object] = (),
    folder: Path | None = None,
    entry_points: bool = True,
) -> Registry:
    """Load plugins by dotted name, by object, from the files of a folder and by entry point (group `smart_trigger`).

    Raises PluginError for a module that can't be imported, a misspelt hook, an incomplete type or a key taken twice.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    origins: dict[str, tuple[Origin, str]] = {}
    for name in names:
        origins[name] = ("built in", "")
        try:
            manager.register(importlib.import_module(name), name)
        except ImportError as error:
            raise PluginError("plugin_import", f"Plugin {name} can't be imported: {error}") from error
    for plugin in extra:
        manager.register(plugin)
    for file in _files(folder):
        origins[file.name] = ("file", str(file))
        manager.register(_load_file(file), file.name)
    if entry_points:
        _load_entry_points(manager)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError("plugin_hook", f"A plugin implements a hook that does not exist: {error}") from error
    return _collect(manager, origins)


def _files(folder: Path | None) -> list[Path]:
    """The Python files of a folder, by name; those that begin with an underscore or a dot are no plugins."""
    if folder is None:
        return []
    if not folder.is_dir():
        raise PluginError("plugin_folder", f"The plugins folder {folder} is not there. Make it, or unset plugins_dir.")
    return sorted(each for each in folder.glob("*.py") if not each.name.startswith(("_", ".")))


def _load_file(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"smart_trigger_plugins.{file.stem}", file)
    assert spec is not None, "a file that ends in .py has a loader"
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise PluginError("plugin_import", f"Plugin {file} can't be loaded: {error!r}. Mend or remove it.") from error
    return module


def _load_entry_points(manager: pluggy.PluginManager) -> None:
    try:
        manager.load_setuptools_entrypoints(hookspecs.PROJECT)
    except Exception as error:
        raise PluginError(
            "plugin_import", f"An installed plugin can't be loaded: {error}. Mend or uninstall it."
        ) from error


def _collect(manager: pluggy.PluginManager, origins: Mapping[str, tuple[Origin, str]]) -> Registry:
    condition_types: dict[str, ConditionType] = {}
    channels: dict[str, Channel] = {}
    modules: dict[str, Path] = {}
    shows: dict[str, str] = {}
    brought_by: dict[str, str] = {}
    installation = Installation()
    for plugin in manager.hook.register_condition_types.get_hookimpls():
        for condition_type in cast("Sequence[ConditionType]", _call(plugin, installation=installation)):
            condition_type.verify()
            _take(condition_types, condition_type.key, condition_type, "condition type")
            brought_by[condition_type.key] = plugin.plugin_name
            if condition_type.observer:
                modules[f"observers/{condition_type.key}.js"] = _beside(plugin.plugin, condition_type.observer)
    for plugin in manager.hook.register_channels.get_hookimpls():
        for channel in cast("Sequence[Channel]", plugin.function()):
            channel.verify()
            _take(channels, channel.key, channel, "channel")
            shows[channel.key] = plugin.plugin_name
            modules[f"channels/{channel.key}.js"] = _beside(plugin.plugin, channel.module)
    return Registry(
        MappingProxyType(condition_types),
        MappingProxyType(channels),
        MappingProxyType(modules),
        manager,
        Faults(),
        installation,
        _described(manager, brought_by, shows, origins),
        MappingProxyType(brought_by),
    )


def _described(
    manager: pluggy.PluginManager,
    condition_types: Mapping[str, str],
    channels: Mapping[str, str],
    origins: Mapping[str, tuple[Origin, str]],
) -> tuple[Plugin, ...]:
    """What is loaded; `condition_types` and `channels` say who brought them."""
    packages = {id(plugin): dist for plugin, dist in manager.list_plugin_distinfo()}
    found = []
    for name, plugin in manager.list_name_plugin():
        dist = packages.get(id(plugin))
        origin, place = origins.get(name, ("package", name))
        hooks = [each.name for each in manager.get_hookcallers(plugin) or ()]
        found.append(
            Plugin(
                name=name,
                origin=origin,
                place=dist.project_name if dist else place,
                version=str(dist.version if dist else getattr(plugin, "__version__", "")),
                title=(getattr(plugin, "__doc__", "") or "").strip().partition("\n")[0],
                condition_types=tuple(key for key, by in condition_types.items() if by == name),
                channels=tuple(key for key, by in channels.items() if by == name),
                hooks=tuple(sorted(each for each in hooks if not each.startswith("register_"))),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.origin == "built in", each.origin, each.name)))


def _call(implementation: pluggy.HookImpl, **given: object) -> Any:
    """Call one plugin's function for a hook with as many of the arguments as it takes."""
    return implementation.function(*(given[name] for name in implementation.argnames))


def _take(taken: dict[str, Any], key: str, thing: object, kind: str) -> None:
    if key in taken:
        raise PluginError(
            "plugin_duplicate",
            f"The {kind} {key!r} is brought twice: {taken[key]!r} and {thing!r}. Remove one plugin.",
        )
    taken[key] = thing


def _beside(plugin: object, name: str) -> Path:
    path = Path(str(getattr(plugin, "__file__", ""))).parent / name
    if not path.is_file():
        raise PluginError("plugin_module", f"{plugin!r} names the browser module {name!r}, but {path} is not there.")
    return path
