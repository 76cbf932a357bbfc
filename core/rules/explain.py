"""Why a rule holds, fails or is still open: every condition with what was observed and what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.i18n import N_, _, ngettext
from core.rules.compiled import Cache, CompiledRule, Condition, Group
from core.rules.facts import MISSING, OPEN, UNKNOWN, Facts, Unknown
from core.rules.sentences import Names, condition_words
from core.rules.texts import shown
from core.rules.tree import Match

Verdict = Literal["holds", "fails", "open"]

_GROUP_LABELS: dict[Match, str] = {"all": N_("All of these"), "any": N_("Any of these"), "none": N_("None of these")}


@dataclass(frozen=True, slots=True)
class Trace:
    """The verdict on one node, with those on its children."""

    node_id: str
    label: str
    """What was asked: "Number of visits is at least 3", "Any of these"."""
    verdict: Verdict
    why: str
    observed: object
    """The bare observation of a condition; MISSING, OPEN or UNKNOWN if there is none; None for groups."""
    children: tuple[Trace, ...] = ()
    match: Match | None = None
    """How a group combines them; None for conditions."""

    @property
    def is_group(self) -> bool:
        return self.match is not None


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
        label=_(_GROUP_LABELS[group.match]),
        verdict=_combined(group.match, len(children), holding, open_ones),
        why=_counted(len(children), holding, open_ones, group.match),
        observed=None,
        children=children,
        match=group.match,
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
        return _("Empty, so nobody is meant.") if match == "any" else _("Empty, so everybody is meant.")
    if open_ones:
        said = ngettext("{n} of {total} holds, {open} still open.", "{n} of {total} hold, {open} still open.", holding)
    else:
        said = ngettext("{n} of {total} holds.", "{n} of {total} hold.", holding)
    return said.format(n=holding, total=total, open=open_ones)


def _condition(condition: Condition, facts: Facts, cache: Cache, names: Names) -> Trace:
    verdict = condition.verdict(facts, cache)
    raw = facts.get(condition.name, OPEN if condition.type.browser else MISSING)
    node = {**condition.residual, "value": condition.value}
    label = condition_words(condition.type, node, names)
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
        return _("The browser will tell.")
    if seen is UNKNOWN:
        return _("What was observed is not kept.")
    if seen is not MISSING:
        return _("Observed: {seen}.").format(seen=condition.reading.tell(raw))
    operator = _(condition.operator.phrase)
    if raw is None or isinstance(raw, Unknown):
        said = (
            _("Not known, so “{operator}” holds.")
            if condition.operator.negative
            else _("Not known, so “{operator}” does not hold.")
        )
        return said.format(operator=operator)
    said = (
        _("Observed: “{seen}”, which is no {noun} and counts as nothing; “{operator}” holds then.")
        if condition.operator.negative
        else _("Observed: “{seen}”, which is no {noun} and counts as nothing; “{operator}” fails then.")
    )
    return said.format(seen=shown(raw), noun=_(condition.reading.noun), operator=operator)
