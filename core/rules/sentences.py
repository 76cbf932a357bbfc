"""A whole rule in one plain sentence; drafts, too, with a mark where something is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.rules.facts import fact_name
from core.rules.gaps import Part, missing, parts, plain, wrong
from core.rules.spoken_values import SpokenValue
from core.rules.texts import shown
from core.rules.tree import MAX_DEPTH, FactType, Types, is_group, match_of

Names = Mapping[str, str]
"""Words for facts, by fact name (`fact` or `fact:key`), in place of the condition types' labels."""

EVERYONE = "Every visitor"
NOBODY = "Nobody"

_LIST_WORDS = (" or ", " and ", " nor ")


def sentence(rule: object, types: Types, names: Names | None = None) -> str:
    """Who a rule means: "Visitors on /pricing* whose region is “Bavaria”". Raises nothing."""
    return plain(_marked(rule, types, names or {}))


def sentence_parts(rule: object, types: Types, names: Names | None = None) -> tuple[Part, ...]:
    """The sentence in pieces: what is missing or wrong by itself, with the reason. Raises nothing."""
    return parts(_marked(rule, types, names or {}))


def condition_words(kind: FactType, node: Mapping[str, Any], names: Names) -> str:
    """A condition in words, as it stands within a sentence: "number of visits is at least 3"."""
    return plain(_condition_words(kind, node, names))


def _marked(rule: object, types: Types, names: Names) -> str:
    if not isinstance(rule, dict):
        return missing("no audience")
    said = _group(rule, types, names, 1, whose=False)
    if isinstance(said, bool):
        return EVERYONE if said else NOBODY
    return f"{'All visitors but those' if match_of(rule) == 'none' else 'Visitors'} {said.words}"


def _clause(kind: FactType, node: Mapping[str, Any], names: Names) -> str | None:
    """A condition as its type says it after "Visitors" ("from Vietnam"); None where it is said by its label."""
    operator = node.get("operator")
    phrase = kind.phrases.get(operator) if isinstance(operator, str) else None
    if phrase is None or not isinstance(operator, str) or operator not in kind.value.operators():
        return None
    value = SpokenValue(kind.value, kind.value.operator(operator), node.get("value"))
    if fact_name(str(node.get("fact")), None) in names or not value.is_given:
        return None
    words = value.words()
    return phrase.replace("{value}", words).replace("{lower}", words.lower())


def _condition_words(kind: FactType, node: Mapping[str, Any], names: Names) -> str:
    key, operator = node.get("key"), node.get("operator")
    subject = names.get(fact_name(str(node.get("fact")), key if isinstance(key, str) else None))
    if subject is None:
        named = (f"“{shown(key)}”" if key else missing("no name yet")) if kind.takes_key else ""
        subject = f"{within(kind.label)} {named}".rstrip()
    if operator is None:
        return f"{subject} {missing('nothing chosen yet')}"
    if not isinstance(operator, str) or operator not in kind.value.operators():
        return f"{subject} {wrong(operator)}"
    return f"{subject} {SpokenValue(kind.value, kind.value.operator(operator), node.get('value')).predicate()}"


def within(label: str) -> str:
    """A label as it stands within a sentence: only abbreviations and names in capitals keep their first letter."""
    first = label.split(" ", 1)[0]
    return label if not first[1:].islower() and len(first) > 1 else label[:1].lower() + label[1:]


@dataclass(frozen=True, slots=True)
class _Item:
    """One of the things that a group asks for, in words."""

    words: str
    stacks: bool = False
    """Said by its type, so that it can stand beside another one: "from Vietnam on /pricing*"."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A condition or a group in words; `joiner` is "" for one thing alone, `whose`: the word holds on for the next."""

    items: tuple[_Item, ...]
    joiner: str
    whose: bool

    @property
    def words(self) -> str:
        return _joined([each.words for each in self.items], "or") if self.joiner == "or" else _stacked(self.items)

    def within(self, joiner: str) -> tuple[_Item, ...]:
        """As parts of a larger group, in brackets only where they would read otherwise without."""
        return self.items if self.joiner in ("", joiner) else (_Item(f"({self.words})"),)


def _group(node: Mapping[str, Any], types: Types, names: Names, depth: int, whose: bool) -> _Said | bool:
    """The group in words; True or False where empty groups leave no question. `whose`: the word has just been said."""
    match, children = match_of(node), node.get("rules")
    if match is None or not isinstance(children, list) or depth > MAX_DEPTH:
        return _Said((_Item(_labelled(missing("a group that can't be read"), whose)),), "", whose)
    joiner = "and" if match == "all" else "or"
    said: list[_Said] = []
    for child in children:
        if isinstance(child, dict) and is_group(child):
            inner = _inner_group(child, types, names, depth + 1, whose)
        else:
            words, whose = _condition(child, types, names, whose)
            inner = _Said((_Item(words, stacks=not whose),), "", whose)
        if isinstance(inner, bool):
            if inner is (match != "all"):
                return match == "any"
        else:
            said.append(inner)
            whose = inner.whose if inner.joiner in ("", joiner) else whose
    if not said:
        return match != "any"
    if len(said) == 1:
        return said[0]
    return _Said(tuple(item for each in said for item in each.within(joiner)), joiner, whose)


def _inner_group(node: Mapping[str, Any], types: Types, names: Names, depth: int, whose: bool) -> _Said | bool:
    said = _group(node, types, names, depth, whose)
    if isinstance(said, bool) or match_of(node) != "none":
        return said
    by_its_type = len(said.items) == 1 and not whose and not said.words.startswith("whose")
    return _Said((_Item(f"not {said.words}" if by_its_type else f"not ({said.words})"),), "", whose)


def _condition(node: object, types: Types, names: Names, whose: bool) -> tuple[str, bool]:
    """A condition in words, and whether "whose" holds on for the next one."""
    fact = node.get("fact") if isinstance(node, dict) else None
    kind = types.get(fact) if isinstance(fact, str) else None
    if kind is None or not isinstance(node, dict):
        unknown = missing("no condition yet") if fact is None else wrong(fact, "not installed")
        return _labelled(unknown, whose), True
    own = _clause(kind, node, names)
    return (own, False) if own else (_labelled(_condition_words(kind, node, names), whose), True)


def _labelled(words: str, whose: bool) -> str:
    return words if whose else f"whose {words}"


def _stacked(items: Sequence[_Item]) -> str:
    """Items that all hold: those in their types' own words stand side by side ("from Vietnam on /pricing*")."""
    runs: list[list[str]] = []
    for before, item in zip([None, *items], items, strict=False):
        if before is not None and before.stacks and item.stacks:
            runs[-1].append(item.words)
        else:
            runs.append([item.words])
    return _joined([(", " if _lists(run) else " ").join(run) for run in runs], "and")


def _joined(said: list[str], word: str) -> str:
    """Items in words; a comma sets them off from lists of values within them."""
    return f"{',' if _lists(said) else ''} {word} ".join(said)


def _lists(said: list[str]) -> bool:
    return any(inner in item for item in said if item[-1] != ")" for inner in _LIST_WORDS)
