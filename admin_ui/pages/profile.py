"""What employees change about themselves: name, title, picture, language, password."""

from __future__ import annotations

from nicegui import ui

from admin_ui import frame
from admin_ui.components.basics import box, button, note, text
from admin_ui.components.fields import Form, choice_field, text_field
from admin_ui.components.picture import PictureField
from admin_ui.components.toast import toast
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import team
from core.i18n import LANGUAGES, PSEUDO_LANGUAGES, _
from core.i18n.figures import number
from core.team import sign_in
from core.team.people import MAX_NAME
from core.team.roles import Permission


def register(services: Services) -> None:
    @page(services, "/you", Permission.PROFILE)
    async def profile(desk: Desk) -> None:
        with frame.page(desk, _("Your profile"), sketch="form"), box("st-stack st-gap-24 st-form"):
            _about(desk)
            _language(desk)
            _password(desk)


def _about(desk: Desk) -> None:
    form = Form()
    me = desk.me
    with box("st-card st-stack"):
        text(_("About you"), tag="h2")

        async def keep_picture(picture: str) -> None:
            await desk.run(team.set_picture, me.id, picture)

        PictureField(desk, me.display_name, me.picture, keep_picture)
        with box("st-two"):
            name = text_field(_("Name"), me.name, limit=MAX_NAME, hint=_("Visitors see it beside your messages."))
            title = text_field(_("Title"), me.title, limit=MAX_NAME, optional=True, hint=_("Such as: Customer care"))
        form.add("name", name)
        form.add("title", title)

        async def save() -> None:
            typed = {"name": name.value or "", "title": title.value or ""}
            await form.submit(desk.run(team.edit_profile, me.id, **typed), lambda kept: toast(_("Saved.")))

        with box("st-line"):
            button(_("Save"), save, kind="primary")


def _language(desk: Desk) -> None:
    made_up = desk.services.settings.pseudo_languages or desk.me.language in PSEUDO_LANGUAGES
    options = {"": _("Same as the browser")} | LANGUAGES | (PSEUDO_LANGUAGES if made_up else {})

    async def choose(chosen: str) -> None:
        await desk.run(team.set_language, desk.me.id, chosen)
        ui.navigate.reload()

    with box("st-card st-stack"):
        text(_("Language"), tag="h2")
        choice_field(_("Language of this admin"), options, desk.me.language, on_change=lambda e: choose(e.value))


def _password(desk: Desk) -> None:
    form = Form()
    with box("st-card st-stack"):
        text(_("Password"), tag="h2")
        note(_("A new password signs you out everywhere but here."))
        current = text_field(_("Current password"), password=True, autocomplete="current-password")
        new = text_field(
            _("New password"),
            password=True,
            autocomplete="new-password",
            hint=_("At least {n} characters; a short sentence is fine.").format(n=number(sign_in.MIN_PASSWORD)),
        )
        form.add("current", current)
        form.add("password", new)

        async def change() -> None:
            typed = {"current": current.value or "", "new": new.value or ""}
            await form.submit(desk.run(sign_in.change_password, desk.token, **typed), changed)

        def changed(kept: None) -> None:
            for field in (current, new):
                field.value = ""
            toast(_("Your password is changed."))

        with box("st-line"):
            button(_("Change password"), change)
