"""The form of a site's settings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, button, note, text
from admin_ui.components.colour import ColourField
from admin_ui.components.fields import Choices, Form, choice_field, text_area, text_field, told
from admin_ui.components.hours_field import HoursField
from admin_ui.components.shared_form import SharedForm, Values, crossed
from core import team
from core.i18n import N_, _, ngettext, spoken
from core.i18n.figures import number
from core.sites import SiteSettings, fields, time_zones
from core.storage import Storage
from core.team.people import MAX_NAME

POSITIONS = {"right": N_("Bottom right"), "left": N_("Bottom left")}
LAUNCHERS = {
    "always": (N_("Always"), N_("Visitors can write first, whenever they like.")),
    "message": (N_("Only with a message"), N_("It appears with a message, and while there is a conversation.")),
}
CONSENT_MODES = {
    "required": (
        N_("Asks for consent"),
        N_("Nothing is stored in the browser before your page calls smartTrigger('consent', true)."),
    ),
    "cookieless": (
        N_("Cookieless"),
        N_("Nothing is stored in the browser; visitors are known for a day, so once means once a day."),
    ),
    "granted": (N_("Consent given"), N_("The visitor's memory is kept in the browser from the first page on.")),
}
GAPS = {
    0: N_("None"),
    300: N_("5 minutes"),
    900: N_("15 minutes"),
    1800: N_("30 minutes"),
    3600: N_("1 hour"),
    4 * 3600: N_("4 hours"),
    12 * 3600: N_("12 hours"),
    24 * 3600: N_("1 day"),
    3 * 24 * 3600: N_("3 days"),
    7 * 24 * 3600: N_("7 days"),
    30 * 24 * 3600: N_("30 days"),
}
EVERYBODY = ""


def recipients(storage: Storage) -> dict[str, str]:
    """Who can get visitors' first messages, by reference."""
    groups = {f"group:{group.id}": group.name for group in team.groups(storage) if group.active}
    agents = {f"agent:{each.id}": each.display_name for each in team.agents(storage) if each.active}
    return {EVERYBODY: _("Everybody in the team"), **groups, **agents}


