"""What has changed between two drafts, field by field: before with a minus, after with a plus."""

from __future__ import annotations

from collections.abc import Sequence

from admin_ui.components.basics import box, text
from core.campaigns.words import Difference


def show_differences(changes: Sequence[Difference], *, only_after: bool = False) -> None:
    """The fields that differ; `only_after` for what was nothing before."""
    with box("st-changes", "dl"):
        for change in changes:
            with box("st-change"):
                text(change.label, "st-strong", "dt")
                with box("", "dd"):
                    if not only_after:
                        text(change.before, "st-before", "del")
                    text(change.after, "" if only_after else "st-after", "span" if only_after else "ins")
