"""A place to drop a file on, or to choose one by a button."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import events, ui

from admin_ui.components.basics import box, button, icon, text
from core.i18n import _


class FileDrop:
    """Takes one file at a time: `take` is awaited with its name and content; `refused`: it was too large; `lost`: it
    could not be sent.
    """

    def __init__(
        self,
        words: str,
        accept: str,
        max_bytes: int,
        take: Callable[[str, bytes], Awaitable[None]],
        refused: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        self._take = take
        self._lost = lost
        self._upload = ui.upload(auto_upload=True, max_file_size=max_bytes, on_rejected=refused).classes("st-drop")
        self._upload.props(f'accept="{accept}" flat')
        self._upload.on_upload(self._took)
        self._upload.on("failed", self._failed, [])
        # The uploader's own list is where files can be dropped; our words stand in its place.
        with self._upload.add_slot("list"), box("st-drop-words"):
            icon("upload_file")
            text(words)
            button(_("Choose a file"), lambda: self._upload.run_method("pickFiles"))

    async def _took(self, event: events.UploadEventArguments) -> None:
        self._upload.reset()
        await self._take(event.file.name, await event.file.read())

    def _failed(self) -> None:
        self._upload.reset()
        self._lost()
