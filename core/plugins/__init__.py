"""Plugins: found, checked, told of, and called so that what fails in one breaks no page view."""

from core.plugins.built_in import DEFAULT_PLUGINS
from core.plugins.described import Plugin
from core.plugins.loading import load_plugins
from core.plugins.registry import Registry

__all__ = ["DEFAULT_PLUGINS", "Plugin", "Registry", "load_plugins"]
