"""Things of this installation that rules name: chosen and said by their names, kept by ids that nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.i18n import _


@dataclass(frozen=True, slots=True)
class Listed:
    """One of them."""

    value: str
    """What rules keep."""
    name: str
    here: bool = True
    """False: it was deleted, or has left; rules may name it still."""


@dataclass(frozen=True, slots=True)
class Absent:
    """How to speak of something that is not here any more; marked for translation."""

    named: str
    """A sentence that says so and what to do, with `{name}`."""
    unnamed: str
    """The same where even its name is gone."""
    noun: str
    """What to call it then within a sentence."""


class Listing:
    """All of one kind, as they were when last looked at; before that nothing is known to be wrong."""

    def __init__(self, absent: Absent) -> None:
        self._absent = absent
        self._listed: Mapping[str, Listed] | None = None

    def take(self, found: Iterable[Listed]) -> None:
        """What there is now, in the order of menus."""
        self._listed = MappingProxyType({each.value: each for each in found})

    def options(self) -> tuple[tuple[str, str], ...]:
        """Pairs of value and name of what is here."""
        return tuple((each.value, each.name) for each in (self._listed or {}).values() if each.here)

    def problem(self, value: str) -> str | None:
        """A sentence on something that is not here any more, or None."""
        if self._listed is None:
            return None
        found = self._listed.get(value)
        if found is None:
            return _(self._absent.unnamed)
        return None if found.here else _(self._absent.named).format(name=f"“{found.name}”")

    def words(self, value: str) -> str:
        """Its name in quotation marks; what to call it where that is not known."""
        found = (self._listed or {}).get(value)
        return f"“{found.name}”" if found else _(self._absent.noun)
