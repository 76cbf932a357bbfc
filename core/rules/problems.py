"""Everything that can be wrong with a rule, told by node; whatever comes in, nothing is raised."""

from __future__ import annotations

from core.i18n import _
from core.rules.anything import reading_of
from core.rules.texts import MAX_TEXT, fold, shown, well_formed
from core.rules.tree import (
    MAX_DEPTH,
    MAX_NODES,
    ROOT,
    SCHEMA,
    FactType,
    Field,
    Problem,
    Rule,
    Types,
    is_group,
    match_of,
    node_id,
)
from core.rules.value_type import ValueType

MAX_ID = 64
"""Longest id of a node, in characters."""

OUT_OF_BOUNDS = "out_of_bounds"
BAD_KEY = "bad_key"
"""Code of a value of the right shape that the condition type doesn't take: an option it doesn't have, a number too low.

Options come and go, so a rule that was right when it was published may get this problem later.
"""

_Node = tuple[object, tuple[int, ...]]


def check(rule: object, types: Types) -> list[Problem]:
    """The problems of a rule, in reading order; empty if it can be compiled."""
    if not isinstance(rule, dict) or not is_group(rule):
        return [Problem(ROOT, "group", "not_a_rule", _("This is no rule. Start with a group: all, any or none."))]
    found = _schema(rule)
    ids: set[str] = set()
    todo: list[_Node] = [(rule, ())]
    seen = 0
    while todo:
        node, place = todo.pop()
        seen += 1
        if seen > MAX_NODES:
            message = _("This audience has more than {most} conditions and groups. Take some away.").format(
                most=MAX_NODES
            )
            found.append(Problem(node_id(rule, ()), "group", "too_many_nodes", message))
            break
        if not isinstance(node, dict):
            message = _("“{node}” is neither condition nor group. Take it away.").format(node=shown(node))
            found.append(Problem(".".join(map(str, place)), "group", "not_a_node", message))
            continue
        here = node_id(node, place)
        found += _identity(node, here, ids)
        if is_group(node):
            found += _group(node, here, len(place) + 1)
            children = node.get("rules")
            if isinstance(children, list) and len(place) < MAX_DEPTH:
                first = children[: MAX_NODES + 1]
                todo.extend((first[i], (*place, i)) for i in reversed(range(len(first))))
        else:
            found += _condition(node, here, types)
    return found


def _schema(rule: Rule) -> list[Problem]:
    given = rule.get("schema", SCHEMA)
    if type(given) is int and given == SCHEMA:
        return []
    message = _("Rules of schema {given} are not known here. Update the program, or build the rule anew.").format(
        given=shown(given)
    )
    return [Problem(node_id(rule, ()), "group", "unknown_schema", message)]


def _identity(node: Rule, here: str, ids: set[str]) -> list[Problem]:
    field: Field = "group" if is_group(node) else "fact"
    given = node.get("id")
    if given is not None and not (isinstance(given, str) and 0 < len(given) <= MAX_ID and well_formed(given)):
        message = _("“{given}” is no id. Ids are texts of 1 to {most} characters; leave it out to get one.").format(
            given=shown(given), most=MAX_ID
        )
        return [Problem(here, field, "bad_id", message)]
    if here in ids:
        return [
            Problem(
                here,
                field,
                "duplicate_id",
                _("The id “{here}” is used twice. Leave out one of them.").format(here=shown(here)),
            )
        ]
    ids.add(here)
    return []


def _group(node: Rule, here: str, depth: int) -> list[Problem]:
    found = []
    if match_of(node) is None:
        message = _("“{match}” is no way to combine conditions. Choose all, any or none.").format(
            match=shown(node.get("match"))
        )
        found.append(Problem(here, "group", "unknown_match", message))
    if not isinstance(node.get("rules"), list):
        found.append(
            Problem(here, "group", "no_rules", _("This group has no list of conditions. Give it one, if empty."))
        )
    if "fact" in node:
        message = _("A group can't be a condition, too. Put the condition into the group.")
        found.append(Problem(here, "group", "group_with_fact", message))
    if depth > MAX_DEPTH:
        message = _("Groups can be nested {most} deep. Move this one up.").format(most=MAX_DEPTH)
        found.append(Problem(here, "group", "too_deep", message))
    return found


def _condition(node: Rule, here: str, types: Types) -> list[Problem]:
    fact = node.get("fact")
    if fact is None:
        return [Problem(here, "fact", "no_fact", _("Choose what this condition is about."))]
    kind = types.get(fact) if isinstance(fact, str) else None
    if kind is None:
        message = _("The condition “{fact}” is not installed. Choose another one or take it away.").format(
            fact=shown(fact)
        )
        return [Problem(here, "fact", "unknown_fact", message)]
    found = _key(node.get("key"), here, kind)
    operator = node.get("operator")
    if operator is None:
        return [*found, Problem(here, "operator", "no_operator", _("Choose how to compare."))]
    reading = reading_of(kind, node)
    if reading is None:
        message = _("{label} can't be compared as “{kind}”. Choose another kind, or leave it out.").format(
            label=_(kind.label), kind=shown(node.get("as"))
        )
        return [*found, Problem(here, "operator", "unknown_kind", message)]
    if not isinstance(operator, str) or operator not in reading.operators():
        message = _("“{operator}” can't be asked of {label}. Choose another comparison.").format(
            operator=shown(operator), label=_(kind.label)
        )
        return [*found, Problem(here, "operator", "unknown_operator", message)]
    if operator not in reading.operators(browser=kind.browser):
        message = _(
            "{label} is observed in the browser, which doesn't know this comparison. Choose another one."
        ).format(label=_(kind.label))
        return [*found, Problem(here, "operator", "operator_not_in_browser", message)]
    found += _value(node.get("value"), here, operator, reading)
    return found


def _value(value: object, here: str, operator: str, kind: ValueType) -> list[Problem]:
    try:
        wrong = kind.check(operator, value)
        code = "bad_value" if kind.operator(operator).check(value) else OUT_OF_BOUNDS
    except Exception as error:  # a value type may be foreign code
        wrong, code = (
            _("The value can't be checked ({error}). Type it again.").format(error=shown(str(error))),
            "bad_value",
        )
    return [Problem(here, "value", code, wrong)] if wrong else []


def _key(key: object, here: str, kind: FactType) -> list[Problem]:
    if not kind.takes_key:
        if key is None:
            return []
        return [Problem(here, "key", "key_not_taken", _("This condition takes no name. Take it away."))]
    if not (isinstance(key, str) and fold(key) and len(key) <= MAX_TEXT and well_formed(key)):
        asked = _("Type the name of what to look at.") if kind.key_type is None else _("Choose what to look at.")
        return [Problem(here, "key", "no_key", asked)]
    if kind.key_type is not None:
        gone = kind.key_type.check_element(key)
        return [Problem(here, "key", OUT_OF_BOUNDS, gone)] if gone else []
    try:
        right = kind.is_key(key)
    except Exception:  # a condition type may be foreign code
        right = False
    return [] if right else [Problem(here, "key", BAD_KEY, _(kind.key_hint or "Type the name of what to look at."))]
