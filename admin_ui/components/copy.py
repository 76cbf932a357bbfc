"""Text that is there to be copied."""

from __future__ import annotations

from admin_ui.components.basics import box, button, text
from core.i18n import _


def copyable(content: str, words: str = "") -> None:
    """A line of code or an address, with a button that copies it (static/admin.js)."""
    words = words or _("Copy")
    with box("st-line st-copyable"):
        text(content, "st-code st-sideways", "code").props["tabindex"] = 0
        copier = button(words, icon="content_copy")
        copier.props["data-copy"] = content
        copier.props["data-words"] = words
        copier.on("click", js_handler="(event) => window.stCopy(event.currentTarget)")
