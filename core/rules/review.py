"""What a rule that nothing is wrong with may not have been meant to say: nobody meets it, everybody does, and the like.

Told for certain only: whatever is called never true never holds. What is too much to look through is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from core.i18n import _
from core.i18n.figures import whole_percent
from core.rules.compiled import CompiledRule, Condition, Group
from core.rules.facts import OPEN
from core.rules.sentences import condition_words
from core.rules.tree import Match
from core.rules.worlds import World, worlds

MOST_STEPS: Final = 2_000
"""How often a group is tried out; what takes more is left alone."""
MOST_PAIRS: Final = 100

Code = Literal["never", "always", "shadowed", "not_on_channel", "untold"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to think about, and a way out."""

    node_id: str
    code: Code
    message: str


@dataclass(frozen=True, slots=True)
class Above:
    """A campaign that wins where both could show."""

    name: str
    rule: CompiledRule
    control_group: int = 0
    """Percent of those who meet it that see nothing: they can meet what stands below it."""


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """What a channel never learns of a visitor."""

    label: str
    lacks: Collection[str]
    """Keys of condition types."""


def review(
    rule: CompiledRule,
    above: Iterable[Above] = (),
    channel: ChannelLimits | None = None,
    *,
    remembered: bool = False,
) -> tuple[Remark, ...]:
    """Remarks on a rule. `above`: campaigns that win over this one, the first to be named first.

    `remembered`: whoever may be shown the campaign is somebody of whom something is remembered.
    """
    found = (*_not_on_channel(rule, channel), *_constant(rule.root, remembered))
    return (*found, *_shadowed(rule, above, remembered)) if can_be(rule.root, True, remembered=remembered) else found


def can_be(group: Group, wanted: bool, *, remembered: bool = False) -> bool:
    """Whether something may be observed for which the group settles so; True where that can't be told."""
    asked = _by_fact(group)
    known: dict[str, Sequence[World]] = {}
    for name, conditions in asked.items():
        if (found := worlds(conditions, remembered=remembered)) is not None:
            known[name] = found
    names = sorted(known, key=lambda name: len(known[name]))
    nothing = dict.fromkeys(asked, OPEN)
    left = MOST_STEPS

    def search(at: int, verdicts: Mapping[str, object]) -> bool:
        nonlocal left
        left -= 1
        settled = group.settle(nothing, dict(verdicts))
        if settled is True or settled is False:
            return settled is wanted
        if at == len(names) or left <= 0:
            return True
        return any(search(at + 1, {**verdicts, **world}) for world in known[names[at]])

    return search(0, {})


def _by_fact(group: Group) -> dict[str, list[Condition]]:
    asked: dict[str, list[Condition]] = {}
    for each in group.conditions():
        asked.setdefault(each.name, []).append(each)
    return asked


def _constant(group: Group, remembered: bool) -> Iterator[Remark]:
    """What never or always holds, at the condition or the innermost group of which that can be said."""
    # an empty group says of itself, in the builder, that it asks for nothing or for everything
    children = tuple(each for each in group.children if isinstance(each, Condition) or any(each.conditions()))
    others = []
    for each in children:
        within = tuple(
            _constant(each, remembered) if isinstance(each, Group) else _by_itself(each, group.match, remembered)
        )
        yield from within
        if not within:
            others.append(each)
    here = Group(group.id, group.given_id, group.match, tuple(others))
    holds = _settled(here, remembered) if others else None
    if holds is None:
        return
    remark = _remark(here, remembered, holds=holds)
    if remark.node_id != group.id or len(others) == len(children):  # a part says nothing of the whole
        yield remark


def _by_itself(condition: Condition, match: Match, remembered: bool) -> Iterator[Remark]:
    """A condition that its own value makes meaningless: at least 0 seconds, at most 100% of all."""
    holds = _settled(Group("", None, "all", (condition,)), remembered)
    if holds is None:
        return
    if not holds:
        said = _("Nobody ever meets “{this}”. Choose another value or comparison, or remove the condition.")
    elif match == "none":
        said = _("Everybody meets “{this}”, so nobody is left. Choose another value or comparison, or remove it.")
    else:
        said = _("Everybody meets “{this}”, so it asks for nothing. Choose another value or comparison, or remove it.")
    words = condition_words(condition.type, _asked(condition), {})
    yield Remark(condition.id, "always" if holds else "never", said.format(this=words))


