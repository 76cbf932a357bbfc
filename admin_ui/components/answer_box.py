"""Where an employee types an answer; the browser keeps the draft (answer_box.js)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import events, ui

from admin_ui.components.emoji_button import EmojiButton
from core.errors import SmartTriggerError, Unauthorised

MAX_ID = 32


class AnswerBox(ui.element, component="answer_box.js"):
    """`on_send` is awaited with (conversation, client id, text); what it raises is told below the box.

    Escape leads to `keys_at`, where the page's own keys work.
    """

    def __init__(self, on_send: Callable[[str, str, str], Awaitable[None]], keys_at: ui.element) -> None:
        super().__init__()
        self.props["keys-at"] = keys_at.html_id
        self.props["conversation"] = ""
        self._on_send = on_send
        self.on("send", self._send)
        with self:
            EmojiButton()

    def use(self, conversation: str) -> None:
        """Type for this conversation from now on."""
        if self.props["conversation"] != conversation:
            self.props["conversation"] = conversation
            self.update()

    async def _send(self, event: events.GenericEventArguments) -> None:
        given = event.args
        conversation, client_id = str(given["conversation"]), str(given["id"])[:MAX_ID]
        try:
            await self._on_send(conversation, client_id, str(given["text"]))
        except Unauthorised:
            raise
        except SmartTriggerError as error:
            self.run_method("failed", conversation, client_id, error.message)
            return
        self.run_method("sent", conversation, client_id)
