"""What is loaded, told of each plugin for those who look after the installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pluggy

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


def described(
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
