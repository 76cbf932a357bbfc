"""What the menu of conditions offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from admin_ui.components.choosers import Item
from core.conditions import ConditionType

GROUP_ORDER: Final = ("Page", "Behaviour", "Visitor", "Location", "Time", "Team", "History", "Sample")
"""How the menu orders the groups of the catalogue; a plugin's own come after these."""


def menu_items(types: Mapping[str, ConditionType]) -> list[Item]:
    """Every condition type, grouped as in the catalogue, with a line that explains it."""
    order = {name: index for index, name in enumerate(GROUP_ORDER)}
    ranked = sorted(types.values(), key=lambda each: (order.get(each.group, len(order)), each.group, each.label))
    return [
        Item(each.key, each.label, each.explanation, icon=each.icon, group=each.group, words=each.key)
        for each in ranked
    ]
