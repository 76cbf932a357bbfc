"""Which verdicts the conditions on one fact can have together, whatever is observed of it.

All that there are, and perhaps some more: what holds in none of these worlds never holds. Numbers, days, options and
the like are tried out at every value that a condition names, and between them; of texts and addresses it is told which
of their parts exclude or include each other. The verdicts themselves are the operators' own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any, Final

from core.rules.choices import Choice, Choices
from core.rules.compiled import Condition
from core.rules.operators import Operator
from core.rules.texts import SeenText
from core.rules.tree import FactType
from core.rules.url_patterns import parse_pattern
from core.rules.url_relations import excludes, includes
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Percent, Text, TimeOfDay, Url, Weekday

World = Mapping[str, bool]
"""A verdict for each predicate."""

MOST_ATOMS: Final = 60
"""Parts of texts or addresses that are compared with each other."""
MOST_WORLDS: Final = 1_024

_Atom = tuple[str, str]
"""How a part is looked for, and the part: ("contains", "shoe")."""
_OTHER: Final = "\0"
"""An option that no condition names: the values of rules have no such character."""


def worlds(conditions: Sequence[Condition], *, remembered: bool = False) -> tuple[World, ...] | None:
    """The worlds of conditions on one fact, each once; None: too many to tell.

    `remembered`: something is known of every visitor, so that facts which need that are there if their types say so.
    """
    readings = {id(each.reading): each.reading for each in conditions}
    if len(readings) > 1:
        each_reading = [[each for each in conditions if each.reading is one] for one in readings.values()]
        return _of_several([worlds(each, remembered=remembered) for each in each_reading])
    kind = conditions[0].reading
    asked = {each.predicate: each for each in conditions}
    sample = _SAMPLES.get(type(kind))
    if sample is not None:
        named = _flat(each.prepared for each in conditions)
        if type(kind) is Choices and 1 << len(named) > MOST_WORLDS:
            return None
        told = [_told(asked, observation) for observation in sample(kind, named)]
        return _distinct(told if _is_there(conditions[0].type, remembered) else [_missing(asked), *told])
    if type(kind) is Text:
        return _of_texts(asked)
    if type(kind) is Url:
        return _of_parts(asked)
    return _anything(asked)  # a value type of somebody else's may observe what ours do not


def _is_there(kind: FactType, remembered: bool) -> bool:
    return kind.always_told and (remembered or not kind.needs_memory)


def _missing(asked: Mapping[str, Condition]) -> World:
    return {name: each.operator.negative for name, each in asked.items()}


def _told(asked: Mapping[str, Condition], observation: object) -> World:
    return {name: each.operator.decide(observation, each.prepared) for name, each in asked.items()}


def _distinct(found: Iterable[World]) -> tuple[World, ...]:
    return tuple({tuple(world.values()): world for world in found}.values())


def _anything(asked: Mapping[str, Condition]) -> tuple[World, ...] | None:
    if 1 << len(asked) > MOST_WORLDS:
        return None
    return tuple(dict(zip(asked, each, strict=True)) for each in product((True, False), repeat=len(asked)))


def _of_several(each_reading: Sequence[tuple[World, ...] | None]) -> tuple[World, ...] | None:
    """What is read as several types at once: any of the worlds of one with any of the others'."""
    together: list[World] = [{}]
    for found in each_reading:
        if found is None or len(together) * len(found) > MOST_WORLDS:
            return None
        together = [{**before, **world} for before in together for world in found]
    return _distinct(together)


# Values that can be tried out: at those that conditions name, operators change their minds


def _flat(operands: Iterable[Any]) -> set[Any]:
    found: set[Any] = set()
    for each in operands:
        found.update(each if isinstance(each, (tuple, frozenset)) else () if each is None else (each,))
    return found


def _numbers(kind: ValueType, named: set[Any]) -> Iterator[object]:
    lowest, highest = (kind.lowest, kind.highest) if isinstance(kind, Number) else (None, None)
    ordered = sorted({*named, *(each for each in (lowest, highest) if each is not None)}) or [0]
    between = ((below + above) / 2 for below, above in pairwise(ordered))
    for each in (ordered[0] - 1, *ordered, ordered[-1] + 1, *between):
        if (lowest is None or lowest <= each) and (highest is None or each <= highest):
            yield each


def _days(kind: ValueType, named: set[Any]) -> Iterator[object]:
    for day in named or {"2000-01-01"}:
        yield day
        for step in (-1, 1):
            with contextlib.suppress(OverflowError):
                yield (date.fromisoformat(day) + timedelta(days=step)).isoformat()


