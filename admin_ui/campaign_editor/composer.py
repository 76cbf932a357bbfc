"""Writes a message: the text as visitors will see it, and its tools."""

from __future__ import annotations

import json
from collections.abc import Callable

from nicegui import ui

from admin_ui.campaign_editor.merge_form import MergeForm, merge_values
from admin_ui.campaign_editor.rich_text import RichText
from admin_ui.components.basics import box, icon, mark, text
from admin_ui.components.emoji_button import EmojiButton
from admin_ui.components.toast import toast
from core.i18n import _
from core.i18n.figures import number
from core.messages import length


class LinkForm(ui.element, component="link_form.js"):
    """The button with the form for the link that the caret is in, or a new one."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.props["target"] = target


class Composer:
    """The text field with its tools; `on_change` gets the mark-up at every key-stroke."""

    def __init__(
        self,
        language: str,
        value: str,
        on_change: Callable[[str], None],
        *,
        limit: int,
        label: str,
        described_by: str = "",
    ) -> None:
        """`language` is a translation's, "" for the message's own; `label` and `described_by` are ids of elements."""
        self._limit = limit
        with box("st-composer") as self.element:
            with box("st-tools") as tools:
                tools.props["role"] = "toolbar"
                tools.props["aria-label"] = _("Formatting")
                self._tool("format_bold", _("Bold"), "bold", keys="Ctrl+B").props["data-act"] = "bold"
                self._tool("format_italic", _("Italic"), "italic", keys="Ctrl+I").props["data-act"] = "italic"
                LinkForm(self.control_id)
                EmojiButton()
                MergeForm(self.control_id)
                self._tool("image", _("Picture"), "choosePictures")
                box("st-grow", "span")
                self._count = text("", "st-small st-number st-faint", "span")
            self.field = RichText(language, value, lambda markup: self._typed(markup, on_change), toast)
            self.field.props["for"] = self.control_id
            self.field.props["fieldId"] = self.control_id
            self.field.props["labelledBy"] = label
            self.field.props["describedBy"] = described_by or None
            self.field.props["mergeValues"] = merge_values()
            self.field.props["placeholder"] = _("Hi 👋 Can I help you find something?")
        self._show_count(value)

    @property
    def control_id(self) -> str:
        return f"{self.element.html_id}-text"

    @property
    def value(self) -> str:
        return str(self.field.value)

    def show(self, value: str) -> None:
        """Show another text, without telling anybody who did not know."""
        self.field.set_value(value)

    def focus(self) -> None:
        self.field.focus()

    def mend(self) -> None:
        """Go to what is wrong."""
        self.field.mend()

    def set_invalid(self, invalid: bool) -> None:
        mark(self.element, "st-composer--bad", invalid)
        self.field.props["invalid"] = invalid

    def _typed(self, value: str, on_change: Callable[[str], None]) -> None:
        self._show_count(value)
        on_change(value)

    def _show_count(self, value: str) -> None:
        read = length(value)
        self._count.set_text(f"{number(read)} / {number(self._limit)}")
        mark(self._count, "st-bad", read > self._limit)

    def _tool(self, icon_name: str, words: str, act: str, *, keys: str = "") -> ui.element:
        with box("st-tool", "button").props("type=button") as tool:
            icon(icon_name)
        tool.props["aria-label"] = words
        tool.props["title"] = f"{words}  {keys}".strip()
        tool.on("click", js_handler=f"() => {self._editor}.{act}()")
        tool.on("mousedown", js_handler="(event) => event.preventDefault()")
        return tool

    @property
    def _editor(self) -> str:
        """The editor in the browser (rich_text.js), as JavaScript."""
        return f"document.getElementById({json.dumps(self.control_id)}).closest('.st-rich').stEditor"
