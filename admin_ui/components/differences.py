"""What has changed between two drafts, field by field: before with a minus, after with a plus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from admin_ui.components.basics import box, text
from admin_ui.components.blocks import draw
from core.campaigns.drafts import Draft
from core.campaigns.translations import in_language
from core.campaigns.words import Difference
from core.i18n import languages
from core.messages import parse
from core.messages.compiled import Message
from core.messages.merge_tags import NOTHING_KNOWN


def show_differences(changes: Sequence[Difference]) -> None:
    """The fields that differ, exactly as they are written."""
    with box("st-changes", "dl"):
        for change in changes:
            with _field(change):
                text(change.before, "st-before", "del")
                text(change.after, "st-after", "ins")


def show_new(changes: Sequence[Difference], draft: Draft) -> None:
    """What a draft says where there was nothing before: its messages as people read them."""
    with box("st-changes", "dl"):
        for change in changes:
            with _field(change):
                if change.field == "text":
                    _message(draft)
                elif change.field == "translations":
                    for code in draft.translations:
                        text(languages.name(code), "st-small st-muted", "span")
                        _message(in_language(draft, code))
                else:
                    text(change.after, tag="span")


@contextmanager
def _field(change: Difference) -> Iterator[None]:
    with box("st-change"):
        text(change.label, "st-strong", "dt")
        with box("", "dd"):
            yield


def _message(draft: Draft) -> None:
    with box("st-message-read"):
        draw(Message(parse(draft.text)).blocks(NOTHING_KNOWN))