def _settled(group: Group, remembered: bool) -> bool | None:
    """What the group comes to whatever is observed; None: that depends, or can't be told."""
    return next((not wanted for wanted in (True, False) if not can_be(group, wanted, remembered=remembered)), None)


def _remark(group: Group, remembered: bool, *, holds: bool) -> Remark:
    """At the second of two conditions where two are enough to say so, else at the group."""
    match: Match = "all" if group.match == "all" else "any"
    pair = _pair(group, match, remembered, holds=holds is not (group.match == "none"))
    code: Code = "always" if holds else "never"
    if pair is None:
        if holds:
            return Remark(group.id, code, _("Everybody meets this. Change a condition, or remove all of it."))
        return Remark(group.id, code, _("Nobody can ever meet this. Change or remove one of the conditions."))
    first, second = pair
    words = condition_words(first.type, _asked(first), {})
    return Remark(second.id, code, _way_out(group.match, first, second).format(other=words))


def _way_out(match: Match, first: Condition, second: Condition) -> str:
    """What is the matter with two conditions, and what to do."""
    can_be_one = first.operator == second.operator and first.operator.operand == "list"
    if match == "all":
        if can_be_one:
            return _("Nobody can meet this and “{other}” at once. Put all values into one of the two conditions.")
        return _("Nobody can meet this and “{other}” at once. Change one of the two, or match any instead of all.")
    if match == "none":
        return _("Everybody meets this or “{other}”, so nobody is left. Change one of the two, or remove one.")
    if first.operator.negative and second.operator.negative:
        if can_be_one:
            return _(
                "Everybody meets this or “{other}”. To leave both out, put all values into one of the two conditions."
            )
        return _("Everybody meets this or “{other}”. To leave both out, match all of them instead of any.")
    return _("Everybody meets this or “{other}”, so nothing is asked. Change one of the two, or remove both.")


def _pair(group: Group, match: Match, remembered: bool, *, holds: bool) -> tuple[Condition, Condition] | None:
    """Two conditions that make the group what it is by themselves: all of them never, or any of them always."""
    if holds is (match == "all"):
        return None
    conditions = [each for each in group.children if isinstance(each, Condition)]
    for at, (first, second) in enumerate(combinations(conditions, 2)):
        if at == MOST_PAIRS:
            return None
        both = Group("", None, match, (first, second))
        if first.name == second.name and not can_be(both, not holds, remembered=remembered):
            return first, second
    return None


def _asked(condition: Condition) -> dict[str, object]:
    return {**condition.residual, "value": condition.value}


def _shadowed(rule: CompiledRule, above: Iterable[Above], remembered: bool) -> Iterator[Remark]:
    """The first campaign that wins whenever this one could show."""
    for each in above:
        only_here = Group("", None, "all", (rule.root, Group("", None, "none", (each.rule.root,))))
        if not can_be(only_here, True, remembered=remembered):
            said = _(
                "Everybody who meets this meets “{campaign}” as well, which stands above it and comes first. "
                "Move this one up in the list, or say who should not get it."
            )
            if each.control_group:
                said += " " + _("Only its control group, {share} of them, can meet this one.")
            words = said.format(campaign=each.name, share=whole_percent(each.control_group))
            yield Remark(rule.root.id, "shadowed", words)
            return


def _not_on_channel(rule: CompiledRule, channel: ChannelLimits | None) -> Iterator[Remark]:
    for each in rule.conditions if channel is not None else ():
        if channel is not None and each.type.browser and each.fact in channel.lacks:
            said = _("{channel} never learns this, so nobody meets it. Choose another channel, or another condition.")
            yield Remark(each.id, "not_on_channel", said.format(channel=_(channel.label)))
