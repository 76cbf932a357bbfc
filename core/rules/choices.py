"""Values that are chosen from options, of which there may be other ones tomorrow."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from core.i18n import ENGLISH, N_, _, language, pgettext
from core.i18n.catalogues import locale_of
from core.rules.facts import MISSING
from core.rules.listings import Listing
from core.rules.texts import shown
from core.rules.value_type import Missing, ValueType

Options = Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]] | Listing
"""Pairs of value and label, or what returns them, or things of this installation; an empty tuple leaves values open."""

FEW = 20
"""A longer list of options is in alphabetical order in every language."""


@dataclass(frozen=True)
class Choice(ValueType):
    """One of several options, compared exactly."""

    name: ClassVar[str] = "choice"
    noun: ClassVar[str] = N_("option")
    options: Options = ()
    cldr: Literal["", "territories", "languages"] = ""
    """Where other languages than English find the names of the options: codes of countries or of languages."""

    def choices(self) -> tuple[tuple[str, str], ...]:
        """The options there are now: value and label in the reader's language; a long list in order of its labels."""
        if isinstance(self.options, Listing):
            return self.options.options()
        options = tuple(self.options() if callable(self.options) else self.options)
        if language() == ENGLISH:
            return options
        named = tuple((value, self._named(value, label)) for value, label in options)
        return tuple(sorted(named, key=lambda each: each[1].casefold())) if len(named) > FEW else named

    def _named(self, value: str, label: str) -> str:
        """Countries and languages by Unicode's names for them, anything else by its translation."""
        names: Mapping[str, str] = getattr(locale_of(language()), self.cldr) if self.cldr else {}
        return str(names.get(value) or _(label))

    def check_element(self, value: Any) -> str | None:
        if isinstance(self.options, Listing):
            return self.options.problem(value)
        if self.options == ():
            return None
        try:
            known = {option for option, label in self.choices()}
        except Exception:  # a plugin's list that fails makes no rule wrong
            return None
        if value in known:
            return None
        return _("“{value}” is none of the options. Choose another or take it away.").format(value=shown(value))

    def observed(self, raw: object) -> Any:
        return raw if isinstance(raw, str) else MISSING

    def speak_wrong(self, value: Any) -> tuple[object, str]:
        if isinstance(self.options, Listing):
            return self.options.words(value), _("not here any more")
        return super().speak_wrong(value)

    def speak(self, value: Any) -> str:
        if isinstance(self.options, Listing):
            return self.options.words(value)
        with contextlib.suppress(Exception):  # the bare value will do where a plugin's list fails
            return str(dict(self.choices()).get(value, value))
        return str(value)


@dataclass(frozen=True)
class Choices(Choice):
    """Several options at once."""

    name: ClassVar[str] = "choices"
    noun: ClassVar[str] = N_("list of options")

    def observed(self, raw: object) -> frozenset[str] | Missing:
        if isinstance(raw, (list, tuple, set, frozenset)) and all(isinstance(one, str) for one in raw):
            return frozenset(raw)
        return MISSING

    def tell(self, raw: Any) -> str:
        return ", ".join(map(self.speak, raw)) or pgettext("of a list", "none")
