"""A campaign above that everybody meets who would meet this one."""

from __future__ import annotations

import pytest

from core.rules import Rule, compile_rule
from core.rules.review import Above, review
from tests.random_rules import RandomRules
from tests.rule_strategies import TYPES
from tests.unit.rules.conftest import group
from tests.unit.rules.rows import BUILT_IN, on, page, visits


def above(name: str, rule: Rule) -> Above:
    return Above(name, compile_rule(rule, BUILT_IN))


@pytest.mark.parametrize(
    ("higher", "rule", "shadowed"),
    [
        (group("all"), group("all", page("a", "/a")), True),
        (group("all", page("a", "/a*")), group("all", page("a", "/about"), visits("b", "at_least", 2)), True),
        (group("all", page("a", "/a*")), group("all", page("a", "/*")), False),
        (group("all", page("a", "/a"), visits("b", "at_least", 2)), group("all", page("a", "/a")), False),
        (group("all", on("t", "time_on_page", "at_least", 5)), group("all", on("t", "time_on_page", "at_least", 30)),
         True),
        (group("all", on("t", "time_on_page", "at_least", 30)), group("all", on("t", "time_on_page", "at_least", 5)),
         False),
        (group("all", page("a", "/b")), group("all", page("a", "/a"), page("b", "/b")), False),
    ],
)  # fmt: skip
def test_a_campaign_that_always_wins_is_named(higher: Rule, rule: Rule, shadowed: bool) -> None:
    first, second = above("Nobody's", group("any")), above("Welcome", higher)
    found = [each for each in review(compile_rule(rule, BUILT_IN), [first, second]) if each.code == "shadowed"]
    assert [each.node_id for each in found] == (["root"] if shadowed else [])
    assert all("“Welcome”" in each.message for each in found)


def test_whoever_meets_a_shadowed_rule_meets_the_one_above() -> None:
    chance, shadowed = RandomRules(3), 0
    for _ in range(400):
        this, other = compile_rule(chance.rule(), TYPES), compile_rule(chance.rule(), TYPES)
        if any(each.code == "shadowed" for each in review(this, [Above("H", other)])):
            shadowed += 1
            for _ in range(10):
                facts = chance.facts({each.name for each in (*this.conditions, *other.conditions)})
                assert this.simplify(facts) is not True or other.simplify(facts) is True
    assert shadowed > 20


def test_whoever_is_remembered_meets_a_campaign_above_that_asks_for_a_first_visit_at_least() -> None:
    everybody = above("Welcome", group("all", visits("a", "at_least", 1)))
    this = compile_rule(group("all", page("p", "/a")), BUILT_IN)
    assert [each.code for each in review(this, [everybody], remembered=True)] == ["shadowed"]
    assert review(this, [everybody]) == ()