def _sets_of_options(kind: ValueType, named: set[Any]) -> Iterator[object]:
    for chosen in product((True, False), repeat=len(named)):
        yield frozenset(option for option, taken in zip(named, chosen, strict=True) if taken)


_SAMPLES: Final[Mapping[type[ValueType], Callable[[ValueType, set[Any]], Iterable[object]]]] = {
    Number: _numbers,
    Duration: _numbers,
    Percent: _numbers,
    Date: _days,
    TimeOfDay: lambda kind, named: {0, *named},
    Weekday: lambda kind, named: range(1, 8),
    Choice: lambda kind, named: {_OTHER, *named},
    Choices: _sets_of_options,
    Boolean: lambda kind, named: (True, False),
}


# Texts and addresses: which parts can be found together


def _of_texts(asked: Mapping[str, Condition]) -> tuple[World, ...] | None:
    """Every text that a condition names by itself, and all others."""
    named = set().union(*(each.prepared for each in asked.values() if each.operator.key in ("is", "is_not")))
    others = _of_parts(asked)
    patterned = [name for name, each in asked.items() if each.operator.key in ("matches", "does_not_match")]
    if others is None or len(named) << len(patterned) > MOST_WORLDS:
        return None
    found = list(others)
    for text in named:
        seen = _told({name: each for name, each in asked.items() if name not in patterned}, SeenText(text, text))
        for verdicts in product((True, False), repeat=len(patterned)):  # patterns see the text before it is folded
            free = dict(zip(patterned, verdicts, strict=True))
            found.append({name: free[name] if name in free else seen[name] for name in asked})
    return _distinct(found)


def _of_parts(asked: Mapping[str, Condition]) -> tuple[World, ...] | None:
    """Verdicts by which parts are found, in every combination that is not impossible."""
    parts = {name: _atoms(each) for name, each in asked.items()}
    combined = _combinations(sorted({atom for each in parts.values() for atom in each}))
    if combined is None:
        return None
    verdicts = (
        {name: _verdict(each.operator, not there.isdisjoint(parts[name])) for name, each in asked.items()}
        for there in combined
    )
    return _distinct([_missing(asked), *verdicts])


def _verdict(operator: Operator, found: bool) -> bool:
    return operator.key == "is_set" if operator.operand == "none" else found is not operator.negative


def _atoms(condition: Condition) -> frozenset[_Atom]:
    """What a condition looks for; of the operators of whole texts nothing, as those are tried out."""
    operator, address = condition.operator, type(condition.reading) is Url
    how = _POSITIVE.get(operator.key, operator.key)
    if operator.operand == "none" or (how == "is" and not address):
        return frozenset()
    if how in ("is", "matches"):
        return frozenset((how, each) for each in condition.value)
    if how == "starts_with" and address:
        return frozenset(("path starts" if each.startswith("/") else how, each) for each in condition.prepared)
    return frozenset((how, each) for each in condition.prepared)


def _combinations(atoms: Sequence[_Atom]) -> list[frozenset[_Atom]] | None:
    """Which atoms can be found together, and no others; None: too many."""
    if len(atoms) > MOST_ATOMS:
        return None
    found: list[frozenset[_Atom]] = [frozenset()]
    for at, atom in enumerate(atoms):
        before = atoms[:at]
        never_with = {each for each in before if _exclude(atom, each)}
        only_with = {each for each in before if _implies(atom, each)}
        always_with = {each for each in before if _implies(each, atom)}
        added = [each | {atom} for each in found if each.isdisjoint(never_with) and each >= only_with]
        found = [each for each in found if each.isdisjoint(always_with)] + added
        if len(found) > MOST_WORLDS:
            return None
    return found


_POSITIVE: Final = {"is_not": "is", "does_not_contain": "contains", "does_not_match": "matches"}
_ENDS: Final = {"starts_with": str.startswith, "path starts": str.startswith, "ends_with": str.endswith}


def _exclude(one: _Atom, other: _Atom) -> bool:
    """Whether no text has both."""
    (how, part), (also, other_part) = one, other
    if how != also:
        return False
    if how == "is":
        return excludes(parse_pattern(part), parse_pattern(other_part))
    fits = _ENDS.get(how)
    return fits is not None and not (fits(part, other_part) or fits(other_part, part))


def _implies(one: _Atom, other: _Atom) -> bool:
    """Whether every text that has one has the other, too."""
    (how, part), (also, other_part) = one, other
    if how == also == "is":
        return includes(parse_pattern(other_part), parse_pattern(part))
    if how == also and how in _ENDS:
        return _ENDS[how](part, other_part)
    return also == "contains" and how in ("contains", "starts_with", "ends_with") and other_part in part
