"""A whole rule in one plain sentence; drafts, too, with a mark where something is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import _
from core.rules import wording
from core.rules.anything import read_as
from core.rules.facts import fact_name
from core.rules.gaps import Part, missing, parts, plain, wrong
from core.rules.spoken_values import SpokenValue, spoken_key
from core.rules.texts import shown
from core.rules.tree import MAX_DEPTH, FactType, Types, is_group, match_of

Names = Mapping[str, str]
"""Words for facts, by fact name (`fact` or `fact:key`), in place of the condition types' labels."""


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
        return missing(_("no audience"))
    said = _group(rule, types, names, 1, whose=False)
    if isinstance(said, bool):
        return _("Every visitor") if said else _("Nobody")
    whole = _("All visitors but those {who}") if match_of(rule) == "none" else _("Visitors {who}")
    return whole.format(who=said.words)


def _clause(kind: FactType, node: Mapping[str, Any], names: Names) -> str | None:
    """A condition as its type says it after "Visitors" ("from Vietnam"); None where it is said by its label."""
    operator, reading = node.get("operator"), read_as(kind, node)
    if not isinstance(operator, str) or operator not in reading.operators():
        return None
    phrase = kind.phrases.get(_asked(operator, node.get("value")))
    if phrase is None and operator in wording.AMOUNTS:
        phrase = kind.phrases.get("amount")
    if phrase is None or fact_name(str(node.get("fact")), None) in names:
        return None
    words = SpokenValue(reading, reading.operator(operator), node.get("value")).words()
    amount = _(wording.AMOUNTS.get(operator, wording.VALUE)).format(value=words)
    said = _(phrase).replace("{amount}", amount).replace("{value}", words).replace("{lower}", words.lower())
    return said.replace("{key}", _key_words(kind, node.get("key"))) if kind.takes_key else said


def _asked(operator: str, value: object) -> str:
    """By which a type's own words are found: the operator, with a yes or no also its value ("is true")."""
    return f"{operator} {str(value).lower()}" if isinstance(value, bool) else operator


def _key_words(kind: FactType, key: object) -> str:
    if not key:
        return missing(_("no name yet") if kind.key_type is None else _("nothing chosen yet"))
    if kind.key_type is not None and isinstance(key, str):
        return spoken_key(kind.key_type, key)
    return f"“{shown(key)}”"


def _condition_words(kind: FactType, node: Mapping[str, Any], names: Names) -> str:
    key, operator, reading = node.get("key"), node.get("operator"), read_as(kind, node)
    subject = names.get(fact_name(str(node.get("fact")), key if isinstance(key, str) else None))
    if subject is None:
        named = _key_words(kind, key) if kind.takes_key else ""
        subject = f"{within(_(kind.label))} {named}".rstrip()
    if operator is None:
        asked = missing(_("nothing chosen yet"))
    elif not isinstance(operator, str) or operator not in reading.operators():
        asked = wrong(operator)
    else:
        asked = SpokenValue(reading, reading.operator(operator), node.get("value")).predicate()
    # Translators: a condition that has no words of its own, such as "number of visits" + "is at least 3 visits".
    return _("{subject} {asked}").format(subject=subject, asked=asked)


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
    whose: bool = False
    """Begins with "whose"."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A condition or a group in words; `joiner` is "" for one thing alone, `whose`: the word holds on for the next."""

    items: tuple[_Item, ...]
    joiner: str
    whose: bool
    but: tuple[str, ...] = ()
    """Whom it leaves out, said last: "on a phone"."""

    @property
    def words(self) -> str:
        said = _joined([each.words for each in self.items], "or") if self.joiner == "or" else _stacked(self.items)
        left_out = [_("except those {who}").format(who=each) for each in self.but]
        return _side_by_side([said, *left_out] if said else left_out)

    def within(self, joiner: str) -> tuple[_Item, ...]:
        """As parts of a larger group, in brackets only where they would read otherwise without."""
        return self.items if self.joiner in ("", joiner) and not self.but else (_Item(f"({self.words})"),)


