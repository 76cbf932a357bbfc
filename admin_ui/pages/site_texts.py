"""What the widget itself says on a site, in each language: every text, its default, and the widget that says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nicegui import ui

from admin_ui import frame, theme
from admin_ui.campaign_editor.mock_widget import MockWidget
from admin_ui.components.basics import box, button, note, text
from admin_ui.components.fields import Form, text_field
from admin_ui.components.save_bar import SaveBar
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import sites, widget_texts
from core.i18n import ENGLISH, LANGUAGES, N_, _
from core.sites import Site
from core.team.roles import Permission
from core.widget_texts import MAX_TEXT

SEEN = {
    "title": N_("Title of the window"),
    "greeting": N_("Greeting in an empty window"),
    "reply": N_("In the answer box"),
    "send": N_("Send button"),
    "sending": N_("While a message is on its way"),
    "not_sent": N_("A message that did not arrive"),
    "retry": N_("Button beside it"),
    "closed": N_("In a closed conversation"),
}
HEARD = {
    "launcher": N_("The launcher"),
    "message_from": N_("A message"),
    "dismiss": N_("✕ on a message"),
    "close": N_("✕ on the window"),
    "conversation": N_("The conversation"),
    "you": N_("Before the visitor's own messages"),
    "unread": N_("Unread messages"),
}
"""Names of the texts: those that everybody sees, and those that screen readers say."""


def register(services: Services) -> None:
    @page(services, "/sites/{site_id}/texts", Permission.SEE_SITES)
    async def site_texts(desk: Desk, site_id: int) -> None:
        found = await desk.run(sites.site, site_id)
        theme.add(("mock-widget.css",))
        trail = [(_("Sites"), "/sites"), (found.name, f"/sites/{site_id}")]
        with frame.page(desk, _("Widget texts"), trail=trail, sketch="form"):
            with frame.actions():
                box("st-grow", "span")
                button(_("Preview"), lambda: mock.show_over(True), icon="visibility").classes("st-mock-opener")
            with box("st-site"):
                with box("st-site-side"):
                    mock = MockWidget(found, texts_only=True)
                with box("st-form"):
                    SiteTexts(desk, found, mock)


class SiteTexts:
    """The form; one language is on screen at a time, and saving takes them all."""

    def __init__(self, desk: Desk, site: Site, mock: MockWidget) -> None:
        self._desk, self._site, self._mock = desk, site, mock
        self._may = desk.may(Permission.SITES)
        self._form = Form()
        self._fields: dict[str, dict[str, ui.input]] = {}
        self._panes: dict[str, ui.element] = {}
        self._bar: SaveBar | None = None
        with box("st-stack st-gap-24") as form:
            self._build()
        if self._may:
            self._bar = SaveBar(form, self._discard, self._save)
        self._kept = self._typed()
        self._show(ENGLISH)

    def _build(self) -> None:
        if not self._may:
            note(_("An owner changes these texts."), icon_name="lock")
        about = _("Visitors are spoken to in their browser's language, in English where it is not among these.")
        text(about, "st-muted")
        with box("st-pills").props("role=group") as pills:
            pills.props["aria-label"] = _("Language")
            self._pills = {code: self._pill(code) for code in LANGUAGES}
        for code in LANGUAGES:
            with box("st-stack st-gap-24") as self._panes[code]:
                self._texts_in(code)
        if self._may:
            with box("st-line"):
                button(_("Back to the defaults"), self._reset, kind="quiet")

    def _pill(self, code: str) -> ui.element:
        pill = text(LANGUAGES[code], "st-pill", "button").props("type=button")
        pill.props["lang"] = code
        return pill.on("click", lambda: self._show(code))

    def _texts_in(self, code: str) -> None:
        self._fields[code] = {}
        for title, names in ((_("What visitors read"), SEEN), (_("What screen readers say"), HEARD)):
            with box("st-card st-stack"):
                text(title, tag="h2")
                for name, words in names.items():
                    self._fields[code][name] = self._field(code, name, _(words))

    def _field(self, code: str, name: str, words: str) -> ui.input:
        default = widget_texts.defaults(code)[name]
        value = self._site.texts.get(code, {}).get(name, "")
        field = text_field(words, value, placeholder=default, limit=MAX_TEXT, on_change=self._follow)
        field.props["lang"] = code
        field.set_enabled(self._may)
        self._form.add(f"{code}.{name}", field)
        return field

    def _show(self, code: str) -> None:
        self._code = code
        for each, pill in self._pills.items():
            pill.props["aria-pressed"] = "true" if each == code else "false"
            pill.update()
            self._panes[each].set_visibility(each == code)
        self._follow()

    def _follow(self) -> None:
        typed = {name: words for name, words in self._typed()[self._code].items() if words.strip()}
        self._mock.show_texts({**widget_texts.defaults(self._code), **typed})
        if self._bar is not None:
            self._bar.show(self._typed() != self._kept)

    def _typed(self) -> dict[str, dict[str, str]]:
        fields = self._fields.items()
        return {code: {name: str(each.value or "") for name, each in texts.items()} for code, texts in fields}

    async def _save(self) -> None:
        desk = self._desk.needing(Permission.SITES)
        try:
            kept = desk.run(sites.set_texts, self._site.id, self._typed())
            await self._form.submit(kept, self._saved)
        finally:
            self._show_wrong()

    def _saved(self, kept: Site) -> None:
        self._fill(kept.texts)
        self._kept = self._typed()
        self._follow()
        toast(_("Saved. Visitors meet it at their next page."))

    def _discard(self) -> Callable[[], None]:
        typed = self._typed()
        self._form.clear()
        self._fill(self._kept)
        return lambda: self._fill(typed)

    def _show_wrong(self) -> None:
        """Problems may stand in another language than the one on screen."""
        wrong = [code for code, fields in self._fields.items() if any(field.error for field in fields.values())]
        if wrong and self._code not in wrong:
            self._show(wrong[0])

    def _reset(self) -> None:
        before = self._typed()
        self._fill({**before, self._code: {}})
        undo(
            _("{language} is at its defaults. Save to keep it so.").format(language=LANGUAGES[self._code]),
            lambda: self._fill(before),
        )

    def _fill(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        for code, fields in self._fields.items():
            for name, field in fields.items():
                field.value = texts.get(code, {}).get(name, "")
        self._follow()
