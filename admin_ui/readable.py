"""A page's content, and what stands in for it while it can't be read."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from nicegui import ui

from admin_ui.components.basics import box
from admin_ui.components.empty import broken
from admin_ui.frame import note_exception
from admin_ui.newest import Newest
from core.errors import SmartTriggerError

T = TypeVar("T")


class Readable:
    """Hides `content` behind a sentence, what happened and what to do, for as long as reading fails."""

    def __init__(self, content: ui.element, what: str, todo: str) -> None:
        self._content = content
        self._said = what, todo
        self._failure = box("")
        self._newest = Newest()

    async def read(self, reading: Awaitable[T]) -> T | None:
        """What was found; None while it can't be read, or where something has been asked for since.

        What people can mend (SmartTriggerError) comes through.
        """
        try:
            found = await self._newest.read(reading)
        except SmartTriggerError:
            raise
        except Exception as error:
            note_exception(error)
            self._show(failed=True)
            return None
        if found is not None:
            self._show(failed=False)
        return found

    def _show(self, *, failed: bool) -> None:
        self._content.set_visibility(not failed)
        self._failure.clear()
        if failed:
            with self._failure:
                broken(*self._said)