class SiteForm:
    """Edits SiteSettings; `on_save` is awaited with the new ones and those edited, and returns them as they are kept.

    Without it the form can only be read. `words`: of the button at its foot; with `load` instead, which reads what is
    kept now, what differs from that can be saved or taken back at any time, and what others save is followed.
    `texts_at`: where the widget's words are edited.
    """

    def __init__(
        self,
        settings: SiteSettings,
        people: Mapping[str, str],
        on_save: Callable[[SiteSettings, SiteSettings], Awaitable[SiteSettings]] | None,
        *,
        words: str = "",
        load: Callable[[], Awaitable[SiteSettings]] | None = None,
        texts_at: str = "",
    ) -> None:
        self._on_save = on_save
        self._load = load
        self._people = people
        self._left = "" if settings.recipient in people else settings.recipient
        self.form = Form()
        self._shared: SharedForm | None = None
        self.sections: list[tuple[str, ui.element]] = []
        """The cards, by what they are called."""
        with box("st-stack st-gap-24 st-fieldset", "fieldset") as fieldset:
            fieldset.props["disabled"] = on_save is None
            if on_save is None:
                note(_("An owner changes these settings."), icon_name="lock")
            self._website(settings)
            self._widget(settings, texts_at)
            self._visitors(settings, people)
            self._hours = HoursField(settings.hours, self.form, self._changed)
            self.sections.append((_("Business hours"), self._hours.card))
            if words:
                with box("st-line"):
                    button(words, self._submit, kind="primary")
        if load is not None:
            self._shared = SharedForm(fieldset, self, fields(settings), may_save=on_save is not None)

    async def follow(self) -> None:
        """Somebody may have saved other settings."""
        if self._shared is not None:
            await self._shared.follow()

    @contextmanager
    def _section(self, words: str) -> Iterator[None]:
        with box("st-card st-stack", "section") as card:
            text(words, tag="h2")
            yield
        self.sections.append((words, card))

    def _website(self, settings: SiteSettings) -> None:
        with self._section(_("Website")):
            self._name = text_field(
                _("Name"), settings.name, limit=MAX_NAME, hint=_("Only the team sees it."), on_change=self._changed
            )
            if not settings.name:
                self._name.props("autofocus")
            self._origins = text_area(
                _("Origins"),
                "\n".join(settings.origins),
                placeholder="https://shop.example",
                hint=_("Where the widget may run, one a line. https://*.shop.example allows every subdomain."),
                on_change=self._changed,
            )
            self._time_zone = choice_field(
                _("Time zone"), _time_zones(settings.time_zone), settings.time_zone, searchable=True,
                hint=_("Campaigns start and end by its clock."), on_change=self._changed,
            )  # fmt: skip
        self.form.add("name", self._name)
        self.form.add("origins", self._origins)
        self.form.add("time_zone", self._time_zone)

    def _widget(self, settings: SiteSettings, texts_at: str) -> None:
        with self._section(_("Widget")):
            with box("st-two"):
                self._colour = ColourField(_("Colour"), settings.colour, self._changed)
                self._position = choice_field(
                    _("Position"), spoken(POSITIONS), settings.position, on_change=self._changed
                )
            with box("st-field"):
                text(_("Launcher"), "st-label")
                self._launcher = Choices(_("Launcher"), told(LAUNCHERS), settings.launcher, self._changed)
            if texts_at:
                with box("st-line"):
                    button(_("What the widget says"), icon="translate", href=texts_at)
        self.form.add("colour", self._colour.field)

    def _visitors(self, settings: SiteSettings, people: Mapping[str, str]) -> None:
        with self._section(_("Visitors")):
            with box("st-field"):
                text(_("Consent"), "st-label")
                self._consent = Choices(_("Consent"), told(CONSENT_MODES), settings.consent, self._changed)
            with box("st-two"):
                self._gap = choice_field(
                    _("Minimum gap"), _gaps(settings.minimum_gap_seconds), settings.minimum_gap_seconds,
                    hint=_("Between two messages to one visitor."), on_change=self._changed,
                )  # fmt: skip
                known = settings.recipient if settings.recipient in people else EVERYBODY
                self._recipient = choice_field(
                    _("First messages go to"),
                    people,
                    known,
                    searchable=True,
                    hint=_("When visitors write by themselves."),
                    on_change=self._changed,
                )
        self.form.add("minimum_gap_seconds", self._gap)
        self.form.add("recipient", self._recipient)

    def take_time_zone(self, name: str) -> None:
        """Start with the time zone of who fills the form in, unless they have chosen one already."""
        if self._time_zone.value == "UTC" and name in time_zones():
            self._time_zone.set_options(_time_zones(name), value=name)

    def _wanted(self) -> SiteSettings:
        """What the fields say."""
        return SiteSettings(
            name=_value(self._name),
            origins=tuple(_value(self._origins).splitlines()),
            time_zone=_value(self._time_zone),
            colour=_value(self._colour.field),
            position=_value(self._position),
            launcher=self._launcher.value,
            consent=self._consent.value,
            minimum_gap_seconds=self._gap.value or 0,
            recipient=_value(self._recipient) or self._left,
            hours=self._hours.value,
        )

    def _changed(self, *_event: object) -> None:
        if self._shared is not None:
            self._shared.changed()

    async def _submit(self) -> None:
        if self._on_save is not None:
            wanted = self._wanted()
            await self.form.submit(self._on_save(wanted, wanted), lambda _kept: None)

    # What it shares with who else has it open

    def typed(self) -> dict[str, Any]:
        return fields(self._wanted())

    def show(self, values: Values) -> None:
        show: dict[str, Callable[[Any], object]] = {
            "name": self._name.set_value,
            "origins": lambda value: self._origins.set_value("\n".join(value)),
            "time_zone": lambda value: self._time_zone.set_options(_time_zones(value), value=value),
            "colour": self._colour.field.set_value,
            "position": self._position.set_value,
            "launcher": self._launcher.choose,
            "consent": self._consent.choose,
            "minimum_gap_seconds": lambda value: self._gap.set_options(_gaps(value), value=value),
            "recipient": self._show_recipient,
            "hours": self._hours.show,
        }
        for name, value in values.items():
            show[name](value)
        self._changed()

    def _show_recipient(self, value: str) -> None:
        """Messages for one who has left, or who came after this page was opened, are not for anybody in the list."""
        self._left = "" if value in self._people else value
        self._recipient.value = value if value in self._people else EVERYBODY

    def crossed_words(self, name: str, value: Any) -> str:
        if name == "hours":
            return _("Somebody else has changed the business hours meanwhile. Save to keep yours.")
        said: dict[str, tuple[str, Callable[[Any], str]]] = {
            "name": (_("Name"), str),
            "origins": (_("Origins"), lambda origins: ", ".join(origins) or _("No origin yet")),
            "time_zone": (_("Time zone"), lambda zone: zone.replace("_", " ")),
            "colour": (_("Colour"), str),
            "position": (_("Position"), lambda position: _(POSITIONS[position])),
            "launcher": (_("Launcher"), lambda launcher: _(LAUNCHERS[launcher][0])),
            "consent": (_("Consent"), lambda consent: _(CONSENT_MODES[consent][0])),
            "minimum_gap_seconds": (_("Minimum gap"), _gap_words),
            "recipient": (_("First messages go to"), lambda who: self._people.get(who, self._people[EVERYBODY])),
        }
        field, words = said[name]
        return crossed(field, words(value))

    async def load(self) -> Values:
        assert self._load is not None
        return fields(await self._load())

    async def save(self, wanted: Values, began: Values) -> Values:
        assert self._on_save is not None
        return fields(await self._on_save(SiteSettings(**wanted), SiteSettings(**began)))


def _value(field: ui.input | ui.textarea | ui.select) -> str:
    value: Any = field.value
    return str(value or "")


def _time_zones(chosen: str) -> dict[str, str]:
    names = {name for name in time_zones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))}
    return {name: name.replace("_", " ") for name in sorted(names | {chosen, "UTC"})}


def _gaps(chosen: int) -> dict[int, str]:
    return dict(sorted((spoken(GAPS) | {chosen: _gap_words(chosen)}).items()))


def _gap_words(seconds: int) -> str:
    return _(GAPS.get(seconds, "")) or ngettext("{n} second", "{n} seconds", seconds).format(n=number(seconds))
