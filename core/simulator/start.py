"""Where a simulation starts that nobody has said a page for: on a page that the campaign to be tried is meant for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.conditions import ConditionType
from core.rules import OPEN, CompiledRule
from core.rules.compiled import Condition, Group

SEEN_OF_A_FIRST_PAGE: Final = frozenset({"url", "landing"})
"""Fields of a visit that are the address of the page where somebody comes for the first time."""
_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?(?://)?([^/?#]*)", re.IGNORECASE)
_STAR: Final = re.compile(r"(^|.)\*+")


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a site that a simulation can start on."""

    origins: Sequence[str]
    """`https://shop.example`, the first is where the home page is; (): none is known."""
    recorded: Callable[[], Iterable[str]]
    """Addresses that visitors have opened lately, the newest first."""

    @property
    def home(self) -> str:
        """ "" where no origin is known."""
        return f"{self.origins[0]}/" if self.origins else ""


def start_page(rule: CompiledRule | None, types: Mapping[str, ConditionType], pages: Pages) -> str:
    """A page that the rule names, checked by the rule itself; else the home page.

    An address without a star is taken as it stands; for patterns and parts of addresses, one that visitors have
    opened comes before one that is made up.
    """
    asked = set() if rule is None else {each.name for each in rule.conditions if _is_address(each, types)}
    if rule is None or not asked:
        return pages.home

    def fits(address: str) -> bool:
        known = {each.name: address if each.name in asked else OPEN for each in rule.conditions}
        return rule.simplify(known) is not False

    for condition, holds in (each for each in _wanted(rule.root) if each[0].name in asked):
        for address in _candidates(condition, pages):
            if condition.verdict({condition.name: address}, {}) is holds and fits(address):
                return address
    return next(filter(fits, (pages.home, *pages.recorded())), pages.home)


def _is_address(condition: Condition, types: Mapping[str, ConditionType]) -> bool:
    return types[condition.fact].sees in SEEN_OF_A_FIRST_PAGE


def _wanted(group: Group, wanted: bool = True) -> Iterator[tuple[Condition, bool]]:
    """Conditions that name what is meant, not what is left out, with the verdict that the rule asks of them."""
    wanted = wanted is not (group.match == "none")
    for child in group.children:
        if isinstance(child, Group):
            yield from _wanted(child, wanted)
        elif child.operator.operand == "list" and child.operator.negative is not wanted:
            yield child, wanted


def _candidates(condition: Condition, pages: Pages) -> Iterator[str]:
    values = [each for each in condition.value if isinstance(each, str)]
    patterns = condition.operator.key in ("is", "is_not")
    if patterns:
        for value in values:
            if "*" not in value:
                yield from _addresses(value, pages)
    yield from pages.recorded()
    yield pages.home
    for value in values:
        yield from _addresses(value, pages, _filled if patterns else str)


def _addresses(named: str, pages: Pages, filled: Callable[[str], str] = str) -> Iterator[str]:
    """What is named as whole addresses: on the site's own origins first."""
    found = _HOST.match(named)
    host = found[1] if found else ""
    path = named[found.end() :] if found and (host == "*" or set(".:") & set(host) or "//" in named) else named
    path = path if path.startswith("/") else f"/{path}"
    for origin in pages.origins:
        yield origin + filled(path)
        yield f"{origin}/{filled(named.lstrip('/'))}"
    yield filled(named) if "://" in named else f"https://{filled(named)}"


def _filled(pattern: str) -> str:
    """A pattern with something plausible where it leaves something open."""
    return _STAR.sub(lambda found: found[1] + ("example" if found[1] in ("", "/", "=", ".") else ""), pattern)
