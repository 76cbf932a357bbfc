"""All that plugins brought, and the guarded ways to call them: their faults stay away from page views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pluggy

from core.happenings import HAPPENINGS, Happening
from core.installation import Installation
from core.plugin_faults import Faults
from core.plugins.described import Plugin
from core.rules import MISSING
from core.rules.facts import Unknown

if TYPE_CHECKING:
    from core.channels import Channel
    from core.conditions import ConditionType
    from core.settings import Settings
    from core.visits import Location, Visit, Whereabouts


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
                call(implementation, event=happening)
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

    def name_in(self, fact: str, key: str) -> str:
        """The name that a condition's key asks for; the key itself when the type raises."""
        try:
            return str(self.condition_types[fact].name_in(key))
        except BaseException as error:
            self.faults.note(self.brought_by.get(fact, ""), fact, error)
            return key

    def locate(self, whereabouts: Whereabouts, settings: Settings) -> Location | None:
        """Where the visitor is: the first locator that knows; a failing one is passed over and counted."""
        for implementation in reversed(self.manager.hook.locate.get_hookimpls()):
            try:
                found = call(implementation, whereabouts=whereabouts, settings=settings)
            except BaseException as error:
                self.faults.note(implementation.plugin_name, "locate", error)
                continue
            if found is not None:
                return cast("Location", found)
        return None


def call(implementation: pluggy.HookImpl, **given: object) -> Any:
    """Call one plugin's function for a hook with as many of the arguments as it takes."""
    return implementation.function(*(given[name] for name in implementation.argnames))
