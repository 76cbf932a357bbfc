"""What employees change about themselves: name, title, picture, password."""

from __future__ import annotations

from admin_ui import frame
from admin_ui.components.basics import box, button, note, text
from admin_ui.components.fields import Form, text_field
from admin_ui.components.picture import PictureField
from admin_ui.components.toast import toast
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import team
from core.team import sign_in
from core.team.people import MAX_NAME
from core.team.roles import Permission


def register(services: Services) -> None:
    @page(services, "/you", Permission.PROFILE)
    async def profile(desk: Desk) -> None:
        with frame.page(desk, "Your profile"), box("st-stack st-gap-24 st-form"):
            _about(desk)
            _password(desk)


def _about(desk: Desk) -> None:
    form = Form()
    me = desk.me
    with box("st-card st-stack"):
        text("About you", tag="h2")

        async def keep_picture(picture: str) -> None:
            await desk.run(team.set_picture, me.id, picture)
            toast("Your picture is kept. Visitors see it from now on.")

        PictureField(desk, me.display_name, me.picture, keep_picture)
        with box("st-two"):
            name = text_field("Name", me.name, limit=MAX_NAME, hint="Visitors see it beside your messages.")
            title = text_field("Title", me.title, limit=MAX_NAME, optional=True, hint="Such as: Customer care")
        form.add("name", name)
        form.add("title", title)

        async def save() -> None:
            typed = {"name": name.value or "", "title": title.value or ""}
            await form.submit(desk.run(team.edit_profile, me.id, **typed), lambda _: toast("Saved."))

        with box("st-line"):
            button("Save", save, kind="primary")


def _password(desk: Desk) -> None:
    form = Form()
    with box("st-card st-stack"):
        text("Password", tag="h2")
        note("A new password signs you out everywhere but here.")
        current = text_field("Current password", password=True, autocomplete="current-password")
        new = text_field(
            "New password",
            password=True,
            autocomplete="new-password",
            hint=f"At least {sign_in.MIN_PASSWORD} characters; a short sentence is fine.",
        )
        form.add("current", current)
        form.add("password", new)

        async def change() -> None:
            typed = {"current": current.value or "", "new": new.value or ""}
            await form.submit(desk.run(sign_in.change_password, desk.token, **typed), changed)

        def changed(_: None) -> None:
            for field in (current, new):
                field.value = ""
            toast("Your password is changed.")

        with box("st-line"):
            button("Change password", change)
