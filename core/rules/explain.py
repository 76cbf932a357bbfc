"""Why a rule holds, fails or is still open: every condition with what was observed and what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.rules.compiled import Cache, CompiledRule, Condition, Group
from core.rules.facts import MISSING, OPEN, Facts, Unknown
from core.rules.sentences import Names, condition_words
from core.rules.texts import shown
from core.rules.tree import Match

Verdict = Literal["holds", "fails", "open"]

_GROUP_LABELS: dict[Match, str] = {"all": "All of these", "any": "Any of these", "none": "None of these"}


@dataclass(frozen=True, slots=True)
class Trace:
    """The verdict on one node, with those on its children."""

    node_id: str
    label: str
    """What was asked: "Number of visits is at least 3", "Any of these"."""
    verdict: Verdict
    why: str
    observed: object
    """The bare observation of a condition; MISSING or OPEN if there is none; None for groups."""
    children: tuple[Trace, ...] = ()


def explain(compiled: CompiledRule, facts: Facts, names: Names | None = None) -> Trace:
    """The trace of a rule for one page view; its verdicts are those of `simplify`."""
    return _group(compiled.root, facts, {}, names or {})


def _group(group: Group, facts: Facts, cache: Cache, names: Names) -> Trace:
    children = tuple(
        _group(child, facts, cache, names) if isinstance(child, Group) else _condition(child, facts, cache, names)
        for child in group.children
    )
    holding = sum(child.verdict == "holds" for child in children)
    open_ones = sum(child.verdict == "open" for child in children)
    return Trace(
        node_id=group.id,
        label=_GROUP_LABELS[group.match],
        verdict=_combined(group.match, len(children), holding, open_ones),
        why=_counted(len(children), holding, open_ones, group.match),
        observed=None,
        children=children,
    )


def _combined(match: Match, total: int, holding: int, open_ones: int) -> Verdict:
    if match == "all":
        if holding + open_ones < total:
            return "fails"
        return "open" if open_ones else "holds"
    if holding:
        return "holds" if match == "any" else "fails"
    if open_ones:
        return "open"
    return "fails" if match == "any" else "holds"


def _counted(total: int, holding: int, open_ones: int, match: Match) -> str:
    if not total:
        return "Empty, so nobody is meant." if match == "any" else "Empty, so everybody is meant."
    later = f", {open_ones} still open" if open_ones else ""
    return f"{holding} of {total} {'holds' if holding == 1 else 'hold'}{later}."


def _condition(condition: Condition, facts: Facts, cache: Cache, names: Names) -> Trace:
    verdict = condition.verdict(facts, cache)
    raw = facts.get(condition.name, OPEN if condition.type.browser else MISSING)
    asked = {"fact": condition.fact, "key": condition.key, "operator": condition.operator.key, "value": condition.value}
    label = condition_words(condition.type, asked, names)
    return Trace(
        node_id=condition.id,
        label=label[:1].upper() + label[1:],
        verdict="open" if verdict is OPEN else "holds" if verdict else "fails",
        why=_why(condition, raw, facts, cache),
        observed=MISSING if raw is None else raw,
    )


def _why(condition: Condition, raw: object, facts: Facts, cache: Cache) -> str:
    seen = condition.observation(facts, cache)
    if seen is OPEN:
        return "The browser will tell."
    if seen is not MISSING:
        return f"Observed: {_said(condition, raw)}."
    negative = f"“{condition.operator.phrase}” {'holds' if condition.operator.negative else 'fails'} then"
    if raw is None or isinstance(raw, Unknown):
        return f"Nothing was observed; {negative}."
    return f"Observed: “{shown(raw)}”, which is no {condition.type.value.noun} and counts as nothing; {negative}."


def _said(condition: Condition, raw: object) -> str:
    if isinstance(raw, (list, tuple, set, frozenset)):
        return ", ".join(condition.type.value.speak(one) for one in raw) or "none"
    return condition.type.value.speak(raw)
