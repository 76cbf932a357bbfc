"""What the menu of conditions offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from admin_ui.components.choosers import Item
from core.conditions import ConditionType
from core.i18n import N_, _

GROUP_ORDER: Final = (
    N_("Page"),
    N_("Behaviour"),
    N_("Visitor"),
    N_("Location"),
    N_("Time"),
    N_("Team"),
    N_("History"),
    N_("Sample"),
)
"""How the menu orders the groups of the catalogue; a plugin's own come after these."""


def menu_items(types: Mapping[str, ConditionType]) -> list[Item]:
    """Every condition type, grouped as in the catalogue, with a line that explains it."""
    order = {name: index for index, name in enumerate(GROUP_ORDER)}
    ranked = sorted(types.values(), key=lambda each: (order.get(each.group, len(order)), each.group, _(each.label)))
    return [
        Item(each.key, _(each.label), _(each.explanation), icon=each.icon, group=_(each.group), words=_words(each))
        for each in ranked
    ]


def _words(kind: ConditionType) -> str:
    """What it is found by besides its names; English words for it are known in every language."""
    own = dict.fromkeys((kind.search_words, _(kind.search_words) if kind.search_words else "", kind.label))
    return ", ".join(filter(None, (kind.key, *own)))