def _group(node: Mapping[str, Any], types: Types, names: Names, depth: int, whose: bool) -> _Said | bool:
    """The group in words; True or False where empty groups leave no question. `whose`: the word has just been said."""
    match, children = match_of(node), node.get("rules")
    if match is None or not isinstance(children, list) or depth > MAX_DEPTH:
        return _Said((_labelled(missing(_("a group that can't be read")), whose),), "", whose)
    joiner = "and" if match == "all" else "or"
    said: list[_Said] = []
    but: list[str] = []
    for child in children:
        if isinstance(child, dict) and is_group(child):
            left_out = match_of(child) == "none"
            inner = _group(child, types, names, depth + 1, whose and not (left_out and match == "all"))
            if left_out and not isinstance(inner, bool):
                if match == "all":
                    but.append(inner.words)
                    continue
                inner = _Said((_Item(_("not ({words})").format(words=inner.words)),), "", whose)
        else:
            item, whose = _condition(child, types, names, whose)
            inner = _Said((item,), "", whose)
        if isinstance(inner, bool):
            if inner is (match != "all"):
                return match == "any"
        else:
            said.append(inner)
            whose = inner.whose if inner.joiner in ("", joiner) else whose
    if not said and not but:
        return match != "any"
    if len(said) == 1 and not but:
        return said[0]
    return _Said(tuple(item for each in said for item in each.within(joiner)), joiner, whose, tuple(but))


def _condition(node: object, types: Types, names: Names, whose: bool) -> tuple[_Item, bool]:
    """A condition in words, and whether "whose" holds on for the next one."""
    fact = node.get("fact") if isinstance(node, dict) else None
    kind = types.get(fact) if isinstance(fact, str) else None
    if kind is None or not isinstance(node, dict):
        unknown = missing(_("no condition yet")) if fact is None else wrong(fact, _("not installed"))
        return _labelled(unknown, whose), True
    own = _clause(kind, node, names)
    if own:
        return _Item(own, stacks=True), False
    return _labelled(_condition_words(kind, node, names), whose), True


def _labelled(words: str, whose: bool) -> _Item:
    """What is said by its label; "whose" stands before the first of several."""
    return _Item(words) if whose else _Item(_("whose {words}").format(words=words), whose=True)


def _stacked(items: Sequence[_Item]) -> str:
    """Items that all hold: those in their types' own words stand side by side ("from Vietnam, on /pricing*")."""
    runs: list[list[str]] = []
    for before, item in zip([None, *items], items, strict=False):
        if before is not None and before.stacks and item.stacks:
            runs[-1].append(item.words)
        else:
            runs.append([item.words])
    return _joined([_side_by_side(run) for run in runs], "and", set_off=any(len(run) > 1 for run in runs))


def _side_by_side(run: Sequence[str]) -> str:
    # Translators: conditions in their own words, side by side: "from Vietnam" + "on /pricing*". Not after "Visitors".
    return _in_a_row(run, _("{first}, {next}"))


def _joined(said: Sequence[str], joiner: str, *, set_off: bool = False) -> str:
    """Items in words; a comma sets them off from lists within them."""
    set_off = set_off or _lists(said)
    if joiner == "or":
        return _in_a_row(said, _("{first}, or {next}") if set_off else _("{first} or {next}"))
    return _in_a_row(said, _("{first}, and {next}") if set_off else _("{first} and {next}"))


def _in_a_row(said: Sequence[str], pattern: str) -> str:
    whole = said[0] if said else ""
    for words in said[1:]:
        whole = pattern.format(first=whole, next=words)
    return whole


def _lists(said: Sequence[str]) -> bool:
    """Whether one of several holds a list of values, whose "or" could be taken for that of the conditions."""
    inner = [words.format(items="", last="") for words in (_(wording.ANY), _(wording.ALL), _(wording.NONE))]
    return any(word in item for item in said if not item.endswith(")") for word in inner)
