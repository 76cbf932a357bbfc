"""Rules: who sees a campaign, as plain data with one meaning (its cases: tests/vectors).

`check` tells what is wrong with a rule, `compile_rule` makes it ready, `CompiledRule.simplify` puts in what is known
of a page view, `explain` and `sentence` put it into words, and core/rules/edits.py changes it.
"""

from __future__ import annotations

from typing import Any

from core.errors import InvalidRule
from core.rules.compiled import Cache, CompiledRule, Requirement, compile_checked
from core.rules.edits import add, find, move, new_condition, new_group, new_rule, remove, update, with_ids
from core.rules.explain import explain
from core.rules.facts import MISSING, OPEN, UNKNOWN, Facts, fact_name
from core.rules.gaps import Part
from core.rules.merging import changed_nodes, merge
from core.rules.problems import BAD_KEY, OUT_OF_BOUNDS, check
from core.rules.sentences import sentence, sentence_parts
from core.rules.tree import (
    MAX_DEPTH,
    MAX_NODES,
    ROOT,
    FactType,
    Match,
    Problem,
    Rule,
    Types,
    is_group,
    is_sound,
    walk,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "MISSING",
    "OPEN",
    "ROOT",
    "UNKNOWN",
    "Cache",
    "CompiledRule",
    "FactType",
    "Facts",
    "Match",
    "Part",
    "Problem",
    "Requirement",
    "Rule",
    "add",
    "changed_nodes",
    "check",
    "compile_rule",
    "explain",
    "fact_name",
    "find",
    "is_group",
    "is_sound",
    "merge",
    "move",
    "new_condition",
    "new_group",
    "new_rule",
    "remove",
    "sentence",
    "sentence_parts",
    "update",
    "walk",
    "with_ids",
]


def compile_rule(rule: Any, types: Types, *, published: bool = False, campaign: int = 0) -> CompiledRule:
    """Make a campaign's rule (0: a new one's) ready for page views. Raises InvalidRule with what `check` finds.

    A rule that is `published` was right when it went live; options that have gone since then don't stop it, nor do
    names that are looked at more closely now.
    """
    problems = [one for one in check(rule, types) if not (published and one.code in (OUT_OF_BOUNDS, BAD_KEY))]
    if problems:
        raise InvalidRule(problems)
    return compile_checked(rule, types, campaign)
