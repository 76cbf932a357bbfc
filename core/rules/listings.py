"""Things of this installation that rules name: chosen and said by their names, kept by ids that nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from core.i18n import _

NEW: Final = "new:"
"""How the value of something begins that a file brings and that is not made yet; its name follows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One of them."""

    value: str
    """What rules keep."""
    name: str
    here: bool = True
    """False: it was deleted, or has left; rules may name it still."""
    called: str = ""
    """What files call it."""
    site: int | None = None
    """The site that it belongs to; None: all."""
    archived: bool = False
    """Whether it was put away: rules may name it, files don't mean it."""


@dataclass(frozen=True, slots=True)
class Absent:
    """How to speak of something that is not here any more; marked for translation."""

    named: str
    """A sentence that says so and what to do, with `{name}`."""
    unnamed: str
    """The same where even its name is gone."""
    noun: str
    """What to call it then within a sentence."""
    unknown: str
    """A sentence on a file's `{name}` that there is not here."""
    several: str
    """A sentence on a file's `{name}` that several have."""


class Listing:
    """All of one kind, as they were when last looked at; before that nothing is known to be wrong."""

    def __init__(self, absent: Absent, *, is_of_sites: bool = False) -> None:
        """`is_of_sites`: each belongs to a site, and files bring them."""
        self._absent = absent
        self._is_of_sites = is_of_sites
        self._listed: Mapping[str, Listed] | None = None

    def take(self, found: Iterable[Listed]) -> None:
        """What there is now, in the order of menus."""
        self._listed = MappingProxyType({each.value: each for each in found})

    def options(self) -> tuple[tuple[str, str], ...]:
        """Pairs of value and name of what is here."""
        return tuple((each.value, each.name) for each in (self._listed or {}).values() if each.here)

    def problem(self, value: str) -> str | None:
        """A sentence on something that is not here any more, or None."""
        if self._listed is None or value.startswith(NEW):
            return None
        found = self._listed.get(value)
        if found is None:
            return _(self._absent.unnamed)
        return None if found.here else _(self._absent.named).format(name=f"“{found.name}”")

    def words(self, value: str) -> str:
        """Its name in quotation marks; what to call it where that is not known."""
        if value.startswith(NEW):
            return f"“{value.removeprefix(NEW)}”"
        found = (self._listed or {}).get(value)
        return f"“{found.name}”" if found else _(self._absent.noun)

    def written(self, value: str) -> str | None:
        """What a file calls it; None: it is not here any more."""
        found = (self._listed or {}).get(value)
        return found.called if found and found.here else None

    def still(self, value: str) -> str | None:
        """The value as long as it is here."""
        return None if self.written(value) is None else value

    def meant(self, called: str, site: int | None, brought: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """The values of what a file can mean by a name: what it brings itself (`brought`), else what this site has."""
        if self._is_of_sites and called in brought:
            return brought[called]
        return [
            each.value
            for each in (self._listed or {}).values()
            if each.here and not each.archived and each.called == called and each.site in (None, site)
        ]

    def unclear(self, called: str, found: int) -> str:
        """A sentence on a file's name that nothing here has, or several do."""
        return _(self._absent.several if found else self._absent.unknown).format(name=called)

    def settled(self, value: str, made: Mapping[str, int]) -> str:
        """The value of something that was new, once it is made: ids by name."""
        return str(made[value.removeprefix(NEW)]) if value.startswith(NEW) else value
