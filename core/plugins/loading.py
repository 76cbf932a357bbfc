"""Finds plugins and checks what they bring."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, cast

import pluggy

from core import hookspecs
from core.errors import PluginError
from core.installation import Installation
from core.plugin_faults import Faults
from core.plugins.built_in import DEFAULT_PLUGINS
from core.plugins.described import Origin, described
from core.plugins.registry import Registry, call
from core.plugins.words import take_words

if TYPE_CHECKING:
    from core.channels import Channel
    from core.conditions import ConditionType


def load_plugins(
    names: Iterable[str] = DEFAULT_PLUGINS,
    *,
    extra: Iterable[object] = (),
    folder: Path | None = None,
    entry_points: bool = True,
) -> Registry:
    """Load plugins by dotted name, by object, from the files of a folder and by entry point (group `smart_trigger`).

    Raises PluginError for a module that can't be imported, a misspelt hook, an incomplete type, a key taken twice or
    a translation that can't be read.
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
    take_words(plugin for name, plugin in manager.list_name_plugin() if origins.get(name) != ("built in", ""))
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
        for condition_type in cast("Sequence[ConditionType]", call(plugin, installation=installation)):
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
        described(manager, brought_by, shows, origins),
        MappingProxyType(brought_by),
    )


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
