"""Dialogs: a question before something that can't be undone, and the shell for small forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from admin_ui.components.basics import box, button, text


@contextmanager
def dialog(title: str) -> Iterator[ui.dialog]:
    """A dialog to fill: `with dialog("Add employee") as shown: …`, then `shown.open()` or `await shown`.

    The cursor stands in its first field. It is removed from the page once it has closed.
    """
    with ui.dialog() as shown, box("st-dialog") as card:
        heading = text(title, tag="h2")
        shown.props["aria-labelledby"] = heading.html_id
        card.props["role"] = "document"
        yield shown
    first = next((each for each in card.descendants() if isinstance(each, ValidationElement)), None)
    if first is not None:
        first.props("autofocus")
    shown.on("hide", shown.delete)


@contextmanager
def foot() -> Iterator[ui.element]:
    """Where a dialog's buttons stand: the way out first, the main one last."""
    with box("st-dialog-foot") as element:
        yield element


def ask(title: str, words: str, keep: str, do: str, act: Callable[[], Awaitable[None]]) -> None:
    """Ask before something that can't be undone; `keep` and `do` are the answers, and `act` is what `do` does."""

    async def agreed(question: ui.dialog) -> None:
        question.close()
        await act()

    with dialog(title) as question:
        text(words)
        with foot():
            button(keep, question.close, kind="quiet")
            button(do, partial(agreed, question), kind="primary")
    question.open()
