"""What the widget itself says on a site, in each language: every text, its default, and the widget that says it."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from admin_ui import frame, theme
from admin_ui.campaign_editor.mock_widget import MockWidget
from admin_ui.components.basics import box, button, note, text
from admin_ui.components.fields import Form, text_field
from admin_ui.components.shared_form import SharedForm, Values, crossed
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import sites, widget_texts
from core.errors import InvalidInput
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
                    texts = SiteTexts(desk, found, mock)
        desk.on_change({"sites"}, texts.shared.follow)


class SiteTexts:
    """The form; one language is on screen at a time, and saving takes them all."""

    def __init__(self, desk: Desk, site: Site, mock: MockWidget) -> None:
        self._desk, self._site, self._mock = desk, site, mock
        self._may = desk.may(Permission.SITES)
        self.form = Form()
        self._fields: dict[str, dict[str, ui.input]] = {}
        self._panes: dict[str, ui.element] = {}
        with box("st-stack st-gap-24") as place:
            self._build()
        self.shared = SharedForm(place, self, widget_texts.flat(site.texts), may_save=self._may)
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
        self.form.add(f"{code}.{name}", field)
        return field

    def _show(self, code: str) -> None:
        self._code = code
        for each, pill in self._pills.items():
            pill.props["aria-pressed"] = "true" if each == code else "false"
            pill.update()
            self._panes[each].set_visibility(each == code)
        self._follow()

    def _follow(self) -> None:
        here = widget_texts.nested(self.typed())[self._code]
        typed = {name: words for name, words in here.items() if words.strip()}
        self._mock.show_texts({**widget_texts.defaults(self._code), **typed})
        self.shared.changed()

    # What it shares with who else has it open

    def typed(self) -> dict[str, Any]:
        fields = self._fields.items()
        return {f"{code}.{name}": str(each.value or "") for code, texts in fields for name, each in texts.items()}

    def show(self, values: Values) -> None:
        for place, words in values.items():
            code, name = place.split(".")
            self._fields[code][name].value = words
        self._follow()

    def crossed_words(self, name: str, value: Any) -> str:
        code, text_name = name.split(".")
        field = _({**SEEN, **HEARD}[text_name])
        return crossed(field, str(value) or widget_texts.defaults(code)[text_name])

    async def load(self) -> Values:
        return widget_texts.flat((await self._desk.run(sites.site, self._site.id)).texts)

    async def save(self, wanted: Values, began: Values) -> Values:
        desk, nested = self._desk.needing(Permission.SITES), widget_texts.nested
        try:
            kept = await desk.run(sites.set_texts, self._site.id, nested(wanted), nested(began))
        except InvalidInput as problem:
            self._go_to({each.field for each in (problem, *problem.others)})
            raise
        toast(_("Saved. Visitors meet it at their next page."))
        return widget_texts.flat(kept.texts)

    def _go_to(self, wrong: set[str | None]) -> None:
        """Problems may stand in another language than the one on screen."""
        codes = [code for code in LANGUAGES if any(f"{code}.{name}" in wrong for name in self._fields[code])]
        if codes and self._code not in codes:
            self._show(codes[0])

    def _reset(self) -> None:
        before = {place: words for place, words in self.typed().items() if place.startswith(f"{self._code}.")}
        self.show(dict.fromkeys(before, ""))
        undo(
            _("{language} is at its defaults. Save to keep it so.").format(language=LANGUAGES[self._code]),
            lambda: self.show(before),
        )
