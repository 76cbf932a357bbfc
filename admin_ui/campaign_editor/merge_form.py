"""The menu of what a text can say to each visitor."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nicegui import ui

from admin_ui.components.choosers import PlainInput
from admin_ui.components.emoji_button import EmojiButton
from core.i18n import N_, _
from core.messages.merge_values import CATALOGUE

MERGE_GROUPS = {
    "visitor": N_("Visitor"),
    "page": N_("Page"),
    "sender": N_("Sender"),
    "site": N_("Site"),
    "now": N_("Time"),
}


class MergeForm(ui.element, component="merge_form.js"):
    """The button with the menu: it stands in the field of one line that it is for, or names the editor of a text."""

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self.props["target"] = target
        self.props["values"] = list(merge_values().values())


def merge_values() -> dict[str, dict[str, Any]]:
    """The catalogue of merge tags by name, in the reader's words."""
    return {
        name: {
            **asdict(each),
            "label": _(each.label),
            "explanation": _(each.explanation),
            "group": _(MERGE_GROUPS[each.group]),
        }
        for name, each in CATALOGUE.items()
    }


def label_tools(field: PlainInput) -> None:
    """Let emoji and merge tags be put into a label that visitors read."""
    with field:
        EmojiButton()
        MergeForm()
