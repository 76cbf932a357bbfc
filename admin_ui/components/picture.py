"""A picture of somebody that can be replaced or removed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import events, ui

from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, button, text
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk
from core import media
from core.errors import InvalidInput
from core.i18n import _

TYPES = "image/jpeg,image/png,image/webp,image/gif"


class PictureField:
    """Shows a picture, takes an upload, tells what is wrong with it beside the button.

    `on_change` is awaited with the new hash ("" when it was removed).
    """

    def __init__(self, desk: Desk, name: str, picture: str, on_change: Callable[[str], Awaitable[None]]) -> None:
        self._desk = desk
        self._name = name
        self._on_change = on_change
        self.picture = picture
        with box("st-line st-gap-12"):
            self._place = box("st-still")
            with box("st-stack st-gap-4 st-grow"):
                with box("st-line st-wrap"):
                    self._upload = upload = ui.upload(auto_upload=True, max_file_size=media.MAX_BYTES).classes(
                        "st-gone"
                    )
                    upload.props(f'accept="{TYPES}"')
                    upload.on_upload(self._take)
                    upload.on_rejected(self._rejected)
                    upload.on("failed", self._lost, [])
                    button(_("Choose a picture"), lambda: upload.run_method("pickFiles"), icon="add_a_photo")
                    self._remove = button(_("Remove"), self._clear, kind="quiet")
                self._words = text("", "st-small st-muted")
        self._show("")

    def _show(self, problem: str) -> None:
        self._place.clear()
        with self._place:
            avatar(self._name, self.picture, size="large")
        self._remove.set_visibility(bool(self.picture))
        self._words.text = problem or _("JPEG, PNG, WebP or GIF, at most 10 MB. The middle is used.")
        self._words.classes(replace="st-small " + ("st-bad" if problem else "st-muted"))
        self._words.props["role"] = "alert" if problem else "note"
        self._words.update()

    async def _take(self, event: events.UploadEventArguments) -> None:
        self._upload.reset()
        try:
            if event.file.size() > media.MAX_BYTES:
                raise InvalidInput("picture_bytes", _("This file is larger than 10 MB. Choose a smaller picture."))
            picture = await self._desk.run(media.keep_agent_picture, await event.file.read())
        except InvalidInput as problem:
            self._show(problem.message)
            return
        before = self.picture
        await self._change(picture)
        if before:
            undo(_("The picture is replaced."), partial(self._change, before))
        else:
            toast(_("The picture is kept. Visitors see it from now on."))

    async def _change(self, picture: str) -> None:
        self.picture = picture
        await self._on_change(picture)
        self._show("")

    def _rejected(self) -> None:
        self._show(_("This file is no picture we can read, or larger than 10 MB. Choose a JPEG, PNG, WebP or GIF."))

    def _lost(self) -> None:
        self._upload.reset()
        self._show(_("The picture could not be sent. Check the connection, then add it again."))

    async def _clear(self) -> None:
        before = self.picture
        await self._change("")
        undo(_("The picture is removed."), partial(self._change, before))
