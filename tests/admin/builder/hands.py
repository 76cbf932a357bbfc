"""The condition builder in somebody's browser, and rules in few words."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User

from core import campaigns
from core.storage import Storage
from tests.admin.hands import send, shown, until


class Builder:
    """The third step of a draft, open in somebody's browser."""

    def __init__(self, user: User, storage: Storage, campaign_id: int) -> None:
        self.user, self.storage, self.campaign_id = user, storage, campaign_id

    @property
    def rules(self) -> list[dict[str, Any]]:
        """What is saved, without the ids."""
        return [bare(each) for each in campaigns.get(self.storage, self.campaign_id).draft.audience["rules"]]

    async def holds(self, *rules: dict[str, Any]) -> None:
        """Wait until exactly these rules are saved."""
        try:
            await until(lambda: self.rules == list(rules))
        except AssertionError:
            assert self.rules == list(rules)

    def node(self, index: int) -> ui.element:
        """A row or group by its place, in reading order; the root group is 0."""
        return [each for each in shown(self.user) if "data-node" in each.props][index]

    def connectives(self) -> list[str]:
        return [str(getattr(each, "text", "")) for each in shown(self.user) if "st-connective" in each.classes]


def bare(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    kept = {name: value for name, value in node.items() if name != "id"}
    return {**kept, "rules": [bare(each) for each in kept["rules"]]} if "rules" in kept else kept


def visits(value: object = 3, operator: str = "at_least") -> dict[str, Any]:
    return {"fact": "visits", "operator": operator, "value": value}


def group(match: str, *rules: dict[str, Any]) -> dict[str, Any]:
    return {"match": match, "rules": list(rules)}


def buttons(builder: Builder, words: str) -> list[ui.button]:
    """The buttons of all groups."""
    return [each for each in shown(builder.user) if isinstance(each, ui.button) and each.text == words]


def press_group(builder: Builder) -> None:
    """Add a group to the innermost one: it was made last."""
    newest = max(buttons(builder, "Group"), key=lambda each: each.id)
    send(builder.user, newest, "click", {})
